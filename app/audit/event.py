"""What every event of the trail is: a tag, a subject and exact fields that cannot hold words."""

import re
from dataclasses import dataclass, fields
from typing import ClassVar
from uuid import UUID

CODE = re.compile(r"[a-z0-9][a-z0-9._:-]{0,63}")
TAGS: dict[str, type["Event"]] = {}

Detail = str | int | bool | None


@dataclass(frozen=True)
class Event:
    """Something that was done or seen. Fields are ids, codes and counts, never a person's words."""

    tag: ClassVar[str]
    subject_kind: ClassVar[str]

    subject_id: UUID | None

    def __init_subclass__(cls, *, tag: str, about: str) -> None:
        super().__init_subclass__()
        if tag in TAGS:
            raise TypeError(f"Two events have the tag {tag}.")
        TAGS[tag] = cls
        cls.tag = tag
        cls.subject_kind = about

    def __post_init__(self) -> None:
        for name, value in self.detail().items():
            if isinstance(value, str) and not CODE.fullmatch(value):
                raise ValueError(f"{self.tag}: {name} must be a code, never free text.")

    def detail(self) -> dict[str, Detail]:
        """The event's own fields, ready to be written."""
        own = [field.name for field in fields(self) if field.name != "subject_id"]
        return {name: _plain(self.tag, name, getattr(self, name)) for name in own}


def _plain(tag: str, name: str, value: object) -> Detail:
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, str):
        return str(value)
    raise ValueError(f"{tag}: {name} must be an id, a code, a count or nothing.")
