"""What agencies are asked to look up before a meeting: private to each, shared line by line."""
