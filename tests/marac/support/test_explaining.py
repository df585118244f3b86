"""The page for her: what it lists, in which language, and who may load one."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.audit.model import AuditRow
from app.db import db, transaction
from app.marac.support import explaining, queries, shown
from app.marac.support.explanation import english, read_translation
from app.marac.support.rules import Funds, Kind
from app.refusals import NotVisible, Refused
from tests.builders import World
from tests.marac.support.entries import ADVISER, REFUGE, entered, other
from tests.marac.support.translations import as_file


def load(world: World, **changes: object) -> None:
    """Load a translation as the administrator."""
    with world.inside():
        translation = read_translation(as_file(**changes), clock.today())
        explaining.load_translation(world.actor("administrator"), translation)


def test_it_lists_the_member_agencies_and_who_has_not_signed(marac: World) -> None:
    """Straight from the register: nobody is said to have promised who has not."""
    with marac.inside():
        members = explaining.members(marac.actor("housing"))
        assert len(members) == len(marac.agencies)
        assert {member.name for member in members if member.is_signed} >= {
            "Northbrook Police",
            "Haven IDVA Service",
        }


def test_an_agency_without_a_signature_is_said_to_have_none(world: World) -> None:
    """Before anybody has signed, the page does not claim it."""
    with world.inside():
        members = explaining.members(world.actor("housing"))
        assert not any(member.is_signed for member in members)


def test_support_stands_apart_from_advice(marac: World) -> None:
    """Who does both is in both lists; an interpreter is the worker’s to book."""
    booked = other(REFUGE, name="Bridgeword", kinds=(Kind.INTERPRETING,))
    both = other(ADVISER, name="Saffron Lane", kinds=(Kind.BY_AND_FOR, Kind.IMMIGRATION_ADVISER))
    entered(marac, REFUGE, ADVISER, booked, both)
    with marac.inside():
        support, advice = explaining.offered(shown.directory(marac.actor("idva")), english())
    assert [each.name for each in support] == ["Saffron Lane", "Lantern Refuge"]
    assert [each.name for each in advice] == ["Saffron Lane", "Wren Advice"]


def test_who_speaks_her_language_comes_first(marac: World) -> None:
    """Then by what they do, and who accepts her without recourse."""
    entered(
        marac,
        other(REFUGE, name="Alder Refuge", no_recourse=Funds.NO),
        REFUGE,
        other(REFUGE, name="Zinnia Baby Bank", kinds=(Kind.OTHER,), languages=("Urdu",)),
    )
    wording = read_translation(as_file(), clock.today()).wording
    with marac.inside():
        support, _ = explaining.offered(shown.directory(marac.actor("idva")), wording)
    assert [each.name for each in support] == ["Zinnia Baby Bank", "Lantern Refuge", "Alder Refuge"]


def test_what_nobody_has_checked_is_not_given_to_her(marac: World) -> None:
    """A number that has changed hands is a danger."""
    entered(marac, REFUGE, ADVISER)
    with clock.pretend(clock.now() + timedelta(days=200)), marac.inside():
        everything = shown.directory(marac.actor("idva"))
        assert explaining.offered(everything, english()) == ([], [])


def test_only_an_administrator_loads_and_removes(marac: World) -> None:
    """As the area’s settings: an officer may not, and nothing is left behind."""
    with marac.inside():
        translation = read_translation(as_file(), clock.today())
        for who in ("chair", "coordinator", "idva"):
            with pytest.raises(Refused):
                explaining.load_translation(marac.actor(who), translation)
            with pytest.raises(Refused):
                explaining.remove_translation(marac.actor(who), "ur")
        assert queries.explanations(marac.area_id) == []


def test_the_newest_version_is_shown_and_the_trail_has_both(marac: World) -> None:
    """Loaded again it takes the place of the earlier one, whose address is gone."""
    load(marac)
    with marac.inside():
        (before,) = queries.explanations(marac.area_id)
        assert before.version == 1
    load(marac, checked_by="A third reader")
    with marac.inside():
        (after,) = queries.explanations(marac.area_id)
        assert (after.version, after.checked_by) == (2, "A third reader")
        with pytest.raises(NotVisible):
            queries.explanation(marac.actor("idva"), before.id)
        tags = db.session.scalars(select(AuditRow).where(AuditRow.tag == "explanation:load")).all()
        assert len(tags) == 2
        assert all("ur" in str(row.detail) for row in tags)


def test_a_wrong_translation_is_taken_off_whole(marac: World) -> None:
    """Every version of it, and the trail says so; another language stays."""
    load(marac)
    load(marac)
    load(marac, language="pl", english_name="Polish", direction="ltr")
    with marac.inside():
        explaining.remove_translation(marac.actor("administrator"), "ur")
    with marac.inside():
        assert [row.language for row in queries.explanations(marac.area_id)] == ["pl"]
        with pytest.raises(NotVisible):
            explaining.remove_translation(marac.actor("administrator"), "ur")
        row = db.session.scalars(select(AuditRow).order_by(AuditRow.seq.desc())).first()
        assert row is not None
        assert row.tag == "explanation:remove"


def test_a_translation_of_an_earlier_text_says_so(marac: World) -> None:
    """When the English changes, nobody reads the old promises without knowing it."""
    load(marac)
    with marac.inside():
        row = queries.explanations(marac.area_id)[0]
        shown_now = explaining.page(marac.actor("idva"), row.id)
        assert shown_now.is_of_today
        earlier = replace(shown_now, wording=replace(shown_now.wording, version="0"))
        assert not earlier.is_of_today


def test_a_label_that_came_later_is_english_until_it_is_translated(marac: World) -> None:
    """An older translation still opens when the text that ships has grown."""
    load(marac)
    with marac.inside():
        with transaction():
            row = queries.explanations(marac.area_id)[0]
            fewer = {code: text for code, text in row.content["labels"].items() if code != "open"}
            row.content = row.content | {"labels": fewer}
        labels = explaining.page(marac.actor("idva"), row.id).wording.labels
        assert (labels["open"], labels["cost"]) == ("Open", "~ Cost")
