"""Assessments side by side, of one case or of several that are about the same person."""

from datetime import UTC, datetime
from uuid import uuid4

from app.marac.risk.content import Answered
from app.marac.risk.history import (
    compare,
    counted_more,
    latest_answers,
    standing,
    yes_before,
)
from app.marac.risk.instrument import Instrument, Topic
from app.marac.risk.rules import Answer, Circumstances, Criterion, Given, Judgement
from app.marac.risk.service import OpenAssessment

YES, NO = Given(Answer.YES), Given(Answer.NO)
YOUNG = Instrument("young", "1", "Young people", (Topic("fear", "Afraid"), Topic("pictures", "P")))


def made(month: int, answered: Answered) -> OpenAssessment:
    """An assessment of 2026 that somebody has opened."""
    at = datetime(2026, month, 3, 12, tzinfo=UTC)
    return OpenAssessment(uuid4(), uuid4(), at, answered, answered.result(at.date()))


JANUARY = made(
    1,
    Answered(
        {"fear": YES, "weapons": Given(Answer.YES, comment="A knife"), "animals": NO},
        Judgement(True, "Strangulation."),
        Circumstances(incidents_reported=3),
    ),
)
MAY = made(5, Answered({"fear": NO, "animals": Given(Answer.DONT_KNOW)}, Judgement(True)))
JULY = made(7, Answered({"fear": YES, "pictures": YES}, instrument=YOUNG))


def test_each_topic_has_what_every_assessment_has_of_it() -> None:
    """The newest form's topics first; what a form did not ask is said so."""
    rows = compare([JULY, MAY, JANUARY])
    assert [row.topic.code for row in rows[:3]] == ["fear", "pictures", "injury"]
    by_code = {row.topic.code: row for row in rows}
    assert by_code["fear"].labels == ("Yes", "No", "Yes")
    assert by_code["pictures"].labels == ("Yes", "Not in this form", "Not in this form")
    assert by_code["weapons"].labels == ("Not in this form", "Not asked", "Yes")


def test_only_answers_that_were_given_can_differ() -> None:
    """Not asked again is no change."""
    by_code = {row.topic.code: row for row in compare([MAY, JANUARY])}
    assert by_code["fear"].differs
    assert by_code["animals"].differs
    assert not by_code["weapons"].differs
    assert not by_code["injury"].differs


def test_the_newest_answer_to_each_topic_is_found() -> None:
    """With the day on which it was given."""
    latest = latest_answers([MAY, JANUARY])
    assert (latest["fear"].label, latest["fear"].on.month) == ("No", 5)
    assert (latest["weapons"].label, latest["weapons"].given.comment) == ("Yes", "A knife")
    assert "injury" not in latest


def test_a_yes_that_was_not_asked_again_stays_in_sight() -> None:
    """What was answered otherwise since then does not."""
    assert [(topic.code, earlier.on.month) for topic, earlier in yes_before([MAY, JANUARY])] == [
        ("weapons", 1)
    ]
    assert yes_before([JANUARY]) == yes_before([]) == []


def test_each_criterion_stands_from_the_newest_that_met_it() -> None:
    """Nothing that was met is lost, and the newest reason is shown."""
    found = {each.met.criterion: each for each in standing([MAY, JANUARY])}
    assert set(found) == {Criterion.PROFESSIONAL_JUDGEMENT, Criterion.ESCALATION}
    assert found[Criterion.PROFESSIONAL_JUDGEMENT].is_newest
    assert (found[Criterion.ESCALATION].on.month, found[Criterion.ESCALATION].is_newest) == (
        *(1, False),
    )
    assert standing([]) == []


def test_the_assessment_that_counted_most_is_named() -> None:
    """Only where it counted more than the newest does."""
    assert counted_more([MAY, JANUARY]) is JANUARY
    assert counted_more([JANUARY, MAY]) is None
    assert counted_more([JANUARY]) is counted_more([]) is None
