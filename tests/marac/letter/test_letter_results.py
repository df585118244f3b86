"""What came of letters: recorded by her IDVA, counted without a name, published with care."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import clock
from app.db import db
from app.marac.letter.answering import record_outcome, results
from app.marac.letter.model import LetterResult
from app.marac.letter.rules import FEWER, LetterState, Outcome, Purpose, quarter_of, shown_counts
from app.refusals import Refused, RuleBroken
from tests.marac import trail
from tests.marac.letter.writing import Desk


def told(desk: Desk, letter_id: object, outcome: str, why: str = "") -> None:
    """Her IDVA records what came of it."""
    revision = desk.open(letter_id).letter.revision  # type: ignore[arg-type]
    record_outcome(
        desk.world.actor("idva"),
        letter_id,
        outcome,
        why,
        clock.today(),
        revision,  # type: ignore[arg-type]
    )


def counted() -> dict[tuple[str, str], int]:
    """The figures, as the table has them."""
    rows = db.session.query(LetterResult).all()
    return {(row.purpose, row.outcome): row.count for row in rows}


def test_an_outcome_is_sealed_and_counted_once(desk: Desk) -> None:
    """Put right, the count moves: the total never grows by correcting."""
    letter_id = desk.handed_over()
    told(desk, letter_id, "advice_given")
    assert counted() == {("heard_adviser", "advice_given"): 1}
    told(desk, letter_id, "application_made")
    assert counted() == {
        ("heard_adviser", "advice_given"): 0,
        ("heard_adviser", "application_made"): 1,
    }
    opened = desk.open(letter_id)
    assert (opened.state, opened.content.outcome) == (
        LetterState.ANSWERED, Outcome.APPLICATION_MADE,
    )  # fmt: skip
    assert trail.count("letter:answer") == 2


def test_no_figure_leads_to_a_letter() -> None:
    """The table has an area, a quarter, a purpose, an outcome and a count, and nothing besides."""
    columns = set(LetterResult.__table__.columns.keys())
    assert columns == {"id", "area_id", "quarter", "purpose", "outcome", "count"}


def test_nothing_comes_of_a_letter_that_nobody_has(desk: Desk) -> None:
    """Signed is not handed over; and a draft still less."""
    for letter_id in (desk.draft(Purpose.HOUSING), desk.signed()):
        with pytest.raises(RuleBroken, match="not been handed over"):
            told(desk, letter_id, "nothing_heard")
    assert counted() == {}


def test_a_refusal_has_a_reason_and_an_outcome_fits_its_purpose(desk: Desk) -> None:
    """Legal aid is not granted on a letter to her adviser."""
    letter_id = desk.handed_over()
    with pytest.raises(RuleBroken) as refused:
        told(desk, letter_id, "legal_aid_granted")
    assert refused.value.field == "outcome"
    with pytest.raises(RuleBroken) as refused:
        told(desk, letter_id, "refused")
    assert refused.value.field == "why"
    told(desk, letter_id, "refused", "he_not_named")
    assert counted() == {("heard_adviser", "refused"): 1}


def test_officers_read_the_figures_and_nobody_else(desk: Desk) -> None:
    """One letter is fewer than five, and neither it nor its total is said."""
    told(desk, desk.handed_over(), "advice_given")
    year = results(desk.world.actor("coordinator"))[0]
    line = year.lines[0]
    assert line.counts[0] is None
    assert line.total is None
    assert year.lines[1].total == 0
    assert trail.last().tag == "letter:results"
    for who in ("idva", "officer", "housing", "administrator"):
        with pytest.raises(Refused):
            results(desk.world.actor(who))


def test_quarters() -> None:
    """As everybody counts them."""
    from datetime import date

    assert [quarter_of(date(2026, month, 1)) for month in (1, 3, 4, 12)] == [
        "2026-Q1", "2026-Q1", "2026-Q2", "2026-Q4",
    ]  # fmt: skip


@given(st.lists(st.integers(0, 9), min_size=1, max_size=7))
def test_a_hidden_count_can_always_be_anything_it_may_be(counts: list[int]) -> None:
    """Whoever tries every table that fits finds each hidden count to be any of 1 to 4."""
    shown, total = shown_counts(counts)
    assert all(each is None or each == real for each, real in zip(shown, counts, strict=True))
    hidden = [at for at, each in enumerate(shown) if each is None]
    assert all(0 < counts[at] < FEWER for at in hidden)
    if total is None or not hidden:
        return
    left = total - sum(each for each in shown if each is not None)
    fitting = [each for each in product(range(1, FEWER), repeat=len(hidden)) if sum(each) == left]
    for place in range(len(hidden)):
        assert {each[place] for each in fitting} == set(range(1, FEWER))
