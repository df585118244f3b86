"""The forms of triage: keep it from somebody, ask, return, accept, put on a meeting."""

from typing import Any

from app.marac.triage.rules import CLEAR_LABELS
from app.web.forms import Checkbox, Form, LongText, Radios, Revision, Select, Submit

LATER, EMERGENCY, NOBODY = "later", "emergency", "nobody"


class KeepReferral(Form):
    """From whom a referral is kept, and why."""

    who = Select(
        "Person or agency",
        [("", "Choose")],
        needed="Select the person or agency that it must be kept from",
    )
    reason = LongText(
        "Why",
        needed="Say why, so that the other officers can understand it later",
        most=1000,
        rows=3,
        hint="Only officers see this.",
    )
    send = Submit("Keep it from them")


class ClearSomebody(Form):
    """Who need not be kept out, and why."""

    who = Radios("Who need not be kept out?", needed="Select who need not be kept out")
    reason = Radios(
        "Why not?",
        list(CLEAR_LABELS.items()),
        needed="Select why they need not be kept out",
    )
    send = Submit("They need not be kept out")


class AskReferrer(Form):
    """What an officer needs to know."""

    text = LongText(
        "What do you need to know?",
        needed="Enter what you need to know",
        most=8000,
        rows=6,
        hint="The referrer and the officers can read this, and nobody else. Ask for facts. "
        "Do not ask for a higher score.",
    )
    send = Submit("Send the question")


class ReturnReferral(Form):
    """Why a referral goes back, and what would help."""

    why = LongText(
        "Why do you return it?",
        needed="Enter why you return it",
        most=8000,
        rows=4,
        hint="The referrer reads this. A score is never a reason: judgement counts beside it.",
    )
    what_would_help = LongText(
        "What would help?",
        needed="Enter what would help",
        most=8000,
        rows=4,
        hint="What to add before it is sent again, or who can help this person sooner, today.",
    )
    send = Submit("Return it to the referrer")


class ChooseMeeting(Form):
    """Which meeting hears a case that was accepted before."""

    meeting = Radios("Which meeting hears it?", needed="Select the meeting")
    send = Submit("Put it on the agenda")


class AcceptReferral(Form):
    """What is decided when a referral becomes a case."""

    kept_seen = Revision()
    seen = Checkbox(
        "I have looked at whom this is kept from, and nobody else must be kept from it",
        needed="Confirm that you have looked at whom it is kept from",
    )
    repeat = Radios(
        "Is this a repeat?",
        [("yes", "Yes"), ("no", "No")],
        needed="Select whether this is a repeat",
        inline=True,
    )
    idva = Select(
        "IDVA",
        [("", "Choose")],
        needed="Select the IDVA, or ‘Nobody yet’",
        hint="The case opens for them at once, so that they can begin before the meeting.",
    )
    why_no_idva = LongText(
        "If nobody yet: why",
        most=1000,
        rows=2,
        hint="The referrer reads this too, and goes on supporting the victim meanwhile.",
    )
    meeting = Radios("Which meeting hears it?", needed="Select the meeting")
    send = Submit("Accept this referral")

    def offer(self, idvas: list[tuple[str, str]], meetings: list[Any]) -> None:
        """Say who and which meeting can be chosen."""
        self.idva.choices = [("", "Choose"), *idvas, (NOBODY, "Nobody yet")]
        self.meeting.choices = [
            *meetings,
            (LATER, "Decide later", "It waits on the triage page, so that it is not forgotten"),
            (
                EMERGENCY,
                "It cannot wait: plan an emergency meeting",
                "Next, you say when and where",
            ),
        ]
