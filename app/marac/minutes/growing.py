"""Grows the tree of a version: once for what is approved, and anew for what the chair signs.

The random hashes in a tree cannot be told from a leaf's. So the chair's own act makes those that
she signs: whoever wrote into the database before could put no leaf of their own in their place.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Self
from uuid import UUID

from app import clock
from app.confidentiality.circle.ring import Ring
from app.db import db, new_id
from app.marac.minutes import drafting, rules
from app.marac.minutes.leaves import LEAF, OpenLeaf
from app.marac.minutes.model import LeafKind, Minutes, MinutesDraft, MinutesLeaf, MinutesVersion
from app.marac.minutes.rules import Words
from app.vault import tree
from app.vault.tree import Leaf


@dataclass(frozen=True)
class Said:
    """What one leaf will say, and of which draft it comes."""

    draft_id: UUID
    kind: LeafKind
    case_id: UUID | None
    subject_id: UUID
    words: Words = field(repr=False)

    @classmethod
    def of_draft(cls, row: MinutesDraft, words: Words) -> Self:
        """Words of a draft that are approved."""
        return cls(row.id, LeafKind(row.kind), row.case_id, row.subject_id, words)

    @classmethod
    def of_leaf(cls, leaf: OpenLeaf) -> Self:
        """Words that were approved, and read by whoever signs them."""
        row = leaf.row
        return cls(row.draft_id, LeafKind(row.kind), row.case_id, row.subject_id, leaf.words)


def grow(ring: Ring, minutes: Minutes, approved_by: UUID, parts: Sequence[Said]) -> MinutesVersion:
    """Write a version of these words: new salts, new random hashes, each leaf under its key."""
    grown = tree.grow([rules.canonical(part.words) for part in parts])
    version = MinutesVersion(
        id=new_id(),
        area_id=minutes.area_id,
        minutes_id=minutes.id,
        hashes=b"".join(grown.hashes),
        root=grown.root,
        approved_by=approved_by,
        at=clock.now(),
    )
    db.session.add(version)
    db.session.flush()
    for part, leaf in zip(parts, grown.leaves, strict=True):
        db.session.add(_leaf(ring, minutes, version, part, leaf))
    return version


def _leaf(
    ring: Ring, minutes: Minutes, version: MinutesVersion, part: Said, leaf: Leaf
) -> MinutesLeaf:
    row = MinutesLeaf(
        id=new_id(),
        area_id=minutes.area_id,
        version_id=version.id,
        draft_id=part.draft_id,
        kind=part.kind,
        case_id=part.case_id,
        subject_id=part.subject_id,
        secret_id=drafting.secret_of(ring, minutes, part.case_id),
    )
    payload: dict[str, Any] = {"salt": leaf.salt.hex(), "words": part.words}
    row.sealed_leaf = ring.seal(row.secret_id, LEAF, row.id, payload)
    return row
