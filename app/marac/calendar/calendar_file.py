"""Writes meetings as a calendar file (RFC 5545), with nothing of a case in it.

What stands in it: that there is a MARAC meeting, when, and where. Not how many cases, not the link
of the call, not who comes: a calendar is read by secretaries and telephones, and at home. How long
it lasts is the same for every meeting, because the end would tell how many cases there are.
"""

from collections.abc import Iterable
from datetime import timedelta

from icalendar import Calendar, Event

from app import clock
from app.marac.meeting.model import Meeting, MeetingState

SUMMARY = "MARAC meeting"
LASTS = timedelta(hours=3)
MIME = "text/calendar"


def written(meetings: Iterable[Meeting]) -> bytes:
    """Return a calendar file with these meetings, one cancelled among them marked as such.

    A file of one cancelled meeting alone takes it out of the calendar that it is given to.
    """
    listed = list(meetings)
    gone = bool(listed) and all(each.state == MeetingState.CANCELLED for each in listed)
    calendar = Calendar()
    calendar.add("prodid", "-//MARAC//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "CANCEL" if gone else "PUBLISH")
    for meeting in listed:
        calendar.add_component(_event(meeting))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(meeting: Meeting) -> Event:
    begins = clock.london(meeting.starts_at)
    event = Event()
    event.add("uid", str(meeting.id))
    event.add("dtstamp", clock.now())
    event.add("dtstart", begins)
    event.add("dtend", begins + LASTS)
    event.add("summary", SUMMARY)
    event.add("location", meeting.place)
    event.add("class", "PRIVATE")
    event.add("sequence", meeting.revision)
    is_gone = meeting.state == MeetingState.CANCELLED
    event.add("status", "CANCELLED" if is_gone else "CONFIRMED")
    return event
