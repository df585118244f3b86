"""The wordings of letters as data: versioned, with their source, one file for each purpose."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

from app.confidentiality.recipient.rules import RecipientKind
from app.marac.letter.rules import Purpose

FOLDER = Path(__file__).parent / "wordings"


@dataclass(frozen=True)
class Sentence:
    """A sentence that may be added. ``only_for``: the role that its writer must have, if any."""

    code: str
    text: str
    only_for: str = ""


@dataclass(frozen=True)
class Wording:
    """What a letter of one purpose says. ``must``: words without which it would be sent back.

    ``signed_by`` is "member" or "chair"; ``names_perpetrator`` "no", "optional" or "required".
    ``own_words``: whether its writer may add a sentence. Of ``sentences`` at most one is chosen.
    """

    code: Purpose
    version: str
    name: str
    hint: str
    source: str
    heading: str
    salutation: str
    closing: str
    signed_by: str
    names_perpetrator: str
    recipients: tuple[RecipientKind, ...]
    needs_hearing: bool
    needs_advice: bool
    court_bundle: bool
    own_words: bool
    must: tuple[str, ...]
    paragraphs: tuple[str, ...]
    sentences: tuple[Sentence, ...]

    @property
    def by_member(self) -> bool:
        """Say whether a member signs, and the chair only releases."""
        return self.signed_by == "member"

    @property
    def can_say_birth(self) -> bool:
        """Say whether there is a place in it for the victim's date of birth."""
        return any("{born}" in text or "{history}" in text for text in self.paragraphs)

    @property
    def has_choices(self) -> bool:
        """Say whether a writer has anything to choose of its words."""
        named = self.names_perpetrator != "no"
        return named or bool(self.sentences) or self.own_words or self.can_say_birth

    @property
    def by_hand(self) -> bool:
        """Say whether it only ever goes to her own hand."""
        return self.recipients == (RecipientKind.VICTIM,)

    def sentence(self, code: str) -> Sentence | None:
        """Return one of the sentences that may be added."""
        return next((each for each in self.sentences if each.code == code), None)

    def names(self) -> set[str]:
        """Return the names of everything that is filled in."""
        texts = [*self.paragraphs, *(each.text for each in self.sentences), self.salutation]
        return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}

    def filled(self, codes: tuple[str, ...], values: Mapping[str, str]) -> tuple[str, ...]:
        """Return the paragraphs with these values, chosen sentences after the second to last."""
        added = [each.text for each in self.sentences if each.code in codes]
        texts = [*self.paragraphs[:-1], *added, self.paragraphs[-1]]
        return tuple(text.format_map(values) for text in texts)


@cache
def wording(purpose: Purpose) -> Wording:
    """Return the wording in force for a purpose."""
    told = tomllib.loads((FOLDER / f"{purpose.value}.toml").read_text("utf-8"))
    return Wording(
        **{
            **told,
            "code": Purpose(told["code"]),
            "recipients": tuple(map(RecipientKind, told["recipients"])),
            "must": tuple(told["must"]),
            "paragraphs": tuple(told["paragraphs"]),
            "sentences": tuple(Sentence(**each) for each in told["sentences"]),
        }
    )


def wordings() -> list[Wording]:
    """Return every wording, in the order in which they are offered."""
    return [wording(purpose) for purpose in Purpose]
