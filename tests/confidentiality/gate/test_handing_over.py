"""Whoever hands a paper over: a locked file, its passphrase by itself, and what is noted of it."""

from datetime import timedelta
from email import message_from_bytes

import pytest

from app import clock
from app.audit.model import AuditRow
from app.confidentiality.gate import handing, service
from app.confidentiality.gate.model import HandOver, Receipt
from app.confidentiality.recipient.rules import RecipientKind
from app.db import db
from app.paper import Unlocked, WrongPassphrase, is_locked, unlock
from tests.builders import World
from tests.confidentiality.test_pages import csrf
from tests.pages import send
from tests.releases import SECRET, a_paper, day_boxes


def words_on(page: str) -> str:
    """The passphrase that a page shows."""
    return page.split('class="app-passphrase" translate="no">')[1].split("<")[0]


def test_the_file_and_its_passphrase_are_two_pages(marac: World) -> None:
    """Downloading is counted; showing the passphrase gives nothing of the content."""
    paper = a_paper(marac)
    client, path = marac.client("idva"), f"/handover/{paper}"
    assert "You are asked to hand over a paper" in client.get("/").text
    page = client.get(path).text
    assert "Northbrook Law Centre" in page
    assert "14 Mill Lane" in page
    assert "Never attach it to an e-mail" in page
    token = csrf(page)
    shown = client.post(f"{path}/passphrase", data={"csrf_token": token}).text
    words = words_on(shown)
    assert "020 7946 0711" in shown
    with marac.inside():
        assert db.session.query(Receipt).count() == 0
    file = client.post(f"{path}/file", data={"csrf_token": token})
    assert file.mimetype == "application/pdf"
    assert file.headers["Content-Disposition"].startswith('attachment; filename="MARAC-')
    assert is_locked(file.data)
    assert SECRET.encode() not in file.data
    with pytest.raises(WrongPassphrase):
        unlock(file.data, words + "x")
    assert isinstance(unlock(file.data, words), Unlocked)
    with marac.inside():
        assert [row.how for row in db.session.query(Receipt)] == ["handed"]


def test_how_it_was_handed_over_and_that_it_arrived(marac: World) -> None:
    """Only after the file was taken; not in the future; by ringing the register's number."""
    paper = a_paper(marac)
    client, path = marac.client("idva"), f"/handover/{paper}"
    early = send(client, f"{path}/noted", {"how": "post"} | day_boxes("handed_on"))
    assert early.status_code == 422
    assert "Download the file first" in early.text
    client.post(f"{path}/file", data={"csrf_token": csrf(early.text)})
    assert "Note how you handed it over" in client.get(path).text
    late = day_boxes("handed_on", clock.today() + timedelta(days=1))
    assert send(client, f"{path}/noted", {"how": "post"} | late).status_code == 422
    noted = send(client, f"{path}/noted", {"how": "post"} | day_boxes("handed_on"))
    assert noted.status_code == 303
    with marac.inside():
        made = db.session.query(HandOver).one().id
    said = {"person": "Miriam Oyelaran"} | day_boxes("confirmed_on")
    assert send(client, f"{path}/noted/{made}", said).status_code == 422
    assert send(client, f"{path}/noted/{made}", said | {"rang": "y"}).status_code == 303
    assert "Miriam Oyelaran said so" in client.get(path).text


def test_who_said_so_is_not_read_without_a_row_of_the_trail(marac: World) -> None:
    """The page opens what lies sealed about the arrival: once for each look, and never else."""
    paper = a_paper(marac)
    client, path = marac.client("idva"), f"/handover/{paper}"
    with marac.inside():
        idva = marac.actor("idva")
        service.hand_over(idva, paper)
        made = handing.note(idva, paper, "post", clock.today()).id
    client.get(path)
    with marac.inside():
        assert _looks() == 0
        who, on = "Miriam Oyelaran", clock.today()
        handing.arrived(marac.actor("idva"), paper, made, person=who, on=on, rang=True)
    for times in (1, 2):
        assert "Miriam Oyelaran said so" in client.get(path).text
        with marac.inside():
            assert _looks() == times


def _looks() -> int:
    return db.session.query(AuditRow).filter_by(tag="release:hand_over_shown").count()


def test_to_the_victim_only_in_person(marac: World) -> None:
    """No post, no upload and no link; and a way to look at what is safe first."""
    paper = a_paper(marac, RecipientKind.VICTIM, by="idva")
    client, path = marac.client("idva"), f"/handover/{paper}"
    page = client.get(path).text
    assert "Only into the victim’s own hand" in page
    assert "#safe-contact" in page
    assert "send one named person a link" not in page
    token = csrf(page)
    client.post(f"{path}/file", data={"csrf_token": token})
    noted = client.get(f"{path}/noted").text
    assert "In person" in noted
    assert "By post" not in noted


def test_nobody_but_the_named_person_hands_it_over(marac: World) -> None:
    """The chair who released it, and any officer, are answered as if there were nothing."""
    paper = a_paper(marac)
    for who in ("deputy", "coordinator", "housing", "second_idva"):
        client = marac.client(who)
        assert client.get(f"/handover/{paper}").status_code == 404
        token = csrf(client.get("/").text)
        for end in ("passphrase", "file", "link/close"):
            answer = client.post(f"/handover/{paper}/{end}", data={"csrf_token": token})
            assert answer.status_code == 404, (who, end)


def a_link(
    marac: World,
    paper: object,
    by: str = "idva",
    to: str = "miriam@northbrooklawcentre.example.org",
) -> tuple[str, str]:
    """The path of a link that whoever hands it over sends, and its passphrase."""
    client, path = marac.client(by), f"/handover/{paper}/link"
    page = client.get(path).text
    person = page.split('name="person"')[1].split('value="')[1].split('"')[0]
    answer = send(client, path, {"person": person})
    assert answer.status_code == 200, answer.text
    [*_, last] = sorted((marac.instance / "outbox").glob("*.eml"))
    message = message_from_bytes(last.read_bytes())
    assert message["To"] == to
    body = str(message.get_payload())
    assert SECRET not in body
    return "/collect/" + body.split("/collect/")[1].split()[0], words_on(answer.text)


def test_somebody_outside_opens_a_link_with_a_passphrase(marac: World) -> None:
    """A GET shows the same page for any link; a POST with the passphrase shows the sheet."""
    paper = a_paper(marac)
    path, words = a_link(marac, paper)
    client = marac.client()
    page = client.get(path)
    other = marac.client().get("/collect/no-such-link")
    assert page.status_code == other.status_code == 200
    assert SECRET not in page.text
    answer = send(client, path, {"passphrase": words.replace("-", " ").upper(), "read": "Open"})
    assert answer.status_code == 200
    assert SECRET in answer.text
    assert "Northbrook Law Centre · Miriam Oyelaran · " in answer.text
    file = send(client, path, {"passphrase": words, "file": "Download"})
    assert is_locked(file.data)
    assert unlock(file.data, words)
    with marac.inside():
        rows = db.session.query(Receipt).all()
        assert [row.how for row in rows] == ["collected", "collected"]
        assert all(row.collection_id for row in rows)


def test_five_wrong_tries_close_a_link(marac: World) -> None:
    """Then the right passphrase gets the same answer as a link that never was."""
    paper = a_paper(marac)
    path, words = a_link(marac, paper)
    client = marac.client()
    for _ in range(5):
        assert send(client, path, {"passphrase": "one-two-three", "read": "x"}).status_code == 422
    closed = send(client, path, {"passphrase": words, "read": "x"})
    assert closed.status_code == 422
    unknown = send(client, "/collect/no-such-link", {"passphrase": words, "read": "x"})
    assert unknown.status_code == 422
    same = closed.text.replace(path, "/collect/no-such-link")
    assert same.replace(csrf(same), "") == unknown.text.replace(csrf(unknown.text), "")
    assert "Closed after five wrong tries" in marac.client("idva").get(f"/handover/{paper}").text


def test_a_second_link_closes_the_first(marac: World) -> None:
    """And whoever made it can close it too."""
    paper = a_paper(marac)
    first, words = a_link(marac, paper)
    second, others = a_link(marac, paper)
    client = marac.client()
    assert send(client, first, {"passphrase": words, "read": "x"}).status_code == 422
    assert send(client, second, {"passphrase": others, "read": "x"}).status_code == 200
    idva = marac.client("idva")
    token = csrf(idva.get(f"/handover/{paper}").text)
    idva.post(f"/handover/{paper}/link/close", data={"csrf_token": token})
    assert send(client, second, {"passphrase": others, "read": "x"}).status_code == 422
