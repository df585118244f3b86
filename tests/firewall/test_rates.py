"""How much of the evasion corpus is refused, and how much of the everyday work passes, by kind."""

import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.firewall.corpora import IDENTITIES, SCREENS, Row, rows, table

EVASIONS, HONEST = rows("evasions"), rows("honest")
MOST_REFUSED = 2  # honest texts of all, in a part of the grammar that no rule tells apart
LEAST_REFUSED = 0.99  # of commitments; the rest are listed below, with why


def of(corpus: list[Row], *fields: str) -> list[Row]:
    return [row for row in corpus if row.field in fields]


def test_the_corpora_are_large_enough_and_have_no_doubles() -> None:
    """At least 300 evasions in every trick and 200 honest texts, none of them there twice."""
    for corpus in (EVASIONS, HONEST):
        assert len({(row.field, row.text) for row in corpus}) == len(corpus)
        assert {row.field for row in corpus} == set(SCREENS)
    assert not {row.text for row in EVASIONS} & {row.text for row in HONEST}
    assert len(EVASIONS) >= 300
    assert len(HONEST) >= 200


def show(lines: Iterable[str]) -> None:
    """Write the table of rates where `pytest -s` and a failure's report show it."""
    sys.stdout.write("\n".join(["", *lines, ""]))


@pytest.mark.parametrize("field", IDENTITIES)
def test_nothing_gets_through_an_identity_field(field: str) -> None:
    """Names, jobs, e-mail and postal addresses: 0 through, whatever the trick."""
    corpus = of(EVASIONS, field)
    show(table(corpus, allowed=False))
    assert [ascii(row.text) for row in corpus if row.is_allowed] == []


@pytest.mark.parametrize("field", ["commitment", "letter"])
def test_commitments_that_get_through_are_known(field: str) -> None:
    """Nearly all are refused, and what is not is listed with why: no rate falls unnoticed."""
    corpus = of(EVASIONS, field)
    show(table(corpus, allowed=False))
    through = [row for row in corpus if row.is_allowed]
    assert [ascii(row.text) for row in through if not row.missed] == []
    assert [ascii(row.text) for row in corpus if row.missed and not row.is_allowed] == []
    assert 1 - len(through) / len(corpus) >= LEAST_REFUSED


@pytest.mark.parametrize("field", SCREENS)
def test_no_honest_text_is_refused(field: str) -> None:
    """A busy worker who writes what is right never meets the firewall; what does is listed."""
    corpus = of(HONEST, field)
    show(table(corpus, allowed=True))
    refused = [row for row in corpus if not row.is_allowed]
    assert [ascii(row.text) for row in refused if not row.missed] == []
    assert [ascii(row.text) for row in corpus if row.missed and row.is_allowed] == []
    assert len([row for row in HONEST if row.missed]) <= MOST_REFUSED


@pytest.mark.parametrize("row", EVASIONS, ids=lambda row: f"{row.field}-{row.kind}")
def test_every_refusal_says_why_and_shows_a_road(row: Row) -> None:
    """No refusal is bare: a reason in plain words, an open road, and that road's code."""
    verdict = SCREENS[row.field](row.text)
    if not verdict.allowed:
        assert verdict.because.endswith(".")
        assert verdict.instead.endswith(".")
        assert verdict.road


def test_the_page_states_these_figures() -> None:
    """What the documentation says of today is what is measured here."""
    page = (Path(__file__).parents[2] / "docs" / "firewall.md").read_text("utf-8")
    for fields in (list(IDENTITIES), ["commitment", "letter"]):
        evasions, honest = of(EVASIONS, *fields), of(HONEST, *fields)
        refused = sum(not row.missed for row in evasions)
        let_through = sum(not row.missed for row in honest)
        assert f"{refused} of {len(evasions)} | {let_through} of {len(honest)}" in page
