"""The only door to cryptography: sealing, wrapping, signing, deriving, counting. Pure."""
