"""Drafts: what was typed when a session timed out, sealed to the person who typed it."""
