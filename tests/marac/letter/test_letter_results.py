"""What came of letters: recorded by her IDVA, counted without a name, published with care."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import inspect, text

from app import clock
from app.confidentiality.circle.service import exclude
from app.db import db
from app.marac.letter import rules
from app.marac.letter.answering import record_outcome, results
from app.marac.letter.model import Letter
from app.marac.letter.rules import FEWER, LetterState, Outcome, Purpose, shown_counts
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


def counted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, Outcome], int]:
    """The figures as the page would have them if it hid none."""
    with monkeypatch.context() as bare:
        bare.setattr(rules, "shown_counts", lambda counts: (list(counts), sum(counts)))
        years = results(desk.world.actor("coordinator"))
    return {
        (line.name, outcome): count
        for year in years
        for line in year.lines
        for outcome, count in zip(Outcome, line.counts, strict=True)
        if count
    }


def test_an_outcome_is_sealed_and_counted_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put right, the count moves: the total never grows by correcting."""
    letter_id = desk.handed_over()
    told(desk, letter_id, "advice_given")
    assert counted(desk, monkeypatch) == {("Adviser", Outcome.ADVICE_GIVEN): 1}
    told(desk, letter_id, "application_made")
    assert counted(desk, monkeypatch) == {("Adviser", Outcome.APPLICATION_MADE): 1}
    opened = desk.open(letter_id)
    assert (opened.state, opened.content.outcome) == (
        LetterState.ANSWERED, Outcome.APPLICATION_MADE,
    )  # fmt: skip
    assert trail.count("letter:answer") == 2


def test_no_table_says_what_the_one_answered_letter_was_for(desk: Desk) -> None:
    """The database and its key, without any person's keys: no purpose and no outcome anywhere."""
    letter_id = desk.handed_over(Purpose.HEARD_OWN_HAND)
    told(desk, letter_id, "application_made")
    tables = inspect(db.engine).get_table_names()
    assert "letter_result" not in tables
    for table in tables:
        for row in db.session.execute(text(f'select * from "{table}"')):  # noqa: S608
            for value in row:
                plain = value if isinstance(value, bytes) else str(value).encode()
                assert b"application_made" not in plain, table
                assert b"heard_own_hand" not in plain, table
    opened = desk.open(letter_id)
    assert opened.content.outcome is Outcome.APPLICATION_MADE


def test_an_officer_who_is_kept_from_a_case_counts_it_not(desk: Desk) -> None:
    """The exclusion list comes before the figures as well."""
    told(desk, desk.handed_over(), "advice_given")
    chair, deputy = desk.world.actor("chair"), desk.world.actor("deputy")
    assert results(deputy)
    exclude(chair, desk.case, person_id=desk.world.person_id("deputy"))
    assert results(deputy) == []
    assert results(chair)


def test_nothing_comes_of_a_letter_that_nobody_has(desk: Desk) -> None:
    """Signed is not handed over; and a draft still less."""
    for letter_id in (desk.draft(Purpose.HOUSING), desk.signed()):
        with pytest.raises(RuleBroken, match="not been handed over"):
            told(desk, letter_id, "nothing_heard")
    assert results(desk.world.actor("coordinator")) == []
    assert db.session.query(Letter).filter(Letter.state == LetterState.ANSWERED).count() == 0


def test_a_refusal_has_a_reason_and_an_outcome_fits_its_purpose(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Legal aid is not granted on a letter to her adviser."""
    letter_id = desk.handed_over()
    with pytest.raises(RuleBroken) as refused:
        told(desk, letter_id, "legal_aid_granted")
    assert refused.value.field == "outcome"
    with pytest.raises(RuleBroken) as refused:
        told(desk, letter_id, "refused")
    assert refused.value.field == "why"
    with pytest.raises(RuleBroken) as refused:
        told(desk, letter_id, "refused", "he_not_named")
    assert refused.value.field == "why"
    told(desk, letter_id, "refused", "not_signed_or_dated")
    assert counted(desk, monkeypatch) == {("Adviser", Outcome.REFUSED): 1}


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
