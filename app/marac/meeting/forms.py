"""The forms of a meeting's page: sign the declaration, witness somebody without a device."""

from app.marac.meeting.rules import LONGEST_NAME, Capacity
from app.web.forms import (
    Checkbox,
    Checkboxes,
    DateBoxes,
    Form,
    Passphrase,
    Radios,
    Revision,
    Select,
    Submit,
    Text,
)

AS_WHAT = [
    (Capacity.MEMBER.value, "Member", "Speaks for the agency"),
    (Capacity.OBSERVER.value, "Observer", "Listens, and is bound by the same declaration"),
]


class PlanMeeting(Form):
    """When and where a meeting is, who chairs it, and who is asked."""

    day = DateBoxes("Date", needed="Enter the date of the meeting", hint="Today or later.")
    time = Text(
        "Start time",
        needed="Enter the time at which the meeting starts",
        hint="For example, 9:30am or 14:00.",
        most=10,
        width="10",
        case_data=False,
    )
    place = Text(
        "Where",
        needed="Enter where the meeting is, or ‘Online’",
        hint="A building and room, or ‘Online’. Send the link of an online meeting another way. "
        "Everybody of the invited agencies can read this, so nothing about a case.",
        most=LONGEST_NAME,
        case_data=False,
    )
    chair = Select("Chair", [("", "Decide later")], hint="Another chair can still open it.")
    agencies = Checkboxes(
        "Agencies that are invited",
        needed="Select the agencies that are invited",
        hint="Only their people can sign in to the meeting. Officers always can.",
    )
    emergency = Checkbox(
        "This is an emergency meeting",
        hint="For a case that cannot wait for the next usual meeting. It can be today.",
    )
    revision = Revision()
    send = Submit("Save this meeting")


class SignDeclaration(Form):
    """The declaration of this meeting is signed with the passphrase, asked again."""

    passphrase = Passphrase("Your passphrase", needed="Enter your passphrase to sign")
    send = Submit("Sign the declaration")


class Witness(Form):
    """Somebody without a device agreed aloud, in front of the chair."""

    name = Text(
        "Full name", needed="Enter the person’s full name", most=LONGEST_NAME, case_data=False
    )
    agency = Select("Agency", [("", "Choose")], needed="Select the person’s agency")
    capacity = Radios("Attends as", AS_WHAT, needed="Select what the person attends as")
    send = Submit("Record that this person agreed aloud", secondary=True)
