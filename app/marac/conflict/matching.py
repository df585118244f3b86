"""Compares the names of the people who work here with those in the cases of a meeting (AC-02).

In an officer's session, for she holds the keys: when an agenda is published or grows, and before
the door gives somebody who has signed in the keys of its cases. The same full name, or another
name, shuts out at once and is held so until an officer who remains has looked. A family name, or
one that is alike, is shown to the officers and does nothing by itself. Nobody else is told.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from app.access.actor import Actor
from app.accounts.person.model import Person
from app.audit import record
from app.audit.events import NamesCompared
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.lifted import believed_by
from app.confidentiality.circle.remembered import let_in_again
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.rules import named
from app.db import transaction
from app.marac.conflict import opened, ordering, queries, sealing
from app.marac.conflict.names import Likeness, Name, comparing, strongest
from app.marac.conflict.rules import PROMPTS, Content, Kind
from app.marac.match.names import reading
from app.marac.meeting import queries as meetings
from app.marac.party.service import open_all
from app.refusals import NotVisible, Refused, RuleBroken

KIND_OF = {
    Likeness.SAME_NAME: Kind.SAME_NAME,
    Likeness.LIKE_NAME: Kind.LIKE_NAME,
    Likeness.SAME_SURNAME: Kind.SAME_SURNAME,
}
Known = set[tuple[UUID, UUID]]


@dataclass(frozen=True)
class Found:
    """Somebody whose name is like one in a case, and how much."""

    case_id: UUID
    person_id: UUID
    likeness: Likeness


def when_published(actor: Actor, ring: Ring, meeting_id: UUID) -> None:
    """Compare everybody who works here with the people in every case of an agenda."""
    case_ids = {row.item.case_id for row in meetings.agenda(actor, meeting_id)}
    everybody = queries.everybody(actor)
    names = names_in(ring, case_ids)
    wanted = {(case_id, each.id) for case_id in names for each in everybody}
    record(actor, NamesCompared(meeting_id, cases=len(names), people=len(everybody)))
    _enter(actor, ring, compare(names, everybody, wanted))


def before_letting_in(actor: Actor, ring: Ring, arriving: Collection[tuple[UUID, UUID]]) -> bool:
    """Compare whoever signed in with the cases they are about to get; say if any was shut out."""
    ids = {person_id for _, person_id in arriving}
    people = [each for each in queries.everybody(actor) if each.id in ids]
    names = names_in(ring, {case_id for case_id, _ in arriving})
    record(actor, NamesCompared(None, cases=len(names), people=len(people)))
    return _enter(actor, ring, compare(names, people, arriving))


def is_named(actor: Actor, meeting_id: UUID, name: str) -> bool:
    """Say whether somebody who agrees aloud is called like a person in a case of the agenda.

    Nobody of this service knows observers and people without a device, so the chair asks them.
    """
    with transaction():
        case_ids = {row.item.case_id for row in meetings.agenda(actor, meeting_id)}
        names = names_in(Ring(actor), case_ids)
        # Of no meeting: one name is no look at everybody's (``watching``).
        record(actor, NamesCompared(None, cases=len(names), people=1))
    read, by = reading(), comparing()
    own = Name.of(name, read)
    found = (
        strongest(own, [Name.of(each, read) for each in others], by) for others in names.values()
    )
    return any(each in (Likeness.SAME_NAME, Likeness.LIKE_NAME) for each in found)


def is_called(actor: Actor, case_id: UUID, given: Collection[str]) -> bool:
    """Say whether any of these people without an account is called like a person in one case."""
    with transaction():
        names = names_in(Ring(actor), {case_id}).get(case_id, [])
        record(actor, NamesCompared(None, cases=1, people=len(given)))
    read, by = reading(), comparing()
    others = [Name.of(each, read) for each in names]
    found = (strongest(Name.of(name, read), others, by) for name in given)
    return any(each in (Likeness.SAME_NAME, Likeness.LIKE_NAME) for each in found)


def names_in(ring: Ring, case_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """Read every name, and every other name, in the cases that open; the caller writes the trail.

    They stay in the officer's session and in no table.
    """
    found: dict[UUID, list[str]] = {}
    for case_id in case_ids:
        try:
            parties = open_all(ring, case_id)
        except (NotVisible, Refused):
            continue
        found[case_id] = [
            name for each in parties for name in (each.details.name, *each.details.aliases)
        ]
    return found


def compare(
    names: Mapping[UUID, Collection[str]],
    people: Iterable[Person],
    wanted: Collection[tuple[UUID, UUID]],
) -> list[Found]:
    """Compare each of these people with the names in each case that is wanted for them."""
    read, by = reading(), comparing()
    in_case = {case: [Name.of(name, read) for name in own] for case, own in names.items()}
    found = []
    for each in people:
        own = Name.of(each.name, read)
        for case_id, others in in_case.items():
            likeness = strongest(own, others, by) if (case_id, each.id) in wanted else None
            if likeness is not None:
                found.append(Found(case_id, each.id, likeness))
    return found


def _enter(actor: Actor, ring: Ring, found: Collection[Found]) -> bool:
    """Write down what is new, and shut out who has the same name; say whether anybody was.

    The officer in whose session it is found comes last: afterwards she opens nothing there.
    """
    if not found:
        return False
    case_ids = {each.case_id for each in found}
    written, silent = _known(ring, case_ids)
    out = queries.people_kept_from(actor, case_ids)
    cleared = queries.cleared_before(ring.chain, case_ids)
    shut = [
        _shut_out(actor, each, written, is_cleared=(each.case_id, each.person_id) in cleared)
        for each in sorted(found, key=lambda one: one.person_id == actor.person_id)
        if (each.case_id, each.person_id) not in silent
        and each.person_id not in out.get(each.case_id, set())
    ]
    return any(shut)


def _known(ring: Ring, case_ids: Collection[UUID]) -> tuple[Known, Known]:
    """What is written down already, and of whom nothing is asked again.

    Of whom an officer was shown a name that is like theirs; and of whoever had been out, if the
    trail says that somebody else let them in again. Nobody's own word is enough. What is about the
    officer herself does not open for her; that it names her is in its list.
    """
    me, rows = ring.actor.person_id, queries.of_cases(ring.actor, case_ids)
    found = opened.opened(ring, rows)
    own = {row.case_id for row in rows if named(me, None) in ring.secret(row.secret_id).excluded}
    written = {(each.case_id, each.content.person_id) for each in found}
    written |= {(case_id, me) for case_id in own}
    shown = {
        (each.case_id, each.content.person_id)
        for each in found
        if each.content.kind in PROMPTS and each.by_person_id != each.content.person_id
    }
    return written, shown | (written & let_in_again(case_ids, believed_by(ring.chain)))


def _shut_out(actor: Actor, found: Found, written: Known, *, is_cleared: bool) -> bool:
    """Shut somebody out if the name is the same; say whether they are out now.

    Where no officer would be left, or an officer cleared them when the referral came in, the
    others are asked instead, once.
    """
    kind, is_out = KIND_OF[found.likeness], False
    if kind is Kind.SAME_NAME:
        is_out = not is_cleared and _keep_out(actor, found)
        kind = kind if is_out else Kind.LIKE_NAME
    if not is_out and (found.case_id, found.person_id) in written:
        return False
    sealing.enter(actor, found.case_id, Content(found.person_id, kind))
    if is_out:
        ordering.hear_last(found.case_id)
    return is_out


def _keep_out(actor: Actor, found: Found) -> bool:
    try:
        if found.person_id == actor.person_id:
            circle.step_out(actor, found.case_id)
        else:
            circle.exclude(actor, found.case_id, person_id=found.person_id)
    except RuleBroken:
        return False
    return True
