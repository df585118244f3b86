"""Server-side sessions: hashed ids, sealed contents, rotated at sign-in, dead at sign-out."""
