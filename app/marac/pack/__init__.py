"""Paper for an outage: agreed by two, one copy a person, counted out and counted back in."""
