"""The board: one working screen on which a chair runs a meeting."""
