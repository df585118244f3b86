"""A file is genuine only if every byte is as an officer signed it whom the root vouches for."""

import json
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.confidentiality.gate.rules import proof_statement
from app.confidentiality.gate.verifying import Outcome, Verdict, check_file
from app.paper import Seal, lock, split_seal, with_seal
from app.vault import digests, signing
from tests.confidentiality.seals import (
    AREA,
    CODE,
    ON,
    PDF,
    RECOVERY,
    ROOT,
    Officer,
    confirmed,
    officer,
    recovered,
    seal,
)

ONE, TWO, THREE = officer(1), officer(2), officer(3)


def a_line(length: int) -> list[dict[str, str]]:
    """So many officers, each confirmed by the one before; the last first."""
    pairs = [(officer(number), officer(number - 1)) for number in range(length, 1, -1)]
    links = [confirmed(below, above, above.keys.private) for below, above in pairs]
    return [*links, confirmed(officer(1), None, ROOT.private)]


BY_ROOT = confirmed(ONE, TWO, ROOT.private)
TWO_LINKS = [confirmed(TWO, ONE, ONE.keys.private), BY_ROOT]
THREE_LINKS = [confirmed(THREE, TWO, TWO.keys.private), *TWO_LINKS]
GENUINE = Verdict(Outcome.GENUINE, AREA, ON, CODE)
SEALED = with_seal(PDF, seal(PDF, THREE, THREE_LINKS))


def verdict(made: Seal, pdf: bytes = PDF) -> Outcome:
    """What a stranger finds of a paper with this seal."""
    return check_file(with_seal(pdf, made), ROOT.public).outcome


@pytest.mark.parametrize(
    ("signer", "chain"),
    [(ONE, [BY_ROOT]), (TWO, TWO_LINKS), (THREE, THREE_LINKS), (officer(16), a_line(16))],
)
def test_officers_below_each_other_are_believed(signer: Any, chain: list[dict[str, str]]) -> None:
    """However many officers stand between the root and whoever signed, within reason."""
    assert check_file(with_seal(PDF, seal(PDF, signer, chain)), ROOT.public) == GENUINE


def test_an_officer_whom_the_recovery_key_confirmed_is_believed() -> None:
    """Two custodians brought the officers' key back: the root vouches for the recovery key."""
    chain = [confirmed(ONE, None, RECOVERY.private)]
    assert verdict(seal(PDF, ONE, chain, recovery=recovered())) == Outcome.GENUINE


@given(st.data())
@settings(max_examples=400)
def test_one_byte_altered_anywhere_is_refused(data: st.DataObject) -> None:
    """In the signed pages, in the seal, in what follows it: no byte can be another one."""
    place = data.draw(st.integers(0, len(SEALED) - 1))
    other = data.draw(st.integers(1, 255))
    altered = bytearray(SEALED)
    altered[place] ^= other
    assert not check_file(bytes(altered), ROOT.public).is_genuine


def test_no_byte_of_the_seal_can_be_another_one() -> None:
    """Each byte of the seal in turn, with one bit turned: small and large letters, spaces, all."""
    for place in range(len(PDF), len(SEALED)):
        for bit in (0x01, 0x20):
            altered = bytearray(SEALED)
            altered[place] ^= bit
            assert not check_file(bytes(altered), ROOT.public).is_genuine, place


@given(st.integers(0, len(SEALED) - 1), st.binary(min_size=1, max_size=40))
@settings(max_examples=200)
def test_bytes_put_in_or_cut_off_are_refused(place: int, more: bytes) -> None:
    """Nothing can be added before, inside or behind, and nothing left out."""
    assert not check_file(SEALED[:place] + more + SEALED[place:], ROOT.public).is_genuine
    assert not check_file(SEALED + more, ROOT.public).is_genuine
    assert not check_file(SEALED[:place], ROOT.public).is_genuine


FORGERIES: dict[str, tuple[Seal, Outcome]] = {
    "signed by a member who is no officer": (
        seal(PDF, ONE, [confirmed(ONE, TWO, ROOT.private, office="member")]),
        Outcome.ALTERED,
    ),
    "an officer between who is none": (
        seal(
            PDF,
            TWO,
            [TWO_LINKS[0], confirmed(ONE, TWO, ROOT.private, office="member")],
        ),
        Outcome.ALTERED,
    ),
    "confirmed by oneself": (
        seal(PDF, ONE, [confirmed(ONE, ONE, ONE.keys.private)]),
        Outcome.ALTERED,
    ),
    "confirmed by an officer of another number": (
        seal(PDF, TWO, [confirmed(TWO, THREE, ONE.keys.private), BY_ROOT]),
        Outcome.ALTERED,
    ),
    "another officer's confirmations": (seal(PDF, TWO, [BY_ROOT]), Outcome.ALTERED),
    "signed with another key": (
        seal(PDF, ONE, [BY_ROOT], signer=TWO.keys.public.hex()),
        Outcome.ALTERED,
    ),
    "no confirmation": (seal(PDF, ONE, []), Outcome.ALTERED),
    "a confirmation of another area": (
        seal(PDF, ONE, [confirmed(ONE, TWO, ROOT.private, area_id=UUID(int=0xB))]),
        Outcome.ALTERED,
    ),
    "under another root": (
        seal(PDF, ONE, [confirmed(ONE, TWO, TWO.keys.private, root=TWO.keys.public)]),
        Outcome.NOT_OURS,
    ),
    "another code": (seal(PDF, ONE, [BY_ROOT], code="ANOTHER"), Outcome.ALTERED),
    "a recovery key that another root made": (
        seal(
            PDF,
            ONE,
            [confirmed(ONE, None, RECOVERY.private)],
            recovery=recovered(TWO.keys),
        ),
        Outcome.ALTERED,
    ),
    "a recovery key that an officer vouches for in the root's name": (
        seal(
            PDF,
            ONE,
            [confirmed(ONE, None, RECOVERY.private)],
            recovery=recovered(signer=TWO.keys.private),
        ),
        Outcome.ALTERED,
    ),
    "an officer's number with another's key": (
        seal(PDF, Officer(1, TWO.keys), [BY_ROOT]),
        Outcome.ALTERED,
    ),
    "an officer's key under another's number": (
        seal(PDF, Officer(2, ONE.keys), [BY_ROOT]),
        Outcome.ALTERED,
    ),
    "the recovery key of another area": (
        seal(
            PDF,
            ONE,
            [confirmed(ONE, None, RECOVERY.private)],
            recovery=recovered(area=UUID(int=0xB)),
        ),
        Outcome.ALTERED,
    ),
    "something besides": (seal(PDF, ONE, [BY_ROOT], note="00"), Outcome.ALTERED),
    "large hex digits": (
        seal(PDF, ONE, [BY_ROOT], signer=ONE.keys.public.hex().upper()),
        Outcome.ALTERED,
    ),
    "more officers than there can be": (seal(PDF, officer(17), a_line(17)), Outcome.ALTERED),
    "a chain that is none": (seal(PDF, ONE, [BY_ROOT], chain=17), Outcome.ALTERED),
    "a link that is none": (seal(PDF, ONE, ["00"]), Outcome.ALTERED),  # type: ignore[list-item]
    "bytes that are no statement": (seal(PDF, ONE, [BY_ROOT], proof="00"), Outcome.ALTERED),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_forged_seals_are_refused(name: str) -> None:
    """Every way to claim an office that the root never gave."""
    made, expected = FORGERIES[name]
    assert verdict(made) == expected


def test_a_statement_of_another_kind_is_no_proof() -> None:
    """What an officer signed for another purpose cannot be shown as the proof of a paper."""
    said = signing.statement(
        "release",
        area=str(AREA),
        code=CODE,
        digest=digests.sha256_hex(PDF),
        key_pair=str(ONE.pair),
        on=ON.isoformat(),
    )
    signature = signing.sign(ONE.keys.private, said)
    made = seal(PDF, ONE, [BY_ROOT], proof=said.hex(), signature=signature.hex())
    assert verdict(made) == Outcome.ALTERED


def test_a_proof_of_other_pages_is_refused() -> None:
    """A genuine seal put behind another PDF."""
    found = split_seal(SEALED)
    assert found is not None
    other = PDF.replace(b"%PDF-1.7", b"%PDF-1.6")
    assert verdict(found[1], other) == Outcome.ALTERED


def test_a_seal_that_is_written_otherwise_is_none() -> None:
    """The same values with a space between, or in another order, are other bytes."""
    found = split_seal(SEALED)
    assert found is not None
    line = json.dumps(found[1]).encode()
    tight = json.dumps(found[1], sort_keys=True, separators=(",", ":")).encode()
    assert check_file(SEALED.replace(tight, line), ROOT.public).outcome == Outcome.ALTERED


def test_what_was_never_sealed_is_not_ours() -> None:
    """A PDF of anybody's, a text, nothing at all."""
    for data in (PDF, b"", b"%PDF-1.7\n", b"hello"):
        assert check_file(data, ROOT.public).outcome == Outcome.NOT_OURS


def test_a_locked_file_is_said_to_be_locked() -> None:
    """Its seal is inside, with the original; nobody types a passphrase into a page."""
    data = lock(PDF, "copper lantern orchard", {"letter.pdf": SEALED})
    assert check_file(data, ROOT.public) == Verdict(Outcome.LOCKED)


def test_a_verdict_tells_nothing_of_the_paper() -> None:
    """Not even printed by accident: no heading, no name, no code."""
    said = repr(check_file(SEALED, ROOT.public))
    assert "Canary" not in said
    assert CODE not in said


def test_what_is_not_genuine_says_no_area_and_no_day() -> None:
    """An altered file's claims are nobody's."""
    altered = SEALED.replace(b"%PDF-1.7", b"%PDF-1.6")
    assert check_file(altered, ROOT.public) == Verdict(Outcome.ALTERED)


def test_a_day_that_is_none_is_refused() -> None:
    """A proof whose day cannot be read is no proof, though it is signed."""
    said = json.loads(proof_statement(AREA, CODE, digests.sha256_hex(PDF), ONE.pair, ON))
    kind = said.pop("statement")
    proof = signing.statement(kind, **said | {"on": "yesterday"})
    signature = signing.sign(ONE.keys.private, proof)
    made = seal(PDF, ONE, [BY_ROOT], proof=proof.hex(), signature=signature.hex())
    assert verdict(made) == Outcome.ALTERED
