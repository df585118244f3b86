"""AC-52: two cases with the same child and the same man; who holds one learns nothing of the other.

In this area both cases are of one family, and the second is kept from ``second_idva``.
"""

from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.db import db
from app.marac.case.model import Case
from app.marac.match import service as match
from app.marac.meeting.model import AgendaItem
from app.marac.party.model import Party
from app.marac.party.rules import Details, PartyKind
from app.marac.referral.rules import Referred, Summary
from app.marac.referral.service import refer
from tests.builders import World
from tests.pages import send
from tests.walking import pages, reader
from tests.working import CANARY, CHILD


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


OTHER = "Perpetua Othername"


def shared_child(world: World) -> tuple[UUID, str]:
    """A referral of another woman, whose child is the one of the first case."""
    told = Referred(
        Details(name=OTHER, date_of_birth=date(1979, 2, 3)),
        Summary("She saw him hit her."),
        (Details(name="Ludo Nemo"),),
        (replace(CHILD, date_of_birth=date(2020, 6, 1)),),
    )
    with world.inside():
        row = refer(world.actor("housing"), told)
        return row.id, row.reference


def link(world: World, referral_id: UUID) -> str:
    """Two officers say that it is one child; return the first case's reference."""
    with world.inside():
        found = match.candidates(world.actor("coordinator"), referral_id)
        child = next(each for each in found if each.own.kind is PartyKind.CHILD)
        row = match.decide(
            world.actor("coordinator"), child.own.id, child.other.id, "same", "Same school"
        )
        match.confirm(world.actor("chair"), row.id)
        return db.session.get_one(Case, world.extra["case"]).reference


def test_a_shared_child_shows_the_coordinator_a_reference_and_no_other_name(marac: World) -> None:
    """In triage and in the case: who opens one reads the other's reference, never its victim."""
    referral_id, reference = shared_child(marac)
    coordinator = marac.client("coordinator")
    first = link(marac, referral_id)
    triage = coordinator.get(f"/triage/{referral_id}").text
    assert CANARY not in triage
    assert first in coordinator.get(f"/matches/{referral_id}").text
    send(coordinator, f"/cases/{marac.extra['case']}/why", {"reason": "preparing"},
         f"/cases/{marac.extra['case']}")  # fmt: skip
    case = coordinator.get(f"/cases/{marac.extra['case']}").text
    assert reference in case
    assert OTHER not in case


def test_nobody_else_learns_of_the_shared_child(marac: World) -> None:
    """The IDVA of the first case and the referrer of the other see no trace of each other's."""
    referral_id, reference = shared_child(marac)
    first = link(marac, referral_id)
    idva, path = marac.client("idva"), f"/cases/{marac.extra['case']}"
    send(idva, f"{path}/why", {"reason": "preparing"}, path)
    for lead in (reference, str(referral_id), OTHER):
        assert lead not in idva.get(path).text
    own = marac.client("housing").get(f"/referrals/{referral_id}").text
    for lead in (first, str(marac.extra["case"]), CANARY):
        assert lead not in own
