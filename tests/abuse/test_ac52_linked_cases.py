"""AC-52: two cases with the same child and the same man; who holds one learns nothing of the other.

In this area both cases are of one family, and the second is kept from ``second_idva``.
"""

from sqlalchemy import select

from app.db import db
from app.marac.case.model import Case
from app.marac.meeting.model import AgendaItem
from app.marac.party.model import Party
from tests.builders import World
from tests.walking import pages, reader


def traces(world: World) -> list[str]:
    """Whatever would lead to the second case: its reference, and every id around it."""
    kept = world.extra["kept"]
    with world.inside():
        ids = [kept, *db.session.scalars(select(Party.id).where(Party.record_id == kept))]
        ids += db.session.scalars(select(AgendaItem.id).where(AgendaItem.case_id == kept))
        return [db.session.get_one(Case, kept).reference, *map(str, ids)]


def test_the_first_case_does_not_lead_to_the_second(worked: World) -> None:
    """On no page of somebody who holds the first: not its reference, not an id, not a number."""
    leads, seen = traces(worked), 0
    for rule, page in pages(worked, reader(worked, "second_idva")):
        seen += "Wren Canary" in page.text
        assert not [lead for lead in leads if lead in page.text], rule.rule
        assert not [lead for lead in leads if lead in str(page.headers)], rule.rule
    assert seen, "the child they share is on a page of the first case"


def test_whoever_holds_both_sees_both(worked: World) -> None:
    """The traces are the right ones: the chair's agenda has the second case."""
    found = set()
    for _, page in pages(worked, reader(worked, "chair")):
        found |= {lead for lead in traces(worked) if lead in page.text}
    assert len(found) >= 2


def test_an_agenda_without_the_kept_case_has_no_gap(worked: World) -> None:
    """Numbers run on, and the count on the list of meetings is her own."""
    page = reader(worked, "second_idva").get(f"/meetings/{worked.extra['meeting']}")
    chairs = reader(worked, "chair").get(f"/meetings/{worked.extra['meeting']}")
    assert page.text.count("/board/") < chairs.text.count("/board/")
    assert "1 of 2" not in page.text
