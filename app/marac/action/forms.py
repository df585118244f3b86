"""The form of an action's log."""

from app.marac.action.rules import LONGEST_TEXT, STATE_LABELS, ActionState
from app.web.forms import Form, LongText, Radios, Revision, Submit

HINTS: dict[ActionState, str] = {
    ActionState.CIRCUMSTANCES_CHANGED: "It no longer makes sense, or cannot be done safely.",
    ActionState.NOT_DONE: "It could have been done, and was not.",
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
        """Put the states that come next into the list."""
        self.state.choices = [
            (state.value, STATE_LABELS[state], HINTS.get(state, "")) for state in states
        ]
