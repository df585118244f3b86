"""Counts what readiness shows without opening a word; what is kept from the reader is not in it."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app import clock
from app.access.actor import Actor
from app.accounts.agency.model import Agency
from app.accounts.person.model import Person
from app.audit.events import AgencyReminded
from app.audit.queries import rows_each
from app.confidentiality.circle.attested import Words, counts_now
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.giving import Holders
from app.confidentiality.circle.queries import not_excluded, pairs_in_use
from app.confidentiality.circle.ring import standings
from app.db import db
from app.marac.action.queries import agreed_before
from app.marac.action.rules import FINISHED
from app.marac.meeting.model import Meeting
from app.marac.readiness.rules import Lacks
from app.marac.referral.model import ReferralNote
from app.marac.referral.rules import NoteKind


def sectors(agency_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return of what kind each of these agencies is."""
    rows = db.session.execute(select(Agency.id, Agency.sector).where(Agency.id.in_(agency_ids)))
    return {row.id: str(row.sector) for row in rows}


def referrers_asked(actor: Actor, case_ids: Collection[UUID]) -> set[UUID]:
    """Return the cases whose referrer was asked something last, and has not answered."""
    newest = (
        select(ReferralNote.referral_id, func.max(ReferralNote.at).label("at"))
        .where(ReferralNote.referral_id.in_(case_ids))
        .where(ReferralNote.kind.in_([NoteKind.QUESTION, NoteKind.ANSWER]))
        .group_by(ReferralNote.referral_id)
        .subquery()
    )
    rows = db.session.scalars(
        select(ReferralNote.referral_id)
        .join(
            newest,
            (newest.c.referral_id == ReferralNote.referral_id) & (newest.c.at == ReferralNote.at),
        )
        .where(ReferralNote.kind == NoteKind.QUESTION)
        .where(not_excluded(actor, ReferralNote.referral_id))
    )
    return set(rows)


def outstanding(actor: Actor, meeting: Meeting) -> Counter[UUID]:
    """Count the actions of earlier meetings that are to be done by this one and are not, by agency.

    What is due after it is no reason to ring anybody now.
    """
    day = clock.london(meeting.starts_at).date()
    rows = [row for row in agreed_before(actor, meeting) if row.state not in FINISHED]
    return Counter(row.agency_id for row in rows if row.due_on <= day)


def reminded(meeting_id: UUID) -> dict[UUID, datetime]:
    """Return when each agency was last reminded of a meeting."""
    rows = rows_each([AgencyReminded.tag], [meeting_id]).get(meeting_id, [])
    return {UUID(row.detail["agency_id"]): datetime.fromisoformat(row.at) for row in rows}


def lacking(actor: Actor, people: Iterable[Person]) -> dict[UUID, Lacks]:
    """Say of each of these people for whom no case would open why, the first reason.

    In a few queries, however many they are.
    """
    chain = Chain.of(actor)
    ids = [each.id for each in people]
    holders = Holders(chain)
    holders.load(ids)
    left = [person_id for person_id in ids if holders.of(person_id) is None]
    if not left:
        return {}
    pairs = pairs_in_use(left)
    confirmed = {each: holders.confirmed(pairs.get(each, [])) for each in left}
    signed = standings(chain, left)
    words = Words(chain, {each: pair.key_pair_id for each, pair in confirmed.items() if pair})
    found: dict[UUID, Lacks] = {}
    for each in left:
        standing = signed.of(each)
        if not pairs.get(each):
            found[each] = Lacks.KEYS
        elif confirmed[each] is None:
            found[each] = Lacks.CONFIRMATION
        elif standing.missing or standing.unpublished:
            found[each] = Lacks.SIGNATURE
        elif standing.agency_missing:
            found[each] = Lacks.AGENCY_SIGNATURE
        else:
            found[each] = Lacks.WORD if not counts_now(words.of(each)) else Lacks.CONFIRMATION
    return found
