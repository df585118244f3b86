"""The forms of the board. Short labels: they are read a hundred times a morning."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from app.accounts.person.model import Person
from app.refusals import RuleBroken
from app.web.forms import Form, LongText, Revision, Select, Text

OF_THE_DAY = ("%Y-%m-%d", "%d/%m/%Y", "%d %m %Y", "%d.%m.%Y")


class Share(Form):
    """What one agency shares about the case."""

    shared = LongText(
        "What your agency shares",
        needed="Enter what the agency shares",
        most=4000,
        rows=5,
        hint="Relevant to safety, and no more. Say what is fact and what is opinion.",
    )
    revision = Revision()


class IdentifyRisk(Form):
    """A risk, or a risk said better."""

    risk = Text(
        "Risk",
        needed="Enter the risk",
        most=1000,
        width="full",
        hint="What harm, to whom, what raises it.",
    )
    revision = Revision()


class AgreeAction(Form):
    """Who does what by when, against which risk, and how that will be known."""

    what = Text(
        "Add an action: what will be done",
        needed="Enter what will be done",
        most=1000,
        width="full",
    )
    risk_number = Text(
        "Risk number",
        needed="Enter the number of the risk that this answers",
        most=3,
        width="3",
        inputmode="numeric",
    )
    owner = Select("Who", [("", "Choose")], needed="Select who will do it")
    due_on = Text(
        "By", needed="Enter the date by which it will be done", most=10, width="10", type="date"
    )
    how_known = Text(
        "How it will be known",
        needed="Enter how it will be known that this was done",
        most=1000,
        width="full",
    )

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

    def due(self) -> date:
        """The date that was typed or picked, in the ways that people write dates."""
        for shape in OF_THE_DAY:
            try:
                return _date(self.due_on.data, shape)
            except ValueError:
                continue
        raise RuleBroken("due_on", "Enter a real date, for example 27/3/2027.")


def _date(text: str, shape: str) -> date:
    return datetime.strptime(text.strip(), shape).date()  # noqa: DTZ007
