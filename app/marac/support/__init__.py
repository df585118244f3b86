"""Support: the area’s directory, and the page a worker reads with her before referring."""
