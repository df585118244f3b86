"""An agency writes its own research line by line, says how far it is, and deletes it."""

import pytest

from app.marac.invitation import service as invitations
from app.marac.meeting import service as meetings
from app.marac.research import reading_out, service, writing
from app.marac.research.rules import ResearchState
from app.refusals import Changed, NotVisible, RuleBroken
from tests.marac.research.desk import KEPT, KNOWN, publish, request_of, write
from tests.marac.table import Table


@pytest.fixture
def asked(table: Table) -> Table:
    """A table whose agenda is published."""
    publish(table)
    return table


def test_colleagues_read_each_others_lines(asked: Table) -> None:
    """What one of the police writes the other reads, with all that the line says of itself."""
    request = request_of(asked, "police", 1)
    write(asked, "officer", request.id)
    write(asked, "chair", request.id, KEPT, "keep")
    lines = service.open_request(asked.world.actor("officer"), request.id).lines
    assert [line.words.text for line in lines] == [KNOWN, KEPT]
    assert (lines[0].words.source, lines[0].words.date, lines[0].words.why) == (
        "Crime record",
        "May",
        "",
    )
    assert lines[1].words.why == "It is hers to tell"


def test_looking_is_no_progress_and_the_first_line_is(asked: Table) -> None:
    """The state follows what is written; nothing known gives way to the first line."""
    officer, request = asked.world.actor("officer"), request_of(asked, "police", 1)
    assert request.state == ResearchState.ASKED
    service.open_request(officer, request.id)
    assert request.state == ResearchState.ASKED
    writing.mark(officer, request.id, "nothing_known")
    write(asked, "officer", request.id)
    assert request.state == ResearchState.OPENED
    writing.mark(officer, request.id, "ready")
    assert request.state == ResearchState.READY


def test_nothing_is_known_only_where_nothing_is_written(asked: Table) -> None:
    """A colleague wrote a line meanwhile: it is shown, and not called nothing."""
    request = request_of(asked, "police", 1)
    write(asked, "chair", request.id)
    with pytest.raises(RuleBroken):
        writing.mark(asked.world.actor("officer"), request.id, "nothing_known")


def test_whoever_changes_a_changed_line_is_told(asked: Table) -> None:
    """Two colleagues at one line: the second sees the first's words before hers count."""
    officer, request = asked.world.actor("officer"), request_of(asked, "police", 1)
    line = write(asked, "officer", request.id)
    seen = line.revision
    words = writing.said("Called three times", "fact", "", "", "keep")
    writing.change_line(asked.world.actor("chair"), request.id, line.id, words, seen)
    with pytest.raises(Changed):
        writing.change_line(officer, request.id, line.id, words, seen)


def test_sent_twice_it_is_saved_once(asked: Table) -> None:
    """A form that is pressed twice leaves one line."""
    officer, request = asked.world.actor("officer"), request_of(asked, "police", 1)
    words = writing.said(KNOWN, "fact", "", "", "share")
    once = asked.case(0)
    first = writing.add_line(officer, request.id, words, once)
    assert writing.add_line(officer, request.id, words, once).id == first.id
    assert len(service.open_request(officer, request.id).lines) == 1


def test_a_line_must_be_told_apart_and_decided(asked: Table) -> None:
    """No words, neither fact nor opinion, neither shared nor kept: none of it is a line."""
    for wrong in ((" ", "fact", "share"), ("x", "", "share"), ("x", "fact", "")):
        with pytest.raises(RuleBroken):
            writing.said(wrong[0], wrong[1], "", "", wrong[2])


def test_nothing_is_written_once_the_meeting_is_closed(asked: Table) -> None:
    """Until it closes, also while it goes on; not after."""
    request = request_of(asked, "police", 1)
    asked.begin()
    write(asked, "officer", request.id)
    meetings.close_meeting(asked.world.actor("chair"), asked.meeting_id)
    with pytest.raises(RuleBroken):
        write(asked, "officer", request.id)
    assert len(service.own_list(asked.world.actor("officer")).kept) == 1


def test_the_agency_deletes_its_research(asked: Table) -> None:
    """Lines and keys are gone for everybody, and what is written afterwards has a new key."""
    officer, request = asked.world.actor("officer"), request_of(asked, "police", 1)
    old = write(asked, "officer", request.id).secret_id
    writing.delete_research(officer, request.id)
    opened = service.open_request(officer, request.id)
    assert (opened.lines, opened.shut) == ((), 0)
    assert write(asked, "chair", request.id).secret_id != old


def test_only_shared_lines_reach_the_board_and_only_ones_own(asked: Table) -> None:
    """The board asks for what is meant to be shared; kept lines and other agencies' stay shut."""
    request = request_of(asked, "police", 1)
    line = write(asked, "officer", request.id)
    write(asked, "officer", request.id, KEPT, "keep")
    officer = asked.world.actor("officer")
    item = asked.item(1)
    shared = service.to_share(officer, service.Ring(officer), item)
    assert [(one.text, one.kind, one.source, one.date, one.is_shared) for one in shared] == [
        (KNOWN, "fact", "Crime record", "May", False)
    ]
    for other in ("coordinator", "idva", "deputy"):
        actor = asked.world.actor(other)
        assert service.to_share(actor, service.Ring(actor), item) == []
        service.mark_shared(actor, [line.id])
    assert line.shared_at is None
    service.mark_shared(officer, [line.id])
    assert line.shared_at is not None


def test_officers_see_how_far_each_is_and_no_more(asked: Table) -> None:
    """Asked, opened, ready, nothing known: a word each, for officers only."""
    request = request_of(asked, "police", 1)
    write(asked, "officer", request.id)
    found = service.states(asked.world.actor("coordinator"), asked.meeting_id)
    assert found[asked.case(1), asked.world.agencies["police"]] is ResearchState.OPENED
    assert found[asked.case(0), asked.world.agencies["idva"]] is ResearchState.ASKED
    assert len(found) == 15


def test_what_is_sent_is_read_by_officers_and_only_what_is_shared(asked: Table) -> None:
    """An agency that cannot come sends its shareable lines; why it keeps others stays with it."""
    officer, request = asked.world.actor("officer"), request_of(asked, "police", 1)
    with pytest.raises(RuleBroken):
        reading_out.send(officer, request.id)
    write(asked, "officer", request.id)
    write(asked, "officer", request.id, KEPT, "keep")
    reading_out.send(officer, request.id)
    (case,) = reading_out.sent_before(asked.world.actor("coordinator"), asked.meeting_id)
    assert case.name == "Jonquil Testcase"
    assert [line.text for line in case.sent[0].lines] == [KNOWN]
    coordinator = asked.world.actor("coordinator")
    (sent,) = reading_out.sent_for(coordinator, service.Ring(coordinator), asked.item(1))
    assert sent.agency == "Northbrook Police"
    reading_out.take_back(officer, request.id)
    assert reading_out.sent_before(coordinator, asked.meeting_id) == []


def test_apologies_say_that_information_was_sent(asked: Table) -> None:
    """Whoever answered that they cannot come need not say so twice."""
    officer, request = asked.world.actor("officer"), request_of(asked, "police", 1)
    reply = invitations.answer(officer, asked.meeting_id, invitations.Given("apologies"))
    assert not reply.sends_information
    writing.mark(officer, request.id, "nothing_known")
    reading_out.send(officer, request.id)
    assert reply.sends_information
    reading_out.take_back(officer, request.id)
    assert not reply.sends_information


def test_that_nothing_is_known_can_be_sent(asked: Table) -> None:
    """It is an answer too: the coordinator need not wait."""
    officer, request = asked.world.actor("officer"), request_of(asked, "police", 1)
    writing.mark(officer, request.id, "nothing_known")
    reading_out.send(officer, request.id)
    (case,) = reading_out.sent_before(asked.world.actor("coordinator"), asked.meeting_id)
    assert case.sent[0].lines == ()


def test_all_cases_are_sent_by_one_press(asked: Table) -> None:
    """Nobody can come: what is to be shared goes, case by case; where nothing is said, nothing."""
    officer = asked.world.actor("officer")
    assert reading_out.send_all(officer, asked.meeting_id) == 0
    write(asked, "officer", request_of(asked, "police", 1).id)
    writing.mark(officer, request_of(asked, "police", 0).id, "nothing_known")
    assert reading_out.send_all(officer, asked.meeting_id) == 2
    sent = reading_out.sent_before(asked.world.actor("coordinator"), asked.meeting_id)
    assert {case.name: len(case.sent[0].lines) for case in sent} == {
        "Marigold Testcase": 0,
        "Jonquil Testcase": 1,
    }


def test_the_next_case_follows_and_the_last_is_said(asked: Table) -> None:
    """From one case to the next that is not finished, round to those that were left."""
    officer = asked.world.actor("officer")
    listed = service.own_list(officer).to_look_up
    first, second, third = (one.request for one in listed)
    writing.mark(officer, second.id, "nothing_known")
    assert service.next_to_look_up(officer, second) == third.id
    assert service.next_to_look_up(officer, third) == first.id
    for row in (first, third):
        writing.mark(officer, row.id, "nothing_known")
    assert service.next_to_look_up(officer, third) is None


def test_another_agencys_request_answers_like_none(asked: Table) -> None:
    """By id, by any verb, an officer of the MARAC or a member of another agency finds nothing."""
    request = request_of(asked, "police", 1)
    line = write(asked, "officer", request.id)
    words = writing.said("x", "fact", "", "", "keep")
    for who in ("coordinator", "deputy", "idva", "housing"):
        actor = asked.world.actor(who)
        for act in (
            lambda a: service.open_request(a, request.id),
            lambda a: writing.add_line(a, request.id, words),
            lambda a: writing.change_line(a, request.id, line.id, words, 1),
            lambda a: writing.delete_line(a, request.id, line.id),
            lambda a: writing.mark(a, request.id, "ready"),
            lambda a: writing.delete_research(a, request.id),
            lambda a: reading_out.send(a, request.id),
            lambda a: reading_out.take_back(a, request.id),
        ):
            with pytest.raises(NotVisible):
                act(actor)
