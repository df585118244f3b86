"""AC-50, and what else never leaves: not a byte of it in any package, whatever is asked for."""

from dataclasses import replace

import pytest

from app.confidentiality.circle.service import exclude
from app.confidentiality.disclosure import service
from app.confidentiality.disclosure.content import ItemChoice
from app.confidentiality.disclosure.redacting import redacted
from app.confidentiality.disclosure.rules import Outcome
from app.marac.case import service as cases
from app.marac.case.listing import list_case
from app.marac.case.rules import Label, OpeningReason, Summary
from app.marac.party.rules import PartyKind, Safe
from app.marac.referral.rules import KeptFrom
from app.refusals import RuleBroken
from tests.asking import a_choice, a_request, every_item
from tests.builders import World
from tests.exits import a_member, a_recipient
from tests.working import ASSESSMENT, CHILD, PERPETRATOR, SUMMARY, VICTIM

NEVER = ("Wharfside", "NB1 2CY", "nb12cy", "07700 900777", "07700900777", "Northbrook Infants")
TYPED = replace(
    SUMMARY,
    what_happened=(
        "He held her by the throat. She moved to 9 Canary Wharfside, Northbrook on Monday. "
        "Ring her on 07700900777 or write to zeph@example.org. Osric waits at Northbrook Infants."
    ),
    in_place="New locks at NB12CY. Wren sleeps at her aunt’s. His visa runs out in May.",
)


def a_careless_case(world: World, summary: Summary = TYPED, **victim: object) -> None:
    """A case in which somebody typed addresses, numbers and status into the narrative."""
    row = list_case(
        world.actor("coordinator"),
        agency_id=world.agencies["housing"],
        referrer_id=world.person_id("housing"),
        idva_id=world.person_id("idva"),
        label=Label(name=""),
        summary=summary,
        parties=[
            (PartyKind.VICTIM, replace(VICTIM, **victim)),  # type: ignore[arg-type]
            (PartyKind.PERPETRATOR, PERPETRATOR),
            (PartyKind.CHILD, CHILD),
        ],
        assessment=ASSESSMENT,
        exclusions=[KeptFrom(person_id=world.person_id("second_idva"), reason="Her aunt")],
    )
    world.extra["case"] = row.id


def all_that_can_leave(world: World, request_id) -> str:  # type: ignore[no-untyped-def]
    """The bytes of a package with everything in it that a chair can let out."""
    opened = service.open_to_decide(world.actor("deputy"), request_id)
    only = {
        item.key: ItemChoice(item.key, Outcome.PART, reason="All that may") for item in opened.items
    }
    while True:
        try:
            prepared = a_choice(world, request_id, only=only)
        except RuleBroken as broken:
            number = int(broken.field.rpartition("_")[2])
            key = opened.items[number].key
            only[key] = ItemChoice(key, Outcome.REFUSED, reason="Nothing is left of it")
            continue
        assert prepared.sheet is not None
        return prepared.sheet.to_bytes().decode()


def test_everything_asked_for_and_still_no_unsafe_byte(marac: World) -> None:
    """Confidential address, unsafe number, school, e-mail: in no item, in no spelling."""
    with marac.inside():
        a_careless_case(marac)
        request_id = a_request(marac, a_recipient(marac), every_item(marac))
        said = all_that_can_leave(marac, request_id)
    for canary in NEVER[:3] + NEVER[5:] + ("zeph@example.org",):
        assert canary.casefold() not in said.casefold(), canary
    assert "by the throat" in said


def test_a_number_that_is_safe_stands_in_its_own_item_alone(marac: World) -> None:
    """To text is safe, so the number is in ‘How to make contact’; in the narrative it is not."""
    with marac.inside():
        a_careless_case(marac)
        to = a_recipient(marac)
        keys = every_item(marac)
        contact = next(key for key in keys if key.endswith(".contact"))
        with_contact = all_that_can_leave(marac, a_request(marac, to, (contact,)))
        without = [key for key in keys if key != contact]
        rest = all_that_can_leave(marac, a_request(marac, to, tuple(without)))
    assert "07700 900777" in with_contact
    assert "07700" not in rest


@pytest.mark.parametrize(
    "unsafe",
    [
        {"address_confidential": True, "safe_to_write": Safe.YES},
        {"address_confidential": False, "safe_to_write": Safe.NO},
        {"address_confidential": False, "safe_to_write": Safe.NOT_KNOWN},
    ],
)
def test_an_address_that_is_not_safe_is_in_no_package(
    marac: World, unsafe: dict[str, object]
) -> None:
    """Confidential, unsafe or not known to be safe: the same."""
    with marac.inside():
        a_careless_case(marac, **unsafe)
        said = all_that_can_leave(marac, a_request(marac, a_recipient(marac), every_item(marac)))
    assert "wharfside" not in said.casefold()


def test_an_address_that_the_perpetrator_shares_is_in_no_package(marac: World) -> None:
    """However safe somebody thought it was to write there."""
    with marac.inside():
        coordinator = marac.actor("coordinator")
        a_careless_case(marac, address_confidential=False, safe_to_write=Safe.YES)
        case = marac.extra["case"]
        opened = cases.open_case(coordinator, case, OpeningReason.RECORD_CHECK)
        him = opened.of_kind(PartyKind.PERPETRATOR)[0]
        shared = replace(him.details, address=VICTIM.address, postcode=VICTIM.postcode)
        cases.change_party(coordinator, case, him.id, shared, him.revision)
        said = all_that_can_leave(marac, a_request(marac, a_recipient(marac), every_item(marac)))
    assert "wharfside" not in said.casefold()


def test_a_retired_address_is_in_no_package(marac: World) -> None:
    """The address of last month, still in what somebody typed, is an address and leaves nowhere."""
    with marac.inside():
        a_careless_case(marac)
        coordinator, case = marac.actor("coordinator"), marac.extra["case"]
        opened = cases.open_case(coordinator, case, OpeningReason.RECORD_CHECK)
        victim = opened.victim
        assert victim is not None
        moved = replace(victim.details, address="2 New Street", postcode="NB3 3AA")
        cases.change_party(coordinator, case, victim.id, moved, victim.revision)
        said = all_that_can_leave(marac, a_request(marac, a_recipient(marac), every_item(marac)))
    for retired in ("wharfside", "nb12cy", "nb1 2cy", "new street", "nb3 3aa"):
        assert retired not in said.casefold()


def test_other_peoples_names_are_left_out_unless_a_chair_says_why(marac: World) -> None:
    """The perpetrator and the child are called what they are; ticked with a reason, they stay."""
    with marac.inside():
        a_careless_case(marac)
        request_id = a_request(marac, a_recipient(marac), ("summary.what_happened",))
        assert "Osric" not in all_that_can_leave(marac, request_id)
        opened = service.open_to_decide(marac.actor("deputy"), request_id)
        him = next(each for each in opened.record.people if each.name == "Osric Canary")
        shows = ItemChoice("summary.what_happened", Outcome.FULL, shown=(him.key,))
        with pytest.raises(RuleBroken, match="names"):
            a_choice(marac, request_id, only={shows.key: shows})
        because = replace(shows, why_shown="They must know whom not to let in")
        prepared = a_choice(marac, request_id, only={shows.key: because})
        assert prepared.sheet is not None
        assert "Osric" in prepared.sheet.to_bytes().decode()


def test_who_told_about_a_risk_is_in_no_package(marac: World) -> None:
    """Her sister said so; that stays inside (who informs may be hurt for it)."""
    with marac.inside():
        said = all_that_can_leave(
            marac, a_request(marac, a_recipient(marac), ("risk.topics", "risk.threshold"))
        )
    assert "sister" not in said


def test_whom_the_case_is_kept_from_is_offered_and_released_nothing(marac: World) -> None:
    """The agency is not in the list, cannot be posted, and no excluded person is a reader."""
    with marac.inside():
        hospital = a_member(marac, "hospital", "deputy")
        coordinator = marac.actor("coordinator")
        opened = cases.open_case(coordinator, marac.extra["case"], OpeningReason.RECORD_CHECK)
        exclude(
            coordinator,
            marac.extra["case"],
            person_id=None,
            agency_id=marac.agencies["hospital"],
            reason="His mother works there",
            secret_id=opened.case.secret_id,
        )
    with marac.inside():
        with pytest.raises(RuleBroken, match="cannot go there"):
            a_request(marac, hospital)
        drafts = service.own_requests(marac.actor("housing"))
    page = marac.client("housing").get(f"/disclosures/{drafts[0].row.id}/recipient").text
    assert "St Aldhelm" not in page


@pytest.mark.parametrize(
    "typed",
    [
        "She lives at 14 Mill Lane now",
        "Flat 2, 14 Mill Lane",
        "moved to 221b Baker Street last week",
        "the house at NB1 4XY",
        "postcode nb14xy",
        "ring 020 7946 0711",
        "her number is +44 (0)7700 900 123",
        "mail her: a.b@example.org",
    ],
)
def test_addresses_and_numbers_in_running_text_are_taken_out(typed: str) -> None:
    """However they were typed (Charnwood, ICO, November 2023)."""
    said = redacted(typed, (), ())
    assert "left out" in said
    for trace in ("Mill", "Baker", "NB1", "nb14", "7946", "7700", "@"):
        assert trace not in said


@pytest.mark.parametrize(
    "typed",
    ["He came at 20.30 on 12/11/2026", "on 3 November 2026 he hit her 14 times", "100 metres away"],
)
def test_days_and_times_stay(typed: str) -> None:
    """What happened when is what a reader needs."""
    assert redacted(typed, (), ()) == typed


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("She is at 9 Canary Wharfside", "an address"),
        ("Somewhere along Canary Wharfside", "an address"),
        ("Her place, NB 1 2 CY", "an address"),
        ("Ring 07700 and then 900777", "a number"),
        ("Wren is fetched by her aunt", "the name of a child"),
        ("Fetched from Northbrook Infants", "a school"),
        ("Write to @zephc_94", "an online name"),
    ],
)
def test_a_chairs_own_words_hold_nothing_that_never_leaves(
    marac: World, words: str, told: str
) -> None:
    """Neither what stands instead of an item nor the conditions; each is told beside its field."""
    with marac.inside():
        request = a_request(marac, a_recipient(marac))
        said = ItemChoice(
            "summary.what_happened", Outcome.PART, left_out=(0,), instead=words, reason="Enough"
        )
        with pytest.raises(RuleBroken, match=told) as instead:
            a_choice(marac, request, only={said.key: said})
        with pytest.raises(RuleBroken, match=told) as conditions:
            a_choice(marac, request, conditions=f"Never go there: {words}")
    assert instead.value.field == "instead_0"
    assert conditions.value.field == "conditions"
    assert words not in instead.value.message


def test_the_lines_around_safe_contact_carry_nobodys_number(marac: World) -> None:
    """Her own safe number stands in its line; her sister’s address and number in none."""
    sister = "Her sister Amal, 22 Hidden Street, NB3 3AA, 07700 900123"
    with marac.inside():
        a_careless_case(marac, contact_by_whom=sister, interpreter="Ring 07700 900124 for her")
        contact = next(key for key in every_item(marac) if key.endswith(".contact"))
        said = all_that_can_leave(marac, a_request(marac, a_recipient(marac), (contact,)))
    assert "07700 900777" in said
    for theirs in ("Hidden", "NB3", "900123", "900124"):
        assert theirs not in said
