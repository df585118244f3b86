"""An emergency meeting says by being there that somebody is in danger.

Whoever is kept from all of its cases is told of no such meeting: it is on no list, page, calendar
or e-mail of theirs, as if their agency had not been asked (AC-02). The same holds when its cases
were taken off, or it was cancelled: what counts then is the last edition that had any.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from sqlalchemy import select

from app.access.actor import Actor
from app.confidentiality.circle.queries import exclusions
from app.confidentiality.circle.rules import keeps_out
from app.db import db
from app.marac.meeting.model import AgendaItem, Attendance, Meeting, Publication
from app.vault import signing
from app.vault.errors import Misuse

Lists = dict[UUID, list[set[str]]]
"""Who is kept from each case of a meeting, as lists of exclusions name them."""


def known(actor: Actor, meetings: Iterable[Meeting]) -> list[Meeting]:
    """Leave out the emergency meetings that this person is not to know of.

    Whoever sat at one knows of it.
    """
    found = list(meetings)
    lists = kept(found)
    hidden = {each for each in lists if is_kept(lists[each], actor.person_id, actor.agency_id)}
    hidden -= _attended(actor.person_id, hidden) if hidden else set()
    return [each for each in found if each.id not in hidden]


def kept(meetings: Iterable[Meeting]) -> Lists:
    """Return, for each emergency meeting that has or had cases, who is kept from each of them."""
    cases = _cases({each.id for each in meetings if each.emergency})
    names = exclusions({case_id for listed in cases.values() for case_id in listed})
    return {each: [names.get(one, set()) for one in listed] for each, listed in cases.items()}


def is_kept(lists: Sequence[Collection[str]], person_id: UUID, agency_id: UUID) -> bool:
    """Say whether somebody is kept from every one of these cases; from none if there is none."""
    return bool(lists) and all(keeps_out(names, person_id, [agency_id]) for names in lists)


def _cases(meeting_ids: set[UUID]) -> dict[UUID, set[UUID]]:
    if not meeting_ids:
        return {}
    found: dict[UUID, set[UUID]] = defaultdict(set)
    on_it = select(AgendaItem.meeting_id, AgendaItem.case_id)
    for meeting_id, case_id in db.session.execute(
        on_it.where(AgendaItem.meeting_id.in_(meeting_ids))
    ):
        found[meeting_id].add(case_id)
    editions = (
        select(Publication)
        .where(Publication.meeting_id.in_(meeting_ids - found.keys()))
        .order_by(Publication.edition.desc())
    )
    for row in db.session.scalars(editions):
        if row.meeting_id not in found and (listed := _listed(row)):
            found[row.meeting_id] = listed
    return found


def _listed(row: Publication) -> set[UUID]:
    """What an edition lists, whoever signed it: it keeps something from sight and opens nothing."""
    try:
        return set(map(UUID, signing.read_statement(row.statement)["cases"].split()))
    except (Misuse, KeyError, ValueError):
        return set()


def _attended(person_id: UUID, meeting_ids: set[UUID]) -> set[UUID]:
    rows = select(Attendance.meeting_id).where(
        Attendance.person_id == person_id, Attendance.meeting_id.in_(meeting_ids)
    )
    return set(db.session.scalars(rows))
