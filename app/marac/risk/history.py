"""Assessments side by side: what was answered when, and which criteria still stand.

Everything here takes assessments that somebody has opened, newest first, of one record or of
several that are about the same person; nothing here opens anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.marac.risk.instrument import Topic
from app.marac.risk.rules import ANSWER_LABELS, Answer, Criterion, Given, Met
from app.marac.risk.service import OpenAssessment, OpenSection


@dataclass(frozen=True)
class Earlier:
    """What was said about a topic on an earlier day."""

    on: date
    given: Given

    @property
    def label(self) -> str:
        """The answer in words."""
        return ANSWER_LABELS[self.given.answer]


@dataclass(frozen=True)
class Row:
    """One topic with what each assessment has of it, in their order; None where not in the form."""

    topic: Topic
    cells: tuple[Given | None, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """The answers in words."""
        return tuple(_label(given) for given in self.cells)

    @property
    def differs(self) -> bool:
        """Say whether answers that were given differ; not asking is no answer."""
        asked = {each.answer for each in self.cells if each} - {Answer.NOT_ASKED}
        return len(asked) > 1


@dataclass(frozen=True)
class Standing:
    """A criterion that is met, and the day of the assessment that says so."""

    met: Met
    on: date
    is_newest: bool


def compare(assessments: Sequence[OpenAssessment]) -> list[Row]:
    """Put assessments side by side: the newest form's topics first, then those only earlier had."""
    topics: dict[str, Topic] = {}
    for each in assessments:
        for topic in each.answered.instrument.topics:
            topics.setdefault(topic.code, topic)
    return [
        Row(topic, tuple(_cell(each, topic) for each in assessments)) for topic in topics.values()
    ]


def latest_answers(assessments: Sequence[OpenAssessment]) -> dict[str, Earlier]:
    """Return, by code, the newest answer to each topic that anybody asked about or commented on."""
    found: dict[str, Earlier] = {}
    for each in assessments:
        for code, given in each.answered.answers.items():
            if given != Given():
                found.setdefault(code, Earlier(each.made_on, given))
    return found


def latest_facts(sections: Sequence[OpenSection]) -> dict[str, Earlier]:
    """Return the same for the facts of immigration sections, for somebody who holds them."""
    found: dict[str, Earlier] = {}
    for each in sections:
        for code, given in each.section.immigration.answers.items():
            if given != Given():
                found.setdefault(code, Earlier(each.made_on, given))
    return found


def yes_before(assessments: Sequence[OpenAssessment]) -> list[tuple[Topic, Earlier]]:
    """Return what was answered yes earlier and was not asked again: it still counts to a reader."""
    if not assessments:
        return []
    asked = {
        code
        for code, given in assessments[0].answered.answers.items()
        if given.answer is not Answer.NOT_ASKED
    }
    earlier = latest_answers(assessments[1:])
    return [
        (row.topic, earlier[row.topic.code])
        for row in compare(assessments)
        if row.topic.code not in asked
        and row.topic.code in earlier
        and earlier[row.topic.code].given.answer is Answer.YES
    ]


def standing(assessments: Sequence[OpenAssessment]) -> list[Standing]:
    """Return every criterion that any assessment met, each from the newest that met it.

    A criterion that was met stays the reason why a case is heard: a second, shorter assessment
    takes nothing away, whether or not it asked again.
    """
    found: dict[Criterion, Standing] = {}
    for number, each in enumerate(assessments):
        for met in each.result.criteria:
            found.setdefault(met.criterion, Standing(met, each.made_on, number == 0))
    return [found[criterion] for criterion in Criterion if criterion in found]


def counted_more(assessments: Sequence[OpenAssessment]) -> OpenAssessment | None:
    """Return the earlier assessment that counted most, if that is more than the newest counts.

    A second assessment that asked about three topics must not read as if the rest were over.
    """
    newest = assessments[0].result.core if assessments else 0
    most = max(assessments[1:], key=lambda each: each.result.core, default=None)
    return most if most and most.result.core > newest else None


def _cell(assessment: OpenAssessment, topic: Topic) -> Given | None:
    if topic.code not in assessment.answered.instrument.codes:
        return None
    return assessment.answered.answers.get(topic.code, Given())


def _label(given: Given | None) -> str:
    return ANSWER_LABELS[given.answer] if given else "Not in this form"
