"""The steps of writing a referral: its sections, the pages of each, and how far one has come.

What is asked: SafeLives, "Marac referral form" (domain.md §2.4). Nothing but a name, which may be
‘Not known’, what happened, and whom it must be kept from is needed to send it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.marac.referral.rules import Agreement


class Progress(StrEnum):
    """How far a section has come."""

    NOT_STARTED = "Not started"
    IN_PROGRESS = "In progress"
    DONE = "Done"


@dataclass(frozen=True)
class Section:
    """One line of the task list."""

    title: str
    steps: tuple[str, ...]
    hint: str = ""
    optional: bool = False


TITLES: dict[str, str] = {
    "kept-from": "Whom this must be kept from",
    "why": "You and why you refer",
    "judgement": "Your judgement, and what happened before",
    "urgent": "Can it wait for the next meeting?",
    "victim": "The victim",
    "address": "The victim’s address",
    "contact": "Safe contact",
    "around": "The people around the victim",
    "agreement": "Does the victim know and agree?",
    "sharing": "Sharing without agreement",
    "explained": "What was explained to the victim",
    "perpetrators": "Perpetrators",
    "children": "Children and others at risk",
    "happened": "What happened",
    "wishes": "What the victim wants, and what is in place",
    "topics": "Risk form",
    "specialist-support": "Immigration status as a risk",
    "equality": "Equality information",
}
"""Every page of the way, in order."""

SECTIONS: tuple[Section, ...] = (
    Section(TITLES["kept-from"], ("kept-from",), "Start here, before you name anybody"),
    Section(TITLES["why"], ("why", "judgement", "urgent")),
    Section(
        TITLES["victim"],
        ("victim", "address", "contact", "around"),
        "Who they are, and how to reach them safely",
    ),
    Section(TITLES["agreement"], ("agreement", "sharing", "explained")),
    Section(TITLES["perpetrators"], ("perpetrators",)),
    Section(TITLES["children"], ("children",)),
    Section(TITLES["happened"], ("happened", "wishes")),
    Section(
        TITLES["topics"],
        ("topics", "specialist-support"),
        "As many answers as you have. No number of them is needed",
    ),
    Section(
        TITLES["equality"],
        ("equality",),
        "Kept apart, and used only for the area’s figures",
        optional=True,
    ),
)


def steps_of(section: Section, told: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the pages of a section that are asked, given what was said so far."""
    summary = told.get("summary", {})
    agreed = summary.get("agrees") == Agreement.YES
    return tuple(step for step in section.steps if step != "sharing" or not agreed)


def progress(section: Section, told: Mapping[str, Any], saved: Collection[str]) -> Progress:
    """Say how far a section has come."""
    steps = steps_of(section, told)
    done = [step for step in steps if step in saved]
    if len(done) == len(steps):
        return Progress.DONE
    return Progress.IN_PROGRESS if done else Progress.NOT_STARTED


def next_step(step: str, told: Mapping[str, Any]) -> str | None:
    """Return the page after this one in its section; None after the last."""
    section = next(each for each in SECTIONS if step in each.steps)
    steps = steps_of(section, told)
    later = [each for each in steps if section.steps.index(each) > section.steps.index(step)]
    return later[0] if later else None


_PAGES: tuple[tuple[str, str], ...] = (
    ("kept_from", "kept-from"),
    ("summary.watch_for", "kept-from"),
    ("criteria", "why"),
    ("risk.answers", "topics"),
    ("risk", "judgement"),
    ("immigration", "specialist-support"),
    ("urgent", "urgent"),
    ("summary.urgent_why", "urgent"),
    ("summary.transfer_from", "urgent"),
    *((f"victim.{name}", "address") for name in ("address", "postcode")),
    *((f"victim.{name}", "contact") for name in ("phone", "safe_to", "contact_")),
    *((f"victim.{name}", "around") for name in ("who_knows", "afraid_of", "trusts")),
    *((f"victim.{name}", "around") for name in ("must_not_be_told", "pregnancy")),
    ("victim", "victim"),
    ("perpetrators", "perpetrators"),
    ("children", "children"),
    ("others_at_risk", "children"),
    ("summary.has_children", "children"),
    *((f"summary.{name}", "agreement") for name in ("aware", "agrees")),
    *((f"summary.{name}", "sharing") for name in ("why_shared", "compatible", "legal", "article")),
    ("summary.explained", "explained"),
    *((f"summary.{name}", "wishes") for name in ("wishes", "in_place", "heard_elsewhere")),
    ("summary", "happened"),
    ("equality", "equality"),
)


def page_of(path: str) -> str:
    """Return the page on which the field at a dotted path is asked."""
    return next((page for start, page in _PAGES if path.startswith(start)), "kept-from")
