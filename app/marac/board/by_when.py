"""Reads by when something is to be done, in the ways that people say it: tomorrow, 2 weeks, 27/3.

Every day of a week or month is counted from today; what falls on a weekend goes to the Monday. A
weekday before a date must be that of the date: which of the two was meant, only its writer knows.
"""

import re
from datetime import date, datetime, timedelta

from app.refusals import RuleBroken

QUICK = ("Tomorrow", "1 week", "2 weeks", "1 month")
OF_THE_DAY = ("%Y-%m-%d", "%d/%m/%Y", "%d %m %Y", "%d.%m.%Y", "%d/%m/%y", "%d %B %Y", "%d %b %Y")
OF_THE_YEAR = ("%d/%m", "%d %B", "%d %b")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAYS = {"d": 1, "day": 1, "days": 1, "w": 7, "wk": 7, "week": 7, "weeks": 7, "wks": 7}
MONTHS = frozenset({"m", "month", "months"})
A_MONTH = 30
SATURDAY = 5
NOT_A_DAY = "Enter a date, like 27/3/2027, or words, like tomorrow or 2 weeks."
OTHER_WEEKDAY = "{day} is a {is_a}, not a {said}. Enter the day that you mean."
_SPAN = re.compile(r"(?:in )?(\d{1,3}|a|an|one|two|three|four) ?([a-z]+?)(?:'s time)?")
_WEEKDAY = re.compile(r"(?:on )?(mon|tue|wed|thu|fri|sat|sun)[a-z]* (?=\d)")
_COUNTED = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4}


def day_of(words: str, today: date) -> date:
    """Return the day that somebody means; ``RuleBroken`` beside the box where nobody can tell."""
    weekday, said = _apart(words)
    found = _named(said, today) or _span(said, today) or _written(said, today)
    if found is None:
        raise RuleBroken("due_on", NOT_A_DAY)
    _require_weekday("due_on", weekday, found)
    return found


def day_gone(words: str, today: date) -> date:
    """Return the day of something that has happened; ``RuleBroken`` if it is none, or to come."""
    weekday, said = _apart(words)
    if said == "yesterday":
        return today - timedelta(days=1)
    found = _named(said, today) or _written(said, today)
    if found is None:
        raise RuleBroken("day", "Enter a day, like 27/3/2027, or words, like yesterday or Monday.")
    if found > today and said.removeprefix("on ")[:3] in {name[:3] for name in WEEKDAYS}:
        found -= timedelta(days=7)
    elif found > today and any(map(str.isdigit, said)) and str(found.year) not in said:
        found = found.replace(year=found.year - 1)
    if found > today:
        raise RuleBroken("day", "Enter the day on which it happened, not a later one.")
    _require_weekday("day", weekday, found)
    return found


def as_typed(day: date) -> str:
    """A day as the box shows it, with its weekday: Mon 7 December; it comes within a year."""
    return f"{day:%a} {day.day} {day:%B}"


def quick(today: date) -> list[tuple[str, str]]:
    """Return what is said most often, each with the day that it means."""
    return [(words, as_typed(day_of(words, today))) for words in QUICK]


def _apart(words: str) -> tuple[str, str]:
    """Take a weekday off the front of a date; return both in small letters."""
    said = " ".join(words.casefold().replace(",", " ").split())
    match = _WEEKDAY.match(said)
    return (match[1], said[match.end() :]) if match else ("", said)


def _require_weekday(field: str, said: str, day: date) -> None:
    """Refuse a date that falls on another weekday than the one that was written before it."""
    name = next((name for name in WEEKDAYS if said and name.startswith(said)), "")
    if name and name != WEEKDAYS[day.weekday()]:
        written = f"{day.day} {day:%B %Y}"
        said_so = OTHER_WEEKDAY.format(day=written, is_a=f"{day:%A}", said=name.title())
        raise RuleBroken(field, said_so)


def _named(said: str, today: date) -> date | None:
    if said in ("today", "tonight", "now"):
        return today
    if said in ("tomorrow", "tmrw"):
        return today + timedelta(days=1)
    day = said.removeprefix("next ").removeprefix("on ")
    names = [name for name in WEEKDAYS if len(day) >= 3 and name.startswith(day)]
    if len(names) != 1:
        return None
    ahead = (WEEKDAYS.index(names[0]) - today.weekday()) % 7
    return today + timedelta(days=ahead or 7)


def _span(said: str, today: date) -> date | None:
    match = _SPAN.fullmatch(said)
    if match is None:
        return None
    number = _COUNTED.get(match[1]) or int(match[1])
    if match[2] in MONTHS:
        return _at_work(today + timedelta(days=A_MONTH * number))
    if match[2] not in DAYS:
        return None
    day = today + timedelta(days=DAYS[match[2]] * number)
    return day if DAYS[match[2]] == 1 else _at_work(day)


def _written(said: str, today: date) -> date | None:
    for shape in OF_THE_DAY:
        try:
            return datetime.strptime(said, shape).date()  # noqa: DTZ007
        except ValueError:
            continue
    for shape in OF_THE_YEAR:
        try:
            day = datetime.strptime(f"{said} {today.year}", f"{shape} %Y").date()  # noqa: DTZ007
        except ValueError:
            continue
        return day if day >= today else _next_year(day)
    return None


def _next_year(day: date) -> date | None:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return None


def _at_work(day: date) -> date:
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return day
