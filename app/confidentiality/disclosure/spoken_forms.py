"""The forms of what was told by word of mouth, and of the chair who looks at it."""

import re
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from app import clock
from app.confidentiality.disclosure.rules import LONGEST_TEXT
from app.confidentiality.disclosure.spoken import (
    NOT_THERE,
    RUNG_LABELS,
    VERDICT_LABELS,
    Looked,
    Rung,
    Said,
    Verdict,
)
from app.refusals import RuleBroken
from app.web.forms import (
    Checkboxes,
    DateBoxes,
    Form,
    LongText,
    Passphrase,
    Radios,
    Submit,
    Text,
)

if TYPE_CHECKING:
    from app.confidentiality.disclosure.saying import Begun

NOBODY = "nobody"
_TIME = re.compile(r"(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)")
WRONG_TIME = "Enter a time, for example 14:30."


class SpokenForm(Form):
    """Who was told what, when, and why it could not wait."""

    person = Radios("Who was told?", needed="Select who was told")
    rung = Radios(
        "Did you ring them on the number of the register first?",
        [(rung.value, label) for rung, label in RUNG_LABELS.items()],
        needed="Select whether you rang them first",
    )
    rung_time = Text("If yes: at what time did you ring?", hint="For example 14:25", width="5")
    told_on = DateBoxes("On which day was it said?", needed="Enter the day")
    told_time = Text("At what time?", hint="For example 14:30", width="5", needed="Enter the time")
    items = Checkboxes("Which parts of the case were told?")
    words = LongText(
        "In a few words: what was said?",
        needed="Enter what was said, in a few words",
        hint="For example: that he is at the door of the surgery, and that she is inside.",
        most=LONGEST_TEXT,
        rows=3,
    )
    why = LongText(
        "Why could it not wait for a decision?",
        needed="Enter why it could not wait",
        most=LONGEST_TEXT,
        rows=3,
    )
    agreed = Radios("Had a chair agreed before?", needed="Select whether a chair had agreed")
    send = Submit("Write it down")

    def offer(self, begun: "Begun") -> None:
        """Put what the record and the register offer into the lists; it was said today."""
        self.person.choices = [(str(each.id), each.name) for each in begun.people]
        self.items.choices = [(item.key, item.title) for item in begun.record.items]
        self.agreed.choices = [
            *((str(each.id), f"{each.name} had agreed") for each in begun.chairs),
            (NOBODY, "Nobody had: I tell a chair now"),
        ]
        if not self.is_submitted() and self.kept_at is None:
            self.told_on.data = clock.today()

    def said(self) -> Said:
        """What was typed and selected; ``RuleBroken`` for a time that is none."""
        day, rung = self.told_on.data, Rung(self.rung.data)
        rang = rung is Rung.YES and self.rung_time.data
        return Said(
            person_id=_id("person", self.person.data),
            rung=rung,
            rung_at=_moment(day, "rung_time", self.rung_time.data) if rang else None,
            told_at=_moment(day, "told_time", self.told_time.data),
            items=tuple(self.items.data),
            words=self.words.data,
            why=self.why.data,
            agreed_by=None if self.agreed.data == NOBODY else _id("agreed", self.agreed.data),
        )


class LookForm(Form):
    """What a chair says who has looked at it, and her signature."""

    verdict = Radios(
        "What do you say of it?",
        [(verdict.value, label) for verdict, label in VERDICT_LABELS.items()],
        needed="Select what you say of it",
    )
    words = LongText(
        "If it should not have happened: why, and what follows from it?",
        hint="Whoever said it, the officers and the case’s IDVA read this.",
        most=LONGEST_TEXT,
        rows=3,
    )
    passphrase = Passphrase("Your passphrase", needed="Enter your passphrase to sign")
    send = Submit("Sign")

    def looked(self) -> Looked:
        """What is sealed of it."""
        return Looked(Verdict(self.verdict.data), self.words.data)


def _moment(day: date, name: str, typed: str) -> datetime:
    time = _TIME.fullmatch(typed)
    if time is None:
        raise RuleBroken(name, WRONG_TIME)
    hour, minute = int(time["hour"]), int(time["minute"])
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.LONDON)


def _id(name: str, chosen: str) -> UUID:
    try:
        return UUID(chosen)
    except ValueError:
        raise RuleBroken(name, NOT_THERE) from None
