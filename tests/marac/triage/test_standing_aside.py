"""An officer who may know somebody in a referral is asked before anything is shown, and stops."""

from dataclasses import replace
from uuid import UUID

import pytest

from app.audit.queries import rows_about
from app.marac.match.service import candidates
from app.marac.party.rules import Details
from app.marac.referral.rules import KeptFrom
from app.marac.triage import service
from app.marac.triage.service import Acceptance, Standing
from app.refusals import NotVisible
from tests.builders import World
from tests.marac.triage.conftest import TOLD, Refer
from tests.working import CANARY

OF_HIS_NAME = replace(TOLD, perpetrators=(Details(name="Tom Okafor"),))


def test_an_officer_of_a_like_name_is_asked_and_shown_nothing(
    marac: World, referred: Refer
) -> None:
    """Not a name, not a word; the other officers look as ever."""
    referral_id = referred(OF_HIS_NAME)
    page = marac.client("deputy").get(f"/triage/{referral_id}").text
    assert "do you know anybody in it?" in page
    assert CANARY not in page
    assert CANARY in marac.client("chair").get(f"/triage/{referral_id}").text


def acts(referral_id: UUID) -> list[object]:
    """Every act of triage upon a referral."""
    return [
        lambda actor: service.look(actor, referral_id),
        lambda actor: service.ask(actor, referral_id, "What?"),
        lambda actor: service.send_back(actor, referral_id, "Two in one", "One each"),
        lambda actor: service.keep_from(actor, referral_id, KeptFrom(actor.person_id)),
        lambda actor: service.accept(actor, referral_id, Acceptance(None, "Nobody is free")),
    ]


@pytest.mark.parametrize("number", range(5))
def test_nothing_is_done_before_the_answer(marac: World, referred: Refer, number: int) -> None:
    """Nor after standing aside, by whatever address."""
    referral_id = referred(OF_HIS_NAME)
    act = acts(referral_id)[number]
    with marac.inside():
        with pytest.raises(NotVisible):
            act(marac.actor("deputy"))  # type: ignore[operator]
        service.declare(marac.actor("deputy"), referral_id)
        with pytest.raises(NotVisible):
            act(marac.actor("deputy"))  # type: ignore[operator]
        assert service.standing(marac.actor("chair"), referral_id) is Standing.FREE


def test_standing_aside_hides_it_and_tells_the_others(marac: World, referred: Refer) -> None:
    """It leaves his queue; another officer keeps it from him with one press."""
    referral_id = referred(OF_HIS_NAME)
    client = marac.client("deputy")
    aside = client.submit(f"/triage/{referral_id}/stand-aside", {}, page=f"/triage/{referral_id}")
    page = client.get(aside.location).text
    assert "You stood aside" in page
    assert CANARY not in page
    assert str(referral_id) not in client.get("/triage").text
    assert "referral waits" not in client.get("/").text
    others = marac.client("chair")
    shown = others.get(f"/triage/{referral_id}").text
    assert "Declared that they may know somebody" in shown
    kept = others.submit(
        f"/triage/{referral_id}/kept-from",
        {"who": f"person:{marac.person_id('deputy')}", "reason": "He declared it."},
    )
    assert kept.status_code == 303
    assert client.get(f"/triage/{referral_id}").status_code == 404


def test_no_match_shows_what_he_stood_aside_from(marac: World, referred: Refer) -> None:
    """Neither its own page of matches, nor as somebody who looks like another record's people."""
    referral_id = referred(OF_HIS_NAME)
    with marac.inside():
        deputy, case_id = marac.actor("deputy"), marac.extra["case"]
        assert {each.record.id for each in candidates(marac.actor("chair"), case_id)} == {
            referral_id
        }
        assert candidates(deputy, case_id) == []
        service.declare(deputy, referral_id)
        assert candidates(deputy, case_id) == []
        with pytest.raises(NotVisible):
            candidates(deputy, referral_id)
        assert candidates(marac.actor("chair"), referral_id)


def test_who_knows_nobody_goes_on_and_the_trail_says_so(marac: World, referred: Refer) -> None:
    """One press, once; no referral waits because two people are called the same."""
    referral_id = referred(OF_HIS_NAME)
    client = marac.client("deputy")
    gone_on = client.submit(f"/triage/{referral_id}/go-on", {}, page=f"/triage/{referral_id}")
    assert CANARY in client.get(gone_on.location).text
    with marac.inside():
        tags = {each.tag for each in rows_about(marac.actor("chair"), referral_id)}
    assert {"conflict:notice", "conflict:dismiss", "referral:open"} <= tags


def test_who_stood_aside_does_not_come_back_by_another_answer(
    marac: World, referred: Refer
) -> None:
    """What was declared is not taken back by the same person."""
    referral_id = referred(OF_HIS_NAME)
    with marac.inside():
        service.declare(marac.actor("deputy"), referral_id)
        with pytest.raises(NotVisible):
            service.dismiss(marac.actor("deputy"), referral_id)


@pytest.mark.parametrize("field", ["watch_for", "must_not_be_told"])
def test_an_officer_whom_the_referrer_named_is_kept_out_without_a_word_why(
    marac: World, referred: Refer, field: str
) -> None:
    """No answer of theirs opens it, and the page does not say that somebody named them."""
    words = {field: "Nobody may tell Tom Okafor"}
    if field == "watch_for":
        told = replace(TOLD, summary=replace(TOLD.summary, **words))  # type: ignore[arg-type]
    else:
        told = replace(TOLD, victim=replace(TOLD.victim, **words))  # type: ignore[arg-type]
    referral_id = referred(told)
    page = marac.client("deputy").get(f"/triage/{referral_id}").text
    assert "Another officer looks at this one" in page
    assert CANARY not in page
    assert "named" not in page.casefold()
    with marac.inside():
        with pytest.raises(NotVisible):
            service.dismiss(marac.actor("deputy"), referral_id)
        with pytest.raises(NotVisible):
            service.look(marac.actor("deputy"), referral_id)
        assert service.look(marac.actor("chair"), referral_id).conflicts
