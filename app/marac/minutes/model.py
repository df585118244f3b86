"""Tables of minutes: what is drafted, what was approved as a tree, who signed it, who has a copy.

``Minutes`` alone is ever changed: it points at what waits for a signature. Every other row stays as
it was written (``db.authorizer.APPEND_ONLY``): an edit, an approval, a signature is a new row.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Sealed, UtcDateTime, new_id
from app.marac.minutes.rules import LeafKind

__all__ = [
    "LeafKind",
    "Minutes",
    "MinutesAcceptance",
    "MinutesCopy",
    "MinutesDraft",
    "MinutesLeaf",
    "MinutesSignature",
    "MinutesVersion",
]


class Minutes(Base):
    """The minutes of a meeting or, with ``case_id``, of one case that is kept from an officer.

    ``secret_id`` opens the general part: the officers hold it and, once it is signed, every signer
    of the meeting. ``approved_id`` is the version that waits for the chair's signature, or None;
    ``edits`` counts changes, so that of two who act at once the later one learns of it.
    """

    __tablename__ = "minutes"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case_.id"), index=True)
    secret_id: Mapped[UUID | None] = mapped_column(ForeignKey("secret.id"))
    approved_id: Mapped[UUID | None]
    edits: Mapped[int] = mapped_column(default=0)
    made_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}


class MinutesDraft(Base):
    """One edition of one part: what the board says, and what was written over it.

    ``subject_id`` is the case, or for the general part the meeting. Never changed: a later edition
    stands beside it.
    """

    __tablename__ = "minutes_draft"
    __table_args__ = (UniqueConstraint("minutes_id", "subject_id", "edition"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"), index=True)
    kind: Mapped[LeafKind] = mapped_column(String(10))
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case_.id"), index=True)
    subject_id: Mapped[UUID]
    edition: Mapped[int]
    secret_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    sealed_words: Mapped[bytes] = mapped_column(Sealed("minutes.draft"))
    written_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class MinutesVersion(Base):
    """What was approved, or signed: the hashes of all leaves in the tree's order, and their root.

    The chair signs the words that were approved in a tree of her own (``growing``), which is
    another row; the one that was approved never has a signature.
    """

    __tablename__ = "minutes_version"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"), index=True)
    hashes: Mapped[bytes]
    root: Mapped[bytes]
    approved_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class MinutesLeaf(Base):
    """One leaf of a version: its salt and exact words, under the key of its case."""

    __tablename__ = "minutes_leaf"
    __table_args__ = (UniqueConstraint("version_id", "subject_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("minutes_version.id"), index=True)
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("minutes_draft.id"))
    kind: Mapped[LeafKind] = mapped_column(String(10))
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case_.id"), index=True)
    subject_id: Mapped[UUID]
    secret_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    sealed_leaf: Mapped[bytes] = mapped_column(Sealed("minutes.leaf"))


class MinutesAcceptance(Base):
    """A chair let words about somebody's status stand in a leaf, and said why."""

    __tablename__ = "minutes_acceptance"
    __table_args__ = (UniqueConstraint("leaf_id", "place"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    leaf_id: Mapped[UUID] = mapped_column(ForeignKey("minutes_leaf.id"), index=True)
    place: Mapped[str] = mapped_column(String(40))
    secret_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    sealed_reason: Mapped[bytes] = mapped_column(Sealed("minutes.reason"))
    by_person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class MinutesSignature(Base):
    """The chair's signature over a version's root; there is one for each version, or none."""

    __tablename__ = "minutes_signature"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("minutes_version.id"), unique=True)
    by_person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    key_pair_id: Mapped[UUID] = mapped_column(ForeignKey("key_pair.id"))
    statement: Mapped[bytes]
    signature: Mapped[bytes]
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class MinutesCopy(Base):
    """A paper copy of minutes: who took it, and the code in its watermark that leads back here."""

    __tablename__ = "minutes_copy"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    key_pair_id: Mapped[UUID] = mapped_column(ForeignKey("key_pair.id"))
    statement: Mapped[bytes]
    signature: Mapped[bytes]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
