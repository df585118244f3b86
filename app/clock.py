"""The only place that asks what time it is."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def london(moment: datetime) -> datetime:
    """A moment as a clock on a London wall shows it."""
    return moment.astimezone(LONDON)


def today() -> date:
    """Today's date in London."""
    return london(now()).date()
