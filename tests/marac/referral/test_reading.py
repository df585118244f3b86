"""One reading of the JSON of a referral, for drafts, files and other systems alike."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.marac.party.rules import Safe
from app.marac.referral.reading import read_referral
from app.marac.referral.rules import Agreement, KeptFrom
from app.marac.referral.service import open_referral, refer
from app.marac.risk.instrument import CORE, IMMIGRATION, load
from app.marac.risk.rules import Answer, Criterion, Status
from app.refusals import RuleBroken
from tests.builders import World

BARE: dict[str, Any] = {
    "victim": {"name": "Not known"},
    "summary": {"what_happened": "A neighbour heard it."},
}
WHOLE: dict[str, Any] = {
    "victim": {
        "name": "Amina <b>Yusuf</b>",
        "aliases": ["Mina"],
        "date_of_birth": "1991-02-03",
        "postcode": "nb12ab",
        "address_confidential": True,
        "safe_to_call": "no",
        "trusts": "<script>alert(1)</script>Her midwife",
    },
    "summary": {
        "what_happened": "He followed her home.",
        "agrees": "no",
        "why_shared": "Danger to life.",
        "legal_bases": ["care_act_2014"],
        "explained_on": "2026-01-05",
    },
    "perpetrators": [{"name": "Idris Yusuf", "works_for": "Northbrook Housing"}],
    "children": [{"name": "Sami Yusuf", "school": "Northbrook Infants"}],
    "others_at_risk": [{"name": "Her mother"}],
    "criteria": ["professional_judgement"],
    "risk": {
        "instrument": "core-24",
        "answers": {"injury": {"answer": "yes", "said_by": "GP"}, "fear": "dont_know"},
        "judgement": {"made": "yes", "reasons": "She is planning to leave."},
        "circumstances": {"incidents_reported": "4", "last_referred_on": "2026-01-01"},
        "other_tools": [{"name": "DARA", "grade": "High"}],
    },
    "immigration": {"status": "uncertain", "answers": {"papers_held": "yes"}, "note": "A note"},
    "equality": {"sex": "female", "religion": "prefer_not_to_say"},
    "kept_from": [{"agency": "Northbrook Police", "reason": "He works there."}],
    "urgent": True,
}


def test_a_name_and_what_happened_are_enough(marac: World) -> None:
    """Everything else is not known, and nothing is guessed."""
    with marac.inside():
        read = read_referral(marac.actor("housing"), BARE)
    assert read.referred.victim.name == "Not known"
    assert read.assessment.answers == {}
    assert read.equality is None
    assert read.kept_from == ()
    assert not read.urgent


def test_everything_that_can_be_said_arrives(marac: World) -> None:
    """Each value where it belongs, without markup, and it can be referred as it is."""
    with marac.inside():
        actor = marac.actor("housing")
        read = read_referral(actor, json.loads(json.dumps(WHOLE)))
        victim, summary = read.referred.victim, read.referred.summary
        assert (victim.name, victim.postcode, victim.trusts) == (
            "Amina Yusuf",
            "NB1 2AB",
            "Her midwife",
        )
        assert victim.aliases == ("Mina",)
        assert victim.address_confidential
        assert victim.safe_to_call is Safe.NO
        assert victim.safe_to_text is Safe.NOT_KNOWN
        assert summary.agrees is Agreement.NO
        assert summary.legal_bases == ("care_act_2014",)
        assert read.referred.criteria == (Criterion.PROFESSIONAL_JUDGEMENT,)
        assert read.assessment.answers["injury"].answer is Answer.YES
        assert read.assessment.answers["fear"].answer is Answer.DONT_KNOW
        assert read.assessment.circumstances.incidents_reported == 4
        assert read.assessment.immigration.status is Status.UNCERTAIN
        assert read.equality == {"sex": "female", "religion": "prefer_not_to_say"}
        police = KeptFrom(agency_id=marac.agencies["police"], reason="He works there.")
        assert read.kept_from == (police,)
        assert read.urgent
        row = refer(
            actor,
            read.referred,
            assessment=read.assessment,
            equality=read.equality,
            kept_from=read.kept_from,
            urgent=read.urgent,
        )
        assert open_referral(marac.actor("coordinator"), row.id).referred == read.referred


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        ("victim", "A name", "victim"),
        ("victim", {"name": ""}, "victim.name"),
        ("victim", {"name": 7}, "victim.name"),
        ("victim", {"name": "A", "date_of_birth": "31/02/1990"}, "victim.date_of_birth"),
        ("victim", {"name": "A", "date_of_birth": "2990-01-01"}, "victim.date_of_birth"),
        ("victim", {"name": "A", "date_of_birth": "2020-01-01"}, "victim.date_of_birth"),
        ("victim", {"name": "A", "postcode": "NOWHERE"}, "victim.postcode"),
        ("victim", {"name": "A", "safe_to_call": "maybe"}, "victim.safe_to_call"),
        ("victim", {"name": "A", "address_confidential": "so"}, "victim.address_confidential"),
        ("victim", {"name": "A", "aliases": "B, C"}, "victim.aliases"),
        ("victim", {"name": "A", "nationality": "B"}, "victim.nationality"),
        ("victim", {"name": "A", "Not a Field!": "B"}, "victim"),
        ("summary", {}, "summary.what_happened"),
        ("summary", {"what_happened": "A", "agrees": "no"}, "summary.why_shared"),
        ("summary", {"what_happened": "A", "legal_bases": ["magic"]}, "summary.legal_bases"),
        ("summary", {"what_happened": "A", "last_heard_on": "2990-01-01"}, "summary.last_heard_on"),
        ("children", [{"name": "A"}, {"name": " "}], "children.1.name"),
        ("children", {"name": "A"}, "children"),
        ("criteria", ["sorrow"], "criteria"),
        ("risk", {"answers": {"sorrow": "yes"}}, "risk.answers.sorrow"),
        ("risk", {"answers": {"injury": "sometimes"}}, "risk.answers.injury.answer"),
        ("risk", {"circumstances": {"incidents_reported": -1}},
         "risk.circumstances.incidents_reported"),
        ("risk", {"other_tools": [{"grade": "High"}]}, "risk.other_tools.0.name"),
        ("risk", {"instrument": "another"}, "risk.instrument"),
        ("immigration", {"status": "other"}, "immigration.status"),
        ("equality", {"religion": "secret"}, "equality.religion"),
        ("equality", {"nationality": "A"}, "equality.nationality"),
        ("kept_from", [{"person": "nobody@example.org"}], "kept_from.0.person"),
        ("kept_from", [{"agency": "No Such Agency"}], "kept_from.0.agency"),
        ("kept_from", [{"agency": "Northbrook Housing"}], "kept_from.0.agency"),
        ("kept_from", [{"reason": "A"}], "kept_from.0"),
        ("urgent", "perhaps", "urgent"),
        ("extra", 1, "extra"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_its_path(
    marac: World, path: str, value: Any, field: str
) -> None:
    """And the message never repeats what was written."""
    with marac.inside(), pytest.raises(RuleBroken) as broken:
        read_referral(marac.actor("housing"), BARE | {path: value})
    assert broken.value.field == field
    for said in ("nobody@example.org", "NOWHERE", "magic", "sorrow", "perhaps"):
        assert said not in broken.value.message


def test_one_officer_can_always_open_it(marac: World) -> None:
    """Kept from every officer, a referral would lie there unread."""
    with marac.inside():
        kept = [{"person": marac.members[who].email} for who in ("chair", "deputy", "coordinator")]
        with pytest.raises(RuleBroken) as broken:
            read_referral(marac.actor("housing"), BARE | {"kept_from": kept})
        assert broken.value.field == "kept_from"
        assert read_referral(marac.actor("housing"), BARE | {"kept_from": kept[:2]})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "answers", "status", "made", *WHOLE]), inner)
    ),
    max_leaves=12,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(list(WHOLE)), JSON))
def test_whatever_comes_is_read_or_refused(marac: World, given: dict[str, Any]) -> None:
    """Never a crash: a plain message, or a referral."""
    with marac.inside():
        try:
            assert read_referral(marac.actor("housing"), BARE | given).referred.victim.name
        except RuleBroken as broken:
            assert broken.message  # noqa: PT017


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_combination_of_answers_stops_a_referral(marac: World, data: st.DataObject) -> None:
    """Whatever is answered to each topic, and whatever is left out."""
    answer = st.sampled_from(list(Answer))
    core = data.draw(st.dictionaries(st.sampled_from(sorted(load(CORE).codes)), answer))
    apart = data.draw(st.dictionaries(st.sampled_from(sorted(load(IMMIGRATION).codes)), answer))
    status = data.draw(st.sampled_from(list(Status)))
    told = BARE | {"risk": {"answers": core}, "immigration": {"status": status, "answers": apart}}
    with marac.inside():
        read = read_referral(marac.actor("housing"), told)
        assert set(read.assessment.answers) == set(core)
