"""AC-47: the perpetrator, or his solicitor, asks for “my data”."""

from dataclasses import replace

import pytest

from app.confidentiality.circle.ring import Ring
from app.confidentiality.disclosure import ports, service
from app.confidentiality.disclosure.rules import Ground
from app.marac.case import service as cases
from app.marac.case.rules import OpeningReason
from app.marac.party.rules import PartyKind
from app.refusals import RuleBroken
from tests.asking import a_choice, a_request, every_item
from tests.builders import World
from tests.exits import a_member, a_recipient
from tests.working import CANARY

CANARIES = (CANARY, "Zephyrine", "Wharfside", "07700 900777", "by the throat", "sister", "Wren")


def of_him_alone(marac: World) -> tuple[str, ...]:
    """The items that tell facts of one person and nothing of anybody else."""
    opened = ports.open_record(Ring(marac.actor("deputy")), marac.extra["case"])
    return tuple(item.key for item in opened.items if item.about_subject)


def test_it_goes_to_the_agencys_lawyers_and_says_nothing_of_her(marac: World) -> None:
    """No address of hers, nobody who told, not that a MARAC heard anything: the perpetrator's own
    name, date of birth and address, for lawyers who decide what, if anything, is confirmed."""
    with marac.inside():
        legal = a_member(marac, "hospital", "deputy", legal=True)
        items = of_him_alone(marac)
        request_id = a_request(marac, legal, items, by="idva", ground=Ground.SUBJECT_ACCESS)
        prepared = a_choice(marac, request_id, "chair", hand_over_by=marac.person_id("idva"))
        assert prepared.sheet is not None
        said = prepared.sheet.to_bytes().decode()
    assert "Osric Canary" in said
    assert "neither confirmed nor denied" in said
    for canary in (*CANARIES, "MARAC", "victim", "Husband"):
        assert canary not in said, canary


def test_an_address_that_is_hers_too_is_not_in_it(marac: World) -> None:
    """His recorded address is the one that she keeps secret: it stays inside."""
    with marac.inside():
        coordinator, case = marac.actor("coordinator"), marac.extra["case"]
        opened = cases.open_case(coordinator, case, OpeningReason.RECORD_CHECK)
        him, her = opened.of_kind(PartyKind.PERPETRATOR)[0], opened.victim
        assert her is not None
        same = replace(
            him.details, address=her.details.address, postcode=her.details.postcode.replace(" ", "")
        )
        cases.change_party(coordinator, case, him.id, same, him.revision)
        legal = a_member(marac, "hospital", "deputy", legal=True)
        request_id = a_request(
            marac, legal, of_him_alone(marac), by="idva", ground=Ground.SUBJECT_ACCESS
        )
        prepared = a_choice(marac, request_id, "chair", hand_over_by=marac.person_id("idva"))
        assert prepared.sheet is not None
        said = prepared.sheet.to_bytes().decode().casefold()
    assert "wharfside" not in said
    assert "nb1" not in said


def test_nothing_else_of_the_record_can_be_asked_for(marac: World) -> None:
    """What happened, the risks, what agencies shared: refused, whatever is posted."""
    with marac.inside():
        legal = a_member(marac, "hospital", "deputy", legal=True)
        for key in set(every_item(marac)) - set(of_him_alone(marac)):
            with pytest.raises(RuleBroken) as refused:
                a_request(marac, legal, (key,), by="idva", ground=Ground.SUBJECT_ACCESS)
            assert refused.value.field == "items"


def test_it_never_goes_to_whoever_asks(marac: World) -> None:
    """His solicitor is on the register, and cannot be chosen."""
    with marac.inside():
        solicitor = a_recipient(marac)
        with pytest.raises(RuleBroken):
            a_request(
                marac, solicitor, of_him_alone(marac), by="idva", ground=Ground.SUBJECT_ACCESS
            )


def test_the_page_says_to_say_neither_yes_nor_no(marac: World) -> None:
    """Whoever takes the call reads it before anything else."""
    page = marac.client("housing").get(f"/disclosures/about/{marac.extra['case']}").text
    assert "Say neither yes nor no to them" in page
    with marac.inside():
        assert service.own_requests(marac.actor("housing")) == []
