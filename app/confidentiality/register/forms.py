"""The forms of the register: which month or year, and what whoever answers a caller writes down."""

import re
from collections.abc import Iterable
from datetime import datetime

from app import clock
from app.accounts.agency.model import Agency
from app.confidentiality.register.asking import (
    ASKED_LABELS,
    CLAIMS_LABELS,
    HOW_LABELS,
    LONGEST_LINE,
    LONGEST_WORDS,
    OUTCOME_LABELS,
    SAID_LABELS,
    How,
    Outcome,
    Words,
)
from app.refusals import RuleBroken
from app.web.forms import Checkboxes, DateBoxes, Form, LongText, Radios, Select, Submit, Text

_TIME = re.compile(r"(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)")
_NOTHING = Outcome.NOTHING_SAID.value


class MonthForm(Form):
    """Which month of the register; nothing for the newest."""

    month = Select("Show")


class AskedForm(Form):
    """Who asked, and for what. There is no box for a case."""

    claims = Radios(
        "Who do they say they are?",
        [(claims.value, label) for claims, label in CLAIMS_LABELS.items()],
        needed="Select who they say they are",
    )
    how = Radios(
        "How did they ask?",
        [(how.value, label) for how, label in HOW_LABELS.items()],
        needed="Select how they asked",
        inline=True,
    )
    said = Radios(
        "What did you say?",
        [(code, label) for code, label in SAID_LABELS.items()],
        needed="Select what you said",
    )
    name = Text("Name they gave", most=LONGEST_LINE)
    organisation = Text("Organisation or team they gave", most=LONGEST_LINE)
    asked_for = Checkboxes(
        "What did they ask for?", [(code.value, label) for code, label in ASKED_LABELS.items()]
    )
    words = LongText(
        "Anything else about the call (optional)",
        hint="Only the officers and you can read this. Do not look up a case for it.",
        most=LONGEST_WORDS,
        rows=3,
    )
    asked_on = DateBoxes("Date")
    asked_time = Text("Time", hint="For example 14:30", most=5, width="5")
    send = Submit("Save")

    def begin(self) -> None:
        """Most callers ring, now, and are told nothing more: only what differs is changed."""
        self.how.data, self.said.data = How.PHONE.value, _NOTHING

    def sealed_words(self) -> Words:
        """What is sealed of it."""
        return Words(
            name=self.name.data,
            organisation=self.organisation.data,
            asked_for=tuple(self.asked_for.data),
            words=self.words.data,
        )

    def asked_at(self) -> datetime | None:
        """When they asked; None for just now. ``RuleBroken`` for half a moment or no time."""
        day, typed = self.asked_on.data, self.asked_time.data
        if not day and not typed:
            return None
        if not day:
            raise RuleBroken("asked_on", "Enter the date as well, or leave both empty.")
        time = _TIME.fullmatch(typed)
        if time is None:
            raise RuleBroken("asked_time", "Enter a time, for example 14:30.")
        return datetime(
            day.year, day.month, day.day, int(time["hour"]), int(time["minute"]),
            tzinfo=clock.LONDON,
        )  # fmt: skip


class CallBackForm(Form):
    """Which member agency was rung back, on which number of the register."""

    agency = Radios("Which agency did you ring?", needed="Select the agency that you rang")
    rung = Submit("I have rung this number")

    def offer(self, agencies: Iterable[Agency]) -> None:
        """These agencies, each with the number that the register holds."""
        self.agency.choices = [
            (f"{each.id} {each.callback_phone}", each.name, each.callback_phone)
            for each in agencies
        ]


class CloseForm(Form):
    """How it ended."""

    outcome = Radios("How did it end?", needed="Select how it ended")
    send = Submit("Close this entry")

    def offer(self, *, was_rung_back: bool) -> None:
        """Answered is on the list only once an agency was rung back."""
        self.outcome.choices = [
            (outcome.value, label)
            for outcome, label in OUTCOME_LABELS.items()
            if was_rung_back or outcome != Outcome.ANSWERED
        ]
