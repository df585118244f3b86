"""Risk assessment: a versioned instrument of topics, its answers and what they show."""
