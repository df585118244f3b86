"""The twelve months after a hearing: who is current, who lapses, and whose records say so."""
