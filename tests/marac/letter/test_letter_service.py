"""A letter from its beginning to what came of it, as its writer and a chair do it."""

import pytest

from app.marac.letter.rules import LetterState, Purpose
from tests.marac.letter.writing import Desk


@pytest.mark.parametrize("purpose", Purpose)
def test_each_letter_can_be_written_and_signed(desk: Desk, purpose: Purpose) -> None:
    """Begun, addressed, agreed to, asked for, looked at and signed: nothing is in the way."""
    letter_id = desk.signed(purpose)
    assert desk.open(letter_id).state is LetterState.RELEASED
