"""Invitations: who is asked to a meeting, what they answer, and what they are told."""
