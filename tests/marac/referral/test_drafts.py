"""A referral that is being written: sealed to its writer, kept for a while, sent once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app import clock
from app.accounts.draft.model import Draft
from app.accounts.person.model import Person, PersonState
from app.audit.queries import rows_about
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.ring import Ring
from app.db import db, transaction
from app.marac.referral import drafting
from app.marac.referral.model import Referral, ReferralDraft
from app.marac.referral.rules import ReferralState
from app.marac.referral.service import open_referral
from app.refusals import NotVisible, RuleBroken
from app.web.text import one_line, plain
from tests.builders import World
from tests.marac.referral.writing import begin, fill, least, save, send
from tests.pages import boxes


def test_a_draft_waits_and_then_goes(marac: World) -> None:
    """It can be gone on with for fourteen days after it was last saved, and its page says so."""
    client = marac.client("housing")
    draft = begin(client)
    save(client, f"{draft}/victim", name="Amina Yusuf")
    page = client.get("/referrals").text
    assert "Amina Yusuf" in page
    until = clock.now() + drafting.LASTS
    assert f"Kept until {clock.london(until).day} " in page
    draft_id = draft.rpartition("/")[2]
    with marac.inside(), clock.pretend(until - timedelta(minutes=1)):
        assert drafting.drafts(marac.actor("housing"))
    with marac.inside(), clock.pretend(until + timedelta(minutes=1)):
        actor = marac.actor("housing")
        assert drafting.drafts(actor) == []
        drafting.start(actor)
        ids = [str(each) for each in db.session.scalars(select(ReferralDraft.id))]
        assert len(ids) == 1
        assert draft_id not in ids


def test_anothers_draft_is_not_there(marac: World) -> None:
    """Whatever their role; and nobody's key but the writer's opens the row."""
    draft = least(marac.client("housing"))
    for who in ("chair", "coordinator", "idva"):
        client = marac.client(who)
        token = boxes(client.get("/referrals").text)
        for path in (draft, f"{draft}/check", f"{draft}/victim", f"{draft}/throw-away"):
            answer = client.get(path)
            absent = client.get(path.replace(draft, f"/referrals/drafts/{uuid4()}"))
            assert answer.status_code == 404
            assert answer.data == absent.data
        assert client.post(f"{draft}/send", data=token).status_code == 404
        assert client.post(f"{draft}/victim", data=token | {"name": "X"}).status_code == 404
    with marac.inside():
        row = db.session.scalars(select(ReferralDraft)).one()
        row.person_id = marac.person_id("chair")
        assert drafting._opened(marac.actor("chair"), row) is None
        assert b"Amina" not in row.sealed_answers


def test_two_windows_lose_nothing(marac: World) -> None:
    """Each page is written upon the newest state of the draft."""
    client = marac.client("housing")
    draft = begin(client)
    shown = boxes(client.get(f"{draft}/victim").text)
    save(client, f"{draft}/happened", what_happened="He followed her home.")
    client.post(f"{draft}/victim", data=shown | {"name": "Amina Yusuf"})
    page = client.get(f"{draft}/check").text
    assert "Amina Yusuf" in page
    assert "He followed her home." in page


def test_sent_twice_it_is_one(marac: World) -> None:
    """A second press finds it sent; the draft went with the first."""
    client = marac.client("housing")
    draft = least(client)
    typed = boxes(client.get(f"{draft}/check").text)
    first = client.post(f"{draft}/send", data=typed)
    second = client.post(f"{draft}/send", data=typed)
    assert first.location == second.location
    assert client.get(second.location).status_code == 200
    assert client.get(draft).status_code == 404
    with marac.inside():
        assert len(db.session.scalars(select(Referral)).all()) == 1
        assert db.session.scalars(select(ReferralDraft)).all() == []


def test_several_at_once_but_not_any_number(marac: World) -> None:
    """Twenty can be kept in mind; the next one says what to do."""
    with marac.inside():
        actor = marac.actor("housing")
        for _ in range(drafting.MOST_DRAFTS):
            drafting.start(actor)
        with pytest.raises(RuleBroken):
            drafting.start(actor)
    client = marac.client("housing")
    answer = client.post("/referrals/drafts", data=boxes(client.get("/referrals").text))
    assert answer.location == "/referrals"
    assert "throw one away" in client.get("/referrals").text


def test_a_draft_can_be_thrown_away(marac: World) -> None:
    """After asking once more; then it is gone."""
    client = marac.client("housing")
    draft = least(client)
    save(client, f"{draft}/throw-away")
    assert client.get(draft).status_code == 404
    with marac.inside():
        assert db.session.scalars(select(ReferralDraft)).all() == []


def test_whoever_leaves_leaves_no_draft(marac: World) -> None:
    """Nobody could ever open it again."""
    least(marac.client("housing"))
    with marac.inside():
        drafting.discard_all(marac.person_id("housing"))
        assert db.session.scalars(select(ReferralDraft)).all() == []


def test_beginning_and_sending_are_on_the_trail(marac: World) -> None:
    """With the id that draft, referral and case have in common, and not a word of it."""
    client = marac.client("housing")
    referral_id = send(client, least(client))
    with marac.inside():
        tags = [each.tag for each in rows_about(marac.actor("chair"), referral_id)]
        assert tags == ["referral:make", "referral:draft"]


def test_who_has_not_signed_is_told_before_they_write(marac: World) -> None:
    """Not after an hour of writing."""
    client = marac.client("children")
    answer = client.post("/referrals/drafts", data=boxes(client.get("/referrals").text))
    assert answer.status_code == 403


def test_an_excluded_officer_never_had_a_key(marac: World) -> None:
    """Whom it is kept from is settled before anybody is told: the deputy's keys open nothing."""
    client = marac.client("housing")
    draft = least(client)
    who = f"person:{marac.person_id('deputy')}"
    save(client, f"{draft}/kept-from", who=who, reason="The perpetrator’s brother", add="y")
    assert "The perpetrator’s brother" in client.get(f"{draft}/kept-from").text
    referral_id = send(client, draft)
    with marac.inside():
        with pytest.raises(NotVisible):
            open_referral(marac.actor("deputy"), referral_id)
        row = db.session.get_one(Referral, referral_id)
        assert not Ring(marac.actor("deputy")).may_open(row.secret_id)
        kept = circle.exclusions(marac.actor("chair"), referral_id)
        assert [each.reason for each in kept] == ["The perpetrator’s brother"]
        assert row.state == ReferralState.SUBMITTED


def test_one_officer_is_always_left(marac: World) -> None:
    """The page says so, beside the choice, and keeps what was typed."""
    client = marac.client("housing")
    draft = begin(client)
    for who in ("chair", "deputy"):
        chosen = f"person:{marac.person_id(who)}"
        save(client, f"{draft}/kept-from", who=chosen, add="y")
    last = f"person:{marac.person_id('coordinator')}"
    refused = fill(client, f"{draft}/kept-from", who=last, reason="A cousin", add="y")
    assert refused.status_code == 422
    assert "no officer who can open" in refused.text
    assert "A cousin" in refused.text


def test_nobody_keeps_it_from_themselves(marac: World) -> None:
    """The writer and their agency are not in the list, and cannot be slipped in."""
    client = marac.client("housing")
    draft = begin(client)
    page = client.get(f"{draft}/kept-from").text
    assert f"agency:{marac.agencies['housing']}" not in page
    own = f"person:{marac.person_id('housing')}"
    assert own not in page
    assert fill(client, f"{draft}/kept-from", who=own, add="y").status_code == 422


@pytest.mark.parametrize(
    ("page", "typed"),
    [
        ("happened", {"what_happened": "He followed her home.", "own_words": "I ran."}),
        ("kept-from", {"reason": "The perpetrator’s brother", "watch_for": "A cousin in housing"}),
        ("topics", {"answer_injury": "yes", "comment_injury": "Marks on the neck"}),
        ("specialist-support", {"note": "Her papers are with him."}),
        ("people/new/perpetrator", {"name": "Idris Yusuf", "weapons": "A knife in the car"}),
    ],
)
def test_no_word_is_lost_when_a_session_ends(
    marac: World, page: str, typed: dict[str, str]
) -> None:
    """She is called away in the middle of a page, signs in again, and all of it is there."""
    client = marac.client("housing")
    draft = begin(client)
    save(client, f"{draft}/victim", name="Amina Yusuf")
    form = boxes(client.get(f"{draft}/{page}").text) | typed
    with clock.pretend(clock.now() + timedelta(hours=2)):
        answer = client.post(f"{draft}/{page}", data=form)
        assert answer.status_code == 303
        door = client.get(answer.location)
        assert not [words for words in typed.values() if words in door.text]
    marac.sign_in(client, "housing")
    shown = client.get(f"{draft}/{page}").text
    assert "This is what you were writing" in shown
    for words in typed.values():
        assert words in shown
    saved = client.post(f"{draft}/{page}", data=boxes(shown) | typed)
    assert saved.status_code in (303, 422)  # 422: the page asks for whom a reason is
    assert "Amina Yusuf" in client.get(draft).text


def test_what_was_left_unsaved_goes_with_the_draft(marac: World) -> None:
    """So that it does not come back in a later change of the same referral."""
    client = marac.client("housing")
    draft = least(client)
    form = boxes(client.get(f"{draft}/wishes").text) | {"wishes": "To sleep."}
    with clock.pretend(clock.now() + timedelta(hours=2)):
        client.post(f"{draft}/wishes", data=form)
    marac.sign_in(client, "housing")
    with marac.inside():
        assert len(db.session.scalars(select(Draft)).all()) == 1
    send(client, draft)
    with marac.inside():
        assert db.session.scalars(select(Draft)).all() == []


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="<&"), min_size=1)
)
def test_words_in_any_script_arrive_as_they_were_typed(marac: World, words: str) -> None:
    """Through the page, the draft, the list of answers and the sealing, to the officers."""
    client = marac.client("housing")
    draft = least(client, name=words)
    save(client, f"{draft}/happened", what_happened=words, own_words=f"{words}\n{words}")
    referral_id = send(client, draft)
    with marac.inside():
        told = open_referral(marac.actor("coordinator"), referral_id).referred
        assert told.victim.name == one_line(words)
        assert told.summary.what_happened == plain(words)
        assert told.summary.own_words == plain(f"{words}\n{words}")


def test_somebody_who_left_meanwhile_does_not_stop_it_without_a_word(marac: World) -> None:
    """The list of whom it is kept from says whom to take off."""
    client = marac.client("housing")
    draft = least(client)
    save(client, f"{draft}/kept-from", who=f"person:{marac.person_id('nrpf')}", add="y")
    with marac.inside(), transaction() as session:
        session.get_one(Person, marac.person_id("nrpf")).state = PersonState.LEFT
    page = client.get(f"{draft}/check").text
    assert "Take them off the list" in page
    assert f"{draft}/kept-from?then=check" in page


def test_who_is_not_let_in_yet_is_told_before_they_write(world: World) -> None:
    """Their keys are not confirmed, so nothing could be sealed in their name."""
    client = world.client("housing")
    answer = client.post("/referrals/drafts", data=boxes(client.get("/referrals").text))
    assert answer.status_code == 403
