"""People who work in the MARAC, their key pairs and what unlocks them."""
