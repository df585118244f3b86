"""Follows a slip from hand to hand: promised by an officer, then given on, each time signed.

The holder of a slip may give it on to a confirmed colleague of her own agency; an officer may give
it on for her. The row that says whose an action is can be rewritten by whoever holds the database,
so what counts is this chain of signatures, from the officer's promise to the last hand, as far as
the trail knows each hand. What fits nowhere is passed over; and where a hand is missing that the
trail knows, the slip is in nobody's hand, and not in an earlier one.
"""

from collections.abc import Sequence
from uuid import UUID

from app.confidentiality.agreement.rules import is_signed
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.model import Because, HolderKind, SecretKind
from app.confidentiality.circle.rules import promise
from app.confidentiality.circle.statements import (
    GrantRow,
    PassingRow,
    SecretRow,
    passing_statement,
)

OWNER = f"{Because.ACTION_OWNER}:"


def passed(chain: Chain, secret: SecretRow) -> list[PassingRow]:
    """Return from whose hand to whose a slip truly went, in order, up to the first that is missing.

    Each is the one that fits after the one before; what somebody wrote in between stops nothing.
    """
    found: list[PassingRow] = []
    for receiver in chain.handed(secret.record_id).receivers:
        row = _next(chain, secret, found, receiver)
        if row is None:
            break
        found.append(row)
    return found


def is_whole(chain: Chain, secret: SecretRow) -> bool:
    """Say whether every hand that the trail knows is there, and was signed."""
    return len(passed(chain, secret)) == len(chain.handed(secret.record_id).receivers)


def promised_now(chain: Chain, secret: SecretRow) -> set[str]:
    """Return to whom a slip is promised, as officers signed it and holders gave it on since."""
    if secret.kind != SecretKind.SLIP:
        return set(secret.promised)
    others = {word for word in secret.promised if not word.startswith(OWNER)}
    if others == set(secret.promised) or not is_whole(chain, secret):
        return others
    hands = _hands(secret, passed(chain, secret))
    return others | {promise(Because.ACTION_OWNER, person_id) for person_id in hands}


def was_passed(chain: Chain, secret: SecretRow, grant: GrantRow) -> bool:
    """Say whether a grant of a slip is what its holder signed when she gave the slip on."""
    return (
        secret.kind == SecretKind.SLIP
        and grant.holder_kind == HolderKind.PERSON
        and grant.because == Because.ACTION_OWNER
        and any(
            row.id == grant.because_id
            and row.by_key_pair_id == grant.by_key_pair_id
            and row.to_person_id == grant.holder_id
            for row in passed(chain, secret)
        )
    )


def _hands(secret: SecretRow, found: Sequence[PassingRow]) -> set[UUID]:
    """Return who has a slip after these passings."""
    hands = {UUID(word.removeprefix(OWNER)) for word in secret.promised if word.startswith(OWNER)}
    for row in found:
        hands = (hands - {row.from_person_id}) | {row.to_person_id}
    return hands


def _next(
    chain: Chain, secret: SecretRow, found: Sequence[PassingRow], receiver: UUID
) -> PassingRow | None:
    """Return the passing that follows these and goes to this person; None if none holds."""
    hands, after = _hands(secret, found), found[-1].id if found else None
    fitting = (
        row
        for row in chain.passings(secret.record_id)
        if row.to_person_id == receiver and row.from_person_id in hands
    )
    return next((row for row in fitting if _holds(chain, row, after)), None)


def _holds(chain: Chain, row: PassingRow, after: UUID | None) -> bool:
    """Say whether an officer, or the holder, signed this row as it stands; within one agency."""
    signer = chain.trusted(row.by_key_pair_id)
    said = passing_statement(row, after)
    if signer is None or row.area_id != chain.area_id or said != row.statement:
        return False
    if not is_signed(signer.signing_public, said, row.signature):
        return False
    if not signer.is_officer and signer.person_id != row.from_person_id:
        return False
    agency_id = chain.handed(row.record_id).agency_id
    return agency_id is not None and chain.was_confirmed_as(
        row.to_key_pair_id, row.to_person_id, agency_id
    )
