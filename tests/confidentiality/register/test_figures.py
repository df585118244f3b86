"""The year's figures, and what of them may be published."""

from datetime import datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import clock
from app.confidentiality.register import rules, service
from app.confidentiality.register.rules import FEWER, NOT_SHOWN, publishable, published
from app.refusals import Refused
from tests.builders import World
from tests.confidentiality.register.test_attempts import try_to
from tests.marac import trail

COUNTS = st.lists(st.integers(0, 9), min_size=2, max_size=5).map(
    lambda counts: {f"label {number}": count for number, count in enumerate(counts)}
)


def readings(shown: dict[str, str], total: int) -> list[tuple[int, ...]]:
    """Every table that whoever knows the total and the words can think of."""
    whole = set(shown.values()) == {NOT_SHOWN}
    may_be = {
        FEWER: range(5),
        NOT_SHOWN: range(0 if whole else 5, total + 1),
    }
    each = [may_be.get(word) or [int(word)] for word in shown.values()]
    return [one for one in product(*each) if sum(one) == total]


@given(COUNTS)
def test_no_small_count_can_be_worked_out(counts: dict[str, int]) -> None:
    """From 1 to 4 is never certain to anybody who has the published table and its total."""
    total = sum(counts.values())
    if total < 5:
        return
    shown = publishable(counts)
    possible = readings(shown, total)
    for at, (label, count) in enumerate(counts.items()):
        if 0 < count < 5:
            assert shown[label] in (FEWER, NOT_SHOWN)
            assert len({one[at] for one in possible}) > 1, (counts, shown)


@given(COUNTS)
def test_what_is_shown_is_true(counts: dict[str, int]) -> None:
    """A number is the number; "fewer than 5" is under five; nothing is shown that is under five."""
    for label, word in publishable(counts).items():
        if word == FEWER:
            assert counts[label] < 5
        elif word != NOT_SHOWN:
            assert counts[label] == int(word) >= 5


def test_a_table_without_small_counts_is_whole() -> None:
    """Nothing is hidden for nothing."""
    assert publishable({"a": 5, "b": 12}) == {"a": "5", "b": "12"}


def test_under_five_in_a_year_nothing_is_published() -> None:
    """Not even which table the few would stand in."""
    assert published({"By rule": {"a": 1, "b": 3}}, 4) == (FEWER, ())


def test_a_year_is_counted_by_quarter(marac: World) -> None:
    """By sector, rule, place and way; every table adds up to the same."""
    for month, how_many in ((1, 2), (4, 1), (12, 3)):
        with clock.pretend(datetime(2025, month, 15, 12, tzinfo=clock.LONDON)):
            for _ in range(how_many):
                try_to(marac, "housing")
    with clock.pretend(datetime(2026, 2, 1, 12, tzinfo=clock.LONDON)):
        try_to(marac, "idva", "letter.text")
    with marac.inside():
        counted = service.figures(marac.actor("chair"), 2025, to_publish=False)
        assert counted.total.quarters == (2, 1, 0, 3)
        for heading, rows in counted.tables:
            assert [sum(row.quarters[q] for row in rows) for q in range(4)] == [2, 1, 0, 3], heading
        by_kind = dict(counted.tables)["By kind of agency"]
        assert {row.label: row.year for row in by_kind if row.year} == {"Housing": 6}
        assert trail.last().tag == "register:figures"
        assert service.years(marac.actor("chair"))[-1] == 2025


def test_the_page_for_officers_and_the_one_to_publish(marac: World) -> None:
    """Officers read the counts; what is printed hides the small ones and names nobody."""
    year = clock.today().year
    for _ in range(6):
        try_to(marac, "housing")
    try_to(marac, "idva", "letter.text")
    client = marac.client("coordinator")
    counts = client.get(f"/register/figures/{year}")
    assert counts.status_code == 200
    assert "For the officers of this MARAC only" in counts.text
    paper = client.get(f"/register/figures/{year}/to-publish").text
    words = " ".join(paper.split())
    assert "Refused in the year: 7" in words
    assert FEWER in words
    assert "app-printable" in paper
    for member in marac.members.values():
        assert member.name not in paper.partition("<main")[2]
    assert client.get(f"/register/figures/{year - 1}").status_code == 404


@pytest.mark.parametrize("who", ["idva", "housing", "administrator"])
def test_only_officers_read_figures(marac: World, who: str) -> None:
    """The pages and the service refuse everybody else."""
    year = clock.today().year
    client = marac.client(who)
    assert client.get(f"/register/figures/{year}").status_code == 403
    assert client.get(f"/register/figures/{year}/to-publish").status_code == 403
    with marac.inside(), pytest.raises(Refused):
        service.figures(marac.actor(who), year, to_publish=True)


def test_the_words_for_what_nobody_listed() -> None:
    """A code that is new is still counted, in words that promise nothing."""
    assert rules.where_words("somewhere.else") == "Another form"
    assert rules.rule_words("new-rule") == "Another rule of the firewall"
