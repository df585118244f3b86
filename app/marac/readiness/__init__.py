"""Whether a meeting is ready, as its coordinator sees it."""
