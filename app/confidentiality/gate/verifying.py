"""Checks a file from the public keys alone: no database, no account, nothing of what it says.

A seal holds the proof that a chair signed (`rules.proof_statement`: area, code, digest, key pair,
day), her public key, and each confirmation from hers up to one that the area's root signed, or that
its recovery key signed and the root vouches for. Whether she holds her office today it cannot say.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from app.paper.seal import MARK, Seal, split_seal
from app.vault import digests, signing
from app.vault.errors import Forged, VaultError

PARTS = frozenset({"chain", "code", "proof", "recovery", "signature", "signer"})
PROOF_PARTS = frozenset({"chain", "recovery", "says", "signature", "signer"})
MOST_LINKS = 16
RECOVERY = "recovery"
OFFICER = "officer"
_HEX = re.compile(r"(?:[0-9a-f]{2})+")
_LOCKED = b"/Encrypt"


class Outcome(StrEnum):
    """What a check finds.

    ``UNCOMPARED``: what was signed is in the file, unaltered, and nobody can say here whether the
    pages show it, because another press set them.
    """

    GENUINE = "genuine"
    ALTERED = "altered"
    NOT_OURS = "not_ours"
    LOCKED = "locked"
    UNCOMPARED = "uncompared"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check finds; area, day and code only of a file that is genuine or uncompared.

    ``kind`` says which paper it is, "" for a letter or document.
    """

    outcome: Outcome
    area_id: UUID | None = None
    on: date | None = None
    code: str = field(default="", repr=False)
    kind: str = ""

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


Check = Callable[[bytes, Seal, bytes], Verdict]
_PAPERS: dict[str, Check] = {}


def register_paper(part: str, check: Check) -> None:
    """Say who checks papers whose seal has this part; the seal of a letter has none such.

    The function takes the PDF without its seal, the seal and the root, and raises for what does
    not hold.
    """
    _PAPERS[part] = check


@dataclass(frozen=True, slots=True)
class Proven:
    """What was signed, and the id and name of its signer as an officer confirmed them."""

    said: dict[str, str]
    person: str
    name: str


class AnotherRoot(Forged):
    """It is signed rightly, for all that can be told, and of another MARAC."""


def check_file(data: bytes, root_public: bytes) -> Verdict:
    """Say whether a file is genuine and unaltered, seen from the area's root (32 bytes).

    Any byte that differs makes it altered, or not ours if the seal itself is gone.
    """
    split = split_seal(data)
    if split is None:
        return Verdict(_without_seal(data))
    check = next((_PAPERS[part] for part in _PAPERS if part in split[1]), _checked)
    try:
        return check(*split, root_public)
    except AnotherRoot:
        return Verdict(Outcome.NOT_OURS)
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


def check_signed(proof: Seal, kind: str, root: bytes, *, by_officer: bool) -> Proven:
    """Return what somebody signed and who they are, from `sealing.proof_of`'s words alone.

    ``Forged`` unless an unbroken chain from the root vouches for the signer, as an officer if it
    must be one. ``AnotherRoot`` if that chain is another MARAC's.
    """
    if proof.keys() != PROOF_PARTS:
        raise Forged("This is no proof")
    link = Link(unhexed(proof["says"]), unhexed(proof["signature"]))
    said, signer = link.said(kind), unhexed(proof["signer"])
    links = [Link.read(part) for part in proof["chain"]]
    if not 1 <= len(links) <= MOST_LINKS or not link.is_signed_by(signer):
        raise Forged("This is not signed")
    confirmed = [each.said("confirmation") for each in links]
    if any(one["root"] != root.hex() for one in confirmed):
        raise AnotherRoot("This is another MARAC’s")
    recovery = Link.read(proof["recovery"]) if proof["recovery"] is not None else None
    _check_chain(
        said["area"], said["key_pair"], signer, links, recovery, root, by_officer=by_officer
    )
    return Proven(said, confirmed[0]["person"], confirmed[0]["name"])


def _check_chain(
    area: str,
    pair: str,
    signer: bytes,
    links: list[Link],
    recovery: Link | None,
    root: bytes,
    *,
    by_officer: bool = True,
) -> None:
    """Raise ``Forged`` unless root or recovery key vouches, officer by officer, for the signer."""
    public, by = (root, None) if recovery is None else _recovery_key(area, recovery, root)
    for link in reversed(links):
        said = link.said("confirmation")
        holds_office = said["office"] == OFFICER or (link is links[0] and not by_officer)
        fits = said["area"] == area and holds_office and by in (None, said["by"])
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
