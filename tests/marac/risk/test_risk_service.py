"""What is sealed of an assessment, for whom, and what its outside says."""

import re
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.db import db
from app.marac.case.rules import Label, OpeningReason
from app.marac.case.service import list_case, open_case, open_compartment
from app.marac.party.rules import Details, PartyKind
from app.marac.referral.rules import Summary
from app.marac.risk.content import Section
from app.marac.risk.instrument import CORE, IMMIGRATION, load
from app.marac.risk.model import Assessment
from app.marac.risk.rules import (
    LONGEST_COMMENT,
    LONGEST_NOTE,
    LONGEST_SOURCE,
    Answer,
    Criterion,
    Given,
    Immigration,
    Judgement,
    Status,
)
from app.marac.risk.service import NewAssessment
from app.refusals import NotVisible, RuleBroken
from app.vault import sealing
from tests.builders import World
from tests.pages import say_why
from tests.working import ASSESSMENT

CODES = sorted(load(IMMIGRATION).codes)
CORE_CODES = [topic.code for topic in load(CORE).topics]
WHY = OpeningReason.PREPARING


def case_with(marac: World, assessment: NewAssessment | None) -> UUID:
    """A case that differs from others in its assessment alone."""
    case = list_case(
        marac.actor("coordinator"),
        agency_id=marac.agencies["housing"],
        referrer_id=marac.person_id("housing"),
        idva_id=marac.person_id("idva"),
        label=Label(""),
        summary=Summary("He followed her home."),
        parties=[(PartyKind.VICTIM, Details(name="A Person"))],
        assessment=assessment,
    )
    return case.id


def stored(case_id: UUID) -> Assessment:
    """The row of the case's assessment."""
    return db.session.query(Assessment).filter_by(record_id=case_id).one()


def yes(codes: list[str]) -> dict[str, Given]:
    """These topics answered yes."""
    return {code: Given(Answer.YES) for code in codes}


def test_every_case_has_a_section_of_the_same_size(marac: World) -> None:
    """Nothing asked, everything told: the sealed section is as long and never absent."""
    told = Immigration(
        Status.INSECURE, {code: Given(Answer.YES, "a" * 60, "b" * 250) for code in CODES}, "c" * 900
    )
    with marac.inside():
        sizes = {
            len(stored(case_with(marac, new)).sealed_immigration)
            for new in (None, ASSESSMENT, replace(ASSESSMENT, immigration=told))
        }
        assert len(sizes) == 1
        assert sizes.pop() > 16_000


def test_a_section_that_would_need_more_room_is_refused(marac: World) -> None:
    """Somebody who fills every box in an alphabet of four bytes is asked to be shorter."""
    full = {
        code: Given(Answer.YES, "\U0001f98a" * LONGEST_SOURCE, "\U0001f98a" * LONGEST_COMMENT)
        for code in CODES
    }
    fox = Immigration(Status.INSECURE, full, "\U0001f98a" * LONGEST_NOTE)
    with marac.inside(), pytest.raises(RuleBroken) as broken:
        case_with(marac, replace(ASSESSMENT, immigration=fox))
    assert broken.value.field == "note"


@pytest.mark.parametrize(
    "immigration",
    [
        Immigration(Status.INSECURE, {"passport_number": Given(Answer.YES)}),
        Immigration(Status.INSECURE, {}, "x" * (LONGEST_NOTE + 1)),
    ],
)
def test_the_section_has_no_room_for_anything_else(marac: World, immigration: Immigration) -> None:
    """An unknown fact is refused, and so is a note too long to be about danger alone."""
    with marac.inside(), pytest.raises(RuleBroken):
        case_with(marac, NewAssessment(immigration=immigration))


def test_the_section_opens_with_the_compartment_and_not_with_the_case(marac: World) -> None:
    """Officers hold the case's key, which does not open it; the IDVA's does."""
    with marac.inside():
        case_id = case_with(marac, ASSESSMENT)
        for who in ("chair", "coordinator", "housing", "second_idva"):
            with pytest.raises(NotVisible):
                open_compartment(marac.actor(who), case_id, WHY)
        opened = open_compartment(marac.actor("idva"), case_id, WHY).section
        assert opened is not None
        assert opened.section.immigration.note == ASSESSMENT.immigration.note
        assert (opened.whole.core, opened.whole.immigration, opened.whole.total) == (3, 3, 6)


def test_the_page_offers_the_section_to_its_holders_alone(marac: World) -> None:
    """Whoever opens the case knows whether they hold it."""
    with marac.inside():
        case_id = case_with(marac, ASSESSMENT)
        assert not open_case(marac.actor("coordinator"), case_id, WHY).may_see_compartment
        assert open_case(marac.actor("idva"), case_id, WHY).may_see_compartment


@pytest.mark.parametrize(("core", "facts"), [(13, 1), (6, 8), (12, 2)])
def test_a_threshold_met_only_with_immigration_shows_as_judgement(
    marac: World, core: int, facts: int
) -> None:
    """As it does for a worker who ticked judgement and gave no reason: the same words."""
    new = NewAssessment(
        yes(CORE_CODES[:core]), immigration=Immigration(Status.NOT_KNOWN, yes(CODES[:facts]))
    )
    ticked = NewAssessment(yes(CORE_CODES[:core]), Judgement(True))
    with marac.inside():
        results = []
        for each in (new, ticked):
            opened = open_case(marac.actor("chair"), case_with(marac, each), WHY).assessment
            assert opened is not None
            results.append(opened.result)
        assert results[0] == results[1]
        assert [met.criterion for met in results[0].criteria] == [Criterion.PROFESSIONAL_JUDGEMENT]
        section = open_compartment(marac.actor("idva"), case_with(marac, new), WHY).section
        assert section is not None
        assert section.whole.reached_only_with_immigration
        assert not section.section.judgement_made


def test_the_page_is_the_same_whatever_the_section_says(marac: World) -> None:
    """Byte for byte, but for ids and tokens: without the compartment nothing can be inferred."""
    with marac.inside():
        silent = case_with(marac, replace(ASSESSMENT, immigration=Immigration()))
        told = case_with(marac, ASSESSMENT)
    for who in ("chair", "housing"):
        client = marac.client(who)
        pages = [anonymous(say_why(client, case_id).text, case_id) for case_id in (silent, told)]
        assert pages[0] == pages[1]


def anonymous(page: str, case_id: UUID) -> str:
    """A page without what is different for every case."""
    page = page.replace(str(case_id), "CASE")
    page = re.sub(r"Case [A-Z0-9]{4}-[A-Z0-9]{4}", "REFERENCE", page)
    page = re.sub(r'(csrf_token" value|data-csrf)="[^"]+"', "TOKEN", page)
    page = re.sub(r'data-absolute="\d+"', "", page)  # the seconds that the session still lasts
    return re.sub(r"people/[0-9a-f-]{36}", "PERSON", page)


@given(
    st.builds(
        Immigration,
        st.sampled_from(Status),
        st.dictionaries(
            st.sampled_from(CODES),
            st.builds(
                Given,
                st.sampled_from(Answer),
                st.text(max_size=LONGEST_SOURCE),
                st.text(max_size=LONGEST_COMMENT),
            ),
        ),
        st.text(max_size=300),
    )
)
def test_no_section_shows_by_its_size(immigration: Immigration) -> None:
    """Whatever is written, in any script, the envelope has the one size."""
    key, row = sealing.new_key(), "row"
    contract = "assessment.immigration"
    empty = len(sealing.seal_json(key, contract, row, Section().to_dict()))
    written = Section(immigration).to_dict()
    assert len(sealing.seal_json(key, contract, row, written)) == empty
