"""The forms of the board. Short labels: they are read a hundred times a morning.

Each carries ``once``, an id of its own that is made when it is shown: what is sent twice is saved
once, whether a button was pressed twice, a page went back, or a connection came back.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from wtforms import Field, HiddenField, ValidationError

from app import clock
from app.accounts.person.model import Person
from app.marac.action.rules import require_due
from app.marac.board.by_when import day_of
from app.marac.board.roads import Road
from app.marac.board.rules import NO_SUCH_RISK
from app.marac.meeting.rules import LONGEST_SIDE, OUTCOME_LABELS, Outcome
from app.refusals import RuleBroken
from app.web.forms import Form, LongText, Revision, Select, Text
from app.web.text import one_line


def Once() -> Any:
    """The id of a form; the data is a ``UUID``, a new one where none was sent."""
    return HiddenField(default=uuid4, filters=[lambda value: _id(value)])


def TwoLines(label: str, *, needed: str) -> Any:
    """One sentence in a box that shows two lines of it; Return in it sends the form, as in others.

    Without a script Return makes a line, which is taken for a space.
    """
    box = LongText(label, needed=needed, most=1000, rows=2)
    box.kwargs["filters"] = [lambda value: one_line(value or "")]
    box.kwargs["render_kw"] = box.kwargs["render_kw"] | {"data-sends": "", "enterkeyhint": "send"}
    return box


def TypeAhead(label: str, *, needed: str) -> Any:
    """One out of a long list; with the board's script found by any word of it as it is typed."""
    box = Select(label, [("", "Choose")], needed=needed)
    box.kwargs["render_kw"] = box.kwargs["render_kw"] | {"data-type-ahead": ""}
    return box


class Present(Form):
    """How the referrer presents the case."""

    presented = LongText(
        "What the referrer says",
        needed="Enter what the referrer says",
        most=4000,
        rows=2,
    )
    revision = Revision()
    once = Once()


class Differ(Form):
    """What a case that comes again brings this time."""

    different = LongText(
        "What is different this time?",
        needed="Enter what is different this time",
        most=4000,
        rows=2,
    )
    revision = Revision()
    once = Once()


class Share(Form):
    """What one agency shares about the case."""

    shared = LongText(
        "What your agency shares",
        needed="Enter what the agency shares",
        most=4000,
        rows=4,
        hint="Relevant to safety, and no more. Say what is fact and what is opinion.",
    )
    revision = Revision()
    once = Once()


class IdentifyRisk(Form):
    """A risk, or a risk said better: what harm first, and the rest if it was said."""

    risk = Text("Risk", needed="Enter the risk", most=1000, width="full", hint="What harm?")
    whom = Text("To whom", most=LONGEST_SIDE, width="full")
    raises = Text("What raises it", most=LONGEST_SIDE, width="full")
    protects = Text("What protects", most=LONGEST_SIDE, width="full")
    revision = Revision()
    once = Once()


class AgreeAction(Form):
    """Who does what by when, against which risk, and how that will be known.

    ``again`` is the action that this one says once more, once somebody was asked and means it.
    """

    what = TwoLines("Add an action: what will be done", needed="Enter what will be done")
    risk_number = Text(
        "Risk number",
        needed="Enter the number of the risk that this answers",
        most=3,
        width="3",
        inputmode="numeric",
    )
    owner = TypeAhead("Who", needed="Select who will do it")
    due_on = Text(
        "By",
        needed="Enter the date by which it will be done",
        most=30,
        width="10",
        list="days-in-words",
    )
    how_known = TwoLines(
        "How we will know it is done", needed="Enter how it will be known that this was done"
    )
    adviser = Text("Regulated adviser who advised", most=200, width="full")
    advised_on = Text("When", most=30, width="10")
    attempt = HiddenField()
    once = Once()
    once_first = Once()
    again = HiddenField(filters=[lambda value: value or ""])
    numbers: Collection[str] | None = None
    """Of the risks that stand on the board, where they are known."""

    def validate_risk_number(self, field: Field) -> None:
        """Say with the other errors that there is no such risk."""
        if self.numbers is not None and field.data.strip() not in self.numbers:
            raise ValidationError(NO_SUCH_RISK)

    def validate_due_on(self, field: Field) -> None:
        """Say with the other errors that this is no day, or none to do something by."""
        try:
            require_due(self.due(), clock.today())
        except RuleBroken as broken:
            raise ValidationError(broken.message) from None

    def offer(
        self, people: Iterable[Person], agencies: dict[UUID, str], notes: dict[UUID, str]
    ) -> None:
        """Put the people who can be given an action into the list, by name, with a warning each."""
        self.owner.choices = [("", "Choose")] + [
            (
                str(person.id),
                f"{person.name}, {agencies.get(person.agency_id, '')}{notes.get(person.id, '')}",
            )
            for person in people
        ]

    def fill(self, road: Road, idva: Person | None) -> None:
        """Write a road that is open into the boxes, for the assigned IDVA to do."""
        self.what.data, self.how_known.data = road.what, road.how_known
        self.due_on.data = road.due(clock.today())
        self.owner.data = str(idva.id) if idva else ""
        self.attempt.data, self.again.data, self.once.data = "", "", uuid4()

    def due(self) -> date:
        """The day that was typed, in the ways that people write and say days."""
        return day_of(self.due_on.data, clock.today())


class Conclude(Form):
    """How the hearing of a case ended, and why if there is something to say."""

    outcome = Select("How it ended", list(OUTCOME_LABELS.items()))
    reason = Text("Reason (if any)", most=1000, width="full")

    def choose(self) -> None:
        """Heard, until something else is chosen."""
        self.outcome.data = self.outcome.data or Outcome.HEARD.value


def _id(value: Any) -> UUID:
    if isinstance(value, UUID):
        return value
    try:
        return UUID(str(value))
    except ValueError:
        return uuid4()
