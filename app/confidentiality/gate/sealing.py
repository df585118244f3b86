"""Makes the seal of a paper that was released: the proof, and why its signer's key is believed."""

from datetime import date
from uuid import UUID

from app import clock
from app.accounts.area.model import Area
from app.confidentiality.agreement.rules import is_signed
from app.confidentiality.circle import queries
from app.confidentiality.circle.chain import Chain, Unconfirmed
from app.confidentiality.circle.model import Office
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.statements import PairRow
from app.confidentiality.gate.verifying import MOST_LINKS, check_file
from app.db import db
from app.paper.seal import Seal, with_seal
from app.vault import signing
from app.vault.errors import Forged


def seal_for(whose: Ring | Chain, proof: bytes, signature: bytes) -> Seal:
    """Return the seal of a proof (`rules.proof_statement`) that an officer signed.

    Besides the proof it holds each confirmation from the signer's up to the root: names, agencies'
    ids and public keys of officers, and nothing of a case. ``Unconfirmed`` if no officer vouches.
    """
    chain = whose.chain if isinstance(whose, Ring) else whose
    said = signing.read_statement(proof)
    rows = _way_up(chain, UUID(said["key_pair"]), date.fromisoformat(said["on"]))
    signing.verify(rows[0].signing_public, proof, signature)
    through_recovery = _by_recovery(chain, rows[-1])
    return {
        "chain": [_link(row.statement, row.signature) for row in rows],
        "code": said["code"],
        "proof": proof.hex(),
        "recovery": _recovery(chain) if through_recovery else None,
        "signature": signature.hex(),
        "signer": rows[0].signing_public.hex(),
    }


def proof_of(
    whose: Ring | Chain, statement: bytes, signature: bytes, on: date, *, by_officer: bool = True
) -> Seal:
    """Return a signed statement with all that shows whose it is, for `verifying.check_signed`.

    The statement names its ``key_pair``. ``Unconfirmed`` if nobody vouches for that one.
    """
    chain = whose.chain if isinstance(whose, Ring) else whose
    pair = UUID(signing.read_statement(statement)["key_pair"])
    rows = _way_up(chain, pair, on, by_officer=by_officer)
    signing.verify(rows[0].signing_public, statement, signature)
    return {
        "chain": [_link(row.statement, row.signature) for row in rows],
        "recovery": _recovery(chain) if _by_recovery(chain, rows[-1]) else None,
        "says": statement.hex(),
        "signature": signature.hex(),
        "signer": rows[0].signing_public.hex(),
    }


def confirmed_name(whose: Ring | Chain, key_pair_id: UUID, on: date) -> str:
    """Return the name under which a pair was confirmed, as `proof_of` shows it to a checker."""
    chain = whose.chain if isinstance(whose, Ring) else whose
    rows = _way_up(chain, key_pair_id, on, by_officer=False)
    return signing.read_statement(rows[0].statement)["name"]


def sealed(whose: Ring | Chain, pdf: bytes, proof: bytes, signature: bytes) -> bytes:
    """Return the PDF with its seal. ``Forged`` unless everybody will find it genuine.

    So a proof about other bytes is found here, not by the solicitor who checks the letter.
    """
    chain = whose.chain if isinstance(whose, Ring) else whose
    data = with_seal(pdf, seal_for(chain, proof, signature))
    if not check_file(data, chain.root).is_genuine:
        raise Forged("The proof is not about these bytes")
    return data


def _way_up(chain: Chain, key_pair_id: UUID, on: date, *, by_officer: bool = True) -> list[PairRow]:
    """Return one confirmation for each officer, from the signer's up to the root's own word.

    The signer's had not lapsed on the day of the signature; what came later changes no letter.
    """
    rows = queries.with_officers(chain.area_id, [key_pair_id])
    then = [row for row in rows if row.key_pair_id != key_pair_id or _held(row, on)]
    found = _walk(chain, then, key_pair_id, frozenset(), by_officer=by_officer)
    if found is None or len(found) > MOST_LINKS:
        raise Unconfirmed()
    return found


def _held(row: PairRow, on: date) -> bool:
    return row.revoked_at is None or clock.london(row.revoked_at).date() >= on


def _walk(
    chain: Chain,
    rows: list[PairRow],
    pair: UUID,
    below: frozenset[UUID],
    *,
    by_officer: bool = True,
) -> list[PairRow] | None:
    its = (row for row in rows if row.key_pair_id == pair)
    for row in (row for row in its if row.office == Office.OFFICER or not by_officer):
        if is_signed(chain.root, row.statement, row.signature) or _by_recovery(chain, row):
            return [row]
        above = row.by_key_pair_id
        if above is None or above in below | {pair} or not _is_by(above, rows, row):
            continue
        if way := _walk(chain, rows, above, below | {pair}):
            return [row, *way]
    return None


def _is_by(above: UUID, rows: list[PairRow], row: PairRow) -> bool:
    public = next((one.signing_public for one in rows if one.key_pair_id == above), None)
    return public is not None and is_signed(public, row.statement, row.signature)


def _by_recovery(chain: Chain, row: PairRow) -> bool:
    keys = chain.recovery
    return (
        row.by_key_pair_id is None
        and keys is not None
        and is_signed(keys[1], row.statement, row.signature)
    )


def _recovery(chain: Chain) -> dict[str, str]:
    area = db.session.get(Area, chain.area_id)
    if area is None or not area.recovery_statement or not area.recovery_signature:
        raise Unconfirmed()
    return _link(area.recovery_statement, area.recovery_signature)


def _link(statement: bytes, signature: bytes) -> dict[str, str]:
    return {"says": statement.hex(), "signature": signature.hex()}
