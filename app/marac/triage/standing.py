"""Where an officer stands towards a referral, and who is still to be kept out of it or cleared.

Whom the referrer named is kept out without a word why; whoever has a name like one in it is asked
first. Both hold on every page, also where a referral is only compared with others (AC-02).
"""

from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from uuid import UUID
from weakref import WeakKeyDictionary

from app.access.actor import Actor
from app.accounts.agency.queries import agencies
from app.accounts.person.model import PersonState
from app.accounts.person.queries import people
from app.confidentiality.circle.giving import Holders
from app.confidentiality.circle.queries import exclusions
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.rules import keeps_out
from app.marac.match.ports import hides
from app.marac.referral.model import Referral
from app.marac.referral.rules import Referred
from app.marac.referral.service import CONTRACT
from app.marac.triage import queries
from app.marac.triage.conflicts import Conflict, Grade, Member, Organisation, conflicts
from app.marac.triage.queries import Answers
from app.refusals import NotVisible

DECLARED = "Declared that they may know somebody in it"


class Standing(StrEnum):
    """Where an officer stands towards a referral. Out: the referrer named them, and is believed."""

    FREE = "free"
    ASKED = "asked"
    ASIDE = "aside"
    OUT = "out"


def members(actor: Actor) -> list[Member]:
    """Everybody who works with this MARAC."""
    return [
        Member(each.id, each.name, each.agency_id)
        for each in people(actor)
        if each.state != PersonState.LEFT
    ]


def found_conflicts(actor: Actor, told: Referred) -> list[Conflict]:
    """Return why a referral may have to be kept from anybody of this MARAC."""
    listed = [Organisation(each.id, each.name, str(each.sector)) for each in agencies(actor)]
    return conflicts(told, members(actor), listed)


def standing_of(
    ring: Ring, referral_id: UUID, told: Referred, everybody: Sequence[Member] = ()
) -> Standing:
    """Say where the holder of the ring stands. ``everybody``: the members, if known already."""
    me, answers = ring.actor.person_id, queries.answers(ring.chain, referral_id)
    if me in answers.declared and me not in answers.cleared:
        return Standing.ASIDE
    if me in answers.cleared or me in answers.dismissed:
        return Standing.FREE
    everybody = everybody or members(ring.actor)
    own = conflicts(told, [each for each in everybody if each.id == me], [])
    if not own:
        return Standing.FREE
    if own[0].grade is Grade.SAID and not is_last(ring, referral_id, told, everybody):
        return Standing.OUT
    return Standing.ASKED


def is_last(
    ring: Ring, referral_id: UUID, told: Referred, everybody: Sequence[Member] = ()
) -> bool:
    """Say whether every officer is named in words, stood aside or is kept out.

    Then nobody could take the referral in, so those who are named are asked instead.
    """
    answers = queries.answers(ring.chain, referral_id)
    kept = exclusions([referral_id]).get(referral_id, set())
    left = {
        each.person_id
        for each in Holders(ring.chain).officers
        if not keeps_out(kept, each.person_id, [each.agency_id])
        and (each.person_id not in answers.declared or each.person_id in answers.cleared)
    }
    named = _named(told, [one for one in everybody or members(ring.actor) if one.id in left])
    return left <= named - answers.cleared.keys()


def undecided(
    actor: Actor, found: Iterable[Conflict], kept: Collection[UUID], answers: Answers
) -> list[Conflict]:
    """Return about whom an officer must decide before anybody is told.

    That is whomever the referrer named in words, a person or an agency, and whoever declared that
    they may know somebody, unless they are kept out or another officer has cleared them.
    """
    agency_of = {each.id: each.agency_id for each in members(actor)}
    declared = [Conflict(Grade.SAID, DECLARED, person_id=each) for each in answers.declared]
    said = [each for each in found if each.grade is Grade.SAID]
    told: dict[UUID, Conflict] = {}
    for each in [*declared, *said]:
        who = each.person_id or each.agency_id
        if who is None or who in answers.cleared or who == actor.person_id:
            continue
        if not {who, agency_of.get(who, who)}.intersection(kept):
            told.setdefault(who, each)
    return list(told.values())


@hides
def where_not_free(ring: Ring, record_ids: Collection[UUID]) -> set[UUID]:
    """Return which of these records no match shows to this officer, and no count counts.

    Those from which they stood aside, and every referral that is no case yet in which the referrer
    named them or they have still to say whom they know.
    """
    actor = ring.actor
    if not actor.is_officer:
        return set()
    known = _known.setdefault(ring, {})
    hidden = queries.stood_aside(actor).intersection(record_ids)
    rows = [row for row in queries.not_listed(actor, record_ids) if row.id not in hidden]
    new = [row for row in rows if (row.id, row.revision) not in known]
    ring.preload({row.secret_id for row in new})
    everybody = members(actor) if new else []
    for row in new:
        known[row.id, row.revision] = _is_free(ring, row, everybody)
    return hidden | {row.id for row in rows if not known[row.id, row.revision]}


_known: WeakKeyDictionary[Ring, dict[tuple[UUID, int], bool]] = WeakKeyDictionary()
"""What was found with one ring of keys, for as long as it lives: a page asks many times."""


def _is_free(ring: Ring, row: Referral, everybody: Sequence[Member]) -> bool:
    try:
        read = ring.read(row.secret_id, CONTRACT, row.id, row.sealed_summary, of=row.id)
    except NotVisible:
        return False
    told = Referred.from_dict(read)
    return standing_of(ring, row.id, told, everybody) is Standing.FREE


def _named(told: Referred, some: Sequence[Member]) -> set[UUID]:
    found = conflicts(told, some, [])
    return {each.person_id for each in found if each.person_id and each.grade is Grade.SAID}
