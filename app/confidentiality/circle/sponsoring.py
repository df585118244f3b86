"""Officers as sponsors: they attest for others, or say that they cannot.

An administrator's word opens an invitation; but administrators hold no confirmed keys, so nothing
they sign could be checked. The officer who confirms somebody's keys gives the sponsor's signed
word, and from then on some officer gives it again each year: that one, or whoever takes over.
"""

from collections.abc import Collection
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.area.queries import area_of
from app.accounts.person import attesting, queries
from app.accounts.person.attestation import Reason
from app.accounts.person.model import PersonState
from app.accounts.person.ports import ask_before_administering
from app.accounts.person.rules import checked_attestation
from app.confidentiality.circle import queries as circle
from app.confidentiality.circle.attested import word_of
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.vouching import require_officer
from app.db import transaction
from app.refusals import NotVisible, Refused, RuleBroken

NOT_ONESELF = "Another officer attests for you."
YOURS_FIRST = (
    "Say first of yourself that you are not employed by, seconded from or warranted by the Home "
    "Office. You will find it on your home page: one tick."
)
NOT_YOU_NOW = (
    "Another officer could not attest for you, so you cannot attest for anybody until one can."
)
ASK_AN_OFFICER = (
    "An officer has to attest that you are not employed by, seconded from or warranted by the Home "
    "Office. Ask the chair or the coordinator. Until then you cannot invite or change people."
)


def attest_at_the_door(actor: Actor, chain: Chain, person_id: UUID, *, attests: bool) -> None:
    """Attest for somebody whose keys one confirms, inside that transaction."""
    checked_attestation("attests", attests)
    require_sponsor(actor, chain)
    attesting.attest_for(actor, person_id, attesting.DOOR)


def attest_for(actor: Actor, person_ids: Collection[UUID]) -> int:
    """Attest for these people, each by a tick of their own; return how many they were."""
    actor.require(Permission.KEY_CONFIRM)
    asked = dict.fromkeys(person_ids)
    if not asked:
        raise RuleBroken("people", "Select the people for whom you attest.")
    with transaction():
        require_sponsor(actor, Chain.of(actor))
        for person_id in asked:
            _somebody_at_work(actor, person_id)
            attesting.attest_for(actor, person_id)
    return len(asked)


def cannot_attest(actor: Actor, person_id: UUID, reason: str) -> None:
    """Say that one cannot attest for somebody: from this moment no key is of use to them."""
    actor.require(Permission.KEY_CONFIRM)
    if reason not in set(Reason):
        raise RuleBroken("reason", "Select why you cannot attest for this person.")
    with transaction():
        require_sponsor(actor, Chain.of(actor))
        _somebody_at_work(actor, person_id)
        attesting.withhold(actor, person_id, Reason(reason))


def require_sponsor(actor: Actor, chain: Chain) -> None:
    """Refuse whoever is no confirmed officer, or is not attested themselves.

    That their own sponsor's word ran out does not stand in the way: otherwise two officers who
    were let in on the same day could lock each other out for good.
    """
    require_officer(actor, chain)
    word = word_of(chain, actor.person_id, actor.keys.key_id)
    if word.withheld:
        raise Refused(NOT_YOU_NOW)
    if not word.own_holds(clock.now()):
        raise Refused(YOURS_FIRST)


@ask_before_administering
def require_attested_administrator(actor: Actor) -> None:
    """Refuse an administrator whose word or whose sponsor's has run out, or was withheld.

    Nothing of a case opens for administrators anyway; they could only bring somebody in.
    """
    pairs = circle.pairs_in_use([actor.person_id]).get(actor.person_id)
    root = actor.keyring.root_public if actor.keyring else area_of(actor).root_public
    if root is None or not pairs:
        return
    word, now = word_of(Chain(actor.area_id, root), actor.person_id, pairs[0]), clock.now()
    if not word.own_holds(now):
        raise Refused(YOURS_FIRST)
    if not word.sponsor_holds(now):
        raise Refused(ASK_AN_OFFICER)


def _somebody_at_work(actor: Actor, person_id: UUID) -> None:
    if person_id == actor.person_id:
        raise Refused(NOT_ONESELF)
    if queries.person(actor, person_id).state != PersonState.ACTIVE:
        raise NotVisible()
