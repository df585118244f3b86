"""What is asked of whoever knows somebody in a case, and of the officer who decides."""

from app.marac.conflict.rules import LONGEST_WORDS, RELATION_LABELS, SAID, Decision
from app.web.forms import Form, LongText, Radios, Select, Submit

ONLY_OFFICERS = "Only the officers who still work on the case read this."


class DeclareConflict(Form):
    """I know somebody in this case."""

    how = Radios(
        "How do you know them?",
        [(each.value, label) for each, label in RELATION_LABELS.items()],
        needed="Select how you know them",
    )
    words = LongText(
        "Is there anything that the officers should know? (optional)",
        most=LONGEST_WORDS,
        rows=3,
        hint=ONLY_OFFICERS,
    )
    send = Submit("Close this case to me", warning=True)


class DeclareFor(Form):
    """Somebody told an officer that they know a person in a case."""

    person = Select("Who is it?", [("", "Choose")], needed="Select who it is")
    how = Radios(
        "How do they know somebody in the case?",
        [(each.value, label) for each, label in SAID.items()],
        needed="Select how they know somebody",
    )
    words = LongText(
        "What was said, and by whom? (optional)", most=LONGEST_WORDS, rows=3, hint=ONLY_OFFICERS
    )
    send = Submit("Close this case to them")


class DecideConflict(Form):
    """What an officer decides about one conflict."""

    decision = Radios("What is to happen?", needed="Select what is to happen")
    reason = LongText(
        "What did you look at?",
        needed="Enter what you looked at, so that a colleague can follow it",
        most=LONGEST_WORDS,
        rows=3,
        hint=ONLY_OFFICERS,
    )
    send = Submit("Sign this decision")

    def offer(self, *, may_let_in: bool, may_keep_out: bool, is_out: bool) -> None:
        """Say what can be decided now, in words that fit whether they are out of the case."""
        keep = ("Keep it closed to them", "") if is_out else ("Close it to them", "At once.")
        let = (
            ("Let them in", "They get the keys that are due to them again.")
            if is_out
            else ("Nothing to do: they do not know anybody in it", "")
        )
        offered = [
            (Decision.KEEP_OUT.value, *keep, may_keep_out),
            (Decision.LET_IN.value, *let, may_let_in),
        ]
        self.decision.choices = [(value, label, hint) for value, label, hint, may in offered if may]
