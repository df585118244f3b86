"""The ring of keys: confirmed key pairs, secrets, grants, exclusions, the door."""
