"""Whom a flag concerns: the agencies of a hearing, by the agenda that an officer signed for it.

A row that says an agency was asked, or a case heard, is believed by nobody here: with it names and
dates of birth would go to whomever it names.
"""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from app.access.actor import Actor
from app.confidentiality.agreement.queries import verified
from app.confidentiality.agreement.rules import meeting_occasion
from app.confidentiality.circle.chain import Chain
from app.marac.flag import queries
from app.marac.meeting import publishing
from app.marac.meeting import queries as meetings
from app.marac.meeting.publishing import Edition


def agencies_of(actor: Actor, case_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Return of each case the agencies on the signed agenda of a meeting that heard it, and those
    of which somebody signed in there."""
    chain = Chain.of(actor)
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for meeting, heard in queries.hearings(actor, case_ids):
        edition = publishing.current(chain, meeting)
        if edition is None:
            continue
        agencies = edition.agencies | _signed_in(chain, meeting.id, edition)
        for case_id in edition.cases & heard:
            found[case_id] |= agencies
    return found


def _signed_in(chain: Chain, meeting_id: UUID, edition: Edition) -> set[UUID]:
    """The agencies that were not asked and came: somebody of theirs truly signed in."""
    rows = [row for row in meetings.attendances(meeting_id) if row.signature_id is not None]
    late = [row for row in rows if row.agency_id not in edition.agencies]
    true = verified(row.signature_id for row in late if row.signature_id) if late else {}
    return {
        one.agency_id
        for one in true.values()
        if one.occasion == meeting_occasion(meeting_id)
        and chain.was_confirmed_as(one.key_pair_id, one.person_id, one.agency_id)
    }
