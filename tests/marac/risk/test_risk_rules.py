"""The rules of scoring: every threshold's edge, every kind of answer, and no door that closes."""

import itertools
import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.marac.risk.instrument import CORE, IMMIGRATION, Instrument, Topic, load
from app.marac.risk.rules import (
    ANSWER_LABELS,
    RISKY,
    STATUS_LABELS,
    Advice,
    Answer,
    Circumstances,
    Criterion,
    Given,
    Immigration,
    Judgement,
    Offered,
    Result,
    Status,
    Thresholds,
    WholeResult,
    check,
    check_circumstances,
    judgement_as_shown,
    months_after,
    score,
    score_whole,
    together,
)
from app.refusals import RuleBroken

TODAY = date(2027, 3, 3)
CORE_TOPICS = load(CORE)
SECTION = load(IMMIGRATION)
NO_JUDGEMENT = Judgement()
NOTHING_BEFORE = Circumstances()
USUAL = Thresholds()


def answers(instrument: Instrument, yes: int, rest: Answer = Answer.NO) -> dict[str, Given]:
    """The first topics answered yes, the others as told."""
    codes = [topic.code for topic in instrument.topics]
    return {code: Given(Answer.YES if n < yes else rest) for n, code in enumerate(codes)}


def result(
    yes: int = 0,
    judgement: Judgement = NO_JUDGEMENT,
    circumstances: Circumstances = NOTHING_BEFORE,
    thresholds: Thresholds = USUAL,
) -> Result:
    """The result of an assessment with so many answers yes."""
    given = answers(CORE_TOPICS, yes)
    return score(CORE_TOPICS, given, judgement, circumstances, thresholds, TODAY)


def whole(core: int, facts: int, status: Status = Status.NOT_ASKED) -> WholeResult:
    """Both counts, for so many answers yes in each part."""
    section = Immigration(status, answers(SECTION, facts))
    return score_whole(CORE_TOPICS, answers(CORE_TOPICS, core), SECTION, section, Thresholds())


def met(shown: Result) -> set[Criterion]:
    """The criteria that are met."""
    return {each.criterion for each in shown.criteria}


def test_the_core_has_twenty_four_topics() -> None:
    """Each with a code of its own, a label and help."""
    assert len(CORE_TOPICS.codes) == 24
    assert all(topic.label and topic.help for topic in CORE_TOPICS.topics)


def test_the_immigration_section_has_an_indicator_and_eight_facts() -> None:
    """They are the facts that make insecure status dangerous."""
    assert SECTION.indicator is not None
    assert len(SECTION.codes) == 8


def test_an_instrument_with_one_code_twice_is_refused() -> None:
    """An answer must belong to one topic."""
    twice = CORE_TOPICS.to_dict() | {"topics": [{"code": "a", "label": "A"}] * 2}
    with pytest.raises(ValueError, match="two topics"):
        Instrument.from_dict(twice)


@pytest.mark.parametrize("answer", [a for a in Answer if a is not Answer.YES])
def test_only_yes_counts(answer: Answer) -> None:
    """No, don't know, not asked and no answer at all add nothing."""
    given = answers(CORE_TOPICS, 0, rest=answer)
    shown = score(CORE_TOPICS, given, Judgement(), Circumstances(), Thresholds(), TODAY)
    assert shown.core == 0
    assert result(yes=0).core == 0


@pytest.mark.parametrize(("yes", "high"), [(0, False), (13, False), (14, True), (24, True)])
def test_fourteen_yes_are_visible_high_risk(yes: int, high: bool) -> None:
    """The edge lies where SafeLives' referral form puts it."""
    assert (Criterion.VISIBLE_HIGH_RISK in met(result(yes=yes))) is high


def test_the_threshold_is_the_areas() -> None:
    """An area may look at ten."""
    assert met(result(yes=10, thresholds=Thresholds(visible_high_risk=10)))


@pytest.mark.parametrize(("reported", "met_"), [(None, False), (0, False), (2, False), (3, True)])
def test_three_incidents_in_a_year_are_escalation(reported: int | None, met_: bool) -> None:
    """Reported to the police, within twelve months."""
    shown = result(circumstances=Circumstances(incidents_reported=reported))
    assert (Criterion.ESCALATION in met(shown)) is met_


@pytest.mark.parametrize(
    ("last", "again", "repeat"),
    [
        (date(2026, 3, 2), True, False),
        (date(2026, 3, 3), True, True),
        (date(2027, 3, 3), True, True),
        (date(2027, 3, 4), True, False),
        (date(2026, 12, 1), False, False),
        (None, True, False),
    ],
)
def test_abuse_within_a_year_of_the_last_referral_is_a_repeat(
    last: date | None, again: bool, repeat: bool
) -> None:
    """Any abuse between the same pair, to the day."""
    shown = result(circumstances=Circumstances(abused_again=again, last_referred_on=last))
    assert (Criterion.REPEAT in met(shown)) is repeat


def test_an_area_may_count_from_the_last_hearing() -> None:
    """Both dates are kept, and the area's anchor chooses."""
    heard = Circumstances(
        abused_again=True, last_referred_on=date(2025, 1, 1), last_heard_on=date(2027, 1, 1)
    )
    assert not met(result(circumstances=heard))
    anchored = Thresholds(repeat_anchor="last_hearing")
    assert met(result(circumstances=heard, thresholds=anchored)) == {Criterion.REPEAT}


def test_a_month_without_that_day_ends_on_its_last() -> None:
    """Twelve months after 29 February is 28 February."""
    assert months_after(date(2028, 2, 29), 12) == date(2029, 2, 28)
    assert months_after(date(2027, 12, 31), 2) == date(2028, 2, 29)


@pytest.mark.parametrize("yes", [0, 6, 13, 14, 24])
def test_professional_judgement_counts_at_every_score(yes: int) -> None:
    """It stands beside the score and can only raise."""
    shown = result(yes=yes, judgement=Judgement(True, "A cluster of three."))
    assert Criterion.PROFESSIONAL_JUDGEMENT in met(shown)
    assert "A cluster of three." in [each.because for each in shown.criteria]


def test_no_result_ever_says_low_or_rejects() -> None:
    """Whatever is answered, there is a result, and no word in it sends anybody away."""
    parts = itertools.product(
        range(25),
        (Judgement(), Judgement(True)),
        (Circumstances(), Circumstances(4, True, TODAY, TODAY)),
    )
    for yes, judgement, circumstances in parts:
        shown = result(yes, judgement, circumstances)
        words = " ".join(each.label + each.because for each in shown.criteria).lower()
        assert shown.core == yes
        assert not {"low", "reject", "standard", "medium"} & set(words.split())


@pytest.mark.parametrize("status", list(Status))
def test_the_indicator_counts_one_when_status_is_a_risk(status: Status) -> None:
    """Insecure, uncertain and dependent count; not known is an answer and counts nothing."""
    assert whole(0, 0, status).immigration == (status in RISKY)


@pytest.mark.parametrize(
    ("core", "facts", "status", "only"),
    [
        (13, 0, Status.NOT_KNOWN, False),
        (13, 0, Status.UNCERTAIN, True),
        (13, 1, Status.NOT_ASKED, True),
        (14, 8, Status.INSECURE, False),
        (5, 8, Status.DEPENDENT, True),
        (4, 8, Status.DEPENDENT, False),
    ],
)
def test_it_is_said_when_only_immigration_reaches_the_threshold(
    core: int, facts: int, status: Status, only: bool
) -> None:
    """The whole result says so, at every edge."""
    shown = whole(core, facts, status)
    assert shown.reached_only_with_immigration is only
    assert shown.total == core + facts + (status in RISKY)
    assert (shown.core_of, shown.immigration_of, shown.total_of) == (24, 9, 33)


def test_a_threshold_reached_in_the_compartment_shows_as_judgement() -> None:
    """The circle is told to look, and not why; a ticked judgement without reasons looks alike."""
    from_compartment = judgement_as_shown(Judgement(), whole(13, 1))
    ticked = judgement_as_shown(Judgement(True), whole(13, 0))
    assert from_compartment == ticked == Judgement(True, "")
    assert judgement_as_shown(Judgement(), whole(13, 0)) == Judgement()


def test_nothing_shown_to_the_circle_names_immigration() -> None:
    """The result that everybody sees has no field and no word for it."""
    assert "immigration" not in str(result(24, Judgement(True))).lower()


@pytest.mark.parametrize(
    ("given", "judgement", "field"),
    [
        ({"no_such_topic": Given()}, Judgement(), "answers"),
        ({"injury": Given(comment="x" * 301)}, Judgement(), "comment_injury"),
        ({"injury": Given(said_by="x" * 61)}, Judgement(), "said_by_injury"),
        ({}, Judgement(True, "x" * 2001), "reasons"),
    ],
)
def test_what_does_not_fit_the_form_is_refused(
    given: dict[str, Given], judgement: Judgement, field: str
) -> None:
    """An unknown topic or a text too long to be read; never an answer."""
    with pytest.raises(RuleBroken) as broken:
        check(CORE_TOPICS, given, judgement)
    assert broken.value.field == field


def test_an_empty_form_and_a_full_one_pass() -> None:
    """No combination of answers makes a referral impossible."""
    check(CORE_TOPICS, {}, Judgement())
    for answer in Answer:
        check(CORE_TOPICS, answers(CORE_TOPICS, 0, rest=answer), Judgement(True))


given_answers = st.dictionaries(
    st.sampled_from(sorted(CORE_TOPICS.codes)),
    st.builds(Given, st.sampled_from(Answer), st.text(max_size=60), st.text(max_size=300)),
)
given_circumstances = st.builds(
    Circumstances,
    st.none() | st.integers(0, 500),
    st.booleans(),
    st.none() | st.dates(max_value=TODAY),
    st.none() | st.dates(max_value=TODAY),
)
given_thresholds = st.builds(
    Thresholds,
    st.integers(8, 20),
    st.integers(2, 6),
    st.integers(6, 24),
    st.sampled_from(["last_referral", "last_hearing"]),
)
SENDS_AWAY = re.compile(
    r"\b(?:low|standard|medium|reject\w*|refus\w*|ineligible|illegal|not met)\b"
)


@given(given_answers, st.booleans(), given_circumstances, given_thresholds)
def test_whatever_is_answered_there_is_a_result_that_sends_nobody_away(
    told: dict[str, Given], judged: bool, around: Circumstances, thresholds: Thresholds
) -> None:
    """No combination of answers, circumstances and settings is refused or named as small."""
    check(CORE_TOPICS, told, Judgement(judged))
    check_circumstances(around, TODAY)
    shown = score(CORE_TOPICS, told, Judgement(judged), around, thresholds, TODAY)
    assert shown.core == sum(each.answer is Answer.YES for each in told.values())
    assert (Criterion.PROFESSIONAL_JUDGEMENT in met(shown)) is judged
    words = " ".join(f"{each.label} {each.because}" for each in shown.criteria).lower()
    assert not SENDS_AWAY.search(words), words


@given(given_answers, given_circumstances, given_thresholds, st.sampled_from(CORE_TOPICS.topics))
def test_one_more_yes_never_takes_a_criterion_away(
    told: dict[str, Given], around: Circumstances, thresholds: Thresholds, topic: Topic
) -> None:
    """Answers raise the alarm and never lower it."""
    before = score(CORE_TOPICS, told, Judgement(), around, thresholds, TODAY)
    more = told | {topic.code: Given(Answer.YES)}
    after = score(CORE_TOPICS, more, Judgement(), around, thresholds, TODAY)
    assert met(before) <= met(after)
    assert before.core <= after.core


@pytest.mark.parametrize("anchor", ["last_referral", "last_hearing"])
@pytest.mark.parametrize(
    ("months", "last", "repeat"),
    [
        (12, date(2026, 3, 3), True),
        (12, date(2026, 3, 2), False),
        (6, date(2026, 9, 3), True),
        (6, date(2026, 9, 2), False),
        (24, date(2025, 3, 3), True),
        (24, date(2025, 3, 2), False),
    ],
)
def test_the_window_ends_with_its_last_day_at_either_anchor(
    anchor: str, months: int, last: date, repeat: bool
) -> None:
    """The last day counts and the next does not; the other date says nothing."""
    by_referral = Circumstances(abused_again=True, last_referred_on=last, last_heard_on=None)
    by_hearing = Circumstances(abused_again=True, last_referred_on=None, last_heard_on=last)
    counts, counts_not = (
        (by_referral, by_hearing) if anchor == "last_referral" else (by_hearing, by_referral)
    )
    settings = Thresholds(repeat_months=months, repeat_anchor=anchor)
    assert (Criterion.REPEAT in met(result(circumstances=counts, thresholds=settings))) is repeat
    assert Criterion.REPEAT not in met(result(circumstances=counts_not, thresholds=settings))


@pytest.mark.parametrize(
    ("heard", "field"),
    [
        (Circumstances(incidents_reported=-1), "incidents_reported"),
        (Circumstances(incidents_reported=501), "incidents_reported"),
        (Circumstances(last_referred_on=date(2027, 3, 4)), "last_referred_on"),
        (Circumstances(last_heard_on=date(2027, 3, 4)), "last_heard_on"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(heard: Circumstances, field: str) -> None:
    """Dates to come and numbers that are none; on every way in."""
    with pytest.raises(RuleBroken) as broken:
        check_circumstances(heard, TODAY)
    assert broken.value.field == field


def test_two_sections_stand_together_with_the_newer_answer_to_each_question() -> None:
    """What the newer did not ask about is as the older has it; a comment alone changes no yes."""
    older = Immigration(
        Status.DEPENDENT,
        {
            "papers_held": Given(Answer.YES),
            "lied_to": Given(Answer.YES),
            "no_public_funds": Given(),
        },
        "Before",
        Advice(Offered.YES, "Harbour Law Centre"),
    )
    newer = Immigration(
        answers={
            "papers_held": Given(Answer.NO),
            "lied_to": Given(comment="See note"),
            "no_public_funds": Given(comment="Ask again"),
        }
    )
    stands = together(newer, older)
    assert stands == replace(
        older,
        answers={
            "papers_held": Given(Answer.NO),
            "lied_to": Given(Answer.YES),
            "no_public_funds": Given(comment="Ask again"),
        },
    )
    assert together(older, newer).status is Status.DEPENDENT
    assert together(Immigration(), older) == together(older, Immigration()) == older


def test_no_recourse_to_public_funds_is_status_too() -> None:
    """It counts in the section and has no topic outside it."""
    assert whole(0, 0).immigration == 0
    section = Immigration(answers={"no_public_funds": Given(Answer.YES)})
    counted = score_whole(CORE_TOPICS, {}, SECTION, section, Thresholds())
    assert (counted.core, counted.immigration, counted.total) == (0, 1, 1)
    words = " ".join(f"{topic.label} {topic.help}" for topic in CORE_TOPICS.topics).lower()
    assert "public funds" not in words
    assert "status" not in words


def test_every_answer_has_words() -> None:
    """A page can name every answer."""
    assert set(ANSWER_LABELS) == set(Answer)
    assert set(STATUS_LABELS) == set(Status)
