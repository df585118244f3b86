"""AC-20, AC-24: what is known of her immigration status, on any page of anybody without the key.

Neither the police, nor a council's no-recourse team, nor an officer as such, nor the referrer who
wrote it: whoever does not hold the section's key gets no word of it on any page.
"""

import pytest

from tests.builders import World
from tests.walking import pages, reader
from tests.worked import STATUS

SPOKEN = (STATUS, "Dependent", "dependent on", "no recourse", "No recourse", "Papers")
"""Her note, her status and her answers, as the section's page says them."""
WITHOUT = ("deputy", "coordinator", "housing", "officer", "nrpf", "children", "administrator")
SECTION = {"compartment.show", "assessing.immigration"}
"""The section's own page, and the one on which a holder writes more with what there is beside."""


def test_the_idva_who_is_assigned_reads_it(worked: World) -> None:
    """The word is there to be found, on the section's own pages only."""
    where = {
        rule.endpoint for rule, page in pages(worked, reader(worked, "idva")) if STATUS in page.text
    }
    assert where == SECTION


def test_a_chair_who_was_let_in_reads_it_there_and_nowhere_else(worked: World) -> None:
    """Not on the board, not on the page of the case."""
    where = {
        rule.endpoint
        for rule, page in pages(worked, reader(worked, "chair"))
        if STATUS in page.text
    }
    assert where == SECTION


@pytest.mark.parametrize("who", WITHOUT)
def test_nobody_else_finds_it_on_any_page(worked: World, who: str) -> None:
    """Police, no-recourse team, officers, referrer, administrator: every address was tried."""
    tried = 0
    for rule, page in pages(worked, reader(worked, who)):
        if rule.endpoint.startswith(("agreement", "signin", "frame")):
            continue  # the protocols speak of immigration; they know nobody
        assert STATUS not in page.text, rule.rule
        tried += page.status_code == 200
    assert tried >= 2


@pytest.mark.parametrize("who", ["deputy", "housing", "officer"])
def test_the_case_says_the_same_whatever_the_section_holds(worked: World, who: str) -> None:
    """No count, no total and no answer of it on the case's page: only that support is arranged."""
    page = reader(worked, who).get(f"/cases/{worked.extra['case']}")
    assert page.status_code == 200
    assert not [words for words in SPOKEN if words in page.text]
