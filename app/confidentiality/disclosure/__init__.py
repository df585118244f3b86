"""Requests to share something outside the circle, and what a chair decided."""
