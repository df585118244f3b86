"""AC-57: neither words nor time say whether a link exists, is closed, has run out or was recalled.

The costly step is counted, and the rows of the trail: one of each, whatever was typed. What met no
open link has one row an hour, with a number, so that nobody outside fills the disk.
"""

from datetime import timedelta
from uuid import UUID

import pytest

from app import clock
from app.audit.model import AuditRow
from app.confidentiality.gate import brake, collecting, service
from app.confidentiality.gate.collecting import NOTHING
from app.confidentiality.gate.model import Receipt, Release
from app.confidentiality.recipient import service as recipient
from app.db import db, transaction
from app.refusals import RuleBroken
from tests.builders import World
from tests.confidentiality.gate.test_handing_over import a_link
from tests.pages import send
from tests.releases import STANDS, a_paper, subject_of

START = clock.now() + timedelta(hours=1)


def closed(world: World, paper: UUID) -> None:
    """Whoever made it closes it."""
    with world.inside():
        collecting.close(world.actor("idva"), paper)


def worn_out(world: World, paper: UUID) -> None:
    """Somebody has tried five times."""
    with world.inside(), transaction():
        for link in collecting.links(paper):
            link.tries = collecting.MOST_TRIES


def recalled(world: World, paper: UUID) -> None:
    """An officer takes back what it opens."""
    with world.inside():
        revision = db.session.get_one(Release, paper).revision
        service.recall(world.actor("coordinator"), paper, revision)


def changed(world: World, paper: UUID) -> None:
    """What was asked is edited."""
    STANDS[subject_of(world, paper)] = 2


def not_named(world: World, paper: UUID) -> None:
    """The register no longer trusts its entry."""
    with world.inside():
        row = db.session.get_one(Release, paper)
        recipient.close(world.actor("coordinator"), row.recipient_id)


def nothing(world: World, paper: UUID) -> None:
    """Nothing happened: it is the link, or the passphrase, that is wrong."""


@pytest.mark.parametrize(
    ("happens", "token_is_right", "words_are_right", "row"),
    [
        (nothing, False, True, "collection:miss"),
        (nothing, True, False, "collection:try"),
        (closed, True, True, "collection:miss"),
        (worn_out, True, True, "collection:miss"),
        (recalled, True, True, "collection:miss"),
        (changed, True, True, "collection:try"),
        (not_named, True, True, "collection:miss"),
    ],
)
def test_one_derivation_one_row_and_one_answer(
    marac: World,
    monkeypatch: pytest.MonkeyPatch,
    happens: object,
    token_is_right: bool,
    words_are_right: bool,
    row: str,
) -> None:
    """The same words, the same cost, nothing received."""
    paper = a_paper(marac)
    path, words = a_link(marac, paper)
    assert callable(happens)
    happens(marac, paper)
    salts: list[int] = []
    real = collecting.passphrase.derive

    def counted(typed: str, salt: bytes) -> bytes:
        salts.append(len(salt))
        return real(typed, salt)

    monkeypatch.setattr(collecting.passphrase, "derive", counted)
    token = path.rpartition("/")[2] if token_is_right else "no-such-link"
    typed = words if words_are_right else "one-two-three-four-five-six"
    with marac.inside():
        before = db.session.query(AuditRow).count()
        with pytest.raises(RuleBroken) as broken:
            collecting.collect(token, typed, as_file=False)
        rows = db.session.query(AuditRow).order_by(AuditRow.seq).all()[before:]
        assert [each.tag for each in rows] == [row]
        assert db.session.query(Receipt).count() == 0
    assert (broken.value.field, broken.value.message) == ("passphrase", NOTHING)
    assert salts == [16]


def test_a_link_runs_out(marac: World) -> None:
    """After a week at the latest, though the release is open longer."""
    paper = a_paper(marac, days=30)
    path, words = a_link(marac, paper)
    with clock.pretend(clock.now() + timedelta(days=8)), marac.inside():
        with pytest.raises(RuleBroken, match="open nothing"):
            collecting.collect(path.rpartition("/")[2], words, as_file=False)


def test_whoever_copies_the_database_has_no_key(marac: World) -> None:
    """The row opens with link and passphrase together; the passphrase alone makes another key."""
    paper = a_paper(marac)
    path, words = a_link(marac, paper)
    token = path.rpartition("/")[2]
    with marac.inside():
        link = collecting.links(paper)[0]
        assert token.encode() not in link.token_hash + link.sealed_key
        with_both = collecting._key(words, link.salt, token)
        with_one = collecting._key(words, link.salt, "")
        assert collecting._said(link, with_both)
        assert collecting._said(link, with_one) is None


def test_what_met_no_link_has_one_row_an_hour(marac: World) -> None:
    """Thirty tries are one row, and the next row says how many there were."""
    with marac.inside():
        before = db.session.query(AuditRow).count()
    for minute in range(30):
        with clock.pretend(START + timedelta(seconds=20 * minute)), marac.inside():
            with pytest.raises(RuleBroken, match="open nothing"):
                collecting.collect("no-such-link", "one-two-three-four-five-six", as_file=False)
    with marac.inside():
        assert db.session.query(AuditRow).count() == before + 1
    with clock.pretend(START + timedelta(hours=2)), marac.inside():
        with pytest.raises(RuleBroken, match="open nothing"):
            collecting.collect("no-such-link", "one-two-three-four-five-six", as_file=False)
    with marac.inside():
        rows = db.session.query(AuditRow).order_by(AuditRow.seq).all()[before:]
        assert [(row.tag, row.detail) for row in rows] == [
            ("collection:miss", '{"count":1}'),
            ("collection:miss", '{"count":30}'),
        ]


@pytest.mark.parametrize("is_a_link", [True, False])
def test_one_link_is_tried_ten_times_in_a_minute(
    marac: World, monkeypatch: pytest.MonkeyPatch, is_a_link: bool
) -> None:
    """Then neither looked up nor worked out, whether there is such a link or not; then again."""
    path, words = a_link(marac, a_paper(marac))
    token = path.rpartition("/")[2] if is_a_link else "no-such-link"
    with clock.pretend(START):
        for _ in range(brake.MOST_OF_A_LINK):
            assert _answer(marac, token) == NOTHING
        monkeypatch.setattr(collecting.passphrase, "derive", None)
        assert _answer(marac, token) == brake.WAIT
        assert _answer(marac, token) == brake.WAIT
        monkeypatch.undo()
        assert _answer(marac, "another-link") == NOTHING
    with clock.pretend(START + timedelta(minutes=2)):
        assert _answer(marac, token) == NOTHING


def test_the_page_is_tried_forty_times_in_a_minute(
    marac: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By whoever: each try costs half a second of work, and asks for no sign-in."""
    monkeypatch.setattr(collecting.passphrase, "derive", lambda typed, salt: bytes(32))
    with clock.pretend(START):
        for number in range(brake.MOST_OF_ALL):
            assert _answer(marac, f"link-{number}") == NOTHING
        monkeypatch.setattr(collecting.passphrase, "derive", None)
        assert _answer(marac, "one-more") == brake.WAIT
        answer = send(marac.client(), "/collect/one-more", {"passphrase": "a-b", "read": "x"})
        assert answer.status_code == 422
        assert "Wait a minute, then try again" in answer.text


def test_a_closed_link_is_not_opened_again_in_the_database(marac: World) -> None:
    """The trail has its closing; the row is not believed where it says less."""
    paper = a_paper(marac)
    path, words = a_link(marac, paper)
    closed(marac, paper)
    with marac.inside(), transaction():
        for link in collecting.links(paper):
            link.closed_at, link.tries = None, 0
    assert _answer(marac, path.rpartition("/")[2], words) == NOTHING
    with marac.inside():
        assert db.session.query(Receipt).count() == 0


def _answer(world: World, token: str, words: str = "one-two-three-four-five-six") -> str:
    with world.inside(), pytest.raises(RuleBroken) as broken:
        collecting.collect(token, words, as_file=False)
    return broken.value.message
