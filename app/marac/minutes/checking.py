"""Checks a copy of minutes from the file and the area's root alone: no database, no account.

It is genuine if the chair's signature holds over each tree, every leaf in the copy is of its tree,
the reader's signature holds over all of it, and the pages are those that follow from the leaves,
set again and compared byte by byte. The reader's signature says nothing for the pages: if another
press set them, and they come out otherwise here, nobody can say that they show what was signed.
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
HELD = frozenset({"leaves", "versions"})
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
    if said["code"] != statements.code_from(said):
        raise Forged("The code is not the one of this copy")
    signed = [_version(version, root) for version in _some(holds["versions"])]
    _check_leaves(holds, signed, said)
    last = max(datetime.fromisoformat(each.said["at"]) for each in signed)
    on = clock.london(last).date()
    found = Outcome.GENUINE if _pages_follow(pdf, holds, signed, said) else Outcome.UNCOMPARED
    return Verdict(found, UUID(said["area"]), on, said["code"], "minutes")


def _pages_follow(pdf: bytes, holds: Held, signed: Sequence[Proven], said: dict[str, str]) -> bool:
    """Whether the pages are those that follow from the leaves; ``Forged`` if they are others.

    Pages that another press set, as the copy says of itself, show nothing either way.
    """
    is_ours = said["press"] == press()
    signers = [(each.name, each.said["at"]) for each in signed]
    try:
        if drawn.draw(holds["leaves"], signers, said) == pdf:
            return True
    except (PaperError, LookupError, ValueError, TypeError):
        if is_ours:
            raise
    if is_ours:
        raise Forged("The pages do not follow from the leaves")
    return False


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
    about = [each["words"].get("reference", "") for each in holds["leaves"]]
    if len(set(about)) != len(about):
        raise Forged("A part stands in this copy twice")
    for number, (version, proven) in enumerate(zip(holds["versions"], signed, strict=True)):
        mine = [each for each in holds["leaves"] if each["of"] == number]
        if not mine:
            raise Forged("Nothing in this copy is of this version")
        root = bytes.fromhex(proven.said["root"])
        tree.check(root, _hashes(version), [drawn.leaf_of(each) for each in mine])
    if any(each["of"] not in range(len(signed)) for each in holds["leaves"]):
        raise Forged("A leaf is of no version")


def _hashes(version: Held) -> list[bytes]:
    return [bytes.fromhex(each) for each in version["hashes"]]
