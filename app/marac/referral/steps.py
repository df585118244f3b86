"""The steps of writing a referral: its sections, the pages of each, and how far one has come.

What is asked: SafeLives, "Marac referral form" (domain.md §2.4). Nothing but a name, which may be
‘Not known’, what happened, and whom it must be kept from is needed to send it.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.marac.party.rules import WAYS
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


CAN_WAIT = "can-wait"
"""Stands beside the pages that were saved where somebody said that it can wait."""
NEVER_SAID = "specialist-support"
"""Everybody who opens a referral holds the names of its pages: this one is never among them."""
OPEN_ENDED = frozenset({None, "", False, Agreement.NOT_KNOWN.value, "not_asked"})


def answered_pages(told: Mapping[str, Any], saved: Collection[str]) -> tuple[str, ...]:
    """Return what a referral keeps of which pages were answered."""
    pages = [page for page in TITLES if page in saved and page != NEVER_SAID]
    return (*pages, CAN_WAIT) if told.get("urgent") is False else tuple(pages)


def take_up(told: dict[str, Any], answered: Collection[str]) -> list[str]:
    """Return which pages of a referral count as saved when it is changed; take the rest out.

    A page with words on it counts, and so does one that was saved empty. What reads ‘not known’
    only because nobody opened the page is taken out, so that nobody seems to have said it. The
    immigration section goes with the risk form before it: nothing tells whether it was written.
    """
    if CAN_WAIT not in answered and not told.get("urgent"):
        told.pop("urgent", None)
    for group, name in ((group, name) for group in ("summary", "victim") for name in GUESSED):
        path, given = f"{group}.{name}", told.get(group, {})
        if page_of(path) not in answered and given.get(name) == Agreement.NOT_KNOWN:
            del given[name]
    said = {page_of(path) for path, value in _leaves(told, "") if value not in OPEN_ENDED}
    kept = {*said, *answered, "kept-from"}
    if "topics" in kept:
        kept.add(NEVER_SAID)
    return [page for page in TITLES if page in kept]


GUESSED = ("aware", "agrees", "has_children", *WAYS)


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, each in value.items():
            if name not in ("id", "instrument"):
                yield from _leaves(each, f"{path}.{name}" if path else name)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _leaves(each, path)
    else:
        yield path, value


def page_of(path: str) -> str:
    """Return the page on which the field at a dotted path is asked."""
    return next((page for start, page in _PAGES if path.startswith(start)), "kept-from")
