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
    send = Submit("Close this case to me")


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

    def offer(self, *, may_let_in: bool, may_keep_out: bool, is_prompt: bool) -> None:
        """Say what can be decided now."""
        let_in = "Nothing to do: they do not know anybody in it" if is_prompt else "Let them in"
        hints = {
            Decision.LET_IN: "" if is_prompt else "They get the keys that are due to them again.",
            Decision.KEEP_OUT: "The case stays closed to them, or closes to them now.",
        }
        offered = [(Decision.KEEP_OUT, "Keep it closed to them", may_keep_out)]
        offered.append((Decision.LET_IN, let_in, may_let_in))
        self.decision.choices = [
            (each.value, label, hints[each]) for each, label, may in offered if may
        ]
