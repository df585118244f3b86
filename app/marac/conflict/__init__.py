"""Conflicts of interest: per case, declared by somebody or for them, or found by the names."""
