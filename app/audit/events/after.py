"""Events after a meeting: minutes, actions followed up, feedback, flags, paper packs."""
