"""The only place that asks what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_pretended: ContextVar[datetime | None] = ContextVar("pretended", default=None)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _pretended.get() or datetime.now(UTC)


def london(moment: datetime) -> datetime:
    """A moment as a clock on a London wall shows it."""
    return moment.astimezone(LONDON)


def today() -> date:
    """Today's date in London."""
    return london(now()).date()


@contextmanager
def pretend(at: datetime) -> Iterator[None]:
    """Let it be another moment inside: for the demonstration and the tests, never for a record."""
    before = _pretended.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _pretended.reset(before)
