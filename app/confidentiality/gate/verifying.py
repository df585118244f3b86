"""Checks a file from the public keys alone: no database, no account, nothing of what it says.

A seal holds the proof that a chair signed (`rules.proof_statement`: area, code, digest, key pair,
day), her public key, and each confirmation from hers up to one that the area's root signed, or that
its recovery key signed and the root vouches for. Whether she holds her office today it cannot say.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from app.paper.seal import MARK, Seal, split_seal
from app.vault import digests, signing
from app.vault.errors import Forged, VaultError

PARTS = frozenset({"chain", "code", "proof", "recovery", "signature", "signer"})
MOST_LINKS = 16
RECOVERY = "recovery"
OFFICER = "officer"
_HEX = re.compile(r"(?:[0-9a-f]{2})+")
_LOCKED = b"/Encrypt"


class Outcome(StrEnum):
    """What a check finds."""

    GENUINE = "genuine"
    ALTERED = "altered"
    NOT_OURS = "not_ours"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check finds; area, day and code only of a file that is genuine."""

    outcome: Outcome
    area_id: UUID | None = None
    on: date | None = None
    code: str = field(default="", repr=False)

    @property
    def is_genuine(self) -> bool:
        """Say whether the bytes are, every one, as an officer of the area signed them."""
        return self.outcome is Outcome.GENUINE


@dataclass(frozen=True, slots=True)
class Link:
    """A signed statement inside a seal, with what it says."""

    says: bytes = field(repr=False)
    signature: bytes = field(repr=False)

    @classmethod
    def read(cls, part: object) -> "Link":
        """Return a link as a seal writes it; ``Forged`` if it is none."""
        if not isinstance(part, dict) or part.keys() != {"says", "signature"}:
            raise Forged("This is no link of a seal")
        return cls(unhexed(part["says"]), unhexed(part["signature"]))

    def said(self, kind: str) -> dict[str, str]:
        """Return the fields of the statement; ``Forged`` if it is of another kind."""
        fields = signing.read_statement(self.says)
        if fields["statement"] != kind:
            raise Forged("This statement is of another kind")
        return fields

    def is_signed_by(self, public: bytes) -> bool:
        """Say whether the signature fits this public half."""
        try:
            signing.verify(public, self.says, self.signature)
        except VaultError:
            return False
        return True


def check_file(data: bytes, root_public: bytes) -> Verdict:
    """Say whether a file is genuine and unaltered, seen from the area's root (32 bytes).

    Any byte that differs makes it altered, or not ours if the seal itself is gone.
    """
    split = split_seal(data)
    if split is None:
        return Verdict(_without_seal(data))
    try:
        return _checked(*split, root_public)
    except (VaultError, KeyError, ValueError, TypeError):
        return Verdict(Outcome.ALTERED)


def unhexed(text: object) -> bytes:
    """Return the bytes; ``Forged`` unless these are small hex digits, so there is one way only."""
    if not isinstance(text, str) or not _HEX.fullmatch(text):
        raise Forged("This is not written in hex digits")
    return bytes.fromhex(text)


def _without_seal(data: bytes) -> Outcome:
    if MARK in data:
        return Outcome.ALTERED
    return Outcome.LOCKED if _LOCKED in data else Outcome.NOT_OURS


def _checked(pdf: bytes, seal: Seal, root: bytes) -> Verdict:
    if seal.keys() != PARTS:
        raise Forged("This is no seal of ours")
    proof = Link(unhexed(seal["proof"]), unhexed(seal["signature"]))
    said, signer = proof.said("paper"), unhexed(seal["signer"])
    links = [Link.read(part) for part in seal["chain"]]
    if not 1 <= len(links) <= MOST_LINKS or not proof.is_signed_by(signer):
        raise Forged("The proof is not signed")
    if said["digest"] != digests.sha256_hex(pdf) or said["code"] != seal["code"]:
        raise Forged("The file is not the one that was signed")
    confirmed = [link.said("confirmation") for link in links]
    if any(one["root"] != root.hex() for one in confirmed):
        return Verdict(Outcome.NOT_OURS)
    recovery = Link.read(seal["recovery"]) if seal["recovery"] is not None else None
    _check_chain(said["area"], said["key_pair"], signer, links, recovery, root)
    return Verdict(
        Outcome.GENUINE, UUID(said["area"]), date.fromisoformat(said["on"]), said["code"]
    )


def _check_chain(
    area: str, pair: str, signer: bytes, links: list[Link], recovery: Link | None, root: bytes
) -> None:
    """Raise ``Forged`` unless root or recovery key vouches, officer by officer, for the signer."""
    public, by = (root, None) if recovery is None else _recovery_key(area, recovery, root)
    for link in reversed(links):
        said = link.said("confirmation")
        fits = said["area"] == area and said["office"] == OFFICER and by in (None, said["by"])
        if not fits or not link.is_signed_by(public):
            raise Forged("A confirmation does not hold")
        public, by = unhexed(said["signing"]), said["pair"]
    if (public, by) != (signer, pair):
        raise Forged("The confirmations are of somebody else")


def _recovery_key(area: str, recovery: Link, root: bytes) -> tuple[bytes, str]:
    said = recovery.said(RECOVERY)
    if said["area"] != area or said["root"] != root.hex() or not recovery.is_signed_by(root):
        raise Forged("The recovery key is not this area’s")
    return unhexed(said["signing"]), RECOVERY
