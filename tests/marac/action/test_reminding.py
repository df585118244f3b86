"""Reminders: who is told that there is something for them, when, and how seldom."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import update

from app import clock
from app.access.permissions import Role
from app.accounts.area.model import Area
from app.accounts.area.rules import Settings
from app.accounts.person.model import Person
from app.accounts.person.post import NotSent
from app.confidentiality.circle.service import exclude
from app.db import db, transaction
from app.db.connection import open_for_maintenance
from app.db.keyfile import database_key, database_path
from app.marac.action import rules, service
from app.marac.action.model import Action, ActionReminder, ReminderKind
from app.marac.action.reminding import remind
from tests.marac import trail
from tests.marac.action.agreeing import Agreeing

DAYS = Settings(remind_days=3, lead_days=2, chair_days=7)


@dataclass
class Post:
    """An outbox that remembers who was written to, by the short names of the made-up area."""

    agreeing: Agreeing
    day: date
    sent: list[str] = field(default_factory=list)

    def on(self, days: int) -> list[str]:
        """Run the command so many days after the action is due; return who was told."""
        self.sent = []
        with clock.pretend(_at(self.day + timedelta(days=days))):
            area = db.session.get_one(Area, self.agreeing.table.world.area_id)
            remind(area, self._send)
        return sorted(self.sent)

    def _send(self, address: str) -> None:
        members = self.agreeing.table.world.members
        self.sent.append(next(who for who, one in members.items() if one.email == address))


@pytest.fixture
def post(agreeing: Agreeing) -> Post:
    """Housing's action is due in ten days."""
    action = agreeing.agree(owner="housing", due_on=clock.today() + timedelta(days=10))
    return Post(agreeing, action.due_on)


def test_the_owner_is_told_before_on_and_after_the_day(post: Post) -> None:
    """Three days before, on the day, the day after; on no day twice, and on none between."""
    told = {days: post.on(days) for days in (-4, -3, -2, 0, 1)}
    assert told == {-4: [], -3: ["housing"], -2: [], 0: ["housing"], 1: ["housing"]}
    assert post.on(1) == []


def test_then_the_lead_then_the_chairs(post: Post) -> None:
    """After the area's days: whoever signs for the agency, and after more the chair and deputy."""
    _second_of_housing(post.agreeing)
    assert post.on(1) == ["housing"]
    assert post.on(2) == ["officer"]
    assert post.on(7) == ["chair", "deputy"]
    assert post.on(8) == []


def test_without_anybody_who_signs_all_who_represent_it_lead(post: Post) -> None:
    """An agency whose signatory has no account still has somebody who is told."""
    world = post.agreeing.table.world
    _roles(world.person_id("housing"), [Role.REPRESENTATIVE.value])
    assert post.on(2) == ["housing"]


def test_a_day_on_which_nothing_ran_is_made_up_for(post: Post) -> None:
    """The machine was off for a week: the owner, the lead and the chairs hear of it at once."""
    _second_of_housing(post.agreeing)
    assert post.on(7) == ["chair", "deputy", "housing", "officer"]


def test_however_many_actions_one_message_a_day(post: Post) -> None:
    """Five overdue actions are one message; a sixth that comes due the same day waits."""
    for _ in range(4):
        post.agreeing.agree(owner="housing", due_on=post.day)
    assert post.on(1) == ["housing"]
    later = post.agreeing.agree(owner="housing", due_on=post.day + timedelta(days=1))
    assert post.on(1) == []
    assert post.on(2) == ["housing"]
    assert ReminderKind.OVERDUE in rules.reminders(
        later.due_on, later.due_on + timedelta(days=1), DAYS
    )


def test_what_is_finished_reminds_nobody(post: Post) -> None:
    """Done is done."""
    action = db.session.scalars(db.select(Action)).one()
    service.log_action(
        post.agreeing.table.world.actor("housing"), action.id, "done", "Done", action.revision
    )
    assert post.on(10) == []


def test_whoever_is_excluded_gets_no_message_because_of_the_case(post: Post) -> None:
    """That something is overdue in a case is not told to somebody it is kept from."""
    table = post.agreeing.table
    exclude(table.world.actor("chair"), table.case(0), person_id=table.world.person_id("deputy"))
    assert "deputy" not in post.on(9)


def test_a_message_that_did_not_go_is_tried_again(post: Post) -> None:
    """Nothing is written down about a message that the relay did not take."""
    area = db.session.get_one(Area, post.agreeing.table.world.area_id)

    def refuse(address: str) -> None:
        raise NotSent

    with clock.pretend(_at(post.day)):
        assert remind(area, refuse).not_sent == 1
        assert db.session.scalars(db.select(ActionReminder)).all() == []
    assert post.on(0) == ["housing"]


def test_nobody_waits_for_a_slow_relay(post: Post) -> None:
    """While a message is on its way, others write: nothing is locked."""
    instance = post.agreeing.table.world.instance
    wrote: list[str] = []

    def slow(address: str) -> None:
        other = open_for_maintenance(database_path(instance), database_key(instance))
        other.execute("PRAGMA busy_timeout = 200")
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
        other.close()
        wrote.append(address)

    area = db.session.get_one(Area, post.agreeing.table.world.area_id)
    with clock.pretend(_at(post.day)):
        assert remind(area, slow).people == 1
    assert len(wrote) == 1


def test_the_trail_has_counts_only(post: Post) -> None:
    """So many people about so many actions; nobody is named."""
    post.on(0)
    last = trail.last()
    assert (last.tag, last.actor_id) == ("action:remind", None)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(7), clock.LONDON)


def _second_of_housing(agreeing: Agreeing) -> None:
    """The police officer moves to housing and signs for it; Daniel Price represents it only."""
    world = agreeing.table.world
    with transaction() as session:
        session.execute(
            update(Person)
            .where(Person.id == world.person_id("officer"))
            .values(agency_id=world.agencies["housing"])
        )
    _roles(world.person_id("officer"), [Role.SIGNATORY.value])
    _roles(world.person_id("housing"), [Role.REPRESENTATIVE.value])


def _roles(person_id: object, roles: list[str]) -> None:
    with transaction() as session:
        session.execute(update(Person).where(Person.id == person_id).values(role_names=roles))
