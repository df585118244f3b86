"""Reads what was prepared and released. Every select carries the area and the exclusion list."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from app.access.actor import Actor
from app.confidentiality.circle.model import Because, Secret
from app.confidentiality.circle.ports import Due
from app.confidentiality.circle.queries import lacks_grant, not_excluded
from app.confidentiality.gate.model import Form, Package, Reader, Receipt, Release
from app.confidentiality.recipient.model import Recipient, RecipientPerson
from app.db import db
from app.refusals import NotVisible


def package(actor: Actor, package_id: UUID) -> Package:
    """Return a package; ``NotVisible`` if absent, of another area or kept from the actor."""
    found = db.session.scalars(
        select(Package).where(
            Package.id == package_id,
            Package.area_id == actor.area_id,
            not_excluded(actor, Package.record_id),
        )
    ).one_or_none()
    if found is None:
        raise NotVisible()
    return found


def release(actor: Actor, release_id: UUID) -> Release:
    """Return a release of the area that is not kept from the actor, whoever may receive it."""
    return _one(_visible(actor).where(Release.id == release_id))


def for_reader(actor: Actor, release_id: UUID) -> tuple[Release, Reader]:
    """Return a release that the actor may read; the same ``NotVisible`` for every other.

    Not to whoever the register no longer names: the entry's word is asked each time.
    """
    found = _one(_visible(actor).where(Release.id == release_id, _still_named(actor)))
    reader = db.session.scalars(
        select(Reader).where(Reader.release_id == release_id, Reader.person_id == actor.person_id)
    ).one_or_none()
    if reader is None:
        raise NotVisible()
    return found, reader


def for_hander(actor: Actor, release_id: UUID) -> Release:
    """Return a release that the actor is to hand over; the same ``NotVisible`` for every other."""
    return _one(
        _visible(actor).where(Release.id == release_id, Release.hand_over_by == actor.person_id)
    )


def for_receiver(actor: Actor, release_id: UUID) -> Release:
    """Return a release that the actor may read or is to hand over."""
    return _one(_theirs(actor).where(Release.id == release_id))


def received_by(actor: Actor) -> Sequence[Release]:
    """Return what the actor may read or is to hand over, the newest first."""
    return db.session.scalars(_theirs(actor).order_by(Release.decided_at.desc())).all()


def about(actor: Actor, record_id: UUID) -> Sequence[Release]:
    """Return everything that was released about a record, the newest first."""
    return db.session.scalars(
        _visible(actor).where(Release.record_id == record_id).order_by(Release.decided_at.desc())
    ).all()


def of_subject(subject_id: UUID) -> Sequence[Release]:
    """Return what was released because of one request or letter."""
    return db.session.scalars(select(Release).where(Release.subject_id == subject_id)).all()


def is_letter(subject_id: UUID) -> bool:
    """Say whether a letter was prepared of a subject."""
    form = select(Package.id).where(Package.subject_id == subject_id, Package.form == Form.LETTER)
    return db.session.scalars(form.limit(1)).first() is not None


def to_recipient(recipient_id: UUID) -> Sequence[Release]:
    """Return everything that was released to one recipient."""
    return db.session.scalars(select(Release).where(Release.recipient_id == recipient_id)).all()


def readers(release_id: UUID) -> Sequence[Reader]:
    """Return who may read a release."""
    return db.session.scalars(select(Reader).where(Reader.release_id == release_id)).all()


def receipts_of(release_ids: Collection[UUID]) -> dict[UUID, list[Receipt]]:
    """Return the receipts of these releases, the earliest first."""
    found: dict[UUID, list[Receipt]] = defaultdict(list)
    rows = select(Receipt).where(Receipt.release_id.in_(release_ids)).order_by(Receipt.at)
    for row in db.session.scalars(rows):
        found[row.release_id].append(row)
    return found


def due(area_id: UUID) -> Iterator[Due]:
    """Say who is due the key of a release: its readers, and whoever hands it over."""
    for person, joined in ((Reader.person_id, True), (Release.hand_over_by, False)):
        rows = select(Release.slip_id, Release.id, person).where(Release.area_id == area_id)
        if joined:
            rows = rows.join(Reader, Reader.release_id == Release.id)
            rows = rows.join(
                RecipientPerson,
                and_(
                    RecipientPerson.recipient_id == Release.recipient_id,
                    RecipientPerson.person_id == Reader.person_id,
                ),
            )
        rows = rows.where(person.is_not(None), lacks_grant(Release.slip_id, person))
        for slip_id, release_id, person_id in db.session.execute(rows):
            if person_id is not None:
                yield Due(slip_id, release_id, person_id, Because.RECEIVES, release_id)


def is_secret_of(secret_id: UUID, record_id: UUID) -> bool:
    """Say whether a secret is one of a record's own."""
    return bool(
        db.session.scalar(
            select(exists().where(Secret.id == secret_id, Secret.record_id == record_id))
        )
    )


def _visible(actor: Actor) -> Select[Release]:
    return select(Release).where(
        Release.area_id == actor.area_id, not_excluded(actor, Release.record_id)
    )


def _theirs(actor: Actor) -> Select[Release]:
    reads = exists().where(Reader.release_id == Release.id, Reader.person_id == actor.person_id)
    named = and_(reads, _still_named(actor))
    return _visible(actor).where(or_(named, Release.hand_over_by == actor.person_id))


def _still_named(actor: Actor) -> ColumnElement[bool]:
    """The condition that the register names the actor for the member that it was released to."""
    return exists().where(
        RecipientPerson.recipient_id == Release.recipient_id,
        RecipientPerson.person_id == actor.person_id,
        Recipient.id == Release.recipient_id,
        Recipient.agency_id == actor.agency_id,
    )


def _one(chosen: Select[Release]) -> Release:
    found = db.session.scalars(chosen).one_or_none()
    if found is None:
        raise NotVisible()
    return found
