"""The register of recipients. The database itself refuses the Home Office, on both engines."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.confidentiality.recipient.rules import ONE_IS_ENOUGH, RecipientKind
from app.db import Base, UtcDateTime, new_id


def listed(values: Iterable[str]) -> str:
    """Return values as SQL lists them; they are this program's own codes."""
    return ", ".join(f"'{value}'" for value in sorted(values))


KINDS = listed(RecipientKind)
_NOT_NAMES = ("home office", "immigration enforcement", "border force", "visas and immigration")
_NOT_HOSTS = ("homeoffice", "hmpo.gov.uk", "gro.gov.uk", "cluster2security", "combatingdrugs")


def never_in(column: str, words: tuple[str, ...]) -> str:
    """Return a condition that refuses words anywhere in a column, whatever their case."""
    return " and ".join(f"lower({column}) not like '%{word}%'" for word in words)


class Recipient(Base):
    """An organisation, or the victim herself, that may receive. Public facts, and of no case.

    ``agency_id`` names the member agency that it is, if it is one. ``number`` is that on the
    regulator's public register. ``proof_kind``: a code of ``rules.Proof``, with ``proof`` in words.
    ``needs_review``: a contractor or mixed body, with the note of the data protection officer.
    """

    __tablename__ = "recipient"
    __table_args__ = (
        UniqueConstraint("id", "kind"),
        UniqueConstraint("area_id", "name"),
        CheckConstraint(f"kind in ({KINDS})", name="kind_known"),
        CheckConstraint(never_in("name", _NOT_NAMES), name="never_the_home_office"),
        CheckConstraint(never_in("email_domain", _NOT_HOSTS), name="never_its_hosts"),
        CheckConstraint("not needs_review or dpo_note <> ''", name="review_has_a_note"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[RecipientKind] = mapped_column(String(30))
    agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"))
    postal_address: Mapped[str] = mapped_column(String(300), default="")
    email_domain: Mapped[str] = mapped_column(String(120), default="")
    telephone: Mapped[str] = mapped_column(String(40), default="")
    number: Mapped[str] = mapped_column(String(20), default="")
    proof_kind: Mapped[str] = mapped_column(String(20), default="")
    proof: Mapped[str] = mapped_column(String(200), default="")
    needs_review: Mapped[bool] = mapped_column(default=False)
    dpo_name: Mapped[str] = mapped_column(String(120), default="")
    dpo_note: Mapped[str] = mapped_column(String(1000), default="")
    dpo_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}


class RecipientPerson(Base):
    """A named person at a recipient. ``person_id``: their account here, if they have one."""

    __tablename__ = "recipient_person"
    __table_args__ = (CheckConstraint(never_in("email", _NOT_HOSTS), name="never_its_hosts"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("recipient.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    job: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    telephone: Mapped[str] = mapped_column(String(40), default="")
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)


class RecipientCheck(Base):
    """Two people of two agencies (one officer, for whoever stands on a public register) signed
    that an entry is right. Without one in date, nothing can be released to the recipient.

    ``good_until`` is empty until the second has signed, so that no release can point to it.
    ``refused_because``: why the second person would not, a code of ``rules.RefusedBecause``.
    """

    __tablename__ = "recipient_check"
    __table_args__ = (
        UniqueConstraint("id", "recipient_id", "kind", "good_until"),
        CheckConstraint(f"kind in ({KINDS})", name="kind_known"),
        CheckConstraint(
            "confirmed_by is null"
            f" or kind in ({listed(ONE_IS_ENOUGH)})"
            " or (confirmed_by <> proposed_by and confirmed_agency_id <> proposed_agency_id)",
            name="two_people_of_two_agencies",
        ),
        CheckConstraint("(confirmed_by is null) = (good_until is null)", name="good_once_signed"),
        CheckConstraint("refused_by is null or confirmed_by is null", name="confirmed_or_refused"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("recipient.id"), index=True)
    kind: Mapped[RecipientKind] = mapped_column(String(30))
    would_be_good_until: Mapped[date]
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    proposed_agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    proposed_with: Mapped[UUID] = mapped_column(ForeignKey("key_pair.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proposed_statement: Mapped[bytes]
    proposed_signature: Mapped[bytes]
    confirmed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    confirmed_agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"))
    confirmed_with: Mapped[UUID | None] = mapped_column(ForeignKey("key_pair.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_how: Mapped[str] = mapped_column(String(20), default="")
    confirmed_statement: Mapped[bytes | None]
    confirmed_signature: Mapped[bytes | None]
    good_until: Mapped[date | None]
    refused_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    refused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    refused_because: Mapped[str] = mapped_column(String(20), default="")
