"""Events of the exits: recipients, decisions, releases, letters, attempts and callers."""
