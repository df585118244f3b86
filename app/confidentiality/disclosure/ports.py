"""Where the work says what a record is made of, item by item, so that exact items can be asked for.

The circle guards records and does not know what they are. The noun that owns one registers a
function that opens it; the nouns above it add items of their own. ‘The whole file’ is no item, and
nothing of the immigration section is any: who opens a record here never touches its compartment.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from app.confidentiality.circle.ring import Ring
from app.refusals import NotVisible

_SENTENCE = re.compile(r"(?<=[.!?…])[\s\n]+|\n+")


@dataclass(frozen=True)
class Passage:
    """A part of an item that can be left out by itself: a sentence, or a line with its name.

    In a line about contact (``is_contact``) a safe number or address may stand, and nowhere else.
    """

    text: str
    name: str = ""
    is_contact: bool = False


@dataclass(frozen=True)
class Item:
    """One thing of a record that can be shared. ``key`` names it for good.

    ``subject``: the key of the person whom it is about, who is therefore named in it.
    ``about_subject``: facts of that person alone, which tell nothing of anybody else.
    ``says_who``: without it the recipient is not told whom all of it is about.
    """

    key: str
    group: str
    title: str
    passages: tuple[Passage, ...]
    hint: str = ""
    subject: str = ""
    about_subject: bool = False
    says_who: bool = False


@dataclass(frozen=True)
class Somebody:
    """A person of the record, by the names that stand for them; ``role`` stands in their place."""

    key: str
    name: str
    names: tuple[str, ...]
    role: str
    is_victim: bool = False
    works_for: str = ""


@dataclass(frozen=True)
class Described:
    """What a list shows of a record, and with which key it is opened."""

    reference: str
    name: str
    secret_id: UUID
    idva_id: UUID | None = None


@dataclass(frozen=True)
class OpenedRecord:
    """A record for somebody who holds its key.

    ``never`` are words that never leave in any item (confidential and unsafe addresses, numbers,
    schools), each with what stands in its place. ``warnings`` come before everything else on the
    page of the chair, ``cautions`` also on what leaves: they tell nothing but what not to do.
    """

    described: Described
    people: tuple[Somebody, ...] = ()
    items: tuple[Item, ...] = ()
    never: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()

    def item(self, key: str) -> Item | None:
        """Return one item, or None where the record no longer has it."""
        return next((each for each in self.items if each.key == key), None)


Describes = Callable[[Ring, UUID], Described]
Opens = Callable[[Ring, UUID], OpenedRecord]
ListsItems = Callable[[Ring, UUID], Iterable[Item]]

_owner: dict[str, tuple[Describes, Opens]] = {}
_more: dict[int, ListsItems] = {}


def register_record(describes: Describes, opens: Opens) -> None:
    """Say who opens a record. Both raise ``NotVisible`` for whoever has no key of it."""
    _owner["record"] = (describes, opens)


def register_items(order: int, lists_items: ListsItems) -> None:
    """Add items of another noun, at a place of its own."""
    _more[order] = lists_items


def describe(ring: Ring, record_id: UUID) -> Described:
    """Return what a list shows; the caller writes the trail."""
    _ = ring.me  # whoever may open nothing at all is told so, whatever the id is
    if "record" not in _owner:
        raise NotVisible()
    return _owner["record"][0](ring, record_id)


def open_record(ring: Ring, record_id: UUID) -> OpenedRecord:
    """Open a record with all its items; the caller writes the trail."""
    _ = ring.me
    if "record" not in _owner:
        raise NotVisible()
    opened = _owner["record"][1](ring, record_id)
    more = [item for order in sorted(_more) for item in _more[order](ring, record_id)]
    return replace(opened, items=tuple(each for each in (*opened.items, *more) if each.passages))


def sentences(text: str) -> tuple[Passage, ...]:
    """Cut what somebody wrote into sentences, each of which can be left out."""
    parts = (part.strip() for part in _SENTENCE.split(text))
    return tuple(Passage(part) for part in parts if part)


def lines(*rows: tuple[str, str]) -> tuple[Passage, ...]:
    """Make passages of names and words; empty ones are left out."""
    return tuple(Passage(words, name) for name, words in rows if words.strip())


def ways(*rows: tuple[str, str]) -> tuple[Passage, ...]:
    """Make passages in which a number or an address may stand; empty ones are left out."""
    return tuple(replace(each, is_contact=True) for each in lines(*rows))
