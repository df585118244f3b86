"""The forms of the 12-month list."""

from app.marac.flag.rules import ANSWER_CHOICES, END_LABELS, LONGEST_TEXT, Answer, answers_to
from app.web.forms import Form, LongText, Radios, Revision, Submit


class AnswerNotice(Form):
    """What was done with the flag."""

    answer = Radios("What did you do?", needed="Select what you did with the flag")
    why = LongText(
        "If it cannot be done, why",
        most=LONGEST_TEXT,
        rows=3,
        hint="For example: the records show nobody of this name and date of birth.",
    )
    revision = Revision()
    send = Submit("Confirm")

    def offer(self, ask: str) -> None:
        """Put the answers that fit what was asked into the list."""
        hints = {Answer.CANNOT: "Say why below. The coordinator reads it."}
        self.answer.choices = [
            (each.value, ANSWER_CHOICES[each], hints.get(each, "")) for each in answers_to(ask)
        ]


class EndFlag(Form):
    """Why a case leaves the list early."""

    why = Radios(
        "Why does the case leave the list?",
        [(end.value, label) for end, label in END_LABELS.items()],
        needed="Select why the case leaves the list",
    )
    send = Submit("Take it off the list")
