"""Who is due the key of which case: whoever truly signed the declaration of an open meeting."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import defer

from app.accounts.person.model import KeyPair
from app.confidentiality.agreement.model import Signature, Wording, WordingKind
from app.confidentiality.agreement.rules import is_signed, meeting_occasion, statement_of
from app.confidentiality.circle.model import Because, Secret, SecretKind
from app.confidentiality.circle.ports import Due
from app.db import db
from app.marac.meeting.model import AgendaItem, Attendance, Meeting, MeetingState


def due(area_id: UUID) -> Iterator[Due]:
    """Name every signer with every case of the agenda; the circle leaves out who is excluded.

    A row in a table is not believed: only a signature that verifies, over the declaration, for
    this meeting, by the key pair of the very person who attends.
    """
    for meeting_id, signatures in _signed(area_id).items():
        for secret in _secrets(meeting_id):
            for signature in signatures:
                yield Due(
                    secret_id=secret.id,
                    record_id=secret.record_id,
                    person_id=signature.person_id,
                    because=Because.SIGNATURE,
                    because_id=signature.id,
                )


def _signed(area_id: UUID) -> dict[UUID, list[Signature]]:
    rows = db.session.execute(
        select(Meeting.id, Attendance.person_id, Signature, Wording, KeyPair)
        .join(Attendance, Attendance.meeting_id == Meeting.id)
        .join(Signature, Signature.id == Attendance.signature_id)
        .join(Wording, Wording.id == Signature.wording_id)
        .join(KeyPair, KeyPair.id == Signature.key_pair_id)
        .where(Meeting.area_id == area_id, Meeting.state == MeetingState.OPEN)
        .options(defer(Wording.body))
    )
    signed: dict[UUID, list[Signature]] = {}
    for meeting_id, person_id, signature, words, pair in rows:
        mine = signature.person_id == person_id == pair.person_id
        if mine and _is_for(meeting_id, signature, words, pair):
            signed.setdefault(meeting_id, []).append(signature)
    return signed


def _is_for(meeting_id: UUID, signature: Signature, words: Wording, pair: KeyPair) -> bool:
    statement = statement_of(words, signature)
    return (
        words.kind == WordingKind.MEETING_DECLARATION
        and signature.occasion == meeting_occasion(meeting_id)
        and signature.statement == statement
        and is_signed(pair.signing_public, statement, signature.signature)
    )


def _secrets(meeting_id: UUID) -> list[Secret]:
    """The keys of the agenda's cases: after a rotation a case has an older one too."""
    return list(
        db.session.scalars(
            select(Secret)
            .join(AgendaItem, AgendaItem.case_id == Secret.record_id)
            .where(AgendaItem.meeting_id == meeting_id, Secret.kind == SecretKind.CASE)
        )
    )
