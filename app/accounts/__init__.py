"""Area, agencies, people, sign-in and sessions: who is there, before any case is opened."""
