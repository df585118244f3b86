"""What is sealed of an assessment, as values and as JSON: the answers, and the section apart."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, Self

from app.marac.risk.instrument import CORE, IMMIGRATION, Instrument, load
from app.marac.risk.rules import (
    Advice,
    Answer,
    Answers,
    Circumstances,
    Given,
    Immigration,
    Judgement,
    Offered,
    OtherTool,
    Result,
    Status,
    Thresholds,
    WholeResult,
    judgement_as_shown,
    score,
    score_whole,
)


@dataclass(frozen=True)
class NewAssessment:
    """An assessment as a worker makes it. What was not asked is left out."""

    answers: Answers = field(default_factory=dict)
    judgement: Judgement = Judgement()
    circumstances: Circumstances = Circumstances()
    immigration: Immigration = Immigration()
    other_tools: tuple[OtherTool, ...] = ()
    instrument: str = CORE

    @property
    def is_only_a_section(self) -> bool:
        """Say whether nothing is in it that the circle would read."""
        only = NewAssessment(immigration=self.immigration, instrument=self.instrument)
        return self == only


@dataclass(frozen=True)
class Topical:
    """One answered topic, ready to be shown."""

    number: int
    label: str
    given: Given


@dataclass(frozen=True)
class Answered:
    """What the case's key opens: questions as asked, answers, judgement as shown, thresholds."""

    answers: Answers
    judgement: Judgement = Judgement()
    circumstances: Circumstances = Circumstances()
    thresholds: Thresholds = Thresholds()
    other_tools: tuple[OtherTool, ...] = ()
    instrument: Instrument = field(default_factory=lambda: load(CORE))

    def result(self, at: date) -> Result:
        """The count and the criteria met, as of the day the assessment was made."""
        return score(
            self.instrument,
            self.answers,
            self.judgement,
            self.circumstances,
            self.thresholds,
            at,
        )

    @property
    def is_empty(self) -> bool:
        """Say whether nobody has answered, judged or recorded anything."""
        asked = any(given != Given() for given in self.answers.values())
        told = (self.judgement.made, self.circumstances != Circumstances(), self.other_tools)
        return not asked and not any(told)

    @property
    def asked(self) -> int:
        """How many topics were asked about."""
        given = self.answers.values()
        return sum(each.answer is not Answer.NOT_ASKED for each in given)

    def with_answer(self, answer: Answer) -> list[Topical]:
        """The topics answered so, in the order of the form."""
        return [
            each for each in topical(self.instrument, self.answers) if each.given.answer == answer
        ]

    def to_dict(self) -> dict[str, Any]:
        """As JSON can hold it."""
        heard = asdict(self.circumstances)
        for name in ("last_referred_on", "last_heard_on"):
            heard[name] = heard[name] and heard[name].isoformat()
        return {
            "instrument": self.instrument.to_dict(),
            "answers": {code: asdict(given) for code, given in self.answers.items()},
            "judgement": asdict(self.judgement),
            "circumstances": heard,
            "thresholds": asdict(self.thresholds),
            "other_tools": [asdict(tool) for tool in self.other_tools],
        }

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Self:
        """Read what ``to_dict`` wrote."""
        heard = dict(given["circumstances"])
        for name in ("last_referred_on", "last_heard_on"):
            heard[name] = heard[name] and date.fromisoformat(heard[name])
        return cls(
            answers=_answers(given["answers"]),
            judgement=Judgement(**given["judgement"]),
            circumstances=Circumstances(**heard),
            thresholds=Thresholds(**given["thresholds"]),
            other_tools=tuple(OtherTool(**tool) for tool in given["other_tools"]),
            instrument=Instrument.from_dict(given["instrument"]),
        )


@dataclass(frozen=True)
class Section:
    """What only the compartment's key opens: the immigration section and the worker's own tick."""

    immigration: Immigration = Immigration()
    judgement_made: bool = False
    instrument: Instrument = field(default_factory=lambda: load(IMMIGRATION))

    def whole(self, answered: Answered) -> WholeResult:
        """Both counts and their total."""
        return score_whole(
            answered.instrument,
            answered.answers,
            self.instrument,
            self.immigration,
            answered.thresholds,
        )

    def topics(self) -> list[Topical]:
        """Every fact of the section with its answer."""
        return topical(self.instrument, self.immigration.answers)

    def to_dict(self) -> dict[str, Any]:
        """As JSON can hold it. Every fact is there, so that nothing shows by its absence."""
        answers = self.immigration.answers
        return {
            "instrument": self.instrument.to_dict(),
            "status": self.immigration.status,
            "answers": {
                topic.code: asdict(answers.get(topic.code, Given()))
                for topic in self.instrument.topics
            },
            "note": self.immigration.note,
            "advice": _advice_to_dict(self.immigration.advice),
            "judgement_made": self.judgement_made,
        }

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Self:
        """Read what ``to_dict`` wrote."""
        immigration = Immigration(
            Status(given["status"]),
            _answers(given["answers"]),
            given["note"],
            _advice(given.get("advice")),
        )
        return cls(immigration, given["judgement_made"], Instrument.from_dict(given["instrument"]))


def divided(
    new: NewAssessment,
    core: Instrument,
    section: Instrument,
    thresholds: Thresholds,
    counted: Immigration,
    before: Answered | None = None,
) -> tuple[Answered, Section]:
    """Part what the circle sees from what the compartment holds.

    ``counted`` is the section that counts with it; ``before`` the answers that count where none
    are new. Only whether a judgement is shown depends on the section.
    """
    answered = Answered(
        answers=new.answers,
        judgement=new.judgement,
        circumstances=new.circumstances,
        thresholds=thresholds,
        other_tools=new.other_tools,
        instrument=core,
    )
    topics = replace(before, thresholds=thresholds) if before else answered
    whole = Section(counted, instrument=section).whole(topics)
    shown = replace(answered, judgement=judgement_as_shown(new.judgement, whole))
    return shown, Section(new.immigration, new.judgement.made, section)


def topical(instrument: Instrument, answers: Answers) -> list[Topical]:
    """Every topic with its number and its answer; what was not answered was not asked."""
    return [
        Topical(number, topic.label, answers.get(topic.code, Given()))
        for number, topic in enumerate(instrument.topics, 1)
    ]


def _answers(given: Mapping[str, Any]) -> dict[str, Given]:
    return {
        code: Given(Answer(each["answer"]), each["said_by"], each["comment"])
        for code, each in given.items()
    }


def _advice_to_dict(advice: Advice) -> dict[str, Any]:
    return {
        "offered": advice.offered,
        "by": advice.by,
        "on": advice.on.isoformat() if advice.on else None,
    }


def _advice(given: Mapping[str, Any] | None) -> Advice:
    """Read what was offered; a section of the first version says nothing of it."""
    if given is None:
        return Advice()
    on = given["on"] and date.fromisoformat(given["on"])
    return Advice(Offered(given["offered"]), given["by"], on)
