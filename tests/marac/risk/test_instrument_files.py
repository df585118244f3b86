"""Risk forms as data files: what ships, what an area may load, and what is said of a bad file."""

import json
import re
from typing import Any

import pytest

from app.audit.queries import rows_about
from app.marac.case.rules import OpeningReason
from app.marac.case.service import assess, open_case
from app.marac.risk.instrument import CORE, IMMIGRATION, Instrument, load
from app.marac.risk.instruments import (
    instrument_of,
    instruments_of,
    load_instrument,
    versions_of,
)
from app.marac.risk.reading import read_instrument
from app.marac.risk.rules import Answer, Criterion, Given
from app.marac.risk.service import NewAssessment
from app.refusals import Refused, RuleBroken
from tests.builders import World

NEVER = re.compile(
    r"\billegal|\blow\b|\bvisa\b|\bpassport number|home office|\bexpir|\byou (?:may|can) apply",
    re.IGNORECASE,
)
CODES = (
    *("injury", "fear", "feared_harm", "isolation", "low_mood", "separation", "child_contact"),
    *("stalking", "pregnancy", "frequency", "severity", "control", "weapons", "threats_to_kill"),
    *("strangulation", "sexual", "others", "hurt_others", "animals", "money", "substances"),
    *("own_suicide", "breaches", "police_record"),
)
FACTS = (
    *("threats_to_report", "papers_held", "lied_to", "depends_on_relationship"),
    *("no_public_funds", "fear_of_authorities", "children_threatened", "language_isolation"),
)


def core_in_other_words(**changes: Any) -> str:
    """The core's file with licensed wording, as an area would write it."""
    given = load(CORE).to_dict() | {"version": "dash-2027", "title": "The licensed form"}
    given["topics"] = [
        {**topic, "label": f"Licensed: {topic['label']}"} for topic in given["topics"]
    ]
    return json.dumps(given | changes)


def form(**changes: Any) -> str:
    """A short form of an area's own."""
    given = {
        "id": "young-people",
        "version": "1",
        "title": "Young people",
        "topics": [{"code": f"topic_{n}", "label": f"Topic {n}"} for n in range(1, 11)],
    }
    return json.dumps({k: v for k, v in (given | changes).items() if v is not None})


def test_the_core_has_its_twenty_four_codes_in_order() -> None:
    """Codes are what answers hang on: they never change, whatever the words."""
    assert tuple(topic.code for topic in load(CORE).topics) == CODES
    assert len(CODES) == 24


def test_the_section_has_its_eight_facts_in_order() -> None:
    """They are those that make insecure or uncertain status dangerous."""
    assert tuple(topic.code for topic in load(IMMIGRATION).topics) == FACTS


@pytest.mark.parametrize("name", [CORE, IMMIGRATION])
def test_no_label_says_what_is_never_said(name: str) -> None:
    """No country, number, expiry or advice; nobody is illegal, and no risk is waved away."""
    shipped = load(name)
    words = [shipped.title, *(f"{topic.label} {topic.help}" for topic in shipped.topics)]
    if shipped.indicator:
        words.append(f"{shipped.indicator.label} {shipped.indicator.help}")
    assert not [each for each in words if NEVER.search(each)]
    assert all(topic.label and topic.help for topic in shipped.topics)


def test_a_form_that_is_written_out_reads_back_as_it_was() -> None:
    """What is sealed with the answers is the whole form."""
    read = read_instrument(form(threshold=6))
    assert Instrument.from_dict(json.loads(json.dumps(read.to_dict()))) == read
    assert read.threshold == 6


def test_licensed_wording_keeps_the_codes() -> None:
    """Other labels for the same 24 topics are the same form in another version."""
    read = read_instrument(core_in_other_words())
    assert read.codes == load(CORE).codes
    assert read.topics[0].label == "Licensed: Hurt in the latest incident"


def test_markup_in_a_file_is_stripped_to_text() -> None:
    """Labels are shown to everybody."""
    topics = [{"code": "a", "label": "<b>Hurt</b> <script>x()</script>", "help": "<i>Any</i>"}]
    topic = read_instrument(form(topics=topics)).topics[0]
    assert (topic.label, topic.help) == ("Hurt", "Any")


@pytest.mark.parametrize(
    ("text", "field", "words"),
    [
        ("{", "file", "not JSON"),
        ("[]", "file", "must hold one instrument"),
        (form(id=None), "id", "Give the form “id”"),
        (form(id="Young People"), "id", "Give the form “id”"),
        (form(id=IMMIGRATION), "id", "the same in every area"),
        (form(version=2), "version", "Give the form “version”"),
        (form(title=" "), "title", "Give the file a title"),
        (form(topics=[]), "topics", "List the topics"),
        (form(topics=["injury"]), "topics", "Give topic 1 a code, a label"),
        (form(topics=[{"code": "Injury", "label": "x"}]), "topics", "Give topic 1 another code"),
        (form(topics=[{"code": "secret_a", "label": "x"}]), "topics", "Give topic 1 another code"),
        (form(topics=[{"code": "a"}]), "topics", "Give topic 1 a label"),
        (form(topics=[{"code": "a", "label": "<br>"}]), "topics", "Give topic 1 a label"),
        (form(topics=[{"code": "a", "label": "x" * 201}]), "topics", "Shorten the label"),
        (form(topics=[{"code": "a", "label": "x"}] * 2), "topics", "a is there twice"),
        (form(topics=[{"code": f"t{n}", "label": "x"} for n in range(61)]), "topics", "at most 60"),
        (form(topics=[{"code": "a", "label": "x", "weight": 2}]), "topics", "nothing else"),
        (form(threshold=11), "threshold", "from 1 to 10"),
        (form(threshold=0), "threshold", "from 1 to 10"),
        (form(threshold=True), "threshold", "from 1 to 10"),
        (form(weight=2), "weight", "Take out “weight”"),
        (form(indicator={"code": "a", "label": "x"}), "indicator", "Take out “indicator”"),
        (core_in_other_words(threshold=10), "threshold", "Take out “threshold”"),
        (core_in_other_words(topics=[{"code": "a", "label": "x"}]), "topics", "keeps its 24 codes"),
    ],
)
def test_a_bad_file_is_told_what_to_change(text: str, field: str, words: str) -> None:
    """The place, and one thing to do."""
    with pytest.raises(RuleBroken) as broken:
        read_instrument(text)
    assert broken.value.field == field
    assert words in broken.value.message


def test_an_area_has_the_newest_wording_of_each_form(marac: World) -> None:
    """The core first; what was loaded later comes before what was loaded earlier."""
    with marac.inside():
        for text in (form(), core_in_other_words(), form(version="2", title="Young people, again")):
            assert load_instrument(None, marac.area_id, read_instrument(text))
        found = instruments_of(marac.area_id)
        assert list(found) == [CORE, "young-people"]
        assert (found[CORE].version, found["young-people"].version) == ("dash-2027", "2")
        assert [each.version for each, _ in versions_of(marac.area_id)] == [
            *("2026-1", "1", "dash-2027", "2")
        ]
        rows = rows_about(marac.actor("chair"), marac.area_id)
        assert "young-people:2" in [row.detail.get("instrument") for row in rows]


def test_the_same_file_twice_changes_nothing_and_other_words_need_a_version(marac: World) -> None:
    """People have answered what is loaded."""
    with marac.inside():
        assert load_instrument(None, marac.area_id, read_instrument(form()))
        assert not load_instrument(None, marac.area_id, read_instrument(form()))
        with pytest.raises(RuleBroken, match="in other words"):
            load_instrument(None, marac.area_id, read_instrument(form(title="Other words")))
        with pytest.raises(RuleBroken, match="in other words"):
            load_instrument(
                None, marac.area_id, read_instrument(core_in_other_words(version="2026-1"))
            )


def test_only_an_administrator_loads_a_form(marac: World) -> None:
    """An officer or a member does not change what everybody is asked."""
    read = read_instrument(form())
    with marac.inside():
        for who in ("chair", "coordinator", "housing"):
            with pytest.raises(Refused):
                load_instrument(marac.actor(who), marac.area_id, read)
        assert load_instrument(marac.actor("administrator"), marac.area_id, read)


def test_a_form_that_is_not_there_is_refused(marac: World) -> None:
    """Whoever hands in a referral is told which field to change."""
    with marac.inside(), pytest.raises(RuleBroken) as broken:
        instrument_of(marac.area_id, "no-such-form")
    assert broken.value.field == "instrument"


def test_earlier_assessments_keep_the_questions_as_they_were_asked(marac: World) -> None:
    """New wording is for new answers; what somebody said stays under what they were asked."""
    why, case_id = OpeningReason.PREPARING, marac.extra["case"]
    with marac.inside():
        load_instrument(None, marac.area_id, read_instrument(core_in_other_words()))
        assess(marac.actor("idva"), case_id, NewAssessment({"fear": Given(Answer.YES)}))
        new, old = open_case(marac.actor("idva"), case_id, why).assessments
    assert new.answered.instrument.topics[1].label == "Licensed: Very frightened"
    assert old.answered.instrument.topics[1].label == "Very frightened"


@pytest.mark.parametrize(
    ("threshold", "yes", "met"),
    [(None, 10, False), (9, 8, False), (9, 9, True), (1, 1, True)],
)
def test_a_form_of_another_length_has_its_own_threshold_or_none(
    marac: World, threshold: int | None, yes: int, met: bool
) -> None:
    """SafeLives' fourteen is for twenty-four questions and says nothing about ten."""
    read = read_instrument(form(threshold=threshold))
    answers = {topic.code: Given(Answer.YES) for topic in read.topics[:yes]}
    new = NewAssessment(answers, instrument=read.id)
    with marac.inside():
        load_instrument(None, marac.area_id, read)
        assess(marac.actor("idva"), marac.extra["case"], new)
        opened = open_case(marac.actor("idva"), marac.extra["case"], OpeningReason.PREPARING)
    shown = opened.assessments[0].result
    assert (shown.core, shown.core_of) == (yes, 10)
    assert (Criterion.VISIBLE_HIGH_RISK in {each.criterion for each in shown.criteria}) is met
