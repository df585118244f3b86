"""Member agencies: the organisations that sit at the MARAC."""
