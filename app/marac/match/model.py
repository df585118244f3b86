"""Tables of the blind index. Outside the seal: ids, whom a row describes, and keyed tokens.

A token is eight bytes of a keyed digest. Who has the file and its key sees that two people share
some token, and how often one occurs; to learn what it stands for they need the area's index key.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Sealed, UtcDateTime, new_id
from app.marac.match.rules import Decision
from app.marac.party.rules import PartyKind

NUMBER = BigInteger().with_variant(Integer, "sqlite")
"""A number that SQLite gives by itself; short, because a token's row holds little else."""


class IndexedRecord(Base):
    """A case or a referral whose people were made findable: as of which change, under which key.

    ``mark`` is what its noun counted when it was read (see ``match.ports``); another mark means
    that its people changed since. ``version``: how tokens were made then. ``kept``: the record was
    kept from somebody then.
    """

    __tablename__ = "indexed_record"

    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    index_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    mark: Mapped[int]
    version: Mapped[int]
    kept: Mapped[bool]
    by_person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class MatchSubject(Base):
    """Somebody of a record who may be somebody of another. ``sealed_card`` is what is compared.

    Sealed under the area's index key, or where the record is kept from anybody under the record's
    own: then whoever is kept from it cannot open the card either. No index over ``area_id``: a
    search has the numbers from the tokens, and would ask such an index about every one of them.
    """

    __tablename__ = "match_subject"

    number: Mapped[int] = mapped_column(NUMBER, primary_key=True)
    id: Mapped[UUID] = mapped_column(unique=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"))
    record_id: Mapped[UUID] = mapped_column(index=True)
    kind: Mapped[PartyKind] = mapped_column(String(20))
    secret_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    sealed_card: Mapped[bytes] = mapped_column(Sealed("match.card"))


class MatchToken(Base):
    """One token of one subject. Two people who share a token are worth comparing."""

    __tablename__ = "match_token"
    __table_args__ = {"sqlite_with_rowid": False}

    token: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    subject: Mapped[int] = mapped_column(
        NUMBER,
        ForeignKey("match_subject.number", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )


class MatchDecision(Base):
    """What an officer decided of two subjects, ``one_id`` before ``other_id`` in order of id.

    "Same person" holds once a second officer confirmed it. ``sealed_why`` and ``sealed_undone``
    open only to whoever may open both records: ``inner_id`` is set where both are kept from
    somebody, and the words are then sealed twice. A row that was undone stays, for the history.
    """

    __tablename__ = "match_decision"
    __table_args__ = (
        CheckConstraint("confirmed_by is null or confirmed_by <> by_person_id", name="two_people"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    one_id: Mapped[UUID] = mapped_column(index=True)
    other_id: Mapped[UUID] = mapped_column(index=True)
    one_record_id: Mapped[UUID] = mapped_column(index=True)
    other_record_id: Mapped[UUID] = mapped_column(index=True)
    one_kind: Mapped[PartyKind] = mapped_column(String(20))
    other_kind: Mapped[PartyKind] = mapped_column(String(20))
    decision: Mapped[Decision] = mapped_column(String(10))
    secret_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    inner_id: Mapped[UUID | None] = mapped_column(ForeignKey("secret.id"))
    sealed_why: Mapped[bytes] = mapped_column(Sealed("match.why"))
    by_person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sealed_undone: Mapped[bytes | None] = mapped_column(Sealed("match.undone"))
    revision: Mapped[int] = mapped_column(default=1, server_default="1")

    __mapper_args__ = {"version_id_col": revision}

    def waits_for(self, person_id: UUID) -> bool:
        """Say whether this officer may confirm it: another said so, and nobody has yet."""
        still = self.confirmed_at is None and self.undone_at is None
        return still and self.decision == Decision.SAME and self.by_person_id != person_id
