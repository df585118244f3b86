"""The forms of feedback: what came of telling a victim, and who is to."""

from collections.abc import Iterable

from app.marac.feedback.rules import CAME_LABELS, LONGEST_TEXT, WAY_LABELS
from app.web.forms import DateBoxes, Form, LongText, Radios, Submit


class WriteFeedback(Form):
    """What came of it, how, when, in which words, and when the next attempt is."""

    came = Radios(
        "What came of it?",
        [(came.value, label) for came, label in CAME_LABELS.items()],
        needed="Select what came of it",
    )
    way = Radios(
        "How did you speak with the victim, or try to?",
        [(way.value, label) for way, label in WAY_LABELS.items()],
        needed="Select how you spoke with the victim, or tried to",
    )
    on = DateBoxes("When?", needed="Enter the day")
    words = LongText(
        "What did you say, and what did the victim say?",
        most=LONGEST_TEXT,
        hint="Only what is needed to go on. You can leave it empty, unless the way is recorded as "
        "not safe: then say what made it safe.",
    )
    next_on = DateBoxes(
        "If the victim has not been told: when will you try again?",
        hint="Only if the victim was not told.",
    )
    send = Submit("Save")


class AskToTell(Form):
    """Who is to tell her."""

    person = Radios("Who tells the victim?", needed="Select who is to tell the victim")
    send = Submit("Ask them to")

    def offer(self, people: Iterable[tuple[str, str]]) -> None:
        """Put the people who can be asked into the list."""
        self.person.choices = list(people)
