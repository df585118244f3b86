"""The rules of a referral."""

import json
from dataclasses import replace
from datetime import date

import pytest

from app.marac.party.rules import Details
from app.marac.referral.rules import (
    SUMMARY_LABELS,
    Agreement,
    Referred,
    Summary,
    check_summary,
    days_waiting,
)
from app.marac.risk.rules import Criterion
from app.refusals import RuleBroken

SUMMARY = Summary(
    what_happened="He followed her home.",
    aware=Agreement.YES,
    agrees=Agreement.NO,
    why_shared="Danger to life.",
    referred_on=date(2027, 3, 1),
)


def test_a_referral_survives_json() -> None:
    """All of it comes back as it was."""
    told = Referred(
        victim=Details(name="A", date_of_birth=date(2000, 1, 1)),
        summary=SUMMARY,
        perpetrators=(Details(name="B"),),
        children=(Details(name="C"),),
        criteria=(Criterion.PROFESSIONAL_JUDGEMENT,),
    )
    assert Referred.from_dict(json.loads(json.dumps(told.to_dict()))) == told


def test_a_referral_needs_no_criterion_and_no_score() -> None:
    """Somebody's worry is enough."""
    bare = {"victim": {"name": "A"}, "summary": {"what_happened": "B"}}
    assert Referred.from_dict(bare).criteria == ()


def test_dates_may_come_as_dates() -> None:
    """A data file gives them so."""
    given = {"what_happened": "A", "referred_on": date(2027, 3, 1)}
    assert Summary.from_dict(given).referred_on == date(2027, 3, 1)


def test_a_good_summary_passes() -> None:
    """And one that says only what happened."""
    check_summary(SUMMARY)
    check_summary(Summary(what_happened="A"))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"what_happened": " "}, "what_happened"),
        ({"wishes": "x" * 8001}, "wishes"),
        ({"why_shared": ""}, "why_shared"),
    ],
)
def test_a_summary_says_what_happened_and_why_it_is_shared(
    changes: dict[str, str], field: str
) -> None:
    """Sharing without agreement needs its reason, and nothing is too long to be read."""
    with pytest.raises(RuleBroken) as broken:
        check_summary(replace(SUMMARY, **changes))
    assert broken.value.field == field


@pytest.mark.parametrize(("day", "words"), [(3, "today"), (2, "yesterday"), (1, "2 days ago")])
def test_waiting_is_said_in_days(day: int, words: str) -> None:
    """A queue shows its age."""
    assert days_waiting(date(2027, 3, day), date(2027, 3, 3)) == words


def test_every_part_of_a_summary_has_a_label() -> None:
    """A page can name everything that it shows."""
    assert set(SUMMARY_LABELS) == set(SUMMARY.to_dict())
