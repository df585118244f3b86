"""The forms of an action: its log, a note, giving it on."""

from collections.abc import Iterable

from app.marac.action.rules import LONGEST_TEXT, STATE_LABELS, ActionState
from app.web.fields import Choice
from app.web.forms import Form, LongText, Radios, Revision, Submit

HINTS: dict[ActionState, str] = {
    ActionState.DONE: "Say what came of it.",
    ActionState.CIRCUMSTANCES_CHANGED: "It no longer makes sense, or cannot be done safely.",
    ActionState.NOT_DONE: "It was still right to do, and has not been done.",
}


class LogAction(Form):
    """How far an action is, and what happened."""

    state = Radios("How far is it?", needed="Select how far this action is")
    text = LongText(
        "What happened",
        needed="Enter what happened",
        most=LONGEST_TEXT,
        rows=4,
        hint="What was done, when, and what came of it. If it could not be done, why.",
    )
    revision = Revision()
    send = Submit("Save")

    def offer(self, states: tuple[ActionState, ...]) -> None:
        """Put the states that come next into the list; accepting has its own button."""
        self.state.choices = [
            (state.value, STATE_LABELS[state], HINTS.get(state, ""))
            for state in states
            if state != ActionState.ACCEPTED
        ]


class LogUnaccepted(LogAction):
    """The same before its owner has accepted it, which is the first thing to do."""

    send = Submit("Save", secondary=True)


class NoteAction(Form):
    """What somebody heard about an action that is another's."""

    text = LongText(
        "What happened",
        needed="Enter what happened",
        most=LONGEST_TEXT,
        rows=4,
        hint="What you heard, from whom and when. Whoever has the action decides how far it is.",
    )
    revision = Revision()
    send = Submit("Save")


class GiveAction(Form):
    """To whom of the agency an action is given, and why."""

    owner = Radios("Who takes it over?", needed="Select who takes this action over")
    why = LongText(
        "Why",
        needed="Enter why you give it on",
        most=LONGEST_TEXT,
        rows=3,
        hint="The new owner reads this, and so do the officers.",
    )
    revision = Revision()
    send = Submit("Give it to them")

    def offer(self, colleagues: Iterable[Choice]) -> None:
        """Put the colleagues into the list."""
        self.owner.choices = list(colleagues)
