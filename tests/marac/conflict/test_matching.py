"""Names are compared when an agenda is published and before a signer is let in (AC-02)."""

import time
from uuid import UUID

import pytest
from sqlalchemy import select

from app.accounts.person.model import Person
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.model import Exclusion
from app.confidentiality.circle.ring import Ring
from app.db import db, transaction
from app.marac.case.model import Case
from app.marac.conflict import matching, opened, service
from app.marac.conflict.names import Likeness, Name, compare
from app.marac.conflict.rules import Decision, Kind
from app.marac.meeting import publishing
from app.marac.party.rules import PartyKind
from tests.builders import World
from tests.marac import trail
from tests.marac.conflict.naming import a_case_with, kinds, publish_with
from tests.marac.table import Table


def out_of(case_id: UUID) -> set[UUID | None]:
    """The people from whom a case is kept."""
    rows = select(Exclusion.person_id).where(Exclusion.record_id == case_id)
    return set(db.session.scalars(rows))


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("Ruth Castle", "Ruth Castle", Likeness.SAME_NAME),
        ("Ruth Castle", "Castle, Ruth", Likeness.SAME_NAME),
        ("Ruth Castle", "RUTH  CASTLE", Likeness.SAME_NAME),
        ("Mohammed Khan", "Muhammad Khan", Likeness.SAME_NAME),
        ("Ruth Castle", "Ruth Castel", Likeness.LIKE_NAME),
        ("Ruth Castle", "Bob Castle", Likeness.SAME_SURNAME),
        ("Ruth Castle", "Ruth Testcase", None),
        ("Harjit Kaur", "Simran Kaur", None),
    ],
)
def test_how_two_names_compare(one: str, other: str, likeness: Likeness | None) -> None:
    """Whatever the order, the letters' size or the usual spelling; Kaur is nobody's family."""
    assert compare(Name.of(one), Name.of(other)) is likeness


@pytest.mark.parametrize(
    ("name", "aliases", "kind"),
    [
        ("Ruth Castle", (), PartyKind.PERPETRATOR),
        ("Ruth Castle", (), PartyKind.VICTIM),
        ("Ruth Castle", (), PartyKind.CHILD),
        ("Nobody Known", ("Rooster", "Ruth Castle"), PartyKind.PERPETRATOR),
    ],
)
def test_the_same_name_shuts_out_when_the_agenda_is_published(
    table: Table, name: str, aliases: tuple[str, ...], kind: PartyKind
) -> None:
    """At once; every list that is signed afterwards has them; the officers are asked to look."""
    case_id = a_case_with(table.world, name, aliases, kind)
    assert out_of(case_id) == set()
    publish_with(table.world, table.meeting_id, case_id)
    officer = table.world.person_id("officer")
    assert out_of(case_id) == {officer}
    assert kinds(table.world, case_id) == {officer: Kind.SAME_NAME}
    assert [each.is_held for each in opened.waiting(table.world.actor("deputy"))] == [True]


@pytest.mark.parametrize(
    ("name", "kind"), [("Bob Castle", Kind.SAME_SURNAME), ("Ruth Castel", Kind.LIKE_NAME)]
)
def test_a_family_name_asks_and_does_nothing(table: Table, name: str, kind: Kind) -> None:
    """A prompt for the officers; the case stays where it is for the person."""
    case_id = a_case_with(table.world, name)
    publish_with(table.world, table.meeting_id, case_id)
    assert out_of(case_id) == set()
    assert kinds(table.world, case_id) == {table.world.person_id("officer"): kind}


def test_what_was_found_is_asked_once(table: Table) -> None:
    """Publishing again, by whichever officer, writes nothing down twice."""
    case_id = a_case_with(table.world, "Ruth Castle")
    other = a_case_with(table.world, "Bob Okafor")
    publish_with(table.world, table.meeting_id, case_id)
    publish_with(table.world, table.meeting_id, other, "deputy")
    publishing.publish(table.world.actor("coordinator"), table.meeting_id)
    publishing.publish(table.world.actor("deputy"), table.meeting_id)
    assert kinds(table.world, case_id, "coordinator") == {
        table.world.person_id("officer"): Kind.SAME_NAME
    }
    assert kinds(table.world, other, "coordinator") == {
        table.world.person_id("deputy"): Kind.SAME_SURNAME
    }


def test_not_the_same_person_holds_for_good(table: Table) -> None:
    """An officer looked and said so; the case is theirs again, and no later edition asks."""
    case_id = a_case_with(table.world, "Tom Okafor")
    publish_with(table.world, table.meeting_id, case_id)
    deputy = table.world.actor("deputy")
    assert out_of(case_id) == {deputy.person_id}
    found = opened.waiting(table.world.actor("coordinator"))
    service.decide(
        table.world.actor("coordinator"), found[0].id, Decision.LET_IN, "Born thirty years apart"
    )
    assert out_of(case_id) == set()
    for who in ("coordinator", "deputy", "chair"):
        circle.admit(table.world.actor(who))
        publishing.publish(table.world.actor(who), table.meeting_id)
    assert out_of(case_id) == set()
    case = db.session.get_one(Case, case_id)
    ring = Ring(deputy)
    assert ring.may_open(ring.current(case.secret_id))
    assert not opened.waiting(table.world.actor("chair"))


def test_keeping_them_out_is_a_decision_too(table: Table) -> None:
    """Confirmed, they stay out, and nothing waits any more."""
    case_id = a_case_with(table.world, "Ruth Castle")
    publish_with(table.world, table.meeting_id, case_id)
    found = opened.waiting(table.world.actor("chair"))[0]
    service.decide(table.world.actor("chair"), found.id, Decision.KEEP_OUT, "It is she")
    assert out_of(case_id) == {table.world.person_id("officer")}
    assert not opened.waiting(table.world.actor("deputy"))


def test_the_officer_who_publishes_is_compared_as_well(table: Table) -> None:
    """She is out of it in her own session, and learns of it from no number."""
    case_id = a_case_with(table.world, "Grace Adeyemi")
    publish_with(table.world, table.meeting_id, case_id, "coordinator")
    coordinator = table.world.actor("coordinator")
    assert out_of(case_id) == {coordinator.person_id}
    assert not opened.waiting(coordinator)
    assert opened.waiting(table.world.actor("chair"))
    circle.admit(table.world.actor("chair"))
    case = db.session.get_one(Case, case_id)
    assert not Ring(coordinator).may_open(case.secret_id)


def test_somebody_who_came_to_the_marac_later_is_compared_at_the_door(table: Table) -> None:
    """Nobody had heard of her when the agenda was published; she signs, and gets no key."""
    case_id = a_case_with(table.world, "Rosalind Newname")
    publish_with(table.world, table.meeting_id, case_id)
    assert kinds(table.world, case_id) == {}
    officer = table.world.person_id("officer")
    rename(officer, "Rosalind Newname")
    table.begin()
    table.seat("idva")
    table.sign("officer")
    with transaction():
        ring = Ring(table.world.actor("chair"))
        shut = matching.before_letting_in(
            table.world.actor("chair"), ring, {(case_id, officer), (table.case(0), officer)}
        )
    assert shut
    assert out_of(case_id) == {officer}
    assert kinds(table.world, case_id) == {officer: Kind.SAME_NAME}


def rename(person_id: UUID, name: str) -> None:
    """Write another name on the register."""
    with transaction() as session:
        session.get_one(Person, person_id).name = name


def test_comparing_is_in_the_trail_and_names_nobody(table: Table) -> None:
    """So many cases, so many people."""
    case_id = a_case_with(table.world, "Ruth Castle")
    publish_with(table.world, table.meeting_id, case_id)
    assert trail.count("conflict:compare")
    publishing.publish(table.world.actor("chair"), table.meeting_id)
    assert trail.count("conflict:compare") >= 2


def test_sixteen_cases_and_sixty_people_are_compared_in_no_time(marac: World) -> None:
    """Names in three alphabets' spellings; well under a second, or a meeting would wait for it."""
    firsts = ["Amira", "Łukasz", "Siobhán", "Mohammed", "Tom", "Nneka", "Oleksandr", "Wei"]
    lasts = ["Nowak", "O’Brien", "Khan", "Okafor", "Shevchenko", "Chen", "Price", "Haddad"]
    names = [f"{first} {last}" for first in firsts for last in lasts][:60]
    people = [Person(id=UUID(int=number), name=name) for number, name in enumerate(names)]
    cases = {
        UUID(int=1000 + number): [f"{lasts[(number + n) % 8]} {firsts[n]}" for n in range(6)]
        for number in range(16)
    }
    wanted = {(case_id, each.id) for case_id in cases for each in people}
    before = time.perf_counter()
    found = matching.compare(cases, people, wanted)
    assert time.perf_counter() - before < 1.0
    assert any(each.likeness is Likeness.SAME_NAME for each in found)
