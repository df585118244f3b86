"""Matches: two records that may be of the same person, found on sealed names."""
