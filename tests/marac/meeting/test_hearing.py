"""Hearing the cases: begin, share, name the risks, conclude, next; by whom and when."""

import pytest

from app.confidentiality.circle import service as circle
from app.confidentiality.circle.ring import Ring
from app.marac.meeting import hearing, leaving, queries, service
from app.marac.meeting.model import Contribution, ItemState, Outcome
from app.refusals import Changed, NotVisible, Refused, RuleBroken
from tests.marac import trail
from tests.marac.table import Table


def words(table: Table, who: str, entry: Contribution) -> str:
    """What an entry says to somebody who holds the case's key."""
    return hearing.words_of(Ring(table.world.actor(who)), entry)


def test_one_case_after_the_other(hearing_first: Table) -> None:
    """Next concludes the one and begins the other, until none is left."""
    table, chair = hearing_first, hearing_first.world.actor("chair")
    leaving.they_have_left(chair, table.item(2))
    heard = [
        item.case_id if (item := hearing.next_case(chair, table.meeting_id)) else None
        for _ in range(3)
    ]
    assert heard == [table.case(1), table.case(2), None]
    assert {item.state for item in table.items} == {ItemState.HEARD}


def test_pressing_next_twice_skips_no_case(hearing_first: Table) -> None:
    """Chair and coordinator press at once: the second press finds the case concluded already."""
    table = hearing_first
    first = table.item(0)
    chair, coordinator = table.world.actor("chair"), table.world.actor("coordinator")
    one = hearing.next_case(chair, table.meeting_id, after=first)
    two = hearing.next_case(coordinator, table.meeting_id, after=first)
    assert one is not None
    assert two is not None
    assert one.id == two.id == table.item(1)


def test_a_case_is_put_off(hearing_first: Table) -> None:
    """The referrer is absent: the case is deferred, and can be taken up again the same day."""
    table, chair = hearing_first, hearing_first.world.actor("chair")
    hearing.conclude_item(chair, table.item(0), ItemState.DEFERRED)
    assert queries.item(chair, table.item(0)).state == ItemState.DEFERRED
    hearing.start_item(chair, table.item(0))
    assert queries.item(chair, table.item(0)).state == ItemState.HEARING


def test_concluding_twice_says_so(hearing_first: Table) -> None:
    """The second officer learns that it is done, and the trail has it once."""
    table = hearing_first
    hearing.conclude_item(table.world.actor("chair"), table.item(0))
    with pytest.raises(RuleBroken):
        hearing.conclude_item(table.world.actor("coordinator"), table.item(0))
    assert trail.count("case:conclude") == 1


def test_a_member_moves_no_case(hearing_first: Table) -> None:
    """Beginning, concluding and going on are the officers'."""
    table, idva = hearing_first, hearing_first.world.actor("idva")
    for act in (
        lambda: hearing.start_item(idva, table.item(1)),
        lambda: hearing.conclude_item(idva, table.item(0)),
        lambda: hearing.next_case(idva, table.meeting_id),
        lambda: hearing.identify_risk(idva, table.item(0), "A risk"),
    ):
        with pytest.raises(Refused):
            act()


def test_the_meeting_does_not_close_over_a_case(hearing_first: Table) -> None:
    """The case being heard is concluded first, so that its outcome is somebody's decision."""
    with pytest.raises(RuleBroken):
        service.close_meeting(hearing_first.world.actor("chair"), hearing_first.meeting_id)


def test_nobody_stays_who_must_not_hear(hearing_first: Table) -> None:
    """Neither of the two ways begins a case while somebody is in the room from whom it is kept: one
    says who must leave, the other ends the case before and waits at this one."""
    chair, kept = hearing_first.world.actor("chair"), hearing_first.item(2)
    hearing.conclude_item(chair, hearing_first.item(0))
    with pytest.raises(RuleBroken, match="Daniel Price"):
        hearing.start_item(chair, kept)
    assert hearing.next_case(chair, hearing_first.meeting_id) is not None
    last = hearing.next_case(chair, hearing_first.meeting_id, hearing_first.item(1))
    assert last is not None
    assert last.id == kept
    assert last.state == ItemState.WAITING
    assert queries.item(chair, hearing_first.item(1)).state == ItemState.HEARD
    leaving.they_have_left(chair, kept)
    hearing.next_case(chair, hearing_first.meeting_id)
    assert queries.item(chair, kept).state == ItemState.HEARING


def test_closing_over_what_was_kept_from_the_chair(hearing_first: Table) -> None:
    """A case that the chair may not know of and nobody ended was heard in part, and comes again;
    one that nobody took up is put off. Neither is left without an outcome."""
    chair, deputy = hearing_first.world.actor("chair"), hearing_first.world.actor("deputy")
    circle.exclude(deputy, hearing_first.case(1), person_id=chair.person_id)
    hearing_first.sign("deputy")
    hearing.conclude_item(chair, hearing_first.item(0))
    leaving.they_have_left(deputy, hearing_first.item(1))
    hearing.start_item(deputy, hearing_first.item(1))
    back = queries.attendance_of(hearing_first.meeting_id, chair.person_id)
    assert back is not None
    leaving.come_back(chair, hearing_first.meeting_id, back.id)
    service.close_meeting(chair, hearing_first.meeting_id)
    ended = {row.case_id: row for row in queries.every_item(hearing_first.meeting_id)}
    assert ended[hearing_first.case(1)].outcome == Outcome.IN_PART
    assert ended[hearing_first.case(1)].concluded_at is not None
    assert ended[hearing_first.case(2)].outcome == Outcome.DEFERRED
    again = {case.id for case in queries.on_no_agenda(deputy)}
    assert {hearing_first.case(1), hearing_first.case(2)} <= again


def test_what_an_agency_shares_opens_for_the_others(hearing_first: Table) -> None:
    """The IDVA writes, the housing officer reads, and the trail names the entry."""
    table = hearing_first
    entry = hearing.share(table.world.actor("idva"), table.item(0), "She sleeps at a friend’s.")
    assert words(table, "housing", entry) == "She sleeps at a friend’s."
    assert b"friend" not in entry.sealed_text
    assert trail.last().tag == "case:contribute"


def test_nobody_shares_before_the_case_is_heard(hearing_first: Table) -> None:
    """What is shared is shared at the meeting; research stays with its agency until then."""
    table = hearing_first
    with pytest.raises(RuleBroken):
        hearing.share(table.world.actor("idva"), table.item(1), "Too early")


def test_a_member_writes_for_their_own_agency_only(hearing_first: Table) -> None:
    """Nobody puts words into another agency’s mouth."""
    table = hearing_first
    with pytest.raises(Refused):
        hearing.share(
            table.world.actor("idva"), table.item(0), "x", agency_id=table.world.agencies["housing"]
        )


def test_an_officer_writes_for_an_agency_that_is_present(hearing_first: Table) -> None:
    """Somebody without a device speaks, the coordinator writes; an absent agency says nothing."""
    table, coordinator = hearing_first, hearing_first.world.actor("coordinator")
    housing, hospital = table.world.agencies["housing"], table.world.agencies["hospital"]
    entry = hearing.share(coordinator, table.item(0), "They are rehousing her.", agency_id=housing)
    assert entry.agency_id == housing
    with pytest.raises(RuleBroken):
        hearing.share(coordinator, table.item(0), "x", agency_id=hospital)


def test_two_people_of_one_agency_do_not_overwrite_each_other(hearing_first: Table) -> None:
    """The second is told, keeps their text, and saves on top of what they have now seen."""
    table = hearing_first
    first, second = table.world.actor("idva"), table.world.actor("second_idva")
    entry = hearing.share(first, table.item(0), "She is at her sister’s.")
    with pytest.raises(Changed) as refusal:
        hearing.share(second, table.item(0), "She has a new phone.")
    assert refusal.value.field == "shared"
    both = "She is at her sister’s. She has a new phone."
    entry = hearing.share(second, table.item(0), both, entry.revision)
    assert words(table, "idva", entry) == both
    with pytest.raises(Changed):
        hearing.share(first, table.item(0), "An old page", 1)


def test_risks_are_numbered_as_they_are_named(hearing_first: Table) -> None:
    """One, two, three: the numbers that actions answer to."""
    table, chair = hearing_first, hearing_first.world.actor("chair")
    risks = [hearing.identify_risk(chair, table.item(0), f"Risk {n}") for n in range(3)]
    assert [risk.number for risk in risks] == [1, 2, 3]


def test_a_risk_is_said_better_by_one_officer_at_a_time(hearing_first: Table) -> None:
    """Its number stays; a change on an old page is refused with what is there now."""
    table, chair = hearing_first, hearing_first.world.actor("chair")
    risk = hearing.identify_risk(chair, table.item(0), "He strangles")
    seen = risk.revision
    better = hearing.reword_risk(chair, risk.id, "He strangled her in May: could die", seen)
    assert better.number == 1
    with pytest.raises(Changed):
        hearing.reword_risk(table.world.actor("coordinator"), risk.id, "Something else", seen)


def test_nothing_is_added_after_the_close(hearing_first: Table) -> None:
    """Sharing, risks and hearings belong to the open meeting."""
    table, chair = hearing_first, hearing_first.world.actor("chair")
    hearing.conclude_item(chair, table.item(0))
    service.close_meeting(chair, table.meeting_id)
    for act in (
        lambda: hearing.share(chair, table.item(0), "Late"),
        lambda: hearing.identify_risk(chair, table.item(0), "Late"),
        lambda: hearing.start_item(chair, table.item(1)),
    ):
        with pytest.raises(RuleBroken):
            act()


def test_who_has_not_signed_takes_no_part(hearing_first: Table) -> None:
    """A deputy chair holds the officers’ keys, and still signs before writing."""
    table, deputy = hearing_first, hearing_first.world.actor("deputy")
    for act in (
        lambda: hearing.share(deputy, table.item(0), "x"),
        lambda: hearing.identify_risk(deputy, table.item(0), "x"),
        lambda: hearing.next_case(deputy, table.meeting_id),
    ):
        with pytest.raises(Refused, match="Sign the declaration"):
            act()


def test_an_uninvited_agency_finds_no_case(hearing_first: Table) -> None:
    """For them there is no such item."""
    with pytest.raises(NotVisible):
        hearing.share(hearing_first.world.actor("children"), hearing_first.item(0), "x")


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_bad_input_is_refused(hearing_first: Table, text: str) -> None:
    """Nothing, blanks and endless text, beside the box they were typed into."""
    table = hearing_first
    with pytest.raises(RuleBroken) as refusal:
        hearing.share(table.world.actor("idva"), table.item(0), text)
    assert refusal.value.field == "shared"
    with pytest.raises(RuleBroken) as refusal:
        hearing.identify_risk(table.world.actor("chair"), table.item(0), text)
    assert refusal.value.field == "risk"


def test_an_unknown_outcome_is_refused(hearing_first: Table) -> None:
    """A hearing ends heard or put off; a made-up word changes nothing."""
    table, chair = hearing_first, hearing_first.world.actor("chair")
    with pytest.raises(RuleBroken):
        hearing.conclude_item(chair, table.item(0), "forgotten")
    assert queries.item(chair, table.item(0)).state == ItemState.HEARING
