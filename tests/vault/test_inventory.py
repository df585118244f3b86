"""The inventory: every contract says what it holds, and an id is never guessed."""

import re

import pytest

from app.vault.errors import Misuse
from app.vault.inventory import CONTRACTS, contract_of


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=lambda contract: contract.id)
def test_every_contract_is_complete(contract):
    """Each has an id of the right shape, a version, a sentence and a round bucket."""
    assert CONTRACTS[contract.id] is contract
    assert re.fullmatch(r"[a-z]+\.[a-z_]+", contract.id)
    assert 1 <= contract.version <= 255
    assert re.fullmatch(r"[A-Z][^.]+\.", contract.holds)
    assert contract.bucket >= 64
    assert contract.bucket & (contract.bucket - 1) == 0


@pytest.mark.parametrize("unknown", ["", "case", "Case.label", "case.label ", None, 7, ("a",), []])
def test_an_unknown_contract_is_refused(unknown):
    """What is not written in the inventory cannot be sealed."""
    with pytest.raises(Misuse):
        contract_of(unknown)
