"""An officer vouches for a key pair, or refuses it; the person's earlier pairs lapse."""

from uuid import UUID

from app.access.actor import Actor
from app.access.permissions import Permission, Role
from app.audit import record
from app.audit.events import KeyPairConfirmed, KeyPairRefused
from app.confidentiality.circle import queries
from app.confidentiality.circle.carrying import carry_over, stands_without
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.model import Confirmation, How, Office
from app.confidentiality.circle.reach import take_office
from app.confidentiality.circle.rules import may_be_officer
from app.confidentiality.circle.sponsoring import attest_at_the_door
from app.confidentiality.circle.statements import PairRow, fingerprint
from app.confidentiality.circle.vouching import (
    candidate,
    check_office,
    confirm,
    pins,
    require_officer,
    retire,
    revoke,
)
from app.db import transaction
from app.refusals import Refused, RuleBroken

OTHER_ROOT = (
    "These keys were made under another root than yours, so they must not be confirmed. Somebody "
    "may have changed the database. Ask the person not to use the service, and say so to whoever "
    "runs it."
)
LOOK_AGAIN = "These keys have changed since you opened this page. Check the numbers again."


def confirm_pair(
    actor: Actor,
    key_pair_id: UUID,
    how: How,
    office: Office = Office.MEMBER,
    *,
    attests: bool,
    numbers: str | None = None,
) -> Confirmation:
    """Vouch for a key pair: this person, agency, keys and office. The person's older pairs lapse.

    With it the officer attests, as the person's sponsor, that they are not with the Home Office.
    ``numbers`` are those that the person read out; with them a pair that was swapped is refused.
    """
    actor.require(Permission.KEY_CONFIRM)
    with transaction():
        chain = Chain.of(actor)
        require_officer(actor, chain)
        pair = candidate(actor, key_pair_id)
        _check_candidate(actor, chain, pair, office, numbers)
        stands_without(actor, queries.pairs_ever(pair.person_id))
        older = [row for row in _confirmed(actor, pair.person_id) if row.revoked_at is None]
        _let_lapse(actor, older, pair, office)
        attest_at_the_door(actor, chain, pair.person_id, attests=attests)
        confirmation = confirm(actor, pair, how, office)
        event = KeyPairConfirmed(key_pair_id, pair.person_id, str(how), confirmation.id)
        record(actor, event)
    return confirmation


def refuse_pair(actor: Actor, key_pair_id: UUID) -> None:
    """Put a key pair away that is not the person's: it can never be confirmed."""
    actor.require(Permission.KEY_CONFIRM)
    with transaction():
        chain = Chain.of(actor)
        require_officer(actor, chain)
        pair = candidate(actor, key_pair_id)
        if chain.trusted(key_pair_id) is not None:
            raise Refused(
                "These keys are confirmed. To take them off the ring, put the person out."
            )
        retire([key_pair_id])
        record(actor, KeyPairRefused(subject_id=key_pair_id, person_id=pair.person_id))


def _check_candidate(
    actor: Actor, chain: Chain, pair: PairRow, office: Office, numbers: str | None
) -> None:
    if pair.person_id == actor.person_id:
        raise Refused("You cannot confirm your own keys. Another officer does that.")
    if Role.ADMINISTRATOR in pair.roles:
        raise Refused("An administrator holds no keys of cases, so there is nothing to confirm.")
    if not pins(pair, chain.root):
        raise Refused(OTHER_ROOT)
    if office == Office.OFFICER and not may_be_officer(pair.roles):
        raise RuleBroken("office", "The register does not give this person an office.")
    if office == Office.OFFICER:
        check_office(pair, "office")
    if numbers is not None and numbers != fingerprint(pair.receiving_public, pair.signing_public):
        raise RuleBroken("numbers", LOOK_AGAIN)


def _confirmed(actor: Actor, person_id: UUID) -> list[PairRow]:
    pairs = queries.pairs_ever(person_id)
    return queries.confirmed_pairs(actor.area_id, pairs)


def _let_lapse(actor: Actor, older: list[PairRow], pair: PairRow, office: Office) -> None:
    """Let the person's earlier confirmations lapse, after signing anew what rested on them."""
    lost_office = office == Office.MEMBER and any(row.office == Office.OFFICER for row in older)
    kept = set() if lost_office else {pair.key_pair_id}
    carry_over(actor, {row.key_pair_id for row in older} - kept)
    revoke([row.confirmation_id for row in older])
    if lost_office:
        take_office(pair.person_id)
