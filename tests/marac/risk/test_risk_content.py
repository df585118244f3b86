"""What is sealed of an assessment, as values: nothing is lost in JSON, nothing shows by absence."""

import json
from datetime import date

from app.marac.risk.content import Answered, Section
from app.marac.risk.instrument import IMMIGRATION, load
from app.marac.risk.rules import (
    Advice,
    Answer,
    Circumstances,
    Given,
    Immigration,
    Judgement,
    Offered,
    OtherTool,
    Status,
)

TODAY = date(2027, 3, 3)
SECTION = load(IMMIGRATION)
FACTS = {
    topic.code: Given(Answer.YES if number < 2 else Answer.NO)
    for number, topic in enumerate(SECTION.topics)
}


def test_a_section_of_the_first_version_still_opens() -> None:
    """It said nothing of advice."""
    written = Section(Immigration(advice=Advice(Offered.YES, "Her adviser", TODAY))).to_dict()
    assert Section.from_dict(written).immigration.advice.on == TODAY
    del written["advice"]
    assert Section.from_dict(written).immigration.advice == Advice()


def test_what_is_sealed_survives_json() -> None:
    """The questions as asked, the answers and the thresholds come back as they were."""
    answered = Answered(
        answers={"injury": Given(Answer.YES, "her sister", "Bruised arm")},
        judgement=Judgement(True, "Strangulation."),
        circumstances=Circumstances(2, True, TODAY, None),
        other_tools=(OtherTool("DARA", "High"),),
    )
    section = Section(Immigration(Status.DEPENDENT, FACTS, "Note"), True)
    assert Answered.from_dict(json.loads(json.dumps(answered.to_dict()))) == answered
    assert Section.from_dict(json.loads(json.dumps(section.to_dict()))) == section


def test_an_empty_section_has_the_same_keys_as_a_full_one() -> None:
    """Nothing shows by its absence."""
    full = Section(Immigration(Status.DEPENDENT, FACTS, "Note"), True).to_dict()
    empty = Section().to_dict()
    assert full.keys() == empty.keys()
    assert full["answers"].keys() == empty["answers"].keys() == SECTION.codes


def test_a_topic_knows_its_number_and_answer() -> None:
    """A page shows the topics answered yes with their numbers and comments."""
    shown = Answered({"fear": Given(Answer.YES, comment="Shaking")}).with_answer(Answer.YES)
    assert [(each.number, each.label, each.given.comment) for each in shown] == [
        (2, "Very frightened", "Shaking")
    ]
