"""A paper pack: two agree, copies are made for named people, and each is counted back in."""

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from app import clock
from app.accounts.person.model import Person, PersonState
from app.confidentiality.circle.service import exclude
from app.db import db, new_id, transaction
from app.marac.agenda.service import put_off, put_on_agenda
from app.marac.invitation import service as invitations
from app.marac.invitation.service import Given
from app.marac.meeting import queries as meetings
from app.marac.meeting.model import AgendaItem, Meeting
from app.marac.pack import printing, queries, rules, service
from app.marac.pack.content import clock_time
from app.marac.pack.rules import Stage
from app.marac.pack.verifying import verify_all
from app.refusals import NotVisible, Refused, RuleBroken
from app.vault.errors import Forged
from tests.builders import World
from tests.marac import trail
from tests.marac.pack.packing import agreed, asked, copy_of
from tests.marac.table import VICTIMS, Table, list_one
from tests.pages import send
from tests.paper.reading import everything, words


def test_one_officer_alone_prints_nothing(table: Table) -> None:
    """What was asked for is no pack until another officer of another agency has signed too."""
    row = asked(table)
    coordinator = table.world.actor("coordinator")
    with pytest.raises(RuleBroken):
        printing.print_copy(coordinator, copy_of(table, row, "idva").id)
    with pytest.raises(Refused):
        service.agree(coordinator, row.id, table.world.members["coordinator"].passphrase)
    assert queries.stage(row) is Stage.ASKED
    assert "pack:print" not in trail.tags()


def test_the_second_officer_types_the_passphrase(table: Table) -> None:
    """Another's, or a wrong one, agrees to nothing; nor does whoever is no officer."""
    row = asked(table)
    with pytest.raises(RuleBroken):
        service.agree(table.world.actor("deputy"), row.id, "something else entirely")
    with pytest.raises(Refused):
        service.agree(table.world.actor("idva"), row.id, table.world.members["idva"].passphrase)
    assert queries.pack(table.world.actor("deputy"), row.id).agreed_by is None


def test_an_officer_of_the_same_agency_is_no_second(table: Table) -> None:
    """The row that says of which agency the asker was is in what was signed, and so is who."""
    row = asked(table)
    with pytest.raises(Refused):
        rules.require_second(
            row.asked_by, row.asked_agency_id, table.world.person_id("chair"), row.asked_agency_id
        )


def test_only_those_invited_who_have_signed_get_a_copy(table: Table) -> None:
    """Somebody of an agency that is not invited, or who has not signed, is not on the list."""
    coordinator = table.world.actor("coordinator")
    meeting = db.session.get_one(Meeting, table.meeting_id)
    names = {person.name for person in service.may_have(coordinator, meeting)}
    assert "Leila Haddad" in names
    assert {"Femi Bello", "Sian Morgan", "Alex Novak"}.isdisjoint(names)
    with pytest.raises(NotVisible):
        asked(table, "nrpf")
    with pytest.raises(RuleBroken):
        service.ask(coordinator, table.meeting_id, "network", [])
    with pytest.raises(RuleBroken):
        service.ask(coordinator, table.meeting_id, "curiosity", [table.world.person_id("idva")])


def test_a_copy_holds_what_hearing_a_case_needs(table: Table) -> None:
    """Names, what happened, room for notes; whose copy, code and number on every page."""
    row = agreed(table)
    copy, pdf = printing.print_copy(table.world.actor("deputy"), copy_of(table, row, "idva").id)
    pages = words(pdf)
    said = " ".join(pages)
    for victim in VICTIMS:
        assert victim in said
    for page in pages:
        assert "Leila Haddad" in page
        assert copy.code in page
        assert f"copy {copy.number}" in page
        assert "Do not copy" in page
    assert trail.count("pack:print") == 1
    assert copy.printed_by == table.world.person_id("deputy")


def test_a_case_kept_from_the_reader_leaves_no_trace(table: Table) -> None:
    """Housing's copy has two cases, numbered one and two, at the first two times."""
    row = agreed(table)
    deputy = table.world.actor("deputy")
    _, housing = printing.print_copy(deputy, copy_of(table, row, "housing").id)
    _, idva = printing.print_copy(deputy, copy_of(table, row, "idva").id)
    said = " ".join(words(housing))
    assert VICTIMS[2] not in said
    assert VICTIMS[2].split()[0].encode() not in everything(housing)
    assert VICTIMS[0] in said
    assert "3. " not in said
    assert VICTIMS[2] in " ".join(words(idva))
    times = re.findall(r"\b\d\d:\d\d\b", words(housing)[0])
    assert times[-2:] == sorted(times[-2:])


def test_what_is_left_out_takes_no_time(table: Table) -> None:
    """The times of a copy are reckoned from its own cases: a long case before shows nowhere."""
    with transaction():
        for item in table.items:
            item.minutes = 45 if item.case_id == table.case(2) else 12
    row = agreed(table, "idva", "housing")
    coordinator = table.world.actor("coordinator")
    _, pdf = printing.print_copy(coordinator, copy_of(table, row, "housing").id)
    text = " ".join(words(pdf))
    own = meetings.agenda(table.world.actor("housing"), table.meeting_id)
    assert len(own) == 2
    for line in own:
        assert clock_time(line.starts_at) in text


def test_a_case_that_only_a_row_puts_on_the_agenda_is_on_no_paper(table: Table) -> None:
    """What two officers agreed to follows the agenda that an officer signed."""
    row = agreed(table, "idva", "housing")
    outside = list_one(table.world, "Outside Nobody", [])
    with transaction() as session:
        session.add(
            AgendaItem(
                area_id=table.world.area_id,
                meeting_id=table.meeting_id,
                case_id=outside,
                position=77,
                starts_at=clock.now(),
                state="waiting",
            )
        )
    coordinator = table.world.actor("coordinator")
    _, pdf = printing.print_copy(coordinator, copy_of(table, row, "idva").id)
    assert "Outside Nobody" not in " ".join(words(pdf))
    assert VICTIMS[0] in " ".join(words(pdf))


def test_what_two_agreed_to_does_not_grow(table: Table) -> None:
    """A case that an officer puts on the agenda after the asking is in no copy of that pack, and is
    in one that is asked for afterwards."""
    row = agreed(table, "idva")
    coordinator = table.world.actor("coordinator")
    put_on_agenda(coordinator, table.meeting_id, list_one(table.world, "Celandine Later", []))
    _, pdf = printing.print_copy(coordinator, copy_of(table, row, "idva").id)
    assert "Celandine Later" not in " ".join(words(pdf))
    again = agreed(table, "idva")
    _, pdf = printing.print_copy(coordinator, copy_of(table, again, "idva").id)
    assert "Celandine Later" in " ".join(words(pdf))


def test_a_longer_list_than_was_signed_prints_nothing(table: Table) -> None:
    """The cases are in both signatures, and so is when the meeting was to begin."""
    row = agreed(table, "idva")
    copy = copy_of(table, row, "idva")
    for changed in (
        {"cases": [*row.cases, str(new_id())]},
        {"meeting_at": row.meeting_at + timedelta(days=9)},
    ):
        before = {name: getattr(row, name) for name in changed}
        with transaction():
            for name, value in changed.items():
                setattr(row, name, value)
        with pytest.raises(Forged):
            printing.print_copy(table.world.actor("deputy"), copy.id)
        with transaction():
            for name, value in before.items():
                setattr(row, name, value)


def test_paper_is_asked_for_shortly_before_a_meeting_that_has_cases(table: Table) -> None:
    """Not five days ahead, and not for an agenda without a case."""
    with clock.pretend(clock.now() - timedelta(days=6)), pytest.raises(RuleBroken):
        asked(table)
    coordinator = table.world.actor("coordinator")
    for item in table.items:
        put_off(coordinator, item.id, None)
    with pytest.raises(RuleBroken):
        asked(table)


def test_the_check_of_all_that_was_signed_names_a_pack_that_is_not_as_two_agreed(
    table: Table,
) -> None:
    """As it was agreed nothing is found; a moved hour, another reader or a second person that the
    row made up is."""
    row = agreed(table, "idva", "housing")
    assert verify_all() == []
    at, second = row.agreed_at, row.agreed_by
    assert at is not None
    for changed in (
        {"agreed_at": at + timedelta(hours=5)},
        {"agreed_by": table.world.person_id("chair")},
        {"reason": "drill"},
    ):
        before = {name: getattr(row, name) for name in changed}
        with transaction():
            for name, value in changed.items():
                setattr(row, name, value)
        assert {each.id for each in verify_all()} == {row.id}
        with transaction():
            for name, value in before.items():
                setattr(row, name, value)
        assert verify_all() == []
    assert second == row.agreed_by
    with transaction():
        copy_of(table, row, "housing").person_id = table.world.person_id("second_idva")
    assert {each.id for each in verify_all()} == {row.id}


def test_a_copy_printed_without_the_second_signature_is_found(table: Table) -> None:
    """One officer's request and a row that says it was printed."""
    row = asked(table)
    with transaction():
        copy_of(table, row, "idva").printed_at = clock.now()
    assert [(each.table, each.id) for each in verify_all()] == [("pack", row.id)]


def test_only_an_officers_copy_says_who_leaves_before_which_case(table: Table) -> None:
    """On paper no screen tells the chair whom to send out; housing's own copy is silent."""
    row = agreed(table, "chair", "idva", "housing")
    deputy = table.world.actor("deputy")
    pages = {
        who: " ".join(words(printing.print_copy(deputy, copy_of(table, row, who).id)[1]))
        for who in ("chair", "idva", "housing")
    }
    assert "Must have left the room Daniel Price" in pages["chair"]
    for who in ("idva", "housing"):
        assert "left the room" not in pages[who]
    assert "Daniel Price" not in pages["idva"]


def test_an_agency_excluded_after_the_asking_loses_the_case_from_its_copy(table: Table) -> None:
    """What is in a copy is decided when it is printed."""
    row = agreed(table)
    chair = table.world.actor("chair")
    exclude(chair, table.case(0), agency_id=table.world.agencies["idva"])
    _, pdf = printing.print_copy(chair, copy_of(table, row, "idva").id)
    assert VICTIMS[0] not in " ".join(words(pdf))


def test_hours_are_counted_from_the_second_signature(table: Table) -> None:
    """24 hours to agree, 24 to print, 72 to be back."""
    with clock.pretend(clock.now() - timedelta(hours=25)):
        row = asked(table)
    assert queries.stage(row) is Stage.LAPSED
    passphrase = table.world.members["deputy"].passphrase
    with pytest.raises(RuleBroken):
        service.agree(table.world.actor("deputy"), row.id, passphrase)
    row = agreed(table)
    with (
        clock.pretend(clock.now() + timedelta(hours=25)),
        pytest.raises(RuleBroken),
    ):
        printing.print_copy(table.world.actor("deputy"), copy_of(table, row, "idva").id)


def test_what_was_signed_is_what_is_printed(table: Table) -> None:
    """A row that names another reader, or an hour later than was signed, prints nothing."""
    row = agreed(table)
    copy = copy_of(table, row, "idva")
    with transaction():
        copy.person_id = table.world.person_id("second_idva")
    with pytest.raises(Forged):
        printing.print_copy(table.world.actor("deputy"), copy.id)
    with transaction():
        copy.person_id = table.world.person_id("idva")
        row.agreed_at += timedelta(hours=5)
    with pytest.raises(Forged):
        printing.print_copy(table.world.actor("deputy"), copy.id)


def test_who_has_left_since_gets_no_copy(table: Table) -> None:
    """Whoever could not be given a key today is given no paper either."""
    row = agreed(table)
    with transaction():
        db.session.get_one(Person, table.world.person_id("idva")).state = PersonState.LEFT
    with pytest.raises(RuleBroken):
        printing.print_copy(table.world.actor("deputy"), copy_of(table, row, "idva").id)


def test_each_copy_is_counted_back_by_somebody_else(table: Table) -> None:
    """Returned, destroyed, or lost with what was done; nobody counts their own."""
    row = agreed(table, "deputy", "idva")
    deputy, coordinator = table.world.actor("deputy"), table.world.actor("coordinator")
    own, other = copy_of(table, row, "deputy"), copy_of(table, row, "idva")
    with pytest.raises(RuleBroken):
        service.count_back(deputy, other.id, "returned", (), None)
    for copy in (own, other):
        printing.print_copy(deputy, copy.id)
    with pytest.raises(Refused):
        service.count_back(deputy, own.id, "returned", (), None)
    with pytest.raises(RuleBroken):
        service.count_back(coordinator, other.id, "lost", ["searched"], None)
    service.count_back(coordinator, own.id, "returned", (), None)
    lost = service.count_back(coordinator, other.id, "lost", ["searched", "idvas", "dpo"], None)
    assert lost.done == ["searched", "idvas", "dpo"]
    assert queries.not_back(row.id) == []
    assert service.count_back(deputy, other.id, "returned", (), None).fate == "returned"
    with pytest.raises(RuleBroken):
        service.count_back(deputy, other.id, "destroyed", (), None)


def test_the_pages(laid: World, tmp_path: Path) -> None:
    """Ask, agree, download, count: as each officer; others find nothing there."""
    world = laid.copy_to(tmp_path / "pages")
    coordinator, deputy = world.client("coordinator"), world.client("deputy")
    asking = f"/packs/for/{world.extra['meeting']}"
    assert world.client("idva").get(asking).status_code == 403
    with world.inside():
        deputy_id = world.person_id("second_idva")
        said = Given("deputy", deputy_id)
        invitations.answer(world.actor("idva"), world.extra["meeting"], said)
    assert "Not coming: " in coordinator.get(asking).text
    wrong = send(coordinator, asking, {"reason": "network"})
    assert wrong.status_code == 422
    answer = send(
        coordinator, asking, {"reason": "network", "people": str(world.person_id("idva"))}
    )
    assert answer.status_code == 303, answer.text
    address = answer.headers["Location"]
    assert "waits for a second officer" in deputy.get("/").text
    given = {"passphrase": world.members["deputy"].passphrase}
    assert send(deputy, f"{address}/agree", given, address).status_code == 303
    page = deputy.get(address).text
    assert "comes instead" in page
    printed = re.search(r'action="(/packs/copies/[^"]+/print)"', page)
    assert printed is not None
    pdf = send(deputy, printed[1], {}, address)
    assert pdf.mimetype == "application/pdf"
    assert "Haddad" not in pdf.headers["Content-Disposition"]
    assert "no-store" in pdf.headers["Cache-Control"]
    assert "1 copy not back" in world.client("chair").get("/").text
    count = printed[1].removesuffix("/print")
    assert send(deputy, count, {"fate": "returned"}).status_code == 303
    assert "Returned to an officer" in deputy.get(address).text
    world.close()


def test_a_copy_draws_something_on_every_page(table: Table) -> None:
    """Another program than ours reads it: each page has words, and something that draws them."""
    row = agreed(table)
    _, pdf = printing.print_copy(table.world.actor("deputy"), copy_of(table, row, "idva").id)
    with pikepdf.open(BytesIO(pdf)) as read:
        drawn = [len(pikepdf.parse_content_stream(page)) for page in read.pages]
    assert len(drawn) == len(words(pdf))
    assert all(drawn)
