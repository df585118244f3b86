"""Wordings that must be signed, and the signatures over their exact bytes."""
