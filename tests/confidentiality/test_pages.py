"""The pages of the agreements and of the door, as several people's browsers see them."""

import re
from uuid import UUID

import pytest

from app.accounts.person import service as people
from app.accounts.person.joining import join
from app.confidentiality.agreement.model import WordingKind
from app.confidentiality.agreement.queries import in_force, standing
from app.confidentiality.agreement.service import publish, standard_text
from app.confidentiality.circle.model import Confirmation, Grant
from app.confidentiality.circle.statements import fingerprint
from app.db import db
from app.vault import totp
from tests.builders import World
from tests.pages import send

AGREEMENT = WordingKind.CONFIDENTIALITY_AGREEMENT
POLL = {"X-Poll": "1"}


def address_of(world: World, kind: WordingKind) -> str:
    """The page of the text in force."""
    with world.inside():
        return f"/agreements/{in_force(world.area_id)[kind].id}"


def new_version(world: World, kind: WordingKind = AGREEMENT) -> None:
    """The coordinator puts other words into force."""
    with world.inside():
        publish(world.actor("coordinator"), kind, "Another", standard_text(kind) + "\nMore.\n")


def a_newcomer(world: World) -> tuple[str, str]:
    """Somebody of housing who has just joined: their key pair and their numbers."""
    with world.inside():
        made = people.invite(
            world.actor("administrator"),
            agency_id=world.agencies["housing"],
            name="Nora Newcomer",
            email="nora.newcomer@housing.example.org",
            job="Housing officer",
            roles=["representative"],
            sponsor_attests=True,
        )
        words = "meadow-lantern-sixpence"
        keys = join(
            made.token,
            attests=True,
            passphrase=words,
            again=words,
            totp_secret=totp.new_secret(),
            last_step=0,
        ).keyring
    return str(keys.key_id), fingerprint(keys.receiving_public, keys.signing_public)


def test_somebody_reads_the_whole_text_and_signs_it(marac: World) -> None:
    """From the home page; the passphrase is asked again; then nothing is left to sign."""
    client, path = marac.client("children"), address_of(marac, AGREEMENT)
    assert "Agreements to sign" in client.get("/").text
    page = client.get(path).text
    assert "Treat each of these as if the person causing harm were standing behind you" in page
    assert "By signing I say that I have read this agreement in full" in page
    passphrase = marac.members["children"].passphrase
    answer = send(client, f"{path}/signature", {"passphrase": passphrase}, path)
    assert answer.status_code == 303
    assert "You have signed" in client.get("/").text
    assert "Agreements to sign" not in client.get("/").text
    assert "You signed this version" in client.get(path).text


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "Enter your passphrase to sign"), ("wrong-words-here", "This one is not right")],
)
def test_a_wrong_passphrase_signs_nothing(marac: World, typed: str, said: str) -> None:
    """The error stands beside the field, and above with a link to it."""
    client, path = marac.client("children"), address_of(marac, AGREEMENT)
    answer = send(client, f"{path}/signature", {"passphrase": typed}, path)
    assert answer.status_code == 422
    assert answer.text.count(said) == 2
    assert 'href="#passphrase"' in answer.text
    with marac.inside():
        assert not standing(marac.person_id("children")).signed


def test_new_words_bring_everybody_back_to_their_home_page(marac: World) -> None:
    """The officer who published them too; the old version stays to be read."""
    old = address_of(marac, AGREEMENT)
    new_version(marac)
    for who in ("coordinator", "idva", "housing"):
        client = marac.client(who)
        assert "Agreements to sign" in client.get("/").text
        assert "This is an earlier version" in client.get(old).text
        assert "Your passphrase" not in client.get(old).text
    assert "Earlier versions" in client.get("/agreements").text


def test_people_are_told_who_signs_for_their_agency(marac: World) -> None:
    """When the protocols are not signed."""
    new_version(marac, WordingKind.OPERATING_PROTOCOL)
    page = marac.client("second_idva").get("/").text
    assert "Leila Haddad signs for your agency" in page
    assert "For your whole agency" in marac.client("idva").get("/").text
    lines = marac.client("second_idva").get("/agreements").text
    assert "Your agency has not signed" in lines


def test_an_officer_publishes_a_new_version(marac: World) -> None:
    """After ticking that they read it through; nothing typed is lost when that is missing."""
    client, path = marac.client("coordinator"), address_of(marac, AGREEMENT)
    page = f"{path}/new-version"
    text = standard_text(AGREEMENT) + "\nA new last line.\n"
    answer = send(client, page, {"body": text})
    assert answer.status_code == 422
    assert "A new last line." in answer.text
    answer = send(client, page, {"body": text, "understood": "y"})
    assert answer.status_code == 303
    assert "A new last line." in client.get(answer.location).text
    assert marac.client("idva").get(page).status_code == 403


def test_officers_see_who_has_not_signed(marac: World) -> None:
    """By agency, with whoever signs for it."""
    page = marac.client("chair").get("/agreements/who-has-signed").text
    assert "Still to sign for themselves: Sian Morgan" in page
    assert marac.client("idva").get("/agreements/who-has-signed").status_code == 403


def test_an_administrator_sees_no_agreements_and_no_door(marac: World) -> None:
    """They sign nothing and let nobody in."""
    client = marac.client("administrator")
    for path in ("/agreements", "/door", "/door/immigration-section"):
        assert client.get(path).status_code == 403
    assert "/door" not in re.sub(r'src="[^"]*"', "", client.get("/").text)


def test_a_newcomer_reads_numbers_and_the_officer_compares_them(marac: World) -> None:
    """From keys nobody trusts to keys that are confirmed, by a call to the agency's number."""
    pair, numbers = a_newcomer(marac)
    client = marac.client("coordinator")
    assert "1 person waits" in client.get("/").text
    assert "Nora Newcomer" in client.get("/door").text
    path = f"/door/key-pairs/{pair}"
    page = client.get(path).text
    for shown in ("Nora Newcomer", "Housing officer", "Northbrook Housing", "020 7946 0", numbers):
        assert shown in page
    answer = send(client, path, {})
    assert answer.status_code == 422
    assert "Select how you made sure" in answer.text
    assert "compare all five groups" in answer.text
    answer = send(client, path, {"how": "called_back", "compared": "y", "attests": "y"})
    assert answer.status_code == 303
    assert "Nobody’s keys are waiting" in client.get("/door").text


def test_keys_that_changed_while_the_officer_called_are_not_confirmed(marac: World) -> None:
    """The page sends the numbers it showed; others are refused."""
    pair, _ = a_newcomer(marac)
    client, path = marac.client("coordinator"), f"/door/key-pairs/{pair}"
    sent = {"how": "seen", "compared": "y", "attests": "y", "numbers": "0000 0000 0000 0000 0000"}
    answer = send(client, path, sent)
    assert answer.status_code == 422
    assert "Check the numbers again" in answer.text


def test_an_office_is_asked_for_only_where_the_register_gives_one(marac: World) -> None:
    """And a form that claims one for a representative makes a member."""
    pair, _ = a_newcomer(marac)
    client, path = marac.client("coordinator"), f"/door/key-pairs/{pair}"
    assert "As an officer" not in client.get(path).text
    sent = {"how": "seen", "compared": "y", "attests": "y", "office": "officer"}
    assert send(client, path, sent).status_code == 303
    with marac.inside():
        row = db.session.query(Confirmation).filter_by(key_pair_id=UUID(pair)).one()
        assert row.office == "member"


def test_refused_keys_are_gone_from_the_door(marac: World) -> None:
    """They can never be confirmed."""
    pair, _ = a_newcomer(marac)
    client, path = marac.client("coordinator"), f"/door/key-pairs/{pair}"
    answer = send(client, f"{path}/refuse", {}, path)
    assert answer.status_code == 303
    assert "Nora Newcomer" not in client.get("/door").text
    assert client.get(path).status_code == 404


def test_the_beat_answers_nothing_when_nothing_was_done(marac: World) -> None:
    """And a short sentence when something was, once."""
    client = marac.client("coordinator")
    token = csrf(client.get("/door").text)
    with marac.inside():
        grants = db.session.query(Grant).count()
    while (answer := client.post("/door/admit", data={"csrf_token": token}, headers=POLL)).json:
        assert re.fullmatch(r"\d+ keys? given just now\.", answer.json["said"])
    assert (answer.status_code, answer.data) == (204, b"")
    with marac.inside():
        before = db.session.query(Grant).count()
    assert before >= grants
    client.post("/door/admit", data={"csrf_token": token}, headers=POLL)
    with marac.inside():
        assert db.session.query(Grant).count() == before


def test_the_door_works_by_a_button_as_well(marac: World) -> None:
    """Without a script it leads home and says what was done."""
    client = marac.client("coordinator")
    answer = client.post("/door/admit", data={"csrf_token": csrf(client.get("/door").text)})
    assert answer.status_code == 303
    assert re.search(r"keys? given just now|Nobody was waiting", client.get("/").text)


def test_a_suspended_officer_keeps_no_door(marac: World) -> None:
    """The beat is refused, and the home page says what to sign."""
    client = marac.client("coordinator")
    token = csrf(client.get("/door").text)
    new_version(marac)
    answer = client.post("/door/admit", data={"csrf_token": token}, headers=POLL)
    assert answer.status_code == 403
    assert "Agreements to sign" in client.get("/").text


def test_putting_somebody_out_asks_once_more(marac: World) -> None:
    """And then their keys are off the ring and their session is over."""
    client, path = marac.client("chair"), f"/door/people/{marac.person_id('housing')}/put-out"
    theirs = marac.client("housing")
    assert theirs.get("/").status_code == 200
    assert send(client, path, {}).status_code == 422
    assert send(client, path, {"understood": "y"}).status_code == 303
    assert theirs.get("/").status_code == 303
    assert marac.client("idva").get(path).status_code == 403


def test_holders_of_the_immigration_section_are_named_by_officers(marac: World) -> None:
    """A refusal stands beside the field and says why; a holder is listed and can be ended."""
    client, path = marac.client("coordinator"), "/door/immigration-section"
    answer = send(client, path, {"person": str(marac.person_id("nrpf"))})
    assert answer.status_code == 422
    assert "do not hold the immigration section" in answer.text
    person = marac.person_id("second_idva")
    assert send(client, path, {"person": str(person)}).status_code == 303
    assert "End for Joan Whitfield" in client.get(path).text
    assert send(client, f"{path}/{person}/end", {}, path).status_code == 303
    assert "Nobody is named yet" in client.get(path).text


def test_who_holds_the_sections_is_found_from_people_and_from_the_area(marac: World) -> None:
    """An officer is led there; an administrator, who cannot open it, is told who decides it."""
    path, words = "/door/immigration-section", "Who holds the immigration sections"
    assert f'href="{path}"' in marac.client("coordinator").get("/people").text
    administrator = marac.client("administrator")
    assert path not in administrator.get("/people").text
    area = administrator.get("/area").text
    assert words in area
    assert path not in area


def csrf(page: str) -> str:
    """The token of a page's forms."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page) or re.search(
        r'data-csrf="([^"]+)"', page
    )
    assert found
    return found[1]
