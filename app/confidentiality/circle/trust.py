"""Checks one secret or one grant against a chain: the statement, the signature, and the right to.

Nothing here opens anything. A statement that does not fit its row, a signer whom the chain does not
know or who may not do this: all are ``Forged``, and the message names the row.
"""

from collections.abc import Iterable
from uuid import UUID

from app.confidentiality.agreement.rules import is_signed
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.model import Because, HolderKind, SecretKind
from app.confidentiality.circle.passed import was_passed
from app.confidentiality.circle.rules import (
    CIRCLES,
    FOLLOWED,
    HOLDS_COMPARTMENT,
    PRIVATE,
    WRITTEN_INTO,
    keeps_out,
    may_give,
    may_make,
)
from app.confidentiality.circle.statements import (
    GrantRow,
    SecretRow,
    grant_statement,
    secret_statement,
)
from app.vault import digests, wrapping
from app.vault.errors import Forged

GRANT = "grant.secret"
AGENCY = "agency:"


def check_secret(chain: Chain, secret: SecretRow) -> None:
    """Raise ``Forged`` unless somebody who may make such a secret signed it as it stands."""
    maker = chain.trusted(secret.made_with)
    if maker is None and secret.kind in PRIVATE:
        maker = chain.once(secret.made_with)
    said = secret_statement(secret)
    if (
        maker is None
        or maker.person_id != secret.made_by
        or secret.area_id != chain.area_id
        or not may_make(
            secret.kind, secret.record_id, is_officer=maker.is_officer, agency_id=maker.agency_id
        )
        or secret.generation < 1
        or (secret.kind in WRITTEN_INTO and secret.promised and not maker.is_officer)
        or said != secret.statement
        or not is_signed(maker.signing_public, said, secret.signature)
    ):
        raise Forged(f"secret {secret.id} does not hold")


def check_in_family(chain: Chain, secret: SecretRow, family: Iterable[SecretRow]) -> None:
    """Raise ``Forged`` unless a secret holds and its maker may make it after those before it.

    ``family`` is every secret of the record. Whoever referred it, or is the assigned IDVA by an
    officer's signature, may make the next generation of what members write into; nobody else.
    """
    check_secret(chain, secret)
    family = list(family)
    _check_not_kept_out(chain, secret, family)
    if secret.kind in PRIVATE:
        _check_private(chain, secret, family)
    if secret.generation == 1 or secret.kind not in FOLLOWED:
        return
    maker = chain.standing(secret.made_with)
    if not maker.is_officer and maker.person_id not in _given_the_work(chain, family):
        raise Forged(f"secret {secret.id} is by nobody who works on its record")


def asked_agency(chain: Chain, family: Iterable[SecretRow]) -> UUID:
    """Return the agency whose private record this is, as officers signed it into its slip.

    ``family`` is every secret of the record. ``Forged`` if no slip says so, or two say different.
    """
    slips = (row for row in family if row.kind == SecretKind.SLIP and is_sound(chain, row))
    words = {word for row in slips for word in row.promised if word.startswith(AGENCY)}
    if len(words) != 1:
        raise Forged("no officer signed to which one agency this belongs")
    return UUID(words.pop().removeprefix(AGENCY))


def _check_not_kept_out(chain: Chain, secret: SecretRow, family: Iterable[SecretRow]) -> None:
    """Nobody makes the next key of a record after a list of it named them, or signs one anew."""
    if secret.generation == 1:
        return
    maker = chain.trusted(secret.made_with) or chain.once(secret.made_with)
    before = (r for r in family if r.kind == secret.kind and r.generation <= secret.generation)
    names = set(secret.excluded).union(*(row.excluded for row in before))
    if maker is None or keeps_out(names, maker.person_id, [maker.agency_id]):
        raise Forged(f"secret {secret.id} is by somebody from whom its record is kept")


def _check_private(chain: Chain, secret: SecretRow, family: Iterable[SecretRow]) -> None:
    """A private space is made by the agency's own people. One who has left made the old ones, and
    whose keys have lapsed can give no key, so what they plant opens for nobody."""
    if not chain.was_confirmed(secret.made_with, asked_agency(chain, family)):
        raise Forged(f"secret {secret.id} is by nobody of the agency it belongs to")


def check_grant(chain: Chain, secret: SecretRow, grant: GrantRow) -> None:
    """Raise ``Forged`` unless somebody who may give this secret signed the grant as it stands."""
    said = grant_statement(grant)
    signer = chain.signer(grant.by_key_pair_id)
    if (
        signer is None
        or not _may_have_given(chain, secret, grant)
        or not _is_a_way(secret, grant)
        or said != grant.statement
        or not is_signed(signer, said, grant.signature)
    ):
        raise Forged(f"grant {grant.id} does not hold")


def is_sound(chain: Chain, secret: SecretRow) -> bool:
    """Say whether a secret holds."""
    try:
        check_secret(chain, secret)
    except Forged:
        return False
    return True


def fits_its_family(chain: Chain, secret: SecretRow, rows: Iterable[SecretRow]) -> bool:
    """Say whether a secret holds among these rows, which have all of its record."""
    try:
        check_in_family(chain, secret, [r for r in rows if r.record_id == secret.record_id])
    except Forged:
        return False
    return True


def holds(chain: Chain, secret: SecretRow, grant: GrantRow) -> bool:
    """Say whether a grant and its secret both hold."""
    try:
        check_secret(chain, secret)
        check_grant(chain, secret, grant)
    except Forged:
        return False
    return True


def _given_the_work(chain: Chain, family: Iterable[SecretRow]) -> set[UUID]:
    """Return who made the first secrets of a record, and to whom its work is promised."""
    rows = [row for row in family if is_sound(chain, row)]
    firsts = [row for row in rows if row.kind in FOLLOWED and row.generation == 1]
    words = {w for row in rows if row.kind == SecretKind.CASE for w in row.promised}
    words |= {w for row in firsts if row.kind == SecretKind.REFERRAL for w in row.promised}
    return {row.made_by for row in firsts} | {UUID(each.partition(":")[2]) for each in words}


def fits(secret: SecretRow, key: bytes) -> bool:
    """Say whether this is the very key that the maker of the secret committed to."""
    return digests.same(public_of(secret.kind, key), secret.public)


def public_of(kind: str, key: bytes) -> bytes:
    """Return what may be known of a key: a circle's public half, or a commitment to any other."""
    if kind in CIRCLES:
        return wrapping.receiving_pair_from_seed(key).public
    return digests.derive(key, "commitment to a secret")


def context_of(grant: GrantRow) -> str:
    """Return the words that bind a wrapped key to its secret and its holder."""
    return f"grant of {grant.secret_id} to {grant.holder_key_id}"


def _may_have_given(chain: Chain, secret: SecretRow, grant: GrantRow) -> bool:
    if grant.by_key_pair_id is None:
        return grant.by_person_id is None
    giver = chain.trusted(grant.by_key_pair_id)
    return (
        giver is not None
        and giver.person_id == grant.by_person_id
        and (
            may_give(
                secret.kind,
                secret.record_id,
                is_officer=giver.is_officer,
                is_maker=grant.by_key_pair_id == secret.made_with,
                agency_id=giver.agency_id,
            )
            or was_passed(chain, secret, grant)
        )
    )


def _is_a_way(secret: SecretRow, grant: GrantRow) -> bool:
    """Say whether this kind of secret is ever held in this way."""
    if secret.kind in PRIVATE:
        return grant.holder_kind == HolderKind.PERSON and grant.because == Because.MEMBER
    if grant.holder_kind == HolderKind.SECRET:
        return secret.part_of is not None and secret.part_of == grant.holder_key_id
    if secret.kind != SecretKind.COMPARTMENT or grant.holder_kind == HolderKind.RECOVERY:
        return True
    return grant.holder_kind == HolderKind.PERSON and grant.because in HOLDS_COMPARTMENT
