"""Events before a meeting: invitations, conflicts of interest, research, readiness."""
