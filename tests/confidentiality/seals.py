"""Made-up officers with keys of their own, and the seals that they put on papers: no database."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from app.confidentiality.circle.statements import (
    PairRow,
    Who,
    confirmation_statement,
    recovery_statement,
)
from app.confidentiality.gate.rules import proof_statement
from app.paper import Letter, Seal, Signed, render_letter
from app.vault import digests, signing

AREA = UUID(int=0xA)
ON = date(2027, 3, 3)
CODE = "K7PD3-93QXA-M4TW2"
ROOT = signing.signing_pair_from_seed(b"r" * 32)
RECOVERY = signing.signing_pair_from_seed(b"w" * 32)
LETTER = Letter(
    area="Northbrook MARAC",
    address=("1 High Street", "Northbrook NB1 1AA"),
    date=ON,
    to=("Zoë Łukasz", "Northbrook Law Centre"),
    reference=CODE,
    heading="That a MARAC heard the case of Zephyrine Canary",
    paragraphs=("The MARAC heard her case on 1 March 2027.",),
    signatures=(Signed("Ruth Adeyemi", "Chair", "Northbrook Police", ON),),
    code=CODE,
)
PDF = render_letter(LETTER)


@dataclass(frozen=True)
class Officer:
    """Somebody with keys, and the confirmation that somebody above signed."""

    number: int
    keys: signing.SigningPair

    @property
    def pair(self) -> UUID:
        """The id of the key pair."""
        return UUID(int=self.number)


def officer(number: int) -> Officer:
    """The officer of this number, always with the same keys."""
    return Officer(number, signing.signing_pair_from_seed(bytes([number]) * 32))


def confirmed(whom: Officer, by: Officer | None, signer: bytes, **other: Any) -> dict[str, str]:
    """A confirmation of this officer: by somebody (None: recovery), signed with this key."""
    fields: dict[str, Any] = {"office": "officer", "area_id": AREA, "root": ROOT.public} | other
    row = PairRow(
        area_id=fields["area_id"],
        key_pair_id=whom.pair,
        person_id=UUID(int=whom.number + 1000),
        name=f"Officer {whom.number}",
        agency_id=UUID(int=7),
        sector="police",
        roles=frozenset(),
        has_left=False,
        retired_at=None,
        receiving_public=b"",
        signing_public=whom.keys.public,
        pair_statement=b"",
        pair_signature=b"",
        confirmation_id=UUID(int=9),
        office=fields["office"],
        how="seen",
        by_key_pair_id=by.pair if by else None,
        at=datetime(2027, 1, 4, 9, tzinfo=UTC),
        revoked_at=None,
        statement=b"",
        signature=b"",
    )
    says = confirmation_statement(row, Who.on_register(row), fields["root"])
    return {"says": says.hex(), "signature": signing.sign(signer, says).hex()}


def recovered(
    root: signing.SigningPair = ROOT, area: UUID = AREA, signer: bytes | None = None
) -> dict[str, str]:
    """The root's word for the recovery key, signed by whom a test says."""
    says = recovery_statement(area, b"", RECOVERY.public, root.public)
    signature = signing.sign(signer or root.private, says)
    return {"says": says.hex(), "signature": signature.hex()}


def seal(pdf: bytes, by: Officer, links: list[dict[str, str]], /, **other: Any) -> Seal:
    """The seal of a paper, with whatever else a test wants to be wrong in it."""
    proof = proof_statement(AREA, CODE, digests.sha256_hex(pdf), by.pair, ON)
    return {
        "chain": links,
        "code": CODE,
        "proof": proof.hex(),
        "recovery": None,
        "signature": signing.sign(by.keys.private, proof).hex(),
        "signer": by.keys.public.hex(),
    } | other
