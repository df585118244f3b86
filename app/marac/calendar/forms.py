"""The forms of the calendar: plan a meeting or a series, change it, cancel it."""

from app.marac.calendar.rules import LONGEST_LINK
from app.marac.calendar.series import EVERY_LABELS
from app.marac.meeting.rules import LONGEST_NAME
from app.web.forms import (
    Checkbox,
    Checkboxes,
    DateBoxes,
    Form,
    Radios,
    Revision,
    Select,
    Submit,
    Text,
)

THIS, LATER = "this", "later"


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
        width="full",
        case_data=False,
    )
    link = Text(
        "Link of the call, if people can join online",
        hint="Only people who may attend see it, on the meeting’s page. It is in no e-mail and in "
        "no calendar.",
        most=LONGEST_LINK,
        width="full",
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
