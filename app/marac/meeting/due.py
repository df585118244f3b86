"""Who is due the key of which case: whoever truly signed the declaration of an open meeting."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import defer

from app import clock
from app.accounts.person.model import KeyPair
from app.audit.events import DeclarationRead
from app.audit.queries import last_rows
from app.confidentiality.agreement.model import Signature, Wording, WordingKind
from app.confidentiality.agreement.rules import is_signed, meeting_occasion, statement_of
from app.confidentiality.circle.model import Because, Secret, SecretKind
from app.confidentiality.circle.ports import Due
from app.confidentiality.circle.queries import lacks_grant
from app.db import db
from app.marac.meeting import statements
from app.marac.meeting.model import AgendaItem, Attendance, Meeting, MeetingState
from app.marac.meeting.publishing import believed

A_SITTING = timedelta(hours=24)
"""So long after the declaration was read its signers are let in; a meeting is over by then."""


@dataclass(frozen=True)
class Wanted:
    """A signer at an open meeting, and the key of a case on its agenda that is not theirs yet."""

    secret_id: UUID
    case_id: UUID
    meeting_id: UUID
    person_id: UUID | None
    signature_id: UUID | None


def due(area_id: UUID) -> Iterator[Due]:
    """Name the signers with each case of the agenda whose key they have not been given yet.

    A row in a table is not believed: only a signature that verifies, over the declaration, for
    this meeting, by the key pair of the very person who attends; only a case and an agency of the
    newest edition of the agenda that an officer signed; and only while the chair's own signature
    says that the declaration was read there a short while ago. Nothing comes of opening an old
    meeting again in the database, of writing a case into its agenda, or of giving somebody a role.
    Whoever is excluded is left out by the circle; officers open cases as officers.
    """
    wanted = _wanted(area_id)
    readers = _readers({row.meeting_id for row in wanted})
    editions = believed(area_id, readers)
    true = _true_signatures({row.signature_id for row in wanted if row.signature_id})
    for row in wanted:
        edition = editions.get(row.meeting_id)
        agency_id = true.get((row.signature_id, row.meeting_id, row.person_id))
        if row.person_id and edition and edition.covers(row.case_id, agency_id):
            yield Due(
                secret_id=row.secret_id,
                record_id=row.case_id,
                person_id=row.person_id,
                because=Because.SIGNATURE,
                because_id=row.signature_id,
                read_with=readers[row.meeting_id][0],
                published_with=edition.key_pair_id,
                read_seq=readers[row.meeting_id][1],
                published_seq=edition.seq,
            )


def _readers(meeting_ids: Collection[UUID]) -> dict[UUID, tuple[UUID, int]]:
    """With which key pair each meeting's reading was signed, if truly and not long ago, and where
    the trail has that.

    The trail knows who read it last, and when: whoever was an officer once signs none later.
    """
    said = last_rows([DeclarationRead.tag], meeting_ids)
    since = (clock.now() - A_SITTING).isoformat(timespec="microseconds")
    read_by = {each: entry.actor_id for each, entry in said.items() if entry.at > since}
    rows = db.session.execute(
        select(Meeting, Wording, KeyPair)
        .join(Wording, Wording.id == Meeting.declaration_id)
        .join(KeyPair, KeyPair.id == Meeting.key_pair_id)
        .where(Meeting.id.in_(meeting_ids), Meeting.declared_at > clock.now() - A_SITTING)
        .options(defer(Wording.body))
    )
    return {
        meeting.id: (pair.id, said[meeting.id].seq)
        for meeting, words, pair in rows
        if meeting.signature is not None
        and read_by.get(meeting.id) == pair.person_id
        and is_signed(
            pair.signing_public,
            statements.declaration_read(meeting, words, pair.person_id),
            meeting.signature,
        )
    }


def _wanted(area_id: UUID) -> list[Wanted]:
    """After a rotation a case has an older key too: both are wanted."""
    rows = db.session.execute(
        select(
            Secret.id,
            AgendaItem.case_id,
            Attendance.meeting_id,
            Attendance.person_id,
            Attendance.signature_id,
        )
        .join(AgendaItem, AgendaItem.case_id == Secret.record_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Attendance, Attendance.meeting_id == Meeting.id)
        .where(Meeting.area_id == area_id, Meeting.state == MeetingState.OPEN)
        .where(Secret.kind == SecretKind.CASE, Attendance.signature_id.is_not(None))
        .where(lacks_grant(Secret.id, Attendance.person_id))
    )
    return [Wanted(*row) for row in rows]


def _true_signatures(
    ids: Collection[UUID],
) -> dict[tuple[UUID | None, UUID, UUID | None], UUID]:
    """Which signature is truly whose, and for which meeting; and for which agency."""
    rows = db.session.execute(
        select(Signature, Wording, KeyPair, Attendance.meeting_id)
        .join(Wording, Wording.id == Signature.wording_id)
        .join(KeyPair, KeyPair.id == Signature.key_pair_id)
        .join(Attendance, Attendance.signature_id == Signature.id)
        .where(Signature.id.in_(ids))
        .options(defer(Wording.body))
    )
    return {
        (signature.id, meeting_id, pair.person_id): signature.agency_id
        for signature, words, pair, meeting_id in rows
        if _is_true(meeting_id, signature, words, pair)
    }


def _is_true(meeting_id: UUID, signature: Signature, words: Wording, pair: KeyPair) -> bool:
    statement = statement_of(words, signature)
    return (
        words.kind == WordingKind.MEETING_DECLARATION
        and signature.person_id == pair.person_id
        and signature.occasion == meeting_occasion(meeting_id)
        and signature.statement == statement
        and is_signed(pair.signing_public, statement, signature.signature)
    )
