"""AC-51: two records are linked by mistake, or on purpose to read what one may not.

A link is by two officers, can be taken back, and opens nothing: no key, no page, no name.
"""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from app import clock
from app.confidentiality.circle.model import Grant, Secret, SecretKind
from app.confidentiality.circle.queries import generations
from app.db import db, new_id, transaction
from app.marac.case.service import labels
from app.marac.match import service
from app.marac.match.model import MatchDecision
from app.marac.party.rules import Details, PartyKind
from app.marac.referral.rules import KeptFrom
from app.refusals import NotVisible, Refused
from tests.builders import World
from tests.marac.match.test_match_service import again, referred, same
from tests.marac.trail import count
from tests.pages import send
from tests.working import VICTIM, a_case

EVERYBODY = ("chair", "deputy", "coordinator", "idva", "second_idva", "housing", "officer")


def keys() -> list[int]:
    """How many secrets and grants there are."""
    return [db.session.scalar(select(func.count()).select_from(t)) or 0 for t in (Secret, Grant)]


def opens(world: World, record_ids: list[UUID]) -> dict[str, set[UUID]]:
    """Which of these cases open for whom."""
    return {who: set(labels(world.actor(who), record_ids)) for who in EVERYBODY}


def linked(world: World, one: UUID) -> MatchDecision:
    """The coordinator says it, the chair confirms it, about victim and perpetrator."""
    for kind in (PartyKind.PERPETRATOR, PartyKind.VICTIM):
        row = same(world, one, kind)
        service.confirm(world.actor("chair"), row.id)
    return row


def test_a_link_takes_two_officers(marac: World) -> None:
    """Never the same one twice, and nobody who is no officer."""
    with marac.inside():
        row = same(marac, referred(marac))
        for who in ("coordinator", "idva", "housing", "officer", "administrator"):
            with pytest.raises(Refused):
                service.confirm(marac.actor(who), row.id)
        assert db.session.get_one(MatchDecision, row.id).confirmed_at is None
        service.confirm(marac.actor("deputy"), row.id)
        assert count("match:confirm") == 1


def test_a_link_gives_nobody_a_key(marac: World) -> None:
    """The same secrets, the same grants, and what opens for whom is what opened before."""
    with marac.inside():
        second = a_case(marac, idva="second_idva")
        ids = [marac.extra["case"], second]
        service.candidates(marac.actor("coordinator"), second)
        before, reach = keys(), opens(marac, ids)
        assert reach["idva"] != reach["second_idva"]
        linked(marac, second)
        assert (keys(), opens(marac, ids)) == (before, reach)


def test_who_holds_one_learns_nothing_of_the_other(marac: World) -> None:
    """No reference, no id, not that there is a link: on no page of hers."""
    with marac.inside():
        second = a_case(marac, idva="second_idva")
        linked(marac, second)
        assert service.links(marac.actor("idva"), marac.extra["case"]) == []
        (link,) = service.links(marac.actor("chair"), marac.extra["case"])
    client, path = marac.client("idva"), f"/cases/{marac.extra['case']}"
    send(client, f"{path}/why", {"reason": "preparing"}, path)
    page = client.get(path)
    assert page.status_code == 200
    for trace in (link.record.reference, str(second), "Other records of the same people"):
        assert trace not in page.text
    assert client.get(f"/cases/{second}").status_code == 404


def test_a_record_that_is_kept_stays_kept_through_a_link(marac: World) -> None:
    """The deputy may confirm nothing of it and is not told of it, though she holds the other."""
    with marac.inside():
        kept = (KeptFrom(person_id=marac.person_id("deputy")),)
        hidden = a_case(marac, kept_from=kept)
        row = linked(marac, hidden)
        deputy = marac.actor("deputy")
        assert service.links(deputy, marac.extra["case"]) == []
        with pytest.raises(NotVisible):
            service.links(deputy, hidden)
        with pytest.raises(NotVisible):
            service.undo(deputy, row.id, "Let me see.")
        assert service.look(deputy, marac.extra["case"]).told == ()
    assert marac.client("deputy").get(f"/matches/{hidden}").status_code == 404


def test_a_link_is_taken_back_whole(marac: World) -> None:
    """By any officer, with a reason; nothing is left of it but the history."""
    with marac.inside():
        second = a_case(marac)
        linked(marac, second)
        for told in service.look(marac.actor("deputy"), second).told:
            service.undo(marac.actor("deputy"), told.row.id, "Another family.")
        for who in ("chair", "idva"):
            assert service.links(marac.actor(who), second) == []
        assert count("match:undo") == 2
        assert len(service.look(marac.actor("chair"), second).told) == 2


def test_a_victims_record_is_never_joined_to_a_perpetrators(marac: World) -> None:
    """She is the perpetrator of another record: shown as such, and never as the same pair."""
    with marac.inside():
        case_id = marac.extra["case"]
        coordinator = marac.actor("coordinator")
        service.index_missing(coordinator)
        from_case = service.look(coordinator, case_id).own
        victim = next(each for each in from_case if each.kind is PartyKind.VICTIM)
        herself = Details(name=VICTIM.name, date_of_birth=VICTIM.date_of_birth)
        told = replace(again(name="Ottoline Whitford", date_of_birth=None), perpetrators=(herself,))
        crossed = referred(marac, told)
        (found,) = service.candidates(coordinator, crossed)
        assert (found.own.kind, found.other.kind) == (PartyKind.PERPETRATOR, PartyKind.VICTIM)
        assert found.other.id == victim.id
        row = service.decide(coordinator, found.own.id, found.other.id, "same", "Her own words.")
        service.confirm(marac.actor("chair"), row.id)
        (link,) = service.links(coordinator, crossed)
        assert not any((link.victim, link.perpetrator, link.is_same_pair))
    page = marac.client("chair").get(f"/matches/{crossed}").text
    assert "The same person" in page


def test_the_database_knows_that_a_merge_is_by_two_people(marac: World) -> None:
    """Whoever decided cannot stand as the one who confirmed, whatever writes the row."""
    with marac.inside(), transaction():
        officer, record = marac.person_id("chair"), marac.extra["case"]
        planted = insert(MatchDecision).values(
            id=new_id(),
            area_id=marac.area_id,
            one_id=new_id(),
            other_id=new_id(),
            one_record_id=record,
            other_record_id=record,
            one_kind=PartyKind.VICTIM,
            other_kind=PartyKind.VICTIM,
            decision="same",
            secret_id=generations(SecretKind.INDEX, marac.area_id)[0].id,
            sealed_why=b"sealed",
            by_person_id=officer,
            at=clock.now(),
            confirmed_by=officer,
            confirmed_at=clock.now(),
        )
        with pytest.raises(IntegrityError, match="two_people"):
            db.session.execute(planted)
