"""The word that nobody is with the Home Office: who gives it, how long, what lapses with it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, event, select, update

from app import clock
from app.access.permissions import Role
from app.accounts.person import attesting
from app.accounts.person.attestation import GOOD_FOR, Kind, Reason, says_it_already, statement_of
from app.accounts.person.model import Attestation, Person, PersonState
from app.confidentiality.agreement import queries as agreements
from app.confidentiality.agreement.model import WordingKind
from app.confidentiality.agreement.rules import meeting_occasion
from app.confidentiality.agreement.service import standard_text, store_signature
from app.confidentiality.circle import attested, queries, sponsored, sponsoring
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.attested import Word, Words, word_of
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.giving import Holders
from app.confidentiality.circle.model import How, SecretKind
from app.confidentiality.circle.ring import Ring, require_signed
from app.db import db, new_id, transaction
from app.refusals import NotVisible, Refused, RuleBroken
from tests.confidentiality.borough import Borough, make_pair

A_DAY = timedelta(days=1)


def word(borough: Borough, who: str) -> Word:
    """What is said of somebody, as the coordinator's keyring sees it."""
    chain = Chain.of(borough.actor("coordinator"))
    return word_of(chain, borough.people[who], borough.keyrings[who].key_id)


def later() -> AbstractContextManager[None]:
    """A moment just after what was said at the start has run out."""
    return clock.pretend(clock.now() + GOOD_FOR + A_DAY)


def may_receive(borough: Borough, who: str) -> bool:
    """Whether the door would give this person a key."""
    return Holders(Chain.of(borough.actor("coordinator"))).of(borough.people[who]) is not None


def test_whoever_joins_and_is_confirmed_has_both_words_for_a_year(peopled: Borough) -> None:
    """One's own from joining, the sponsor's from the officer who confirmed the keys."""
    found = word(peopled, "housing")
    assert found.sponsor_id == peopled.people["coordinator"]
    for until in (found.own_until, found.sponsor_until):
        assert until is not None
        assert GOOD_FOR - A_DAY < until - clock.now() <= GOOD_FOR


def test_keys_are_not_confirmed_without_the_officers_word(peopled: Borough) -> None:
    """Nothing is written, and the keys still wait."""
    peopled.add_person("newcomer", "housing", frozenset({Role.REPRESENTATIVE}))
    pair = peopled.keyrings["newcomer"].key_id
    with pytest.raises(RuleBroken) as broken:
        circle.confirm_pair(peopled.actor("coordinator"), pair, How.SEEN, attests=False)
    assert broken.value.field == "attests"
    assert Chain.of(peopled.actor("coordinator")).trusted(pair) is None


def test_a_word_that_runs_out_holds_every_key_back_and_deletes_none(peopled: Borough) -> None:
    """Nothing opens, the door passes over; said again, everything opens as before."""
    grants = len(queries.grant_rows(queries.Grant.holder_id == peopled.people["housing"]))
    with later():
        actor = peopled.actor("housing")
        with pytest.raises(Refused, match="one tick"):
            require_signed(actor)
        with pytest.raises(Refused, match="one tick"):
            _ = Ring(actor).me
        assert not may_receive(peopled, "housing")
        attesting.renew_own(actor, attests=True)
        with pytest.raises(Refused, match="Ask coordinator example"):
            require_signed(actor)
        attesting.renew_own(peopled.actor("coordinator"), attests=True)
        sponsoring.attest_for(peopled.actor("coordinator"), [peopled.people["housing"]])
        require_signed(actor)
        assert may_receive(peopled, "housing")
    assert len(queries.grant_rows(queries.Grant.holder_id == peopled.people["housing"])) == grants


def test_no_tick_renews_nothing(peopled: Borough) -> None:
    """Neither one's own word nor anybody else's."""
    with pytest.raises(RuleBroken):
        attesting.renew_own(peopled.actor("housing"), attests=False)
    with pytest.raises(RuleBroken, match="Select the people"):
        sponsoring.attest_for(peopled.actor("coordinator"), [])


def test_the_declaration_of_a_meeting_renews_ones_own_word(peopled: Borough) -> None:
    """In the same act; the row names the meeting, and nobody is asked twice."""
    words = agreements.in_force(peopled.area_id)[WordingKind.MEETING_DECLARATION]
    meeting = new_id()
    with later(), transaction():
        store_signature(peopled.actor("housing"), words.id, meeting_occasion(meeting))
        assert word(peopled, "housing").own_holds(clock.now())
    row = db.session.scalars(
        select(Attestation).where(Attestation.occasion == meeting_occasion(meeting))
    ).one()
    assert (row.kind, row.person_id) == (Kind.OWN, peopled.people["housing"])


def test_the_standard_declaration_says_it_and_another_wording_may_not() -> None:
    """So that the page adds the line only where the area's own text lacks it."""
    assert says_it_already(standard_text(WordingKind.MEETING_DECLARATION))
    assert not says_it_already("We keep what we hear to ourselves.")


def test_a_planted_row_lifts_nothing(peopled: Borough) -> None:
    """Neither an unsigned row, nor one by a stranger’s keys, nor a date in the register."""
    housing = peopled.people["housing"]
    keyring, pair = make_pair(peopled.area_id, housing, peopled.root)
    with later():
        with transaction() as session:
            session.add(pair)
            session.flush()
            for kind in Kind:
                row = planted(peopled, housing, kind, pair.id)
                row.statement = statement_of(row)
                row.signature = keyring.sign(row.statement)
                session.add(row)
            unsigned = planted(peopled, housing, Kind.OWN, peopled.keyrings["housing"].key_id)
            unsigned.statement, unsigned.signature = statement_of(unsigned), bytes(64)
            session.add(unsigned)
            session.get_one(Person, housing).attested_at = clock.now()
            session.get_one(Person, housing).sponsor_attested_at = clock.now()
        found = word(peopled, "housing")
        assert not found.own_holds(clock.now())
        assert not found.sponsor_holds(clock.now())
        assert not may_receive(peopled, "housing")


def planted(borough: Borough, person_id: UUID, kind: Kind, pair_id: UUID) -> Attestation:
    """A row as somebody who owns the file would write it."""
    return Attestation(
        id=new_id(),
        area_id=borough.area_id,
        person_id=person_id,
        by_person_id=person_id,
        kind=kind,
        given=True,
        reason=None,
        occasion="account",
        words_version=1,
        key_pair_id=pair_id,
        at=clock.now(),
    )


def test_what_was_signed_cannot_be_moved_to_another_day_or_person(peopled: Borough) -> None:
    """The statement is made anew from the row, so a changed row is none."""
    with transaction() as session:
        session.execute(update(Attestation).values(at=clock.now() + GOOD_FOR))
    found = word(peopled, "housing")
    assert (found.own_until, found.sponsor_until) == (None, None)


def test_a_member_is_no_sponsor(peopled: Borough) -> None:
    """Neither through the service nor with a signature of their own in a row."""
    with pytest.raises(Refused):
        sponsoring.attest_for(peopled.actor("idva"), [peopled.people["housing"]])
    with later():
        attesting.attest_for(peopled.actor("idva"), peopled.people["housing"])
        assert not word(peopled, "housing").sponsor_holds(clock.now())


def test_nobody_is_their_own_sponsor(peopled: Borough) -> None:
    """An officer neither, and not the root."""
    for who in ("coordinator", "chair"):
        with pytest.raises(Refused, match="Another officer"):
            sponsoring.attest_for(peopled.actor(who), [peopled.people[who]])
        attesting.attest_for(peopled.actor(who), peopled.people[who])
    assert word(peopled, "chair").sponsor_id == peopled.people["coordinator"]
    with later():
        attesting.attest_for(peopled.actor("coordinator"), peopled.people["coordinator"])
        assert not word(peopled, "coordinator").sponsor_holds(clock.now())


def test_the_first_officer_has_a_year_and_then_needs_another_officer(peopled: Borough) -> None:
    """Alone they need none, because there is nobody; with a second officer that one attests."""
    with later():
        attesting.renew_own(peopled.actor("coordinator"), attests=True)
        with pytest.raises(Refused, match="Ask chair example"):
            require_signed(peopled.actor("coordinator"))
        attesting.renew_own(peopled.actor("chair"), attests=True)
        sponsoring.attest_for(peopled.actor("chair"), [peopled.people["coordinator"]])
        require_signed(peopled.actor("coordinator"))


def test_a_first_officer_alone_is_not_locked_out(borough: Borough) -> None:
    """Their own word is enough."""
    with later():
        attesting.renew_own(borough.actor("coordinator"), attests=True)
        require_signed(borough.actor("coordinator"))


def test_two_officers_whose_year_ran_out_lift_each_other(peopled: Borough) -> None:
    """What ran out of one's sponsor's does not stand in the way of attesting for others."""
    with later():
        pair = ("coordinator", "chair")
        for who, other in (pair, pair[::-1]):
            with pytest.raises(Refused, match="Say first of yourself"):
                sponsoring.attest_for(peopled.actor(who), [peopled.people[other]])
        for who in pair:
            attesting.renew_own(peopled.actor(who), attests=True)
        for who, other in (pair, pair[::-1]):
            sponsoring.attest_for(peopled.actor(who), [peopled.people[other]])
            require_signed(peopled.actor(other))


def test_who_cannot_be_attested_for_opens_nothing_from_that_moment(peopled: Borough) -> None:
    """They are told whom to speak to; an officer who can attest lifts it."""
    require_signed(peopled.actor("idva"))
    sponsoring.cannot_attest(
        peopled.actor("chair"), peopled.people["idva"], Reason.CHANGED_JOB.value
    )
    with pytest.raises(Refused, match="Speak to chair example or coordinator example"):
        require_signed(peopled.actor("idva"))
    assert not may_receive(peopled, "idva")
    seen = {one.name: one for one in sponsored.everybody(peopled.actor("coordinator"))}
    assert seen["idva example"].reason == "They have changed their job or their employer"
    sponsoring.attest_for(peopled.actor("coordinator"), [peopled.people["idva"]])
    require_signed(peopled.actor("idva"))


@pytest.mark.parametrize(
    "tamper",
    [
        lambda: delete(Attestation).where(Attestation.given.is_(False)),
        lambda: delete(Attestation).where(Attestation.kind == Kind.SPONSOR),
        lambda: update(Attestation).values(given=True, reason=None),
    ],
)
def test_deleting_or_changing_the_row_does_not_lift_what_was_withheld(
    peopled: Borough, tamper: Callable[[], object]
) -> None:
    """The trail says it too, and its rows are chained."""
    sponsoring.cannot_attest(peopled.actor("chair"), peopled.people["idva"], "other")
    with transaction() as session:
        session.execute(tamper())  # type: ignore[call-overload]
    with pytest.raises(Refused, match="Speak to"):
        require_signed(peopled.actor("idva"))


def test_an_officer_who_is_held_back_attests_for_nobody(peopled: Borough) -> None:
    """And confirms nobody's keys."""
    sponsoring.cannot_attest(peopled.actor("coordinator"), peopled.people["chair"], "not_found_out")
    with pytest.raises(Refused, match="could not attest for you"):
        sponsoring.attest_for(peopled.actor("chair"), [peopled.people["idva"]])
    peopled.add_person("newcomer", "housing", frozenset({Role.REPRESENTATIVE}))
    with pytest.raises(Refused, match="could not attest for you"):
        peopled.confirm("chair", "newcomer")


def test_a_reason_is_a_code(peopled: Borough) -> None:
    """There is no room for an account of it."""
    with pytest.raises(RuleBroken) as broken:
        sponsoring.cannot_attest(peopled.actor("chair"), peopled.people["idva"], "she told me so")
    assert broken.value.field == "reason"


def test_only_somebody_at_work_in_the_area_is_attested_for(peopled: Borough) -> None:
    """Whoever has left, or is of nowhere, is not there."""
    with transaction() as session:
        session.get_one(Person, peopled.people["idva"]).state = PersonState.LEFT
    for nobody in (peopled.people["idva"], new_id()):
        with pytest.raises(NotVisible):
            sponsoring.attest_for(peopled.actor("chair"), [nobody])


def test_a_sponsors_word_outlives_their_going_and_another_officer_takes_over(
    peopled: Borough,
) -> None:
    """Until its year is over; then it is asked of whoever is at work."""
    circle.confirm_pair(
        peopled.actor("chair"), peopled.keyrings["housing"].key_id, How.SEEN, attests=True
    )
    circle.expel(peopled.actor("coordinator"), peopled.people["chair"])
    require_signed(peopled.actor("housing"))
    seen = {one.name: one for one in sponsored.everybody(peopled.actor("coordinator"))}
    assert seen["housing example"].sponsor_name == "chair example"
    assert seen["housing example"].is_mine


def test_who_was_put_out_attests_for_nobody_afterwards(peopled: Borough) -> None:
    """Their keys still sign, and it counts for nothing."""
    circle.expel(peopled.actor("coordinator"), peopled.people["chair"])
    with later():
        attesting.attest_for(peopled.actor("chair"), peopled.people["housing"])
        assert not word(peopled, "housing").sponsor_holds(clock.now())


def test_an_installation_from_before_is_given_a_year_from_the_door(
    peopled: Borough, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Old dates count as unsigned words until a year after the keys were confirmed, no longer."""
    with transaction() as session:
        session.execute(delete(Attestation))
    monkeypatch.setattr(attested, "latest_each", lambda tags, ids: {})  # the trail of those days
    require_signed(peopled.actor("housing"))
    assert may_receive(peopled, "housing")
    with transaction() as session:
        session.get_one(Person, peopled.people["housing"]).attested_at = clock.now() + GOOD_FOR
    with later():
        with pytest.raises(Refused, match="one tick"):
            require_signed(peopled.actor("housing"))
        assert not may_receive(peopled, "housing")


def test_a_year_from_the_door_is_not_given_twice(peopled: Borough) -> None:
    """Whoever once signed cannot go back to the unsigned date by losing the row."""
    with transaction() as session:
        session.execute(delete(Attestation))
    with pytest.raises(Refused, match="one tick"):
        require_signed(peopled.actor("housing"))


def test_new_keys_need_both_words_anew(peopled: Borough) -> None:
    """One's own is given when the new keys are made; an old pair's does not count for them."""
    peopled.reset("housing")
    pair = peopled.keyrings["housing"].key_id
    with transaction() as session:
        session.execute(delete(Attestation).where(Attestation.key_pair_id == pair))
    assert not word(peopled, "housing").own_holds(clock.now())


def test_words_are_read_in_a_few_queries(peopled: Borough) -> None:
    """However many people are asked about, the trail among them: a page must stay quick."""
    chain = Chain.of(peopled.actor("coordinator"))
    chain.load_all()
    pairs = {peopled.people[who]: ring.key_id for who, ring in peopled.keyrings.items()}
    asked: list[str] = []

    def note(*call: object) -> None:
        asked.append(str(call[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        words = Words(chain, pairs)
        assert all(words.of(person_id).holds(clock.now()) for person_id in pairs)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert len([one for one in asked if one.startswith("SELECT")]) <= 4


def test_the_officers_circle_opens_for_who_is_attested(peopled: Borough) -> None:
    """The positive case beside all the refusals."""
    secret = queries.generations(SecretKind.OFFICERS, peopled.area_id)[0]
    assert Ring(peopled.actor("coordinator")).may_open(secret.id)
