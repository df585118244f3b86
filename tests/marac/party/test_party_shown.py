"""What a page shows of a person."""

from datetime import date

import pytest

from app.marac.party.rules import FIELDS_OF, GROUPS_OF, LABELS, Details, PartyKind, Safe
from app.marac.party.shown import ABOUT_CONTACT, age_in_words, facts, facts_apart_from_contact

TODAY = date(2027, 3, 3)
CHLOE = Details(
    name="Chloe Testcase",
    aliases=("Clo", "C. Testcase"),
    date_of_birth=date(2009, 10, 1),
    address="1 Example Road",
    address_confidential=True,
    safe_to_call=Safe.YES,
    trusts="Her form tutor",
    afraid_of="Him",
)


def shown(rows: list[dict[str, str]]) -> dict[str, str]:
    """Rows as a dictionary."""
    return {row["key"]: row["value"] for row in rows}


def test_what_is_not_known_takes_no_room() -> None:
    """A row is there only if it says something; the name stands above."""
    assert facts(Details(name="A"), PartyKind.PERPETRATOR, TODAY) == []


def test_a_child_in_law_is_said_to_be_one() -> None:
    """Somebody of 16 or 17 is heard as a victim and is a child."""
    born = shown(facts(CHLOE, PartyKind.VICTIM, TODAY))["Date of birth"]
    assert born == "1 October 2009, aged 17. A child in law, heard as a victim"


@pytest.mark.parametrize(
    ("born", "words"),
    [
        (date(2027, 3, 3), "0 days"),
        (date(2027, 3, 2), "1 day"),
        (date(2027, 2, 24), "1 week"),
        (date(2027, 1, 27), "5 weeks"),
        (date(2026, 12, 4), "12 weeks"),
        (date(2026, 12, 3), "3 months"),
        (date(2026, 3, 4), "11 months"),
        (date(2026, 3, 3), "1"),
        (date(2009, 10, 1), "17"),
    ],
)
def test_a_baby_is_so_many_weeks_or_months_old(born: date, words: str) -> None:
    """A child of five weeks is not one of eleven months, and neither is aged 0."""
    assert age_in_words(born, TODAY) == words
    rows = shown(facts(Details(name="A", date_of_birth=born), PartyKind.CHILD, TODAY))
    assert rows["Date of birth"].endswith(f"aged {words}") or words == "17"


def test_a_confidential_address_says_what_may_not_be_done() -> None:
    """Wherever it is shown."""
    rows = shown(facts(CHLOE, PartyKind.CHILD, TODAY))
    assert rows["Address is confidential"] == "Yes: do not disclose it to anybody"
    assert rows["Other names"] == "Clo, C. Testcase"


def test_the_panel_on_contact_is_not_repeated_below_it() -> None:
    """About the victim shows the rest."""
    rows = shown(facts_apart_from_contact(CHLOE, TODAY))
    assert list(rows) == ["Other names", "Date of birth", "Afraid of"]
    assert not {LABELS[name] for name in ABOUT_CONTACT} & rows.keys()


def test_every_field_is_asked_of_somebody_once() -> None:
    """No field exists that no page asks, and none is asked twice on one page."""
    assert set().union(*FIELDS_OF.values()) == set(LABELS)
    for kind in PartyKind:
        names = [name for _, group in GROUPS_OF[kind] for name in group]
        assert len(names) == len(set(names))
        assert "name" in names
