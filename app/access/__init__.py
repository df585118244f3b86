"""Who may do what: one table of permissions a coordinator can read, deny by default."""
