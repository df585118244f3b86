"""AC-02: an officer whom the referrer named, or who stood aside, finds no trace on any page."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from app.audit.queries import rows_about
from app.marac.match import service as matches
from app.marac.party.rules import Details
from app.marac.referral.rules import KeptFrom, Referred
from app.marac.triage import service as triage
from app.marac.triage.service import Acceptance, Standing
from app.refusals import NotVisible, RuleBroken
from tests.builders import World
from tests.marac.triage.conftest import TOLD, referred  # noqa: F401
from tests.pages import send
from tests.working import CANARY, VICTIM

Refer = Callable[..., UUID]
OTHER_NAME = "Hidden Newname"
HER = replace(VICTIM, aliases=(OTHER_NAME,))
NOBODY_IS_FREE = Acceptance(None, "Nobody is free")
OFFICERS = ("chair", "deputy", "coordinator")


def naming(words: str) -> Referred:
    """A referral whose referrer wrote these words about whom to watch for."""
    return replace(TOLD, victim=HER, summary=replace(TOLD.summary, watch_for=words))


NAMED = naming("Tom Okafor of the hospital is her husband’s cousin")
ASKED = replace(TOLD, victim=HER, perpetrators=(Details(name="Tom Okafor"),))


@pytest.mark.parametrize("told", [NAMED, ASKED], ids=["named in words", "asked, not answered"])
def test_no_page_of_matches_shows_a_word(marac: World, referred: Refer, told: Referred) -> None:  # noqa: F811
    """Neither the referral’s own page nor that of a record of the same people, nor an act there."""
    referral_id, case_id = referred(told), marac.extra["case"]
    client = marac.client("deputy")
    own, never = client.get(f"/matches/{referral_id}"), client.get(f"/matches/{uuid4()}")
    assert own.status_code == 404
    assert own.data == never.data
    other = client.get(f"/matches/{case_id}").text
    assert OTHER_NAME not in other
    assert str(referral_id) not in other
    with marac.inside():
        chair = marac.actor("chair")
        pair = next(
            each for each in matches.candidates(chair, referral_id) if each.record.id == case_id
        )
        with pytest.raises(NotVisible):
            matches.decide(marac.actor("deputy"), pair.own.id, pair.other.id, "same", "I say so")


@pytest.mark.parametrize("told", [NAMED, ASKED], ids=["named in words", "asked, not answered"])
def test_nothing_waits_for_them_and_nothing_counts(
    marac: World,
    referred: Refer,  # noqa: F811
    told: Referred,
) -> None:
    """What another officer decided about it is in no list and no number of theirs."""
    referral_id, case_id = referred(told), marac.extra["case"]
    with marac.inside():
        chair = marac.actor("chair")
        for each in matches.candidates(chair, referral_id):
            if each.record.id == case_id and each.own.kind is each.other.kind:
                matches.decide(chair, each.own.id, each.other.id, "same", "Asked Zebrafinch")
        assert matches.how_many_wait(marac.actor("coordinator")) > 0
        assert matches.how_many_wait(marac.actor("deputy")) == 0
        assert triage.possible_matches(marac.actor("deputy"), case_id) == 0
        assert not matches.links(marac.actor("deputy"), case_id)
    client = marac.client("deputy")
    for path in ("/", "/triage", "/matches"):
        page = client.get(path).text
        assert "as second officer" not in page
        assert "Zebrafinch" not in page


def test_who_says_that_they_know_nobody_compares_as_ever(marac: World, referred: Refer) -> None:  # noqa: F811
    """One answer, and what was hidden is there."""
    referral_id = referred(ASKED)
    with marac.inside():
        triage.dismiss(marac.actor("deputy"), referral_id)
        assert matches.candidates(marac.actor("deputy"), referral_id)


def test_it_becomes_no_case_before_everybody_named_is_decided_about(
    marac: World,
    referred: Refer,  # noqa: F811
) -> None:
    """Nobody accepts past a name; kept out, the case answers them as one that never was."""
    referral_id = referred(NAMED)
    client = marac.client("coordinator")
    said = send(client, f"/triage/{referral_id}/accept", accepting())
    assert said.status_code == 422
    assert "is still to be decided about" in said.text
    with marac.inside():
        with pytest.raises(RuleBroken):
            triage.accept(marac.actor("coordinator"), referral_id, NOBODY_IS_FREE)
        kept = KeptFrom(person_id=marac.person_id("deputy"), reason="His cousin")
        triage.keep_from(marac.actor("coordinator"), referral_id, kept)
        triage.accept(marac.actor("coordinator"), referral_id, NOBODY_IS_FREE)
    shown = marac.client("deputy").get(f"/cases/{referral_id}")
    assert shown.status_code == 404
    assert shown.data == marac.client("deputy").get(f"/cases/{uuid4()}").data


def accepting() -> dict[str, str]:
    """The boxes of the page on which a referral is accepted."""
    later = {"repeat": "no", "idva": "nobody", "why_no_idva": "Nobody is free", "meeting": "later"}
    return {"seen": "y", **later}


def test_nor_before_whoever_stood_aside_is(marac: World, referred: Refer) -> None:  # noqa: F811
    """Standing aside lasts: the case is kept from them before it is one."""
    referral_id = referred(ASKED)
    with marac.inside():
        triage.declare(marac.actor("deputy"), referral_id)
        with pytest.raises(RuleBroken):
            triage.accept(marac.actor("coordinator"), referral_id, NOBODY_IS_FREE)
        kept = KeptFrom(person_id=marac.person_id("deputy"), reason="He declared it")
        triage.keep_from(marac.actor("coordinator"), referral_id, kept)
        triage.accept(marac.actor("coordinator"), referral_id, NOBODY_IS_FREE)
    assert marac.client("deputy").get(f"/cases/{referral_id}").status_code == 404


def test_another_officer_says_why_somebody_need_not_be_kept_out(
    marac: World,
    referred: Refer,  # noqa: F811
) -> None:
    """With a reason, on a page of its own, in the trail; never of oneself; until words change."""
    referral_id = referred(NAMED)
    deputy = marac.person_id("deputy")
    with marac.inside():
        with pytest.raises(NotVisible):
            triage.clear(marac.actor("deputy"), referral_id, deputy, "trusted")
        chair = marac.person_id("chair")
        with pytest.raises(RuleBroken):
            triage.clear(marac.actor("coordinator"), referral_id, chair, "trusted")
    client = marac.client("coordinator")
    page = f"/triage/{referral_id}/need-not"
    assert send(client, page, {"who": f"person:{deputy}"}).status_code == 422
    said = send(client, page, {"who": f"person:{deputy}", "reason": "namesake"})
    assert said.status_code == 303
    assert "Somebody else of the same name is meant" in client.get(said.location).text
    assert CANARY in marac.client("deputy").get(f"/triage/{referral_id}").text
    with marac.inside():
        tags = {each.tag for each in rows_about(marac.actor("chair"), referral_id)}
        assert "conflict:clear" in tags
        triage.accept(marac.actor("coordinator"), referral_id, NOBODY_IS_FREE)


def test_words_that_name_every_officer_leave_nobody_stuck(marac: World, referred: Refer) -> None:  # noqa: F811
    """All are asked, the trail says why; whoever goes on decides about the others, as ever."""
    referral_id = referred(naming("Only Priya Raman, Tom Okafor or Grace Adeyemi may ring me"))
    with marac.inside():
        for who in OFFICERS:
            assert triage.standing(marac.actor(who), referral_id) is Standing.ASKED
            with pytest.raises(NotVisible):
                triage.look(marac.actor(who), referral_id)
        tags = {each.tag for each in rows_about(marac.actor("chair"), referral_id)}
        assert "conflict:everybody" in tags
        coordinator = marac.actor("coordinator")
        triage.dismiss(coordinator, referral_id)
        with pytest.raises(RuleBroken):
            triage.accept(coordinator, referral_id, NOBODY_IS_FREE)
        for who in ("chair", "deputy"):
            triage.clear(coordinator, referral_id, marac.person_id(who), "trusted")
        triage.accept(coordinator, referral_id, NOBODY_IS_FREE)


def test_who_stands_aside_leaves_those_who_are_named(marac: World, referred: Refer) -> None:  # noqa: F811
    """The last officer is asked, once nobody else can take it in."""
    referral_id = referred(NAMED)
    with marac.inside():
        for who in ("chair", "coordinator"):
            assert triage.standing(marac.actor("deputy"), referral_id) is Standing.OUT
            triage.declare(marac.actor(who), referral_id)
        assert triage.standing(marac.actor("deputy"), referral_id) is Standing.ASKED
