"""A paper pack from the asking to the counting back; each verb is one transaction with its trail.

Nobody makes paper alone. What the two signed is checked again at every printing, from their keys
and not from the row, and so is the hour: the clock of the second signature runs.
"""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.person.model import Person
from app.accounts.signin.service import check_passphrase
from app.audit import record
from app.audit.events import PackAgreed, PackAsked, PackClosed, PackCounted
from app.confidentiality.agreement.rules import is_signed
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.giving import Holders
from app.confidentiality.circle.ring import require_signed
from app.confidentiality.circle.vouching import require_officer
from app.db import db, new_id, transaction
from app.marac.meeting import publishing
from app.marac.meeting import queries as meetings
from app.marac.meeting.model import Meeting
from app.marac.meeting.rules import require_not_closed
from app.marac.pack import queries, remembered, rules, statements
from app.marac.pack.model import Fate, Pack, PackCopy
from app.marac.pack.rules import Stage
from app.refusals import Changed, NotVisible, Refused, RuleBroken
from app.vault import digests
from app.vault.errors import Forged

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"
LETTERS = 8
STOPPED = (
    "Copies of a pack that you asked for or agreed to were not back in time. Another officer "
    "closes it first; until then you make no other."
)
NOT_OWN = "Somebody else counts your own copy back in."
A_THIRD = "An officer who neither asked for this pack nor agreed to it closes it."


def may_have(actor: Actor, meeting: Meeting) -> list[Person]:
    """Return who can be given a copy: of invited agencies, confirmed, and signed to all in force.

    Which cases are in it is another question, asked when it is printed.
    """
    invited = set(meetings.invited_agencies(meeting.id))
    asked = [
        person
        for person in queries.people_at_work(actor.area_id)
        if person.agency_id in invited and actor.area_id == person.area_id
    ]
    holders = Holders(Chain.of(actor))
    holders.load(person.id for person in asked)
    return [person for person in asked if holders.of(person.id) is not None]


def ask(actor: Actor, meeting_id: UUID, reason: str, person_ids: Collection[UUID]) -> Pack:
    """Ask for a pack: why, and a copy for each of these people. Nothing can be printed yet."""
    actor.require(Permission.PACK_ASK)
    with transaction():
        _require_free(actor)
        meeting = meetings.meeting(actor, meeting_id)
        require_not_closed(meeting.state)
        rules.require_soon(meeting.starts_at, clock.now())
        why = rules.require_reason(reason)
        rules.require_others((one.id for one in queries.officers(actor.area_id)), actor.person_id)
        listed = _listed(actor, meeting)
        people = _chosen(actor, meeting, person_ids)
        _require_none_waits(actor, meeting_id)
        row = Pack(
            id=new_id(),
            area_id=actor.area_id,
            meeting_id=meeting.id,
            reason=why,
            cases=listed,
            meeting_at=meeting.starts_at,
            asked_by=actor.person_id,
            asked_agency_id=actor.agency_id,
            asked_at=clock.now(),
            asked_with=actor.keys.key_id,
        )
        copies = [_copy(row, person, number) for number, person in enumerate(people, start=1)]
        row.asked_statement = statements.asked(row, copies)
        row.asked_signature = actor.keys.sign(row.asked_statement)
        db.session.add(row)
        db.session.flush()
        db.session.add_all(copies)
        event = PackAsked(row.id, meeting_id=meeting.id, reason=str(why), copies=len(copies))
        record(actor, event)
    return row


def agree(actor: Actor, pack_id: UUID, passphrase: str) -> Pack:
    """Agree to a pack as a second officer, of another agency: the hours begin."""
    actor.require(Permission.PACK_AGREE)
    row = queries.pack(actor, pack_id)
    _require_second(actor, row)
    if check_passphrase(actor, passphrase).pair_id != actor.keys.key_id:
        raise Refused("Sign in again: your keys have changed.")
    with transaction():
        _require_free(actor)
        row = queries.pack(actor, pack_id)
        _require_second(actor, row)
        rules.require_to_agree(queries.stage(row))
        copies = queries.copies(row.id)
        _check_asked(Chain.of(actor), row, copies)
        row.agreed_by, row.agreed_with = actor.person_id, actor.keys.key_id
        row.agreed_at = clock.now()
        row.agreed_statement = statements.agreed(row, copies)
        row.agreed_signature = actor.keys.sign(row.agreed_statement)
        record(actor, PackAgreed(row.id, copies=len(copies)))
    return row


def require_to_print(actor: Actor, row: Pack) -> None:
    """Refuse unless two officers of two agencies signed for these copies, and in time."""
    _require_free(actor)
    rules.require_to_print(row.agreed_at, row.closed_at is not None, clock.now())
    check_signed(Chain.of(actor), row, queries.copies(row.id))


def check_signed(chain: Chain, row: Pack, copies: Sequence[PackCopy]) -> None:
    """Raise ``Forged`` unless both signatures are officers', of two people and two agencies.

    What the rows say is believed only as far as it is in what was signed.
    """
    _check_asked(chain, row, copies)
    if row.agreed_with is None or row.agreed_by is None or row.agreed_at is None:
        raise Forged("Nobody agreed to this pack")
    first, second = chain.standing(row.asked_with), chain.standing(row.agreed_with)
    said = statements.agreed(row, copies)
    is_true = (
        second.is_officer
        and second.person_id == row.agreed_by
        and second.person_id != first.person_id
        and second.agency_id != first.agency_id
        and row.agreed_statement == said
        and is_signed(second.signing_public, said, row.agreed_signature or b"")
    )
    if not is_true:
        raise Forged("What was agreed to is not this pack")


def count_back(
    actor: Actor, copy_id: UUID, fate: str, done: Iterable[str], revision: int | None
) -> PackCopy:
    """Write down what became of a copy: an officer does, and never of their own."""
    actor.require(Permission.PACK_AGREE)
    became, did = rules.require_fate(fate, done)
    with transaction():
        require_officer(actor, Chain.of(actor))
        copy = queries.copy(actor, copy_id)
        if copy.person_id == actor.person_id:
            raise Refused(NOT_OWN)
        if copy.printed_at is None:
            raise RuleBroken("fate", "This copy has not been printed.")
        if revision is not None and revision != copy.revision:
            raise Changed("fate", "Somebody else has counted this copy meanwhile. Look again.")
        if copy.accounted_at is not None and copy.fate != Fate.LOST:
            raise RuleBroken("fate", "This copy is counted already.")
        copy.fate, copy.done = became, [each.value for each in did]
        copy.accounted_by = actor.person_id
        copy.accounted_at = copy.accounted_at or clock.now()
        record(actor, PackCounted(copy.pack_id, copy_id=copy.id, fate=str(became)))
    return copy


def close(actor: Actor, pack_id: UUID, why: str) -> Pack:
    """Close a pack that was late, as an officer who had no part in it; others may ask again."""
    actor.require(Permission.PACK_AGREE)
    reason = rules.require_close(why)
    with transaction():
        require_officer(actor, Chain.of(actor))
        row = queries.pack(actor, pack_id)
        if queries.stage(row) != Stage.LATE and not remembered.is_late(row.id):
            raise RuleBroken("why", "Only a pack whose copies were not back in time is closed.")
        if actor.person_id in (row.asked_by, row.agreed_by):
            raise Refused(A_THIRD)
        if queries.not_back(row.id):
            raise RuleBroken(
                "why", "Say of each copy first what became of it: returned, destroyed or lost."
            )
        row.closed_by, row.closed_at, row.closed_why = actor.person_id, clock.now(), reason
        record(actor, PackClosed(row.id, why=str(reason)))
    return row


def _require_free(actor: Actor) -> None:
    """An officer by the chain who owes nothing of an earlier pack."""
    chain = Chain.of(actor)
    require_signed(actor, chain)
    require_officer(actor, chain)
    if queries.is_stopped(actor.area_id, actor.person_id):
        raise Refused(STOPPED)


def _require_second(actor: Actor, row: Pack) -> None:
    rules.require_second(row.asked_by, row.asked_agency_id, actor.person_id, actor.agency_id)


def _require_none_waits(actor: Actor, meeting_id: UUID) -> None:
    waits = [row for row in queries.of_meeting(actor, meeting_id) if queries.stage(row) == "asked"]
    if waits:
        raise RuleBroken("reason", "A pack for this meeting waits for a second officer already.")


def _check_asked(chain: Chain, row: Pack, copies: Sequence[PackCopy]) -> None:
    asker = chain.standing(row.asked_with)
    said = statements.asked(row, copies)
    is_true = (
        asker.is_officer
        and asker.person_id == row.asked_by
        and row.asked_statement == said
        and is_signed(asker.signing_public, said, row.asked_signature)
    )
    if not is_true:
        raise Forged("What was asked for is not this pack")


def _chosen(actor: Actor, meeting: Meeting, person_ids: Collection[UUID]) -> list[Person]:
    if not person_ids:
        raise RuleBroken("people", "Select who gets a copy.")
    if len(set(person_ids)) > rules.MOST_COPIES:
        raise RuleBroken("people", f"Select {rules.MOST_COPIES} people or fewer.")
    found = [each for each in may_have(actor, meeting) if each.id in set(person_ids)]
    if len(found) != len(set(person_ids)):
        raise NotVisible()
    return found


def _listed(actor: Actor, meeting: Meeting) -> list[str]:
    """The cases of the agenda as an officer signed it, by id: the ones that two agree to."""
    edition = publishing.current(Chain.of(actor), meeting)
    found = sorted(str(each) for each in edition.cases) if edition else []
    rules.require_cases(len(found))
    return found


def _copy(row: Pack, person: Person, number: int) -> PackCopy:
    return PackCopy(
        id=new_id(),
        area_id=row.area_id,
        pack_id=row.id,
        person_id=person.id,
        agency_id=person.agency_id,
        number=number,
        code=_code(),
        times_printed=0,
        done=[],
    )


def _code() -> str:
    letters = digests.random_reference(ALPHABET, LETTERS)
    return f"{letters[:4]}-{letters[4:]}"
