"""What an officer sees of the words about everybody else: who is due, who is held back, who not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission, Role
from app.accounts.agency.queries import agency_names
from app.accounts.person import queries as register
from app.accounts.person.attestation import REASON_LABELS, Reason
from app.accounts.person.model import Person, PersonState
from app.confidentiality.circle import queries
from app.confidentiality.circle.attested import Word, Words
from app.confidentiality.circle.chain import Chain


@dataclass(frozen=True)
class Sponsored:
    """Somebody for whom officers attest. ``is_mine``: the reader did last, or nobody at work."""

    person_id: UUID
    name: str
    job: str
    agency_name: str
    sponsor_name: str
    word: Word
    is_mine: bool
    now: datetime

    @property
    def is_due(self) -> bool:
        """Say whether a sponsor's word is asked for now."""
        return self.word.sponsor_is_due(self.now)

    @property
    def has_run_out(self) -> bool:
        """Say whether no key is of use to them until somebody attests."""
        return not self.word.sponsor_holds(self.now)

    @property
    def own_is_due(self) -> bool:
        """Say whether they have their own word to renew."""
        return self.word.own_is_due(self.now)

    @property
    def reason(self) -> str:
        """Why the sponsor could not attest, in words."""
        return REASON_LABELS[Reason(self.word.reason)] if self.word.reason else ""


def everybody(actor: Actor) -> list[Sponsored]:
    """Return everybody at work whose keys are confirmed, and administrators; not the actor."""
    actor.require(Permission.KEY_CONFIRM)
    chain = Chain.of(actor)
    chain.load_all()
    people = [one for one in register.people(actor) if _is_attested_for(actor, one)]
    pairs = _pairs(chain, people)
    words, now = Words(chain, pairs), clock.now()
    known = [(one, words.of(one.id)) for one in people if one.id in pairs]
    names = register.person_names(word.sponsor_id for _, word in known if word.sponsor_id)
    agencies = agency_names(one.agency_id for one, _ in known)
    officers = chain.officers_at_work()
    return [
        Sponsored(
            one.id,
            one.name,
            one.job,
            agencies[one.agency_id],
            names[word.sponsor_id] if word.sponsor_id else "",
            word,
            word.sponsor_id == actor.person_id or word.sponsor_id not in officers,
            now,
        )
        for one, word in known
    ]


def due(people: Sequence[Sponsored]) -> list[Sponsored]:
    """Return for whom a word is asked now: first one's own people, soonest first."""
    found = [one for one in people if one.is_due]
    return sorted(found, key=lambda one: (not one.is_mine, _until(one), one.name))


def one_of(actor: Actor, person_id: UUID) -> Person:
    """Return somebody of the area; ``NotVisible`` for anybody else."""
    actor.require(Permission.KEY_CONFIRM)
    return register.person(actor, person_id)


def _until(one: Sponsored) -> datetime:
    return one.word.sponsor_until or queries.BEFORE_ALL


def _is_attested_for(actor: Actor, one: Person) -> bool:
    return one.state == PersonState.ACTIVE and one.id != actor.person_id


def _pairs(chain: Chain, people: Sequence[Person]) -> dict[UUID, UUID]:
    """Return each one's pair that the chain confirms; an administrator's, whom it never does."""
    found: dict[UUID, UUID] = {}
    in_use = queries.pairs_in_use({one.id for one in people})
    for one in people:
        own = in_use.get(one.id, [])
        if Role.ADMINISTRATOR not in one.roles:
            own = [pair for pair in own if chain.trusted(pair) is not None]
        if own:
            found[one.id] = own[0]
    return found
