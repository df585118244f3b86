"""When a meeting can be: a time as people write it, a day on which people work; and its link."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from urllib.parse import urlsplit

from app.marac.calendar.series import why_nobody_works
from app.marac.meeting.rules import MeetingState
from app.refusals import RuleBroken

TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))? ?(am|pm)?", re.IGNORECASE)
LONGEST_LINK = 300
ANYWAY = "Choose another, or tick ‘Plan it all the same’."


def time_of_day(text: str) -> time:
    """Read a time as people write it: 9:30, 9.30am, 14:00, 2pm; ``RuleBroken`` for none."""
    found = TIME.fullmatch(text.strip())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (-1, 0)
    half = (found[3] or "").lower() if found else ""
    if found is None or minute > 59 or not (1 <= hour <= 12 if half else 0 <= hour <= 23):
        raise RuleBroken("time", "Enter a time, like 9:30am or 14:00.")
    if not half and found[2] is None:
        raise RuleBroken("time", "Enter a time with minutes or with am or pm, like 14:00 or 2pm.")
    return time(hour % 12 + 12 * (half == "pm") if half else hour, minute)


def require_to_come(day: date, today: date) -> None:
    """A meeting is planned for today at the earliest, an emergency meeting too."""
    if day < today:
        raise RuleBroken("day", "The date must be today or later.")


def require_real(begins: datetime) -> None:
    """A time in the hour that is left out when the clocks go forward is none."""
    there_and_back = begins.astimezone(UTC).astimezone(begins.tzinfo)
    if there_and_back.replace(tzinfo=None) != begins.replace(tzinfo=None):
        raise RuleBroken("time", "The clocks go forward that night: this time does not exist.")


def require_working_day(day: date, *, is_emergency: bool) -> None:
    """A usual meeting is not planned by mistake for a day on which hardly anybody works."""
    why = why_nobody_works(day)
    if why and not is_emergency:
        raise RuleBroken("day", f"{day.day} {day:%B %Y} is {why}. {ANYWAY}")


def require_working_days(days: Iterable[date], *, is_emergency: bool) -> None:
    """The same of the later meetings of a series: all are named at once."""
    off = [f"{day.day} {day:%B %Y} is {why}" for day in days if (why := why_nobody_works(day))]
    if off and not is_emergency:
        raise RuleBroken(
            "day",
            f"In this series {', '.join(off)}. Choose another date, or tick ‘Plan it all the same’ "
            "and change those meetings afterwards.",
        )


def host_of(link: str) -> str:
    """The named host of the link of a call; ``RuleBroken`` for anything but a plain https link."""
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
        parts.port  # noqa: B018 - it is read when it is asked for
    except ValueError:
        parts, host = urlsplit(""), ""
    is_named = "." in host and not host.replace(".", "").isdecimal() and ":" not in host
    is_plain = link.isascii() and not re.search(r"[\s\\<>\"'`]", link)
    if parts.scheme != "https" or not is_named or not is_plain or "@" in parts.netloc:
        raise RuleBroken("link", "Enter the whole link of the call. It begins with https://")
    if len(link) > LONGEST_LINK:
        raise RuleBroken("link", f"Shorten this link to {LONGEST_LINK} characters or fewer.")
    return host


def spoken_time(at: datetime) -> str:
    """A time as people write it: 9:30am, 2pm."""
    minute = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minute}{'am' if at.hour < 12 else 'pm'}"


def names_person(place: str, name: str, *, of_one: bool) -> bool:
    """Whether a place has the whole name of somebody in it; any word of it, where the meeting is
    for one case and a word is hardly there by chance."""
    there, telling = set(_words(place)), [word for word in _words(name) if len(word) > 2]
    found = [word in there for word in telling]
    return any(found) if of_one else len(found) > 1 and all(found)


def _words(text: str) -> list[str]:
    """The words in small plain letters, without accents and without the s of whose."""
    letters = unicodedata.normalize("NFKD", re.sub(r"[’']s?\b", "", text))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.findall(r"[^\W\d_]+", plain.casefold())


def require_planned(state: MeetingState) -> None:
    """What is in the calendar can be changed until the chair opens the meeting."""
    if state == MeetingState.CANCELLED:
        raise RuleBroken("meeting", "This meeting was cancelled.")
    if state != MeetingState.PLANNED:
        raise RuleBroken("meeting", "This meeting has been opened. Its plan cannot be changed.")
