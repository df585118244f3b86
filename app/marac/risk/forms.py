"""The risk form's fields: the topics, the worker's judgement, and the immigration section apart.

Each form gives plain values of ``risk.rules`` (``written``) and takes them back (``show``). A page
renders its fields with ``risk/_topics.html``, ``risk/_judgement.html`` or
``risk/_immigration.html``.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from wtforms import HiddenField, ValidationError

from app import clock
from app.marac.risk.instrument import IMMIGRATION, Instrument, Topic, load
from app.marac.risk.rules import (
    ANSWER_LABELS,
    LONGEST_COMMENT,
    LONGEST_NOTE,
    LONGEST_REASONS,
    LONGEST_SOURCE,
    LONGEST_TOOL,
    MOST_INCIDENTS,
    OFFERED_LABELS,
    STATUS_LABELS,
    Advice,
    Answer,
    Answers,
    Circumstances,
    Given,
    Immigration,
    Judgement,
    Offered,
    OtherTool,
    Status,
)
from app.web.fields import NOT_A_CHOICE, OneButton, RadiosWidget, select_choices
from app.web.forms import Checkbox, DateBoxes, Form, LongText, Radios, Submit, Text

Written = tuple[Judgement, Circumstances, tuple[OtherTool, ...]]
ANSWERS = [(answer.value, label) for answer, label in ANSWER_LABELS.items()]
STATUS_HINTS = {
    Status.DEPENDENT: "Or the victim has been told that it does.",
    Status.NOT_KNOWN: "A victim won’t always know. This is an answer.",
}
STATUSES = [(each.value, name, STATUS_HINTS.get(each, "")) for each, name in STATUS_LABELS.items()]
OFFERED = [(each.value, label) for each, label in OFFERED_LABELS.items()]
YES, NO, NOT_KNOWN = "yes", "no", "not_known"
TOOLS = (1, 2, 3)
FUTURE = "The date must be today or in the past"
MANY_FORMS = 32


class AnswersForm(Form):
    """What the forms of the topics and of the immigration section have alike."""

    instrument: Instrument

    def answers(self) -> Answers:
        """What was answered or said; a topic that nobody touched is left out."""
        given = {topic.code: self._given(topic) for topic in self.instrument.topics}
        return {code: each for code, each in given.items() if each != Given()}

    def show_answers(self, answers: Answers) -> None:
        """Put answers into the boxes."""
        for topic in self.instrument.topics:
            given = answers.get(topic.code, Given())
            put(self, f"answer_{topic.code}", given.answer.value)
            put(self, f"said_by_{topic.code}", given.said_by)
            put(self, f"comment_{topic.code}", given.comment)

    def _given(self, topic: Topic) -> Given:
        return Given(
            Answer(self[f"answer_{topic.code}"].data or Answer.NOT_ASKED),
            self[f"said_by_{topic.code}"].data,
            self[f"comment_{topic.code}"].data,
        )


class TopicsForm(AnswersForm):
    """The topics of one instrument; ``topics_form`` makes one for each."""

    send = Submit("Save and continue")

    def written(self) -> Answers:
        """What was answered or said."""
        return self.answers()

    def show(self, answers: Answers) -> None:
        """Put answers into the boxes."""
        self.show_answers(answers)


@lru_cache(maxsize=MANY_FORMS)
def topics_form(instrument: Instrument) -> type[TopicsForm]:
    """Make the form of an instrument: for each topic an answer, who said so, a comment."""
    return type("TopicsForm", (TopicsForm,), {"instrument": instrument, **_fields(instrument)})


class JudgementForm(Form):
    """The worker's own judgement, what two of the criteria are about, and other tools."""

    judgement_made = Checkbox(
        "In my professional judgement this victim is at high risk",
        hint="Tick this whatever the number of answers. It only ever adds to the alarm.",
    )
    reasons = LongText(
        "Your reasons",
        most=LONGEST_REASONS,
        rows=5,
        hint="For example: extreme fear, strangulation, stalking, threats to kill, a separation "
        "together with control, so-called honour, or being unable to say what is happening. "
        "Everybody who hears the case reads this, so do not write about immigration status.",
    )
    incidents_reported = Text(
        "How many incidents were reported to the police in the past 12 months?",
        width="5",
        inputmode="numeric",
        hint="A number. Leave it empty if you do not know.",
    )
    abused_again = Radios(
        "Has there been any abuse by the same person since the victim was last referred?",
        [(YES, "Yes"), (NO, "No, or never referred before"), (NOT_KNOWN, "Not known")],
        hint="It need not be a crime. Contact that is not wanted counts, also through other "
        "people, and so does breaking bail or an order, or a dispute about children, money or "
        "the home.",
    )
    last_referred_on = DateBoxes(
        "When was the victim last referred to a MARAC?",
        hint="For example, 27 3 2026. Leave it empty if you do not know.",
    )
    last_heard_on = DateBoxes(
        "When was the case last heard?",
        hint="For example, 27 3 2026. Leave it empty if you do not know.",
    )
    tool_1 = Text("Name of the tool", most=LONGEST_TOOL, width="20")
    grade_1 = Text("Grade", most=LONGEST_TOOL, width="20")
    tool_2 = Text("Name of the tool", most=LONGEST_TOOL, width="20")
    grade_2 = Text("Grade", most=LONGEST_TOOL, width="20")
    tool_3 = Text("Name of the tool", most=LONGEST_TOOL, width="20")
    grade_3 = Text("Grade", most=LONGEST_TOOL, width="20")
    send = Submit("Save and continue")

    def written(self) -> Written:
        """The judgement, the circumstances and the other tools. Reasons are a judgement too."""
        reasons = self.reasons.data
        reported = self.incidents_reported.data
        circumstances = Circumstances(
            incidents_reported=int(reported) if reported else None,
            abused_again=self.abused_again.data == YES,
            last_referred_on=self.last_referred_on.data,
            last_heard_on=self.last_heard_on.data,
        )
        judgement = Judgement(self.judgement_made.data or bool(reasons), reasons)
        return judgement, circumstances, self._tools()

    def show(self, values: Written) -> None:
        """Put values into the boxes."""
        judgement, circumstances, tools = values
        reported = circumstances.incidents_reported
        put(self, "judgement_made", judgement.made)
        put(self, "reasons", judgement.reasons)
        put(self, "incidents_reported", "" if reported is None else str(reported))
        put(self, "abused_again", YES if circumstances.abused_again else "")
        put(self, "last_referred_on", circumstances.last_referred_on)
        put(self, "last_heard_on", circumstances.last_heard_on)
        for number, tool in zip(TOOLS, tools, strict=False):
            put(self, f"tool_{number}", tool.name)
            put(self, f"grade_{number}", tool.grade)

    def validate_incidents_reported(self, box: Any) -> None:
        """A whole number, or nothing."""
        typed = box.data
        if typed and not (typed.isascii() and typed.isdecimal() and int(typed) <= MOST_INCIDENTS):
            raise ValidationError(f"Enter a number from 0 to {MOST_INCIDENTS}, or leave it empty")

    def validate_last_referred_on(self, box: Any) -> None:
        """Nobody was referred tomorrow."""
        _not_in_the_future(box.data)

    def validate_last_heard_on(self, box: Any) -> None:
        """Nor heard."""
        _not_in_the_future(box.data)

    def validate_tool_1(self, box: Any) -> None:
        """A grade is of a tool."""
        self._has_a_name(1)

    def validate_tool_2(self, box: Any) -> None:
        """A grade is of a tool."""
        self._has_a_name(2)

    def validate_tool_3(self, box: Any) -> None:
        """A grade is of a tool."""
        self._has_a_name(3)

    def _has_a_name(self, number: int) -> None:
        if self[f"grade_{number}"].data and not self[f"tool_{number}"].data:
            raise ValidationError("Enter the name of the tool that gave this grade")

    def _tools(self) -> tuple[OtherTool, ...]:
        rows = ((self[f"tool_{n}"].data, self[f"grade_{n}"].data) for n in TOOLS)
        return tuple(OtherTool(name, grade) for name, grade in rows if name)


class AssessForm(JudgementForm, AnswersForm):
    """A whole assessment on one page, but for the immigration section; made by ``assess_form``.

    ``shown`` is the form that the page shows, ``choose`` asks for the one of ``which`` instead;
    ``seen`` is the newest assessment that its writer had before them.
    """

    _fields: dict[str, Any]
    shown = HiddenField()
    seen = HiddenField()
    which = Radios("Which form did you use?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = [name for name in self._fields if name in _names(self.instrument)]
        self._fields = {name: self._fields[name] for name in [*topics, *self._fields]}

    def offer(self, known: Iterable[Instrument]) -> None:
        """Offer these forms to choose from."""
        self.which.choices = [(each.id, each.title) for each in known]

    @property
    def wants_another(self) -> bool:
        """Say whether another form was chosen than the page showed."""
        return bool(self.which.data) and self.which.data != self.instrument.id


@lru_cache(maxsize=MANY_FORMS)
def assess_form(instrument: Instrument) -> type[AssessForm]:
    """Make the page's form for one instrument, its topics first."""
    return type("AssessForm", (AssessForm,), {"instrument": instrument, **_fields(instrument)})


def put(form: Form, name: str, value: Any) -> None:
    """Put a value into a box, in place of what was sent."""
    form[name].data = value
    form[name].raw_data = None


def _not_in_the_future(day: date | None) -> None:
    if day is not None and day > clock.today():
        raise ValidationError(FUTURE)


def _names(instrument: Instrument) -> set[str]:
    return {
        f"{part}_{topic.code}"
        for topic in instrument.topics
        for part in ("answer", "said_by", "comment")
    }


def _fields(instrument: Instrument) -> Mapping[str, Any]:
    fields: dict[str, Any] = {}
    for number, topic in enumerate(instrument.topics, 1):
        fields[f"answer_{topic.code}"] = _answer(f"{number}. {topic.label}", topic.help)
        fields[f"said_by_{topic.code}"] = Text(
            "Who said so, if it was not the victim", most=LONGEST_SOURCE
        )
        fields[f"comment_{topic.code}"] = LongText("Comment", most=LONGEST_COMMENT, rows=2)
    return fields


def _answer(label: str, hint: str) -> Any:
    return OneButton(
        label,
        description=hint,
        choices=select_choices(ANSWERS),
        default=Answer.NOT_ASKED.value,
        invalid_choice_message=NOT_A_CHOICE,
        widget=RadiosWidget(),
        render_kw={"params": {"classes": "govuk-radios--small app-risk-answers"}},
    )


FACTS = _fields(load(IMMIGRATION))  # made first, as a form shows its faults in order of making


class ImmigrationForm(AnswersForm):
    """The immigration section: the status, the facts that make it dangerous, a note, advice.

    Its facts are fields as the topics are; they are added below.
    """

    instrument = load(IMMIGRATION)

    indicator = Radios("How does immigration status stand as a risk?", STATUSES)
    note = LongText(
        "Note",
        most=LONGEST_NOTE,
        rows=3,
        hint="What a specialist needs to know to keep the victim safe. No country, number or date.",
    )
    advice_offered = Radios(
        "Has advice from a regulated adviser been offered?", OFFERED, inline=True
    )
    advice_by = Text(
        "Who offered it?", most=LONGEST_SOURCE, hint="The person or organisation, if you know."
    )
    advice_on = DateBoxes("When was it offered?")
    send = Submit("Save and continue")

    def written(self) -> Immigration:
        """The section as ``Immigration``."""
        return Immigration(
            Status(self.indicator.data or Status.NOT_ASKED),
            self.answers(),
            self.note.data,
            Advice(
                Offered(self.advice_offered.data or Offered.NOT_YET),
                self.advice_by.data,
                self.advice_on.data,
            ),
        )

    def show(self, values: Immigration) -> None:
        """Put an ``Immigration`` into the boxes."""
        self.show_answers(values.answers)
        put(self, "indicator", values.status.value)
        put(self, "note", values.note)
        put(self, "advice_offered", values.advice.offered.value)
        put(self, "advice_by", values.advice.by)
        put(self, "advice_on", values.advice.on)

    def validate_advice_on(self, box: Any) -> None:
        """Nothing was offered tomorrow."""
        _not_in_the_future(box.data)


for _name, _field in FACTS.items():
    setattr(ImmigrationForm, _name, _field)
