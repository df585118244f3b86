"""The form of an answer to an invitation."""

from app.marac.invitation.rules import Answer
from app.web.forms import Checkbox, Form, Radios, Select, Submit


class AnswerInvitation(Form):
    """Somebody comes, sends a deputy, or cannot come."""

    answer = Radios(
        "Will you come?",
        [
            (Answer.COMES.value, "Yes"),
            (Answer.DEPUTY.value, "No, a colleague is coming instead"),
            (Answer.APOLOGIES.value, "No, and nobody else from my agency can"),
        ],
        needed="Select what you answer",
    )
    deputy = Select(
        "Who is coming instead",
        [("", "Choose")],
        hint="Somebody from the same agency with an account here, so that they can sign and see "
        "the cases.",
    )
    sends_information = Checkbox(
        "My agency sends what it knows, to be read out",
        hint="If nobody can come. You write it under Research, before the meeting.",
    )
    send = Submit("Save this answer")
