"""Where the work says who is due which key, and which keys must never be an officer's.

The circle guards records and does not know what they are. At start-up each noun that has secrets
registers a function that lists who is due what (an attendance at an open meeting, a referrer, an
assigned IDVA, an action's owner). Whoever is excluded, not confirmed or has not signed is passed
over. In the same way a noun that hands out what somebody signs with says of which keys.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from app.access.actor import Actor
from app.confidentiality.circle.model import Because
from app.confidentiality.circle.ring import Ring


@dataclass(frozen=True)
class Due:
    """Somebody is due a secret. ``because_id`` is the signature, where that is the reason.

    Due is every generation of it, unless ``this_one_only``. ``read_with`` and ``published_with``
    are the key pairs, officers', that vouch for the occasion of the signature and for its agenda;
    ``read_seq`` and ``published_seq``, where the trail has what they signed.
    """

    secret_id: UUID
    record_id: UUID
    person_id: UUID
    because: Because
    because_id: UUID | None = None
    read_with: UUID | None = None
    published_with: UUID | None = None
    read_seq: int = 0
    published_seq: int = 0
    this_one_only: bool = False


Guarded = Callable[[UUID], Iterable[Due]]
Bar = Callable[[UUID], str | None]
Looker = Callable[[Actor, Ring, Collection[tuple[UUID, UUID]]], bool]


@dataclass(frozen=True)
class Watch:
    """Something that an officer's beat does before anything is given: whether, and doing it."""

    is_due: Callable[[Actor, Ring], bool]
    look: Callable[[Actor, Ring], None]


_GUARDED: list[Guarded] = []
_BARS: list[Bar] = []
_LOOKERS: list[Looker] = []
_WATCHES: list[Watch] = []


def register_guarded(lists_due: Guarded) -> None:
    """Add a function that takes an area's id and lists who is due what; adding twice is once."""
    if lists_due not in _GUARDED:
        _GUARDED.append(lists_due)


def everything_due(area_id: UUID) -> Iterator[Due]:
    """List who is due what, over all that the circle guards."""
    for lists_due in _GUARDED:
        yield from lists_due(area_id)


def register_bar(bar: Bar) -> None:
    """Add a function that says why a key pair (its id) must not be an officer's, or None."""
    if bar not in _BARS:
        _BARS.append(bar)


def barred_from_office(key_pair_id: UUID) -> str | None:
    """Return why a key pair must not be an officer's, in words for who confirms it, or None."""
    return next((why for bar in _BARS if (why := bar(key_pair_id))), None)


def before_letting_in(looker: Looker) -> None:
    """Add a function that looks at who is about to be given which record, or a part of it.

    It takes the doorkeeper, her ring, and pairs of a record's id and a person's; it may keep a
    record from somebody, and then says so: the door asks again who is due what.
    """
    if looker not in _LOOKERS:
        _LOOKERS.append(looker)


def look_before_letting_in(
    actor: Actor, ring: Ring, arriving: Collection[tuple[UUID, UUID]]
) -> bool:
    """Have all that look at arrivals do so; say whether anything was kept from anybody."""
    return any([looker(actor, ring, arriving) for looker in _LOOKERS]) if arriving else False


def before_each_beat(watch: Watch) -> None:
    """Add something that each officer's beat of the door looks at first; adding twice is once."""
    if watch not in _WATCHES:
        _WATCHES.append(watch)


def is_to_look(actor: Actor, ring: Ring) -> bool:
    """Say whether an officer's beat has anything to look at before it gives."""
    return any(watch.is_due(actor, ring) for watch in _WATCHES)


def look_around(actor: Actor) -> None:
    """Look at what is to be looked at, in an open transaction; each with a ring read anew."""
    for watch in _WATCHES:
        if watch.is_due(actor, ring := Ring(actor)):
            watch.look(actor, ring)
