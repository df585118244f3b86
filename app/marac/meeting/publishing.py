"""Signs which cases a meeting hears and which agencies are asked: the editions of its agenda.

A row of the agenda, or of the invitations, opens nothing. Each change that an officer makes is
signed as an edition of its own, made from the edition before and not from the rows: so what
somebody else wrote into the database never gets into one, and the door gives nobody a key for it.
Publishing is telling people; the first edition is signed when the meeting is planned.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, exists, select

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.person.model import KeyPair
from app.audit import record
from app.audit.events import AgendaSigned, MeetingPlanned, MeetingPublished
from app.audit.queries import first_in, last_rows
from app.confidentiality.agreement.rules import is_signed, moment
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.model import Confirmation, Office
from app.confidentiality.circle.offices import held_office
from app.confidentiality.circle.queries import pairs_ever
from app.confidentiality.circle.ring import Ring, require_signed
from app.confidentiality.circle.vouching import require_officer
from app.db import db, new_id, transaction
from app.marac.meeting import queries, rules
from app.marac.meeting.model import Meeting, Publication
from app.marac.meeting.ports import tell_published
from app.refusals import RuleBroken
from app.vault import digests, signing
from app.vault.errors import Misuse

KIND = "agenda-edition"
LOST = (
    "The signed agenda of this meeting is missing from the database. Keep the database as it is, "
    "tell whoever looks after it, and plan the meeting anew."
)
Seal = tuple[UUID | None, int, str | None]
"""Who signed which edition, and a digest of the signature, as the trail has it."""


@dataclass(frozen=True)
class Edition:
    """What a signed edition says: which cases, which agencies, by which key pair, when.

    ``seq`` is where the trail has it.
    """

    number: int
    cases: frozenset[UUID]
    agencies: frozenset[UUID]
    key_pair_id: UUID
    at: datetime
    seq: int = 0

    def covers(self, case_id: UUID, agency_id: UUID | None) -> bool:
        """Say whether somebody of this agency is to hear this case."""
        return case_id in self.cases and agency_id in self.agencies


def is_published(meeting: Meeting) -> bool:
    """Say whether the people of a meeting may see its agenda."""
    return meeting.published_at is not None


def publish(actor: Actor, meeting_id: UUID) -> Publication:
    """Let the people of a meeting see its agenda, and tell whoever waits for that.

    Publishing again signs and tells again, and does no harm. What no officer put on the agenda
    stays out of the edition.
    """
    actor.require(Permission.MEETING_PLAN)
    with transaction():
        require_officer(actor, Chain.of(actor))
        require_signed(actor)
        meeting = queries.meeting(actor, meeting_id)
        rules.require_not_closed(meeting.state)
        return publish_now(actor, meeting)


def publish_now(actor: Actor, meeting: Meeting) -> Publication:
    """Publish inside an open transaction, by an officer; signs a new edition."""
    first = meeting.published_at is None
    if first:
        meeting.published_at = clock.now()
    row = sign_edition(actor, meeting)
    if first:
        record(actor, MeetingPublished(meeting.id, edition=row.edition))
    return row


def sign_edition(
    actor: Actor,
    meeting: Meeting,
    *,
    add: Iterable[UUID] = (),
    remove: Iterable[UUID] = (),
    agencies: Iterable[UUID] | None = None,
) -> Publication:
    """Sign the edition that follows, inside an open transaction: the last one with this change.

    Whoever waits for a publication is told, if the meeting is published.
    """
    chain = Chain.of(actor)
    last = current(chain, meeting)
    cases, asked = (last.cases, last.agencies) if last else _as_it_stands(chain, meeting)
    asked = asked if agencies is None else frozenset(agencies)
    row = _signed(actor, meeting, (cases | frozenset(add)) - frozenset(remove), asked)
    if is_published(meeting):
        tell_published(actor, Ring(actor, chain), meeting.id)
    return row


def sign_first(actor: Actor, meeting: Meeting, cases: Collection[UUID]) -> Publication:
    """Sign the first edition of a meeting that is being planned, inside an open transaction."""
    return _signed(actor, meeting, frozenset(cases), frozenset(_invited(meeting)))


def sign_emptied(actor: Actor, meeting: Meeting, cases: Iterable[UUID]) -> None:
    """Sign that a cancelled meeting hears nothing, inside an open transaction.

    Where the signed agenda is missing there is nothing to take back: the meeting is gone anyway.
    """
    if current(Chain.of(actor), meeting) is not None:
        sign_edition(actor, meeting, remove=cases)


def ensure(actor: Actor, meeting: Meeting) -> None:
    """Publish a meeting that is being opened, unless its agenda is published and signed."""
    if not is_published(meeting) or current(Chain.of(actor), meeting) is None:
        publish_now(actor, meeting)


def current(chain: Chain, meeting: Meeting) -> Edition | None:
    """Return the newest edition, if an officer signed it while she was one; None for none."""
    edition = believed(meeting.area_id, [meeting.id]).get(meeting.id)
    if edition is None or not chain.was_officer(edition.key_pair_id, edition.at):
        return None
    return edition if held_office(chain, edition.key_pair_id, edition.seq) else None


def believed(area_id: UUID, meeting_ids: Collection[UUID]) -> dict[UUID, Edition]:
    """Return the newest edition of each meeting by a pair that is down as an officer's.

    The newest is the one that the trail has last, with that very signature: none that was signed
    past it counts, and no older one where the newest was taken away. Whether the pair truly is an
    officer's, the door finds out before it gives anything.
    """
    said = last_rows([AgendaSigned.tag], meeting_ids)
    last: dict[UUID, Seal] = {
        each: (entry.actor_id, entry.detail["edition"], entry.detail.get("signed"))
        for each, entry in said.items()
    }
    return {
        row.meeting_id: replace(edition, seq=said[row.meeting_id].seq)
        for row, pair in _signed_by_officers(area_id, last)
        if (row.by_person_id, row.edition, mark(row)) == last[row.meeting_id]
        and (edition := read(row, pair)) is not None
    }


def strangers(actor: Actor, meeting: Meeting) -> frozenset[UUID]:
    """Return the cases on the agenda's rows that no officer put there; an officer is told."""
    chain = Chain.of(actor)
    edition = current(chain, meeting)
    listed = frozenset(row.item.case_id for row in queries.agenda(actor, meeting.id))
    if edition is None and _is_from_before(chain, meeting):
        return frozenset()
    return listed - edition.cases if edition else listed


def statement(row: Publication, cases: Iterable[UUID], agencies: Iterable[UUID]) -> bytes:
    """Which cases, in no order, and which agencies: the exact bytes that the officer signs."""
    return signing.statement(
        KIND,
        area=str(row.area_id),
        meeting=str(row.meeting_id),
        edition=str(row.edition),
        cases=_listed(cases),
        agencies=_listed(agencies),
        person=str(row.by_person_id),
        key_pair=str(row.key_pair_id),
        at=moment(row.at),
    )


def read(row: Publication, pair: KeyPair) -> Edition | None:
    """Return what an edition says if its row is what this key pair signed; otherwise None."""
    try:
        said = signing.read_statement(row.statement)
        cases, agencies = _ids(said["cases"]), _ids(said["agencies"])
    except (Misuse, KeyError, ValueError):
        return None
    is_same = row.statement == statement(row, cases, agencies)
    is_own = (pair.id, pair.person_id) == (row.key_pair_id, row.by_person_id)
    if not (is_same and is_own and is_signed(pair.signing_public, row.statement, row.signature)):
        return None
    return Edition(row.edition, cases, agencies, pair.id, row.at)


def mark(row: Publication) -> str:
    """Return the digest by which the trail knows the signature of an edition."""
    return digests.sha256_hex(row.signature)


def _signed_by_officers(
    area_id: UUID, meeting_ids: Collection[UUID]
) -> Iterable[Row[Publication, KeyPair]]:
    """The editions of these meetings by pairs that are down as officers', and the pairs."""
    officers = exists().where(
        Confirmation.key_pair_id == Publication.key_pair_id, Confirmation.office == Office.OFFICER
    )
    return db.session.execute(
        select(Publication, KeyPair)
        .join(KeyPair, KeyPair.id == Publication.key_pair_id)
        .where(Publication.meeting_id.in_(meeting_ids))
        .where(Publication.area_id == area_id, officers)
    ).all()


def _as_it_stands(chain: Chain, meeting: Meeting) -> tuple[frozenset[UUID], frozenset[UUID]]:
    """A meeting that was planned before agendas were signed: its rows are taken, once."""
    if not _is_from_before(chain, meeting):
        raise RuleBroken("meeting", LOST)
    cases = frozenset(item.case_id for item in queries.every_item(meeting.id))
    return cases, frozenset(_invited(meeting))


def _is_from_before(chain: Chain, meeting: Meeting) -> bool:
    """Say whether an officer planned a meeting before the area's first edition was signed.

    By the trail: if it knows of an edition, somebody has taken that away; and a meeting that it
    does not know is a row that somebody wrote. Neither's rows say anything.
    """
    planned = last_rows([MeetingPlanned.tag], [meeting.id]).get(meeting.id)
    first = first_in(AgendaSigned.tag, meeting.area_id)
    if planned is None or planned.actor_id is None or (first and first < planned.seq):
        return False
    if last_rows([AgendaSigned.tag], [meeting.id]):
        return False
    at = datetime.fromisoformat(planned.at)
    return any(chain.was_officer(pair, at) for pair in pairs_ever(planned.actor_id))


def _signed(
    actor: Actor, meeting: Meeting, cases: frozenset[UUID], agencies: frozenset[UUID]
) -> Publication:
    row = Publication(
        id=new_id(),
        area_id=meeting.area_id,
        meeting_id=meeting.id,
        edition=queries.editions(meeting.id) + 1,
        by_person_id=actor.person_id,
        key_pair_id=actor.keys.key_id,
        at=clock.now(),
    )
    row.statement = statement(row, cases, agencies)
    row.signature = actor.keys.sign(row.statement)
    db.session.add(row)
    db.session.flush()
    record(actor, AgendaSigned(meeting.id, edition=row.edition, signed=mark(row)))
    return row


def _invited(meeting: Meeting) -> list[UUID]:
    return queries.invited_agencies(meeting.id)


def _listed(ids: Iterable[UUID]) -> str:
    return " ".join(sorted(map(str, ids)))


def _ids(text: str) -> frozenset[UUID]:
    return frozenset(map(UUID, text.split()))
