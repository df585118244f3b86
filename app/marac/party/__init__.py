"""The people of a case: victim, perpetrators, children and others at risk."""
