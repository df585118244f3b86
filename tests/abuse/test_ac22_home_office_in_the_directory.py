"""AC-22: the Home Office is entered in the directory of support under some guise."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app.audit.model import AuditRow
from app.db import db
from app.firewall.screen import screen_identity
from app.marac.support import service
from app.marac.support.model import SupportOrganisation
from app.marac.support.screening import screen_website
from app.refusals import RuleBroken
from tests.builders import World
from tests.marac.support.entries import ADVISER, REFUGE, other

CORPUS = json.loads((Path(__file__).parents[1] / "firewall" / "corpus.json").read_text("utf-8"))[
    "blocked"
]
WEBSITES = (
    "www.homeoffice.gov.uk",
    "digital.homeoffice.gov.uk/contact",
    "team.ho.homeoffice.gov.uk",
    "home-office-help.example.org",
    "www.gov.uk/government/organisations/uk-visas-and-immigration",
    "www.gov.uk/government/organisations/home-office",
    "www.gov.uk/report-immigration-crime",
    "www.gov.uk/browse/visas-immigration",
    "www.gov.uk/immigration/enforcement",
    "www.gov.uk/uk/visas/and/immigration",
    "links.example.org/homeoffice.gov.uk",
    "links.example.org/go/ukvi.homeoffice.gov.uk/report",
)


def test_no_alias_is_taken_for_a_name(marac: World) -> None:
    """Whatever the corpus of disguises holds, nothing of it gets into the directory."""
    aliases = [name for name in CORPUS["organisation"] if 3 <= len(name) <= 120][:40]
    with marac.inside():
        for name in aliases:
            with pytest.raises(RuleBroken) as refused:
                service.enter(marac.actor("chair"), other(REFUGE, name=name), on_register=False)
            assert refused.value.field == "name", name


@pytest.mark.parametrize("website", WEBSITES)
def test_no_road_there_is_taken_for_a_website(website: str) -> None:
    """By host, by subdomain, and by a page below the government's own site."""
    assert not screen_website(website).allowed


@pytest.mark.parametrize(
    "website",
    ["www.gov.uk/contact-your-council", "advice.example.org/immigration", "www.nhs.uk/services"],
)
def test_other_websites_are_taken(website: str) -> None:
    """A council’s page, a law centre’s page on immigration, the health service."""
    assert screen_website(website).allowed


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "help@digital.homeoffice.gov.uk"),
        ("email", "help@homeoffice.gov.uk.cjsm.net"),
        ("website", "www.gov.uk/report-immigration-crime"),
        ("about", "Immigration Enforcement hotline"),
        ("who_for", "Tell the Home Office about somebody"),
    ],
)
def test_the_attempt_is_kept_and_nothing_is_entered(marac: World, field: str, value: Any) -> None:
    """The message stands beside the field, and the trail names who tried."""
    with marac.inside(), pytest.raises(RuleBroken) as refused:
        service.enter(marac.actor("chair"), other(REFUGE, **{field: value}), on_register=False)
    assert refused.value.field == field
    with marac.inside():
        row = db.session.scalars(select(AuditRow).order_by(AuditRow.seq.desc())).first()
        assert row is not None
        assert (row.tag, row.actor_id) == ("firewall:block", str(marac.person_id("chair")))
        assert db.session.scalar(select(func.count()).select_from(SupportOrganisation)) == 0


def test_a_change_is_screened_like_an_entry(marac: World) -> None:
    """Nothing slips in under a name that was taken once."""
    with marac.inside():
        chair = marac.actor("chair")
        row = service.enter(chair, REFUGE, on_register=False)
        with pytest.raises(RuleBroken):
            service.change(chair, row.id, other(REFUGE, name="UKVI"), on_register=False, revision=1)


def test_advisers_on_immigration_are_welcome(marac: World) -> None:
    """The firewall keeps out enforcement, not those who defend against it."""
    assert screen_identity("Northbrook Immigration Advice").allowed
    helps = other(ADVISER, about="Advice on immigration, asylum and nationality")
    with marac.inside():
        assert service.enter(marac.actor("chair"), helps, on_register=True)
