"""The pages of letters, as the browsers of her IDVA, a chair and everybody else see them."""

import re
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient

from app import clock
from app.audit.model import AuditRow
from app.db import db
from app.marac.letter.model import Letter
from app.marac.letter.rules import Purpose
from tests.builders import World
from tests.marac.letter.writing import Desk
from tests.pages import boxes, say_why, send
from tests.working import CANARY

TODAY = clock.today()


def day(field: str) -> dict[str, str]:
    """The three boxes of today."""
    return {
        f"{field}-day": str(TODAY.day),
        f"{field}-month": str(TODAY.month),
        f"{field}-year": str(TODAY.year),
    }


def begin(world: World, client: FlaskClient, purpose: str = "heard_adviser") -> str:
    """Begin a letter on the pages; return its address."""
    path = f"/cases/{world.extra['case']}/letters/new"
    answer = send(client, path, {"purpose": purpose})
    assert answer.status_code == 303, answer.text
    return answer.location.removesuffix("/recipient")


def ids(world: World) -> list[UUID]:
    """Every letter there is."""
    with world.inside():
        return [row.id for row in db.session.query(Letter).all()]


def test_an_idva_writes_a_letter_and_a_chair_signs_it(heard: World) -> None:
    """Start, purpose, recipient, agreement, ask; look, have it made, sign: each leads on."""
    idva, chair = heard.client("idva"), heard.client("chair")
    answer = send(idva, "/letters/new", {"case": str(heard.extra["case"])})
    assert answer.location == f"/cases/{heard.extra['case']}/letters/new"
    letter = begin(heard, idva)
    answer = send(idva, f"{letter}/recipient", {"recipient": str(heard.extra["adviser"])})
    assert answer.location == f"{letter}/agreement"
    told = {"agreed_how": "in_person", "advice_from": str(heard.extra["adviser"])}
    answer = send(idva, f"{letter}/agreement", told | day("agreed_on") | day("advice_on"))
    assert answer.location == letter
    page = idva.get(letter).text
    assert f"heard the case of {CANARY}" in page
    answer = send(idva, f"{letter}/ask", {}, letter)
    assert answer.status_code == 303, answer.text
    assert f"{letter}/decide" in chair.get("/letters").text
    assert "1 letter waits" in chair.get("/").text
    answer = send(chair, f"{letter}/decide", {})
    assert answer.status_code == 303, answer.text
    page = chair.get(answer.location).text
    assert "Priya Raman" in page
    assert "F000000001" in page
    signed = send(chair, answer.location, {"passphrase": heard.members["chair"].passphrase})
    assert signed.location == letter
    assert "Hand it over" in idva.get(letter).text


def test_the_paper_is_shown_as_a_draft_without_a_name_in_it(heard: World) -> None:
    """A PDF in the browser: not kept, its file name and its metadata say nothing."""
    idva = heard.client("idva")
    letter = begin(heard, idva)
    answer = idva.get(f"{letter}/draft.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'inline; filename="MARAC-draft.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.data.startswith(b"%PDF")
    assert CANARY.encode() not in answer.data


def test_what_the_firewall_refuses_is_kept_and_the_road_is_shown(heard: World) -> None:
    """The words stay in the box, the message is beside it, the attempt is in the trail."""
    idva = heard.client("idva")
    letter = begin(heard, idva, "housing")
    words = "Please pass this letter on to the Home Office."
    answer = send(idva, f"{letter}/words", {"perpetrator": "nobody", "added": words})
    assert answer.status_code == 422
    assert words in answer.text
    assert "added-error" in answer.text
    with heard.inside():
        rows = db.session.query(AuditRow).filter(AuditRow.tag == "firewall:block").all()
        assert len(rows) == 1
        assert "letter.added" in rows[0].detail
        assert "pass" not in rows[0].detail


def test_each_rule_speaks_beside_its_box(heard: World) -> None:
    """What a letter never says is refused while it is written, not at the end."""
    idva = heard.client("idva")
    letter = begin(heard, idva, "housing")
    for added, said in (
        ("She may be at risk.", "never says that somebody may be at risk"),
        ("She is eligible for it.", "Only a regulated adviser"),
        ("She lives at 9 Canary Wharfside.", "could lead him to her"),
        ("Bluethroat was seen at the kitchen window.", "Nothing of it may leave"),
    ):
        answer = send(idva, f"{letter}/words", {"perpetrator": "nobody", "added": added})
        assert answer.status_code == 422
        assert said in answer.text.replace("\n", " ")
        assert added in answer.text


def test_a_road_that_was_refused_is_kept_as_taken(heard: World) -> None:
    """The page to start a letter takes the attempt that led there, of one's own only."""
    idva = heard.client("idva")
    letter = begin(heard, idva, "housing")
    send(idva, f"{letter}/words", {"perpetrator": "nobody", "added": "Tell the Home Office."})
    with heard.inside():
        attempt = db.session.query(AuditRow).filter(AuditRow.tag == "firewall:block").one()
        about = attempt.subject_id
    path = f"/letters/new?attempt={about}"
    answer = send(idva, "/letters/new", {"case": str(heard.extra["case"])}, path)
    assert answer.status_code == 303
    with heard.inside():
        taken = db.session.query(AuditRow).filter(AuditRow.tag == "firewall:road").all()
        assert [row.subject_id for row in taken] == [about]
    assert idva.get("/letters/new?attempt=nonsense").status_code == 404
    foreign = heard.client("chair")
    form = boxes(foreign.get("/letters/new").text) | {
        "case": str(heard.extra["case"]), "attempt": str(about),
    }  # fmt: skip
    assert foreign.post("/letters/new", data=form).status_code == 404


PAGES = ("", "/recipient", "/words", "/agreement", "/withdraw", "/outcome", "/draft.pdf")


@pytest.mark.parametrize("who", ["housing", "officer", "second_idva", "nrpf"])
def test_nobody_else_finds_a_letter(heard: World, who: str) -> None:
    """Police, the referrer, another IDVA: the same answer as for a letter that is not there."""
    with heard.inside():
        letter_id = Desk(heard).asked(Purpose.HEARD_ADVISER)
    client = heard.client(who)
    for page in PAGES:
        found, absent = (client.get(f"/letters/{each}{page}") for each in (letter_id, uuid4()))
        assert found.status_code == absent.status_code
        assert found.status_code in (403, 404)
        assert found.data == absent.data
    assert CANARY not in client.get("/letters").text
    assert client.get(f"/cases/{heard.extra['case']}/letters/new").status_code in (403, 404)


def test_an_excluded_officer_finds_none(heard: World) -> None:
    """The exclusion list is asked before the office: the deputy sees no letter of that case."""
    from app.confidentiality.circle.service import exclude

    with heard.inside():
        letter_id = Desk(heard).asked(Purpose.HEARD_ADVISER)
        exclude(heard.actor("chair"), heard.extra["case"], person_id=heard.person_id("deputy"))
    deputy = heard.client("deputy")
    for page in ("", "/decide", "/refuse"):
        assert deputy.get(f"/letters/{letter_id}{page}").status_code == 404
    assert "waits" not in deputy.get("/").text
    assert "Northbrook Advice" not in deputy.get("/letters").text


def test_a_case_with_a_letter_looks_like_one_without(heard: World) -> None:
    """Twins: whoever may not see letters finds the page of the case the same, byte for byte."""

    def seen(who: str) -> str:
        client = heard.client(who)
        page = say_why(client, heard.extra["case"]).text
        page = re.sub(r'="\d{4,5}"', "", page)  # the seconds until the session ends
        return "\n".join(line for line in page.splitlines() if "csrf" not in line)

    before = {who: seen(who) for who in ("housing", "officer", "idva")}
    with heard.inside():
        Desk(heard).handed_over()
    for who in ("housing", "officer"):
        assert seen(who) == before[who]
        assert not [words for words in ('id="letters"', ">Letters<") if words in before[who]]
    assert "To her solicitor or immigration adviser" in seen("idva")


def test_every_reading_is_in_the_trail(heard: World) -> None:
    """The list, the letter, its paper, the figures: one row each, written before it is shown."""
    with heard.inside():
        letter_id = Desk(heard).asked(Purpose.HEARD_ADVISER)
    for who, path, tag in (
        ("idva", "/letters", "letter:list"),
        ("chair", f"/letters/{letter_id}", "letter:open"),
        ("coordinator", f"/letters/{letter_id}/draft.pdf", "letter:open"),
        ("chair", f"/letters/{letter_id}/decide", "letter:open"),
        ("coordinator", "/letters/results", "letter:results"),
    ):
        client = heard.client(who)
        assert client.get(path).status_code == 200
        with heard.inside():
            own = str(heard.person_id(who))
            rows = db.session.query(AuditRow).filter(AuditRow.actor_id == own)
            last = rows.order_by(AuditRow.seq.desc()).first()
            assert last is not None
            assert last.tag == tag


def test_the_words_survive_a_chair_who_does_not_sign(heard: World) -> None:
    """A reason is asked; without one nothing is sent back and the note stays in its box."""
    with heard.inside():
        letter_id = Desk(heard).asked(Purpose.HOUSING)
    chair = heard.client("chair")
    path = f"/letters/{letter_id}/refuse"
    answer = send(chair, path, {"note": "Ask her solicitor first."})
    assert answer.status_code == 422
    assert "Ask her solicitor first." in answer.text
    answer = send(chair, path, {"note": "Ask her solicitor first.", "why": "not_safe"})
    assert answer.status_code == 303
    assert "Ask her solicitor first." in heard.client("idva").get(f"/letters/{letter_id}").text


def test_no_page_says_that_she_may_be_eligible(heard: World) -> None:
    """Not the pages, not the letters: only a regulated adviser says that."""
    idva = heard.client("idva")
    letter = begin(heard, idva)
    for path in (letter, f"{letter}/agreement", f"/cases/{heard.extra['case']}/letters/new"):
        page = idva.get(path).text.lower()
        for words in ("is eligible", "may be eligible", "you can apply", "she can apply for mvdac"):
            assert words not in page
