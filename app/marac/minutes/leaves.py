"""Opens the leaves that were approved or signed, and makes sure of them on the way.

A leaf is believed only if it is in the tree of its version, and a version is signed only if a key
pair that an officer vouched for as an officer's signed exactly this root.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.access.actor import Actor
from app.confidentiality.agreement.rules import is_signed
from app.confidentiality.circle import queries as circle
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.model import Office
from app.confidentiality.circle.ring import Ring
from app.marac.case import queries as cases
from app.marac.case.opened import open_label
from app.marac.minutes import chairing, queries, rules, statements
from app.marac.minutes.model import (
    LeafKind,
    Minutes,
    MinutesLeaf,
    MinutesSignature,
    MinutesVersion,
)
from app.marac.minutes.rules import Words
from app.vault import tree
from app.vault.errors import Forged
from app.vault.tree import Leaf

LEAF = "minutes.leaf"


@dataclass(frozen=True)
class OpenLeaf:
    """A leaf with its words, and its salt for whoever is to prove them."""

    row: MinutesLeaf
    words: Words
    salt: bytes = field(repr=False)

    @property
    def leaf(self) -> Leaf:
        """As the tree knows it."""
        return Leaf(self.salt, rules.canonical(self.words))


@dataclass(frozen=True)
class SignedPart:
    """A signed version with those of its leaves that are one reader's, in the order of reading."""

    minutes: Minutes
    version: MinutesVersion
    signature: MinutesSignature
    leaves: list[OpenLeaf]

    @property
    def at(self) -> datetime:
        """When it was signed."""
        return self.signature.at


def open_leaves(
    actor: Actor, ring: Ring, versions: Iterable[MinutesVersion]
) -> dict[UUID, list[OpenLeaf]]:
    """Open those leaves of the versions that are this person's, by version.

    One that is kept from them, or whose key they do not hold, is not there. ``Forged`` for a leaf
    that is not in its tree.
    """
    known = {each.id: each for each in versions}
    rows = queries.leaves(actor, known)
    ring.preload(row.secret_id for row in rows)
    found: dict[UUID, list[OpenLeaf]] = {version_id: [] for version_id in known}
    for row in rows:
        if ring.may_open(row.secret_id):
            found[row.version_id].append(_open(ring, row, known[row.version_id].minutes_id))
    for version_id, opened in found.items():
        version = known[version_id]
        tree.check(version.root, hashes_of(version), [each.leaf for each in opened])
    return found


def signed_parts(actor: Actor, ring: Ring, meeting_id: UUID) -> list[SignedPart]:
    """Return every signed version of a meeting's minutes of which this person may read a leaf.

    The newest comes first. A version of which nothing is theirs leaves no trace here.
    """
    rows = queries.signed(actor, [meeting_id])
    opened = open_leaves(actor, ring, [version for _, version, _ in rows])
    found = [
        SignedPart(minutes, version, signature, opened[version.id])
        for minutes, version, signature in rows
        if opened[version.id]
    ]
    for part in found:
        check_signed(ring.chain, part)
    return found


def current(parts: Iterable[SignedPart]) -> list[SignedPart]:
    """Leave in each version only the leaves that no later one replaces; the newest first."""
    seen: set[UUID] = set()
    found = []
    for part in parts:
        mine = [each for each in part.leaves if each.row.subject_id not in seen]
        seen.update(each.row.subject_id for each in part.leaves)
        if mine:
            found.append(SignedPart(part.minutes, part.version, part.signature, mine))
    return found


def signed_words(actor: Actor, ring: Ring, meeting_id: UUID) -> dict[UUID, Words]:
    """Return what was last signed of each part, by its subject."""
    parts = current(signed_parts(actor, ring, meeting_id))
    return {each.row.subject_id: each.words for part in parts for each in part.leaves}


def names_of(actor: Actor, ring: Ring, case_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return the name on each case, for a page; a copy on paper has its reference alone."""
    rows = cases.cases(actor, [case_id for case_id in case_ids if case_id])
    ring.preload(case.secret_id for case in rows)
    return {
        case.id: open_label(ring, case).name
        for case in rows
        if ring.may_open(case.secret_id, of=case.id)
    }


def check_signed(chain: Chain, part: SignedPart) -> None:
    """Return if somebody who may signed this version of these minutes; ``Forged`` if not."""
    row, version = part.signature, part.version
    said = statements.minutes(part.minutes, version, row)
    publics = officers_publics(chain, row.key_pair_id, row.by_person_id)
    if said != row.statement or not any(is_signed(one, said, row.signature) for one in publics):
        raise Forged("Nobody who may signed these minutes")
    if not chairing.may_have_signed(chain, part.minutes, row):
        raise Forged("An officer signed these minutes who did not chair the meeting")


def officers_publics(chain: Chain, key_pair_id: UUID, person_id: UUID) -> set[bytes]:
    """Return the public key of a pair that was ever rightly confirmed as this officer's."""
    return {
        row.signing_public
        for row in circle.confirmed_pairs(chain.area_id, [key_pair_id])
        if row.office == Office.OFFICER
        and row.person_id == person_id
        and chain.vouched(row) is not None
    }


def hashes_of(version: MinutesVersion) -> list[bytes]:
    """The hashes of all leaves, in the tree's order."""
    size = tree.HASH_BYTES
    return [version.hashes[at : at + size] for at in range(0, len(version.hashes), size)]


def in_reading_order(leaves: Collection[OpenLeaf], places: dict[UUID, int]) -> list[OpenLeaf]:
    """The general part, the cases as they were heard, then what only runs on."""
    kinds = list(LeafKind)
    return sorted(
        leaves,
        key=lambda each: (
            kinds.index(LeafKind(each.row.kind)),
            places.get(each.row.subject_id, 0),
            each.words.get("reference", ""),
        ),
    )


def _open(ring: Ring, row: MinutesLeaf, minutes_id: UUID) -> OpenLeaf:
    of = row.case_id or minutes_id
    given = ring.read(row.secret_id, LEAF, row.id, row.sealed_leaf, of=of)
    return OpenLeaf(row, given["words"], bytes.fromhex(given["salt"]))
