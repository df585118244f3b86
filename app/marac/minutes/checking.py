"""Checks a copy of minutes from the file and the area's root alone: no database, no account.

It is genuine if the chair's signature holds over each tree, every leaf in the copy is of its tree,
the reader's signature holds over all of it, and the pages are those that follow from the leaves:
set again and compared byte by byte, where the same press sets them; else as the reader signed them.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from app import clock
from app.confidentiality.gate.verifying import Outcome, Proven, Verdict, check_signed
from app.marac.minutes import drawn, statements
from app.marac.minutes.drawn import Held
from app.paper import PaperError, Seal
from app.paper.minutes import press, written
from app.vault import digests, tree
from app.vault.errors import Forged

PARTS = frozenset({"copy", "minutes"})
HELD = frozenset({"area", "check", "leaves", "versions"})
MOST_VERSIONS = 64


def check(pdf: bytes, seal: Seal, root: bytes) -> Verdict:
    """Say whether a copy is genuine; raises, or is altered, for whatever does not hold."""
    try:
        return _checked(pdf, seal, root)
    except (PaperError, AttributeError, IndexError):
        raise Forged("This is no copy of minutes") from None


def _checked(pdf: bytes, seal: Seal, root: bytes) -> Verdict:
    holds = seal["minutes"]
    if seal.keys() != PARTS or holds.keys() != HELD:
        raise Forged("This is no seal of minutes")
    copied = check_signed(seal["copy"], statements.COPY, root, by_officer=False)
    said = copied.said
    if said["data"] != digests.sha256_hex(written([holds])):
        raise Forged("The leaves are not those that the reader signed")
    if said["digest"] != digests.sha256_hex(pdf) or said["person"] != copied.person:
        raise Forged("The pages are not those that the reader signed")
    if said["name"] != copied.name:
        raise Forged("The name on the pages is not the reader’s as an officer confirmed it")
    signed = [_version(version, root) for version in _some(holds["versions"])]
    _check_leaves(holds, signed, said)
    again = said["press"] == press()
    if again and _drawn(holds, signed, said) != pdf:
        raise Forged("The pages do not follow from the leaves")
    last = max(datetime.fromisoformat(each.said["at"]) for each in signed)
    on = clock.london(last).date()
    return Verdict(Outcome.GENUINE, UUID(said["area"]), on, said["code"], "minutes", again)


def _some(versions: Sequence[Held]) -> Sequence[Held]:
    if not 1 <= len(versions) <= MOST_VERSIONS:
        raise Forged("A copy is of one version or a few")
    return versions


def _version(version: Held, root: bytes) -> Proven:
    """What the chair signed of one version, whose hashes make the root that was signed."""
    if version.keys() != {"hashes", "proof"}:
        raise Forged("This is no version")
    proven = check_signed(version["proof"], statements.MINUTES, root, by_officer=True)
    said, hashes = proven.said, _hashes(version)
    tree.check(bytes.fromhex(said["root"]), hashes, [])
    if said["leaves"] != str(len(hashes)) or said["chair"] != proven.person:
        raise Forged("This is not what was signed")
    return proven


def _check_leaves(holds: Held, signed: Sequence[Proven], said: dict[str, str]) -> None:
    """Every leaf is of the tree of its version, and all of it is of one meeting and one area."""
    where = (said["area"], said["meeting"])
    if any((each.said["area"], each.said["meeting"]) != where for each in signed):
        raise Forged("A version is of another meeting")
    if any(each["words"]["meeting"] != said["meeting"] for each in holds["leaves"]):
        raise Forged("A leaf is of another meeting")
    for number, (version, proven) in enumerate(zip(holds["versions"], signed, strict=True)):
        mine = [each for each in holds["leaves"] if each["of"] == number]
        root = bytes.fromhex(proven.said["root"])
        tree.check(root, _hashes(version), [drawn.leaf_of(each) for each in mine])
    if any(each["of"] not in range(len(signed)) for each in holds["leaves"]):
        raise Forged("A leaf is of no version")


def _drawn(holds: Held, signed: Sequence[Proven], said: dict[str, str]) -> bytes:
    signers = [(each.name, each.said["at"]) for each in signed]
    return drawn.draw(holds["area"], holds["check"], holds["leaves"], signers, said)


def _hashes(version: Held) -> list[bytes]:
    return [bytes.fromhex(each) for each in version["hashes"]]
