"""Events: exact fields, one tag each, and no room for a person's words."""

from dataclasses import FrozenInstanceError, fields
from uuid import UUID

import pytest

from app.audit import events
from app.audit.event import CODE, TAGS, Event
from app.db import new_id

EVERY = sorted(TAGS.values(), key=lambda kind: kind.tag)
SAMPLES: dict[object, object] = {
    int: 3,
    bool: True,
    str: "a_code",
    UUID: new_id(),
    str | None: None,
    UUID | None: None,
}


@pytest.mark.parametrize("kind", EVERY)
def test_every_event_is_well_formed(kind: type[Event]) -> None:
    """Tag and subject are codes, every field is an id, code, count or nothing, and it is frozen."""
    values = {field.name: SAMPLES[field.type] for field in fields(kind)}
    event = kind(**{**values, "subject_id": new_id()})  # type: ignore[arg-type]
    assert getattr(events, kind.__name__) is kind
    assert CODE.fullmatch(event.tag)
    assert CODE.fullmatch(event.subject_kind)
    assert set(event.detail()) == {field.name for field in fields(kind)} - {"subject_id"}
    assert kind.__doc__
    with pytest.raises(FrozenInstanceError):
        event.subject_id = None  # type: ignore[misc]


@pytest.mark.parametrize(
    "words",
    ["she told us", "Winifred", "a@example.org", "", "x" * 65, "line\nline", "07700 900123", "é"],
)
def test_no_field_takes_words(words: str) -> None:
    """Names, addresses, numbers and sentences are refused where a code belongs."""
    with pytest.raises(ValueError, match="code"):
        events.CaseOpened(new_id(), reason=words)


@pytest.mark.parametrize("value", [1.5, b"bytes", ["list"], {"a": 1}])
def test_no_field_takes_anything_else(value: object) -> None:
    """What has no one spelling, or could hide words, is refused."""
    with pytest.raises(ValueError, match="must be"):
        events.CaseOpened(new_id(), reason=value)  # type: ignore[arg-type]


def test_two_events_never_share_a_tag() -> None:
    """A tag that is taken is an error when the program loads."""
    with pytest.raises(TypeError, match="case:open"):

        class Another(Event, tag="case:open", about="case"):
            """Takes a tag that is taken."""
