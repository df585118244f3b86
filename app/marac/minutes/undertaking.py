"""What minutes may not say that somebody will do (AC-21), and what needs advice first (AC-24).

What was told stays tellable: that he said he will report her is no undertaking of anybody here. So
a passage in which agencies agree something is read as a commitment; in any other, what the board
says counts only if it has the form of an undertaking and does not say whose words it gives. What
somebody writes over the board's words must itself be something told (``telling_of``).
"""

import re
from collections.abc import Mapping

from app.firewall.caution import caution
from app.firewall.screen import CLEAR, Verdict, screen_commitment
from app.marac.minutes.rules import Passage, Words, passages, with_edits
from app.marac.minutes.telling_of import is_told
from app.refusals import RuleBroken

ADVICE_FIRST = (
    "This may open a path to the Home Office, and what was agreed on the board did not. Change the "
    "action itself, with advice first: the minutes only say what was agreed."
)
_SENTENCES = re.compile(r"(?<=[.!?])\s+|\n+")
_UNDERTAKES = re.compile(
    r"\b(?:to|will|shall|must|should|agree[ds]?|actions?|needs? to|going to|please)\b", re.I
)
_GIVES_WORDS = re.compile(
    r"\b(?:said|says|saying|threat\w*|told (?:us|her|him|them|the idva)|fears?|feared|afraid|"
    r"scared|worr(?:y|ies|ied)|believes?|believed|thinks?|thought|claims?|claimed|heard|"
    r"discloses?|disclosed|describes?|described)\b",
    re.I,
)


def screen(passage: Passage, said: str | None = None) -> Verdict:
    """Judge one text of minutes; what is not allowed can be neither saved nor signed.

    ``said`` is what the board says in its place: sentences that are not the board's are judged
    whatever their tense. None if the text is the board's own.
    """
    if passage.commits:
        return screen_commitment(passage.text)
    board = None if said is None else set(_sentences(said))
    found = (
        screen_commitment(sentence)
        for sentence in _sentences(passage.text)
        if not is_told(sentence)
        and (_undertakes(sentence) or not (board is None or sentence in board))
    )
    return next((verdict for verdict in found if not verdict.allowed), CLEAR)


def require_advice(board: Words, edits: Mapping[str, str]) -> None:
    """No action becomes, by rewording, one for which regulated advice would have come first."""
    before = {said.place: said.text for said in passages(board)}
    for passage in passages(with_edits(board, edits)):
        is_action = passage.place.startswith("actions.") and passage.place in edits
        if is_action and caution(passage.text) and not caution(before[passage.place]):
            raise RuleBroken(passage.place, ADVICE_FIRST)


def _sentences(text: str) -> list[str]:
    return [sentence.strip() for sentence in _SENTENCES.split(text) if sentence.strip()]


def _undertakes(sentence: str) -> bool:
    """Whether it may undertake something and is not given as somebody's words."""
    return bool(_UNDERTAKES.search(sentence)) and not _GIVES_WORDS.search(sentence)
