"""The only door to cryptography: sealing, wrapping, signing, deriving, counting; no web, no SQL."""
