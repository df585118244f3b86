"""Whoever receives something is asked everything again, at that moment; nothing slips through."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update

from app import clock
from app.accounts.person.model import Person, PersonState
from app.audit.model import AuditRow
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.ring import Ring
from app.confidentiality.gate import collecting, handing, ports, recalling, receiving, service
from app.confidentiality.gate.log import entries
from app.confidentiality.gate.model import ExitKind, Receipt, Release
from app.confidentiality.recipient import queries as recipients
from app.confidentiality.recipient import service as recipient
from app.confidentiality.recipient.rules import RecipientKind
from app.db import db, transaction
from app.refusals import Changed, Refused, RuleBroken
from tests.builders import World
from tests.confidentiality.gate.test_handing_over import a_link
from tests.confidentiality.test_pages import csrf
from tests.exits import a_recipient
from tests.pages import send
from tests.releases import SECRET, STANDS, a_paper, a_release, prepared, sign, subject_of, take


def release_of(world: World, release_id: UUID) -> Release:
    """The row. Inside ``world.inside()``."""
    return db.session.get_one(Release, release_id)


def recalled(world: World, release_id: UUID) -> None:
    """A coordinator takes it back."""
    with world.inside():
        revision = release_of(world, release_id).revision
        service.recall(world.actor("coordinator"), release_id, revision)


def changed(world: World, release_id: UUID) -> None:
    """What was asked is edited."""
    STANDS[subject_of(world, release_id)] = 2


def withdrawn(world: World, release_id: UUID) -> None:
    """Her agreement is taken back."""
    subject = subject_of(world, release_id)
    STANDS[subject] = None
    with world.inside(), transaction():
        assert service.stop(world.actor("idva"), subject) == 1


def closed(world: World, release_id: UUID) -> None:
    """The recipient's entry on the register is closed."""
    with world.inside():
        row = recipients.recipient(
            world.actor("coordinator"), release_of(world, release_id).recipient_id
        )
        recipient.close(world.actor("coordinator"), row.id)


@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (recalled, "This was taken back"),
        (changed, "This was stopped"),
        (withdrawn, "This was stopped"),
        (closed, "This was stopped"),
    ],
)
def test_what_changed_since_is_not_received(
    marac: World, happens: Callable[[World, UUID], None], said: str
) -> None:
    """Also for somebody who has accepted and has the page open."""
    release = a_release(marac)
    client, path = marac.client("housing"), f"/released/{release}"
    page = client.get(path).text
    client.post(f"{path}/accept", data={"csrf_token": csrf(page)})
    happens(marac, release)
    answer = client.post(f"{path}/read", data={"csrf_token": csrf(page)})
    assert answer.status_code == 403
    assert said in answer.text
    assert SECRET not in answer.text
    with marac.inside():
        assert db.session.query(Receipt).count() == 0


def test_it_runs_out(marac: World) -> None:
    """On the day after the last; until then it is read again and again, each time counted."""
    release = a_release(marac, days=3)
    assert SECRET in take(marac, release, "housing")
    assert SECRET in take(marac, release, "housing")
    with marac.inside():
        assert release_of(marac, release).times_received == 2
        received = db.session.query(AuditRow).filter_by(tag="release:receive").all()
        receipts = {str(row.id) for row in db.session.query(Receipt)}
        assert {row.detail.split('"receipt_id":"')[1][:36] for row in received} == receipts
        assert len(received) == len(receipts) == 2
    later = clock.now() + timedelta(days=4)
    with clock.pretend(later), marac.inside(), pytest.raises(Refused, match="has passed"):
        service.receive(marac.actor("housing"), release)


def test_another_s_an_absent_and_an_excluded_one_look_the_same(marac: World) -> None:
    """Byte for byte; also for the chair who released it, who is no reader."""
    release = a_release(marac)
    reader = marac.client("housing")
    token = csrf(reader.get("/").text)
    with marac.inside():
        circle.exclude(
            marac.actor("coordinator"), marac.extra["case"], person_id=marac.person_id("housing")
        )
    for who in ("housing", "deputy", "officer"):
        client = reader if who == "housing" else marac.client(who)
        token = csrf(client.get("/").text)
        for path in ("/released/{}", "/handover/{}"):
            there = client.get(path.format(release))
            absent = client.get(path.format(uuid4()))
            assert (there.status_code, there.data) == (404, absent.data), who
        for end in ("accept", "read", "letter", "passphrase"):
            there = client.post(f"/released/{release}/{end}", data={"csrf_token": token})
            absent = client.post(f"/released/{uuid4()}/{end}", data={"csrf_token": token})
            assert (there.status_code, there.data) == (404, absent.data), (who, end)
    assert "Nothing is released to you" in reader.get("/released").text
    assert "For you to read" not in reader.get("/").text


def test_an_officer_takes_back_what_nobody_has_read(marac: World) -> None:
    """A page of its own asks once more; then the reader's list says so."""
    release = a_release(marac)
    path = f"/releases/{release}/recall"
    assert marac.client("housing").get(path).status_code == 403
    client = marac.client("coordinator")
    assert send(client, path, {}).status_code == 303
    assert "Nobody has received it" in client.get(path).text
    assert "Taken back" in marac.client("housing").get("/released").text


def test_what_was_read_is_not_taken_back(marac: World) -> None:
    """The page says who received it and when, and whom to ring; the form is refused too."""
    release = a_release(marac)
    client, path = marac.client("coordinator"), f"/releases/{release}/recall"
    token = csrf(client.get(path).text)
    take(marac, release, "housing")
    page = client.get(path).text
    assert "It cannot be taken back" in page
    assert "Daniel Price" in page
    with marac.inside():
        revision = str(release_of(marac, release).revision)
    answer = client.post(path, data={"csrf_token": token, "revision": revision})
    assert answer.status_code == 403
    assert "Somebody has received this already" in answer.text


def test_a_file_that_only_its_hander_has_is_taken_back(marac: World) -> None:
    """The recipient has nothing yet: the officer rings the hander, and the link is closed."""
    paper = a_paper(marac)
    link, words = a_link(marac, paper)
    with marac.inside():
        assert service.hand_over(marac.actor("idva"), paper).pdf
    client, path = marac.client("coordinator"), f"/releases/{paper}/recall"
    assert "Leila Haddad has it" in client.get(path).text
    assert send(client, path, {}).status_code == 303
    with marac.inside(), pytest.raises(RuleBroken, match="open nothing"):
        collecting.collect(link.rpartition("/")[2], words, as_file=False)
    with marac.inside():
        assert all(each.closed_at for each in collecting.links(paper))


def test_a_file_that_was_handed_over_or_collected_is_not_taken_back(marac: World) -> None:
    """The page says that it cannot be, and whom to ring."""
    for collected in (False, True):
        kind = RecipientKind.VOLUNTARY if collected else RecipientKind.SOLICITOR
        host = "northbrookaid" if collected else "northbrooklawcentre"
        name = "Northbrook Aid" if collected else "Northbrook Law Centre"
        paper = a_paper(marac, kind, name)
        if collected:
            link, words = a_link(marac, paper, to=f"miriam@{host}.example.org")
            with marac.inside():
                collecting.collect(link.rpartition("/")[2], words, as_file=False)
        else:
            with marac.inside():
                service.hand_over(marac.actor("idva"), paper)
                handing.note(marac.actor("idva"), paper, "post", clock.today())
        client = marac.client("coordinator")
        assert "It cannot be taken back" in client.get(f"/releases/{paper}/recall").text
        with marac.inside():
            revision = release_of(marac, paper).revision
            with pytest.raises(Refused, match="received this already"):
                service.recall(marac.actor("coordinator"), paper, revision)


def test_whoever_looked_at_an_earlier_state_takes_nothing_back(marac: World) -> None:
    """The officer is told that something has changed, and looks again."""
    release = a_release(marac)
    client, path = marac.client("coordinator"), f"/releases/{release}/recall"
    page = client.get(path).text
    with marac.inside(), transaction() as session:
        session.execute(update(Release).values(revision=Release.revision + 1))
    answer = client.post(path, data={"csrf_token": csrf(page), "revision": "1"})
    assert answer.status_code == 422
    assert "Something has changed here" in answer.text


@pytest.mark.parametrize("first", ["reader", "officer", "nobody"])
def test_reading_and_taking_back_at_once(
    marac: World, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    """Both stand before the write lock together: one of them wins, never both."""
    release = a_release(marac)
    with marac.inside():
        service.accept(marac.actor("housing"), release)
        revision = release_of(marac, release).revision
    gate, said, app = threading.Barrier(2), [], marac.app

    @contextmanager
    def together() -> Iterator[object]:
        gate.wait(20)
        if first != "nobody":
            time.sleep(0.3 * (threading.current_thread().name != first))
        with transaction() as session:
            yield session

    def do(name: str, act: Callable[[], object]) -> None:
        with app.app_context():
            try:
                act()
                said.append(name)
            except (Refused, Changed):
                said.append("refused")

    monkeypatch.setattr(receiving, "transaction", together)
    monkeypatch.setattr(recalling, "transaction", together)
    acts = {
        "reader": lambda: service.receive(marac.actor("housing"), release),
        "officer": lambda: service.recall(marac.actor("coordinator"), release, revision),
    }
    threads = [threading.Thread(target=do, args=pair, name=pair[0]) for pair in acts.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(said) == 2
    assert said.count("refused") == 1
    assert first in ("nobody", *said)
    with marac.inside():
        row = release_of(marac, release)
        assert (row.recalled_at is None) == (row.times_received == 1)
        assert db.session.query(Receipt).count() == row.times_received


def test_what_speaks_against_it_by_now_is_asked_each_time(
    marac: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever owns the subject says so in words: neither file nor link nor reading goes on."""
    paper, release = a_paper(marac), a_release(marac)
    with marac.inside():
        service.accept(marac.actor("housing"), release)
    said = "He lives at this address by now."
    monkeypatch.setitem(ports._OBJECTIONS, ExitKind.DISCLOSURE, lambda ring, subject: said)
    with marac.inside():
        idva, housing = marac.actor("idva"), marac.actor("housing")
        for act in (service.hand_over, service.to_hand_over):
            with pytest.raises(Refused, match=said):
                act(idva, paper)
        for read in (service.receive, service.conditions):
            with pytest.raises(Refused, match=said):
                read(housing, release)
        assert db.session.query(Receipt).count() == 0
    monkeypatch.setitem(ports._OBJECTIONS, ExitKind.DISCLOSURE, lambda ring, subject: "")
    with marac.inside():
        assert service.receive(marac.actor("housing"), release).content


def test_nobody_is_chosen_who_has_left(marac: World) -> None:
    """Whoever hands it over is at work on the day of the signature."""
    with marac.inside():
        package = prepared(marac, a_recipient(marac))
        with transaction():
            db.session.get_one(Person, marac.person_id("idva")).state = PersonState.LEFT
        with pytest.raises(RuleBroken, match="Select who hands it over"):
            sign(marac, package, by="idva")


def test_a_download_is_no_receipt_of_the_recipient_s(marac: World) -> None:
    """It waits on the hander's home page until it is noted; the log says what is true."""
    paper = a_paper(marac)
    client = marac.client("idva")
    assert "to hand over" in client.get("/").text
    with marac.inside():
        service.hand_over(marac.actor("idva"), paper)
        assert release_of(marac, paper).first_received_at is None
    assert "to hand over" in client.get("/").text
    assert "Downloaded, not handed over yet" in client.get("/released").text
    with marac.inside(), transaction():
        [line] = entries(Ring(marac.actor("idva")), marac.extra["case"])
        assert line.state == "Downloaded, not handed over yet"
    with marac.inside():
        handing.note(marac.actor("idva"), paper, "post", clock.today())
        assert release_of(marac, paper).first_received_at is not None
    assert "Handed over</strong>" in client.get("/released").text
    with marac.inside(), transaction():
        [line] = entries(Ring(marac.actor("idva")), marac.extra["case"])
        assert line.state == "Received"


def test_whoever_downloaded_what_was_stopped_is_told_to_destroy_it(marac: World) -> None:
    """It stands among what is no longer open, and its page says what to do with the file."""
    paper = a_paper(marac)
    with marac.inside():
        service.hand_over(marac.actor("idva"), paper)
    subject = subject_of(marac, paper)
    with marac.inside(), transaction():
        assert service.stop(marac.actor("idva"), subject) == 1
    client = marac.client("idva")
    assert "No longer open (1)" in client.get("/released").text
    assert "delete it, and destroy what you printed" in client.get(f"/handover/{paper}").text
