"""AC-31: a member, or whoever stole a session, signs a copy of minutes whose pages say otherwise.

The copier's key signs the copy, so whatever it alone vouches for can be made up: pages, words on
them, a code. Genuine is only what follows from what the chair signed and from constants.
"""

import json

import pytest

from app.confidentiality.gate.verifying import Outcome, check_file
from app.marac.minutes import drawn
from app.paper import minutes as paper
from tests.marac.minutes.forging import (
    copy_of,
    fitting,
    resigned,
    root,
    said_of,
    signers_of,
    taken_apart,
)
from tests.marac.table import Table
from tests.paper.reading import words as words_of_pages

LIE = "Agreed: the police told the Home Office of her new address on Friday."


def test_other_pages_by_naming_another_press(signed: Table) -> None:
    """Made-up pages over true leaves, "set by another edition": not genuine, and it is said."""
    pdf, seal = taken_apart(copy_of(signed, "idva").pdf)
    leaves = json.loads(json.dumps(seal["minutes"]["leaves"]))
    leaves[1]["words"]["conclusion"] = LIE
    lie = drawn.draw(leaves, signers_of(seal), said_of(seal))
    assert LIE in " ".join(words_of_pages(lie))
    verdict = check_file(resigned(signed, lie, seal, press="typst 0.15.1"), root(signed))
    assert verdict.outcome == Outcome.UNCOMPARED
    assert not verdict.is_genuine
    assert check_file(resigned(signed, lie, seal), root(signed)).outcome == Outcome.ALTERED
    honest = check_file(resigned(signed, pdf, seal, press="typst 0.15.1"), root(signed))
    assert honest.is_genuine


@pytest.mark.parametrize("name", ["area", "check"])
def test_a_copy_has_no_words_of_the_copier_s(signed: Table, name: str) -> None:
    """A seal that brings words for the pages along is no seal; the page's own are constants."""
    pdf, seal = taken_apart(copy_of(signed, "idva").pdf)
    assert paper.CHECK in " ".join(words_of_pages(pdf))
    seal["minutes"][name] = LIE
    assert check_file(resigned(signed, pdf, seal), root(signed)).outcome == Outcome.ALTERED


def test_the_area_is_what_the_chair_signed(signed: Table) -> None:
    """Its name is in the general part; with another name there the leaf is not of the tree."""
    pdf, seal = taken_apart(copy_of(signed, "idva").pdf)
    assert "Northbrook MARAC" in " ".join(words_of_pages(pdf))
    seal["minutes"]["leaves"][0]["words"]["area"] = "Northbrook, which told the Home Office,"
    lie = drawn.draw(seal["minutes"]["leaves"], signers_of(seal), fitting(seal))
    assert check_file(resigned(signed, lie, seal), root(signed)).outcome == Outcome.ALTERED


def test_every_word_on_a_copy_is_bound(signed: Table) -> None:
    """Name, code and moment of the copy: with one that is made up the file is found out."""
    pdf, seal = taken_apart(copy_of(signed, "idva").pdf)
    for name, value in {"name": LIE, "code": LIE, "at": LIE, "person": LIE}.items():
        try:
            lie = drawn.draw(
                seal["minutes"]["leaves"], signers_of(seal), {**fitting(seal), name: value}
            )
        except ValueError:
            lie = pdf
        made = resigned(signed, lie, seal, **{name: value})
        assert check_file(made, root(signed)).outcome == Outcome.ALTERED, name


def test_a_copy_carries_no_other_reader_s_code(signed: Table) -> None:
    """The code follows from the reader, the key and the leaves: a leaker cannot choose it."""
    other = copy_of(signed, "housing")
    _, seal = taken_apart(copy_of(signed, "idva").pdf)
    said = said_of(seal) | {"code": other.code}
    lie = drawn.draw(seal["minutes"]["leaves"], signers_of(seal), said)
    assert other.code in " ".join(words_of_pages(lie))
    for press in (said["press"], "typst 0.15.1"):
        made = resigned(signed, lie, seal, code=other.code, press=press)
        assert check_file(made, root(signed)).outcome == Outcome.ALTERED


def test_no_part_stands_there_twice_and_no_signature_for_nothing(signed: Table) -> None:
    """Neither a replaced part beside its new one, nor a version of which nothing is shown."""
    pdf, seal = taken_apart(copy_of(signed, "idva").pdf)
    version, leaves = seal["minutes"]["versions"][0], seal["minutes"]["leaves"]
    twice = {"leaves": leaves, "versions": [version, version]}
    moved = [{**each, "of": 1} for each in leaves]
    both = {"leaves": [*leaves, *moved], "versions": [version, version]}
    for odd in (twice, both):
        made = resigned(signed, pdf, {**seal, "minutes": odd}, press="typst 0.15.1")
        assert check_file(made, root(signed)).outcome == Outcome.ALTERED
