"""The way into a meeting: opened, read aloud, signed, let in; and nothing before."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from app import clock
from app.confidentiality.agreement.model import WordingKind
from app.confidentiality.agreement.service import publish, standard_text
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.model import Grant
from app.db import transaction
from app.marac.case.model import Case
from app.marac.meeting import lobby, queries, service
from app.marac.meeting.rules import MeetingState, Place
from app.refusals import Changed, NotVisible, Refused, RuleBroken
from app.vault import signing
from tests.marac import trail
from tests.marac.table import Table


def publish_declaration(table: Table, more: str) -> None:
    """Put another declaration into force."""
    text = standard_text(WordingKind.MEETING_DECLARATION) + more
    publish(table.world.actor("chair"), WordingKind.MEETING_DECLARATION, "Declaration", text)


def place(table: Table, who: str) -> Place:
    """Where somebody stands in today's meeting."""
    return lobby.here(table.world.actor(who), table.meeting_id).place


def test_the_steps_in_as_one_person_goes_through_them(table: Table) -> None:
    """Not open, not read, to sign, at the door, inside: one after the other."""
    world, meeting_id = table.world, table.meeting_id
    chair = world.actor("chair")
    places = [place(table, "officer")]
    service.open_meeting(chair, meeting_id)
    places.append(place(table, "officer"))
    service.record_declaration_read(chair, meeting_id)
    places.append(place(table, "officer"))
    table.sign("officer")
    places.append(place(table, "officer"))
    circle.admit(chair)
    places.append(place(table, "officer"))
    steps = [Place.BEFORE, Place.UNREAD, Place.TO_SIGN, Place.AT_THE_DOOR, Place.INSIDE]
    assert places == steps


def test_who_is_inside_reads_the_agenda_by_name(table: Table) -> None:
    """Signed and let in, an officer of the police sees the three cases, in the order planned."""
    table.begin()
    table.seat("officer")
    lines = lobby.open_agenda(table.world.actor("officer"), table.meeting_id)
    names = [line.label.name for line in lines if line.label]
    assert names == ["Marigold Testcase", "Jonquil Testcase", "Zephyrine Canary"]


def test_reading_the_agenda_is_in_the_trail(table: Table) -> None:
    """Each reading of names is a row with their number."""
    table.begin()
    before = trail.count("meeting:agenda")
    lobby.open_agenda(table.world.actor("chair"), table.meeting_id)
    assert trail.count("meeting:agenda") == before + 1


def test_numbers_and_times_and_nothing_else_before_signing(table: Table) -> None:
    """An IDVA who holds the keys of her own referrals still sees no more than numbers and times."""
    table.begin()
    now = lobby.here(table.world.actor("idva"), table.meeting_id)
    lines = lobby.agenda_for(table.world.actor("idva"), now)
    assert [line.number for line in lines] == [1, 2, 3]
    assert {(line.item_id, line.case_id, line.reference, line.label) for line in lines} == {
        (None, None, "", None)
    }


def test_who_has_a_few_of_the_keys_waits_for_the_rest_at_the_door(table: Table) -> None:
    """Somebody who holds one case already is let in as one, not to a page half shut."""
    table.begin()
    idva = table.world.person_id("idva")
    with transaction() as session:
        secret = session.get_one(Case, table.case(0)).secret_id
        session.execute(delete(Grant).where(Grant.holder_id == idva, Grant.secret_id != secret))
    table.sign("idva")
    assert place(table, "idva") is Place.AT_THE_DOOR
    circle.admit(table.world.actor("chair"))
    assert place(table, "idva") is Place.INSIDE


def test_the_chair_signs_like_everybody_else(table: Table) -> None:
    """The office alone opens no case on the meeting's page."""
    chair = table.world.actor("chair")
    service.open_meeting(chair, table.meeting_id)
    service.record_declaration_read(chair, table.meeting_id)
    assert place(table, "chair") is Place.TO_SIGN
    assert lobby.open_agenda(chair, table.meeting_id)[0].label is None


def test_nobody_signs_before_the_words_were_read(table: Table) -> None:
    """Neither before the meeting is open nor before the declaration was read aloud."""
    idva = table.world.actor("idva")
    passphrase = table.world.members["idva"].passphrase
    with pytest.raises(RuleBroken):
        service.attend(idva, table.meeting_id, passphrase)
    service.open_meeting(table.world.actor("chair"), table.meeting_id)
    with pytest.raises(RuleBroken):
        service.attend(idva, table.meeting_id, passphrase)


def test_signing_asks_for_the_passphrase(table: Table) -> None:
    """A wrong one signs nothing; the right one signs, and a second time changes nothing."""
    table.begin()
    idva = table.world.actor("idva")
    with pytest.raises(RuleBroken) as refusal:
        service.attend(idva, table.meeting_id, "not the right words")
    assert refusal.value.field == "passphrase"
    assert not queries.has_signed(table.meeting_id, idva.person_id)
    passphrase = table.world.members["idva"].passphrase
    first = service.attend(idva, table.meeting_id, passphrase)
    assert service.attend(idva, table.meeting_id, passphrase).id == first.id
    assert queries.has_signed(table.meeting_id, idva.person_id)


def test_who_has_not_signed_the_areas_agreements_cannot_sign_for_a_meeting(table: Table) -> None:
    """A new confidentiality agreement comes first; the message says where to find it."""
    table.begin()
    text = standard_text(WordingKind.CONFIDENTIALITY_AGREEMENT) + "\nOne more promise.\n"
    chair = table.world.actor("chair")
    publish(chair, WordingKind.CONFIDENTIALITY_AGREEMENT, "Agreement", text)
    with pytest.raises(Refused, match="Sign the wording in force first"):
        service.attend(table.world.actor("idva"), table.meeting_id, "whatever words")


def test_an_agency_that_was_not_invited_finds_no_meeting(table: Table) -> None:
    """Its people have signed everything, and the meeting is not there for them."""
    table.begin()
    children = table.world.actor("children")
    assert not queries.meetings(children)
    with pytest.raises(NotVisible):
        lobby.here(children, table.meeting_id)
    with pytest.raises(NotVisible):
        service.attend(children, table.meeting_id, "whatever words")


def test_an_administrator_has_nothing_to_do_with_meetings(table: Table) -> None:
    """The role opens no meeting, and signs in to none."""
    administrator = table.world.actor("administrator")
    for act in (
        lambda: lobby.here(administrator, table.meeting_id),
        lambda: service.attend(administrator, table.meeting_id, "whatever words"),
        lambda: service.open_meeting(administrator, table.meeting_id),
    ):
        with pytest.raises(Refused):
            act()


def test_a_member_does_not_run_the_meeting(table: Table) -> None:
    """Opening, recording the reading, witnessing and closing are the chair's."""
    idva = table.world.actor("idva")
    for act in (
        lambda: service.open_meeting(idva, table.meeting_id),
        lambda: service.record_declaration_read(idva, table.meeting_id),
        lambda: service.witness(idva, table.meeting_id, "Leah Thornton", idva.agency_id),
        lambda: service.close_meeting(idva, table.meeting_id),
    ):
        with pytest.raises(Refused):
            act()


def test_a_meeting_is_opened_once(table: Table) -> None:
    """A second opening would hide who was first in the chair."""
    chair = table.world.actor("chair")
    service.open_meeting(chair, table.meeting_id)
    with pytest.raises(RuleBroken):
        service.open_meeting(chair, table.meeting_id)


def test_a_meeting_is_not_opened_the_day_before(table: Table) -> None:
    """Cases must not open for people early."""
    with clock.pretend(clock.now() - timedelta(days=1)), pytest.raises(RuleBroken):
        service.open_meeting(table.world.actor("chair"), table.meeting_id)


def test_the_reading_is_signed_by_the_chair(table: Table) -> None:
    """The record names the words by their digest and verifies with the chair's public key."""
    table.begin()
    chair = table.world.members["chair"]
    meeting = queries.meeting(table.world.actor("chair"), table.meeting_id)
    assert meeting.statement is not None
    assert meeting.signature is not None
    signing.verify(chair.keyring.signing_public, meeting.statement, meeting.signature)
    said = signing.read_statement(meeting.statement)
    words = service.declaration(meeting)
    assert (said["statement"], said["meeting"], said["digest"], said["person"]) == (
        "declaration-read",
        str(meeting.id),
        words.digest.hex(),
        str(chair.person_id),
    )


def test_words_that_changed_on_the_chairs_screen_are_shown_again(table: Table) -> None:
    """Between showing and recording a new version came out: the chair reads that one."""
    chair = table.world.actor("chair")
    meeting = service.open_meeting(chair, table.meeting_id)
    shown = service.declaration(meeting).id
    publish_declaration(table, "\nA new paragraph.\n")
    with pytest.raises(Changed):
        service.record_declaration_read(chair, table.meeting_id, shown)
    assert place(table, "chair") is Place.UNREAD


def test_a_new_declaration_in_the_middle_is_read_before_late_arrivals_sign(table: Table) -> None:
    """Nobody signs words that were not read aloud; who signed the earlier ones stays inside."""
    table.begin()
    publish_declaration(table, "\nA new paragraph.\n")
    assert (place(table, "chair"), place(table, "idva")) == (Place.INSIDE, Place.UNREAD)
    service.record_declaration_read(table.world.actor("chair"), table.meeting_id)
    assert place(table, "idva") is Place.TO_SIGN


def test_a_late_arrival_signs_on_arrival(table: Table) -> None:
    """Somebody who comes when a case has been heard signs, waits at the door and is let in."""
    table.begin()
    late = clock.now() + timedelta(minutes=70)
    with clock.pretend(late):
        table.seat("second_idva")
        assert place(table, "second_idva") is Place.INSIDE
        person_id = table.world.person_id("second_idva")
        attendance = queries.attendance_of(table.meeting_id, person_id)
    assert attendance is not None
    assert attendance.at == late


def test_closing_puts_off_what_was_not_heard(table: Table) -> None:
    """The chair gets the list of cases that go to the next meeting."""
    table.begin()
    unheard = service.close_meeting(table.world.actor("chair"), table.meeting_id)
    assert [line.number for line in unheard] == [1, 2, 3]
    meeting = queries.meeting(table.world.actor("chair"), table.meeting_id)
    assert meeting.state == MeetingState.CLOSED
    with pytest.raises(RuleBroken):
        service.close_meeting(table.world.actor("chair"), table.meeting_id)


def test_after_the_close_nobody_signs_in(table: Table) -> None:
    """A closed meeting takes no signature, and who was not there sees nothing of it."""
    table.begin()
    service.close_meeting(table.world.actor("chair"), table.meeting_id)
    now = lobby.here(table.world.actor("idva"), table.meeting_id)
    assert (now.place, now.sees_cases) == (Place.AFTER, False)
    with pytest.raises(RuleBroken):
        service.attend(table.world.actor("idva"), table.meeting_id, "whatever words")


def test_the_meeting_keeps_its_peoples_sessions_longer(table: Table) -> None:
    """Sixty minutes idle instead of thirty, from signing until the close."""
    person_id = table.world.person_id("chair")
    assert not queries.is_in_open_meeting(person_id)
    table.begin()
    assert queries.is_in_open_meeting(person_id)
    service.close_meeting(table.world.actor("chair"), table.meeting_id)
    assert not queries.is_in_open_meeting(person_id)
