"""What the vault raises. No message carries a key, a plaintext or a passphrase."""

import logging


class VaultError(Exception):
    """Anything the vault refuses. Its words are contracts and ids, so the log may have them."""

    def note(self) -> None:
        """Name in the log what does not hold, where a page goes on without it."""
        logging.getLogger("app").error("fault=%s said=%s", type(self).__name__, self)


class Misuse(VaultError):
    """The caller handed over something that must not be used: a short key, an unknown contract."""


class Forged(VaultError):
    """A signature does not fit its bytes and its key."""


class DoesNotOpen(VaultError):
    """A sealed value does not open: another key, another row, another contract, or altered."""

    def __init__(self, contract: str, row: object) -> None:
        super().__init__(f"{contract} of row {row} does not open")
        self.contract = contract
        self.row = str(row)
