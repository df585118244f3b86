"""Whom a flag concerns: the agencies of a hearing, by the agenda that an officer signed for it.

A row that says an agency was asked, or a case heard, is believed by nobody here: with it names and
dates of birth would go to whomever it names.
"""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from app.access.actor import Actor
from app.confidentiality.circle.chain import Chain
from app.marac.flag import queries
from app.marac.meeting import publishing


def agencies_of(actor: Actor, case_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Return of each case the agencies on the signed agenda of a meeting that heard it.

    Whoever signed in there is of one of them: nobody else can.
    """
    chain = Chain.of(actor)
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for meeting, heard in queries.hearings(actor, case_ids):
        edition = publishing.current(chain, meeting)
        if edition is None:
            continue
        for case_id in edition.cases & heard:
            found[case_id] |= edition.agencies
    return found
