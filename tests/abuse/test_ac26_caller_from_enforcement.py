"""AC-26: somebody rings "from Immigration Enforcement" and asks a coordinator about a woman."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from app import clock
from app.confidentiality.register import answering, asking, queries
from app.confidentiality.register.asking import CLAIMS_LABELS, Claims, Words
from app.confidentiality.register.model import Enquiry
from app.db import db, transaction
from app.refusals import RuleBroken
from tests.builders import World
from tests.pages import boxes, send
from tests.web.crawl import Reader
from tests.working import CANARY

TAKES_A_CALL = ("coordinator", "chair", "idva", "housing", "officer")
OF_A_CASE = ("case_", "party", "assessment", "referral", "match_", "agenda_item", "contribution")


@contextmanager
def tables_asked() -> Iterator[list[str]]:
    """Every statement that reaches the database meanwhile."""
    said: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement.lower())

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("who", TAKES_A_CALL)
def test_everybody_of_the_circle_has_the_same_answer(marac: World, who: str) -> None:
    """It neither confirms nor denies, names the legal road, and does not depend on any case."""
    page = marac.client(who).get("/callers").text
    assert "neither confirms nor denies" in page
    assert "in writing to the legal team of" in page
    assert CANARY not in page


def test_no_case_is_looked_up(marac: World) -> None:
    """From the first page to the saved entry nothing of a case is read, nor asked for."""
    client = marac.client("coordinator")
    with marac.inside(), tables_asked() as said:
        page = client.get("/callers").text
        sent = send(client, "/callers", {"claims": "immigration", "words": f"Asked about {CANARY}"})
        assert sent.status_code == 303
        client.get(sent.headers["Location"])
    assert len(said) > 10
    read = [each for each in said for name in OF_A_CASE if f"from {name}" in each]
    assert not read, read
    boxes_ = {box.attributes.get("name", "") for box in Reader(page).all("input")}
    assert not [name for name in boxes_ if "case" in name or "reference" in name]


def test_the_form_is_not_kept_with_a_case(marac: World) -> None:
    """What is kept has no way to a case, and the name that was asked after is sealed."""
    send(marac.client("coordinator"), "/callers", {"claims": "immigration", "words": CANARY})
    with marac.inside():
        (row,) = queries.enquiries(marac.actor("chair"))
        ids = {str(marac.extra["case"]), marac.extra["case"].hex}
        assert not ids & {str(value) for value in vars(row).values()}
        assert CANARY.encode() not in row.sealed_words


def test_there_is_nothing_but_the_answer(marac: World) -> None:
    """Whoever says they are of the Home Office is not rung back, and never "answered"."""
    client = marac.client("coordinator")
    again = send(client, "/callers", {"claims": "immigration", "said": "ring_back"})
    assert again.status_code == 422
    with marac.inside():
        coordinator = marac.actor("coordinator")
        row = answering.write_down(coordinator, "police", "phone", asking.RING_BACK, Words())
        with pytest.raises(IntegrityError):
            _answer_as_enforcement(row.id)
        with pytest.raises(RuleBroken):
            asking.require_answerable(Claims.IMMIGRATION, clock.now())


def _answer_as_enforcement(row_id: UUID) -> None:
    with transaction() as session:
        row = session.get_one(Enquiry, row_id)
        row.claims, row.called_back_at = Claims.IMMIGRATION, row.asked_at
        row.outcome = asking.Outcome.ANSWERED


def test_officers_learn_of_it_without_a_word_of_it(marac: World) -> None:
    """The chair and the coordinator find a count at home; who was asked after is in the entry."""
    send(marac.client("housing"), "/callers", {"claims": "immigration", "words": CANARY})
    for who in ("chair", "deputy", "coordinator"):
        client = marac.client(who)
        home = client.get("/").text
        assert "1 person from outside" in home
        assert CANARY not in home
        listed = client.get("/callers/list").text
        assert CLAIMS_LABELS[Claims.IMMIGRATION] in listed
        assert CANARY not in listed


def test_the_list_of_who_may_ask_holds_no_recipient(marac: World) -> None:
    """That the Home Office can be named as a caller lets nobody name it as anything else."""
    changes = {"name": CLAIMS_LABELS[Claims.IMMIGRATION]}
    client = marac.client("coordinator")
    page = client.get("/support/new").text
    sent = client.post("/support/new", data=boxes(page) | changes | {"kinds": "other"})
    assert sent.status_code == 422
