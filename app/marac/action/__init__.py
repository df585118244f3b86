"""Actions agreed at a meeting, read by their owners as slips."""
