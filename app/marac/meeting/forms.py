"""The forms of a meeting: plan, change, cancel and answer; sign, and witness somebody."""

from app.marac.meeting.rules import LONGEST_LINK, LONGEST_NAME, Answer, Capacity
from app.marac.meeting.series import EVERY_LABELS
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

THIS, LATER = "this", "later"
AS_WHAT = [
    (Capacity.MEMBER.value, "Member", "Speaks for the agency"),
    (Capacity.OBSERVER.value, "Observer", "Listens, and is bound by the same declaration"),
]


class PlanMeeting(Form):
    """When and where a meeting is, how often it comes back, who chairs it, and who is asked."""

    day = DateBoxes("Date", needed="Enter the date of the meeting", hint="Today or later.")
    time = Text(
        "Start time",
        needed="Enter the time at which the meeting starts",
        hint="For example, 9:30am or 14:00.",
        most=10,
        width="10",
        case_data=False,
    )
    anyway = Checkbox("Plan it all the same")
    every = Select(
        "How often",
        [(each.value, label) for each, label in EVERY_LABELS.items()],
        hint="Each meeting of a series can be changed or cancelled by itself later.",
    )
    until = DateBoxes(
        "Until", hint="Only for meetings that come back: the last date on which one may be."
    )
    place = Text(
        "Where",
        needed="Enter where the meeting is, or ‘Online’",
        hint="A building and room, or ‘Online’. Everybody of the invited agencies can read this, "
        "and it goes into calendars, so nothing about a case.",
        most=LONGEST_NAME,
        case_data=False,
    )
    link = Text(
        "Link of the call, if people can join online",
        hint="Only people who may attend see it, on the meeting’s page. It is in no e-mail and in "
        "no calendar.",
        most=LONGEST_LINK,
        case_data=False,
        inputmode="url",
        autocomplete="off",
    )
    chair = Select("Chair", [("", "Decide later")], hint="Another chair can still open it.")
    minutes_each = Text(
        "Minutes for each case",
        hint="A case can be given minutes of its own on the agenda.",
        most=2,
        width="2",
        case_data=False,
        inputmode="numeric",
        autocomplete="off",
    )
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


class ChangeMeeting(PlanMeeting):
    """The same for a meeting that is in the calendar: itself alone, or those after it too."""

    every = None
    until = None
    which = Radios(
        "What to change",
        [
            (THIS, "Only this meeting"),
            (LATER, "This one and all later ones of the series"),
        ],
        needed="Select what to change",
    )
    revision = Revision()
    send = Submit("Save this meeting")


class CancelMeeting(Form):
    """A meeting leaves the calendar: itself alone, or those after it too."""

    which = Radios(
        "What to cancel",
        [
            (THIS, "Only this meeting"),
            (LATER, "This one and all later ones of the series"),
        ],
        needed="Select what to cancel",
    )
    revision = Revision()
    send = Submit("Cancel the meeting")


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
        "Who comes instead",
        [("", "Choose")],
        hint="Somebody of the same agency with an account here, so that they can sign and see the "
        "cases.",
    )
    sends_information = Checkbox(
        "My agency sends what it knows, to be read out",
        hint="Tick this if nobody can come. You write it under Research, before the meeting.",
    )
    send = Submit("Save this answer")


class TakeOff(Form):
    """A case leaves an agenda: for another meeting that is in the calendar, or to wait for one."""

    where = Radios("When is it heard?", needed="Select when it is heard")
    send = Submit("Take it off this agenda")


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
    was_asked = Checkbox("I have asked: it is not the person in the case")
    send = Submit("Record that this person agreed aloud", secondary=True)
