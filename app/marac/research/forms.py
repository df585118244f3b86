"""The form of one line of research: a box, two choices, where it is from and of when."""

from app.marac.research.rules import (
    KIND_LABELS,
    LONGEST_DATE,
    LONGEST_SOURCE,
    LONGEST_TEXT,
    LONGEST_WHY,
    SHARING_LABELS,
    LineKind,
)
from app.web.forms import Form, LongText, Radios, Revision, Submit, Text

KINDS = [
    (LineKind.FACT.value, KIND_LABELS[LineKind.FACT]),
    (LineKind.OPINION.value, KIND_LABELS[LineKind.OPINION]),
]
SHARINGS = [(each.value, label) for each, label in SHARING_LABELS.items()]


class LineForm(Form):
    """A line: what is known, how it is known, and what is to happen to it."""

    text = LongText(
        "What your agency knows",
        needed="Enter what your agency knows",
        most=LONGEST_TEXT,
        rows=3,
        hint="One fact or opinion. Only what is current, accurate and matters for the risk.",
    )
    kind = Radios(
        "Fact or opinion", KINDS, needed="Select whether this is a fact or an opinion", inline=True
    )
    source = Text("Source", most=LONGEST_SOURCE, hint="The record, or who said it", width="full")
    date = Text(
        "Date",
        most=LONGEST_DATE,
        hint="For example, 12 March 2026 or spring 2025",
        width="full",
    )
    sharing = Radios(
        "At the meeting", SHARINGS, needed="Select whether this is shared", inline=True
    )
    why = Text(
        "If you keep it to yourselves: why",
        most=LONGEST_WHY,
        hint="You may leave this empty. Only your agency reads it.",
        width="full",
    )
    revision = Revision()
    send = Submit("Add this line")


class ChangeLineForm(LineForm):
    """The same, for a line that is there."""

    send = Submit("Save")
