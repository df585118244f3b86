"""What is asked: versioned instruments, read from data files and kept with every assessment."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Self

FOLDER = Path(__file__).parent / "instruments"
CORE = "core-24"
IMMIGRATION = "immigration"
CORE_LENGTH = 24


@dataclass(frozen=True)
class Topic:
    """One thing that is asked about: a code that never changes, a label, and help."""

    code: str
    label: str
    help: str = ""


@dataclass(frozen=True)
class Instrument:
    """A versioned list of topics, as data; ``indicator`` only where a status is asked too.

    ``threshold`` is how many yes answers are visible high risk by this form, where it says so.
    """

    id: str
    version: str
    title: str
    topics: tuple[Topic, ...]
    indicator: Topic | None = None
    threshold: int | None = None

    @property
    def codes(self) -> frozenset[str]:
        """The codes of all topics."""
        return frozenset(topic.code for topic in self.topics)

    def visible_high_risk_at(self, of_the_area: int) -> int | None:
        """How many yes answers are visible high risk: the area's number, for 24 topics.

        SafeLives' threshold is for its 24 questions. A form of another length carries its own, or
        has none: then the worker's judgement decides, as it does at every count.
        """
        if self.threshold is not None:
            return self.threshold
        return of_the_area if len(self.topics) == CORE_LENGTH else None

    def to_dict(self) -> dict[str, Any]:
        """The questions as asked, to be sealed with the answers."""
        return {
            "id": self.id,
            "version": self.version,
            "title": self.title,
            "topics": [dict(vars(topic)) for topic in self.topics],
            "indicator": dict(vars(self.indicator)) if self.indicator else None,
            "threshold": self.threshold,
        }

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Self:
        """Read an instrument's file or a snapshot; refuse one that names a topic twice."""
        topics = tuple(_topic(topic) for topic in given["topics"])
        if len({topic.code for topic in topics}) != len(topics):
            raise ValueError(f"The instrument {given['id']} has two topics with one code.")
        indicator = given.get("indicator")
        return cls(
            id=given["id"],
            version=given["version"],
            title=given["title"],
            topics=topics,
            indicator=_topic(indicator) if indicator else None,
            threshold=given.get("threshold"),
        )


@cache
def load(name: str) -> Instrument:
    """An instrument by the name of its data file."""
    return Instrument.from_dict(json.loads((FOLDER / f"{name}.json").read_text("utf-8")))


def _topic(given: Mapping[str, Any]) -> Topic:
    return Topic(
        **{field.name: given[field.name] for field in fields(Topic) if field.name in given}
    )
