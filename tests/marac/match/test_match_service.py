"""Finding somebody again, deciding by two people, and taking it back."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import event, func, select

from app.confidentiality.circle import service as circle
from app.db import db
from app.marac.case.rules import OpeningReason
from app.marac.case.service import change_party, open_case
from app.marac.match import queries, service
from app.marac.match.model import IndexedRecord, MatchDecision, MatchSubject, MatchToken
from app.marac.match.rules import Decision
from app.marac.match.searching import MOST_SHOWN
from app.marac.party.rules import Details, PartyKind
from app.marac.referral.rules import KeptFrom, Referred, Summary
from app.marac.referral.service import refer
from app.refusals import Changed, NotVisible, Refused, RuleBroken
from tests.builders import World
from tests.marac.trail import count
from tests.working import PERPETRATOR, VICTIM, a_case


def again(**changes: object) -> Referred:
    """The victim of the made-up case once more, as somebody else wrote her down."""
    victim = replace(VICTIM, name="Canary Zephirine", aliases=(), postcode="", phone="")
    return Referred(
        victim=replace(victim, **changes),
        summary=Summary("He came back."),
        perpetrators=(replace(PERPETRATOR, name="Osrick Canary"),),
    )


def referred(world: World, told: Referred | None = None, kept: tuple[KeptFrom, ...] = ()) -> UUID:
    """A referral by housing."""
    return refer(world.actor("housing"), told or again(), kept_from=kept).id


def test_somebody_is_found_again(marac: World) -> None:
    """Another order and another spelling, and the man beside her too."""
    with marac.inside():
        record_id = referred(marac)
        found = service.candidates(marac.actor("coordinator"), record_id)
        kinds = {(each.own.kind, each.other.kind) for each in found}
        assert (PartyKind.VICTIM, PartyKind.VICTIM) in kinds
        assert (PartyKind.PERPETRATOR, PartyKind.PERPETRATOR) in kinds
        assert {each.record.id for each in found} == {marac.extra["case"]}
        assert count("match:seek") == 1


def pair_of(world: World, record_id: UUID, kind: PartyKind = PartyKind.VICTIM) -> tuple[UUID, UUID]:
    """The victims of a record and of the record that looks like it."""
    found = service.candidates(world.actor("coordinator"), record_id)
    each = next(one for one in found if one.own.kind is one.other.kind is kind)
    return each.own.id, each.other.id


def same(world: World, record_id: UUID, kind: PartyKind = PartyKind.VICTIM) -> MatchDecision:
    """The coordinator says that they are one person."""
    one, other = pair_of(world, record_id, kind)
    return service.decide(
        world.actor("coordinator"), one, other, Decision.SAME, "Asked the health visitor."
    )


def test_it_says_why_in_plain_words(marac: World) -> None:
    """Day and month swapped, the same telephone: a coordinator reads it and can judge."""
    with marac.inside():
        told = again(
            name="Zephyrine Canary", date_of_birth=date(1994, 5, 17), phone="+447700900777"
        )
        found = service.candidates(marac.actor("coordinator"), referred(marac, told))
        first = found[0].likeness
        assert "Same date of birth" in first.speaks_for
        assert "Same names" in first.speaks_for
        assert "Same phone number" in first.speaks_for


def test_indexing_twice_changes_nothing(marac: World) -> None:
    """The same people again: the same rows, and a decision stays with its person."""
    with marac.inside():
        record_id = referred(marac)
        row = same(marac, record_id)
        before = counts()
        coordinator = marac.actor("coordinator")
        parties = again().parties
        assert service.index_people(coordinator, record_id, parties) == len(parties)
        assert counts() == before
        assert db.session.get_one(MatchDecision, row.id).undone_at is None


def test_one_exclusion_does_not_make_every_record_stale(marac: World) -> None:
    """Somewhere in the area something is kept from somebody: the rest is indexed once, not anew."""
    with marac.inside():
        referred(marac)
        kept = referred(marac, kept=(KeptFrom(person_id=marac.person_id("officer")),))
        coordinator = marac.actor("coordinator")
        assert service.index_missing(coordinator) == 3
        assert service.index_missing(coordinator) == 0
        circle.exclude(coordinator, kept, person_id=marac.person_id("second_idva"))
        assert service.index_missing(coordinator) == 0
        circle.exclude(coordinator, marac.extra["case"], person_id=marac.person_id("officer"))
        assert service.index_missing(coordinator) == 1


def counts() -> list[int]:
    """How many rows the index has, and no token without its subject."""
    tables = (IndexedRecord, MatchSubject, MatchToken, MatchDecision)
    return [db.session.scalar(select(func.count()).select_from(each)) or 0 for each in tables]


def test_what_changed_is_indexed_anew(marac: World) -> None:
    """The IDVA corrects a telephone; the next look of an officer finds by the new one."""
    with marac.inside():
        case_id = marac.extra["case"]
        assert service.index_missing(marac.actor("coordinator")) == 1
        assert service.index_missing(marac.actor("coordinator")) == 0
        idva = marac.actor("idva")
        victim = open_case(idva, case_id, OpeningReason.PREPARING).victim
        assert victim is not None
        changed = replace(victim.details, phone="07700 900111", name="Seraphina Novakova")
        change_party(idva, case_id, victim.id, changed, victim.revision)
        told = again(name="Serafina Novakova", date_of_birth=None, phone="07700 900 111")
        found = service.candidates(marac.actor("chair"), referred(marac, told))
        assert any("Same phone number" in each.likeness.speaks_for for each in found)


def test_a_decision_ends_where_the_person_becomes_another(marac: World) -> None:
    """The record turns out to be about somebody else: what was decided of the first is off."""
    with marac.inside():
        record_id = referred(marac)
        row = same(marac, record_id)
        other = Details(name="Ottoline Whitford", date_of_birth=date(1970, 2, 3))
        service.index_people(marac.actor("coordinator"), record_id, [(PartyKind.VICTIM, other)])
        assert db.session.get_one(MatchDecision, row.id).undone_at is not None
        assert service.links(marac.actor("coordinator"), record_id) == []


def test_same_counts_once_a_second_officer_confirms(marac: World) -> None:
    """Until then it waits for the others, and never for whoever said it."""
    with marac.inside():
        record_id = referred(marac)
        row = same(marac, record_id)
        assert service.how_many_wait(marac.actor("chair")) == 1
        assert service.how_many_wait(marac.actor("coordinator")) == 0
        assert [each.why for each in service.waiting(marac.actor("chair"))] == [
            "Asked the health visitor."
        ]
        with pytest.raises(Refused):
            service.confirm(marac.actor("coordinator"), row.id)
        service.confirm(marac.actor("chair"), row.id)
        (link,) = service.links(marac.actor("coordinator"), record_id)
        assert link.confirmed
        assert link.other_record_id == marac.extra["case"]
        assert service.how_many_wait(marac.actor("deputy")) == 0


def test_the_pair_tells_a_repeat(marac: World) -> None:
    """Victim and perpetrator both: the earlier record with its dates, for whoever judges."""
    with marac.inside():
        record_id = referred(marac)
        same(marac, record_id)
        assert service.earlier_pairs(marac.actor("coordinator"), record_id) == []
        same(marac, record_id, PartyKind.PERPETRATOR)
        (earlier,) = service.earlier_pairs(marac.actor("coordinator"), record_id)
        assert earlier.is_same_pair
        assert not earlier.confirmed
        assert earlier.referred_on is not None
        assert earlier.heard_on is None


def test_any_officer_takes_it_back(marac: World) -> None:
    """With the reason, which stays with the decision; afterwards it can be decided anew."""
    with marac.inside():
        record_id = referred(marac)
        row = same(marac, record_id)
        service.confirm(marac.actor("chair"), row.id)
        service.undo(marac.actor("deputy"), row.id, "The date of birth was another’s.")
        assert service.links(marac.actor("coordinator"), record_id) == []
        with pytest.raises(Changed):
            service.undo(marac.actor("deputy"), row.id, "Again.")
        told = service.look(marac.actor("chair"), record_id).told
        assert [each.undone for each in told] == ["The date of birth was another’s."]
        assert same(marac, record_id).id != row.id


def test_another_decision_replaces_one_that_waits(marac: World) -> None:
    """An officer may think again; what two confirmed must be taken back first."""
    with marac.inside():
        record_id = referred(marac)
        one, other = pair_of(marac, record_id)
        chair, coordinator = marac.actor("chair"), marac.actor("coordinator")
        service.decide(chair, one, other, "unsure", "Waiting for the nurse.")
        row = service.decide(coordinator, one, other, "same", "The nurse is sure.")
        service.confirm(chair, row.id)
        with pytest.raises(RuleBroken):
            service.decide(chair, one, other, "not", "No.")


@pytest.mark.parametrize(("decision", "why"), [("same", ""), ("same", " "), ("perhaps", "So.")])
def test_a_decision_has_a_reason_and_a_kind(marac: World, decision: str, why: str) -> None:
    """No reason, or no such decision: a message, and nothing is written."""
    with marac.inside():
        one, other = pair_of(marac, referred(marac))
        with pytest.raises(RuleBroken):
            service.decide(marac.actor("coordinator"), one, other, decision, why)
        assert counts()[-1] == 0


def test_who_is_kept_from_a_record_never_meets_it(marac: World) -> None:
    """Not as a candidate, not by its id, not as a link, not in what waits."""
    with marac.inside():
        kept = (KeptFrom(person_id=marac.person_id("deputy")),)
        hidden = referred(marac, kept=kept)
        row = same(marac, hidden)
        deputy = marac.actor("deputy")
        with pytest.raises(NotVisible):
            service.candidates(deputy, hidden)
        assert service.candidates(deputy, marac.extra["case"]) == []
        assert service.links(deputy, marac.extra["case"]) == []
        assert service.how_many_wait(deputy) == 0
        for act in (service.confirm, lambda *a: service.undo(*a, "Why not.")):
            with pytest.raises(NotVisible):
                act(deputy, row.id)
        assert service.candidates(marac.actor("chair"), marac.extra["case"])


def test_a_card_of_a_kept_record_lies_under_its_own_key(marac: World) -> None:
    """Also where it was first kept from somebody after it had been indexed, and its reasons too."""
    with marac.inside():
        case_id = marac.extra["case"]
        record_id = referred(marac)
        row = same(marac, record_id)
        index_id = row.secret_id
        circle.exclude(
            marac.actor("chair"), case_id, person_id=marac.person_id("deputy"), reason="A cousin"
        )
        service.candidates(marac.actor("coordinator"), record_id)
        cards = {
            each.record_id: each.secret_id for each in db.session.scalars(select(MatchSubject))
        }
        assert cards[record_id] == index_id
        assert cards[case_id] != index_id
        assert db.session.get_one(MatchDecision, row.id).secret_id != index_id
        told = service.look(marac.actor("coordinator"), record_id).told
        assert [each.why for each in told] == ["Asked the health visitor."]


def test_two_kept_records_need_both_keys_for_the_reasons(marac: World) -> None:
    """The words are sealed twice, and open to who may open both."""
    with marac.inside():
        deputy, idva = marac.person_id("deputy"), marac.person_id("second_idva")
        a_case(marac, kept_from=(KeptFrom(person_id=deputy),))
        record_id = referred(marac, kept=(KeptFrom(person_id=idva),))
        found = service.candidates(marac.actor("coordinator"), record_id)
        each = next(one for one in found if one.record.id != marac.extra["case"])
        row = service.decide(
            marac.actor("coordinator"), each.own.id, each.other.id, "unsure", "Cannot tell."
        )
        assert row.inner_id is not None
        told = service.look(marac.actor("chair"), record_id).told
        assert [one.why for one in told] == ["Cannot tell."]


@pytest.mark.parametrize("who", ["idva", "housing", "officer", "administrator"])
def test_only_officers_look_and_decide(marac: World, who: str) -> None:
    """Everybody else is refused before anything is asked."""
    with marac.inside():
        record_id = referred(marac)
        actor = marac.actor(who)
        with pytest.raises(Refused):
            service.candidates(actor, record_id)
        with pytest.raises(Refused):
            service.index_missing(actor)
        with pytest.raises(Refused):
            service.decide(actor, record_id, record_id, "same", "Yes.")
        with pytest.raises(Refused):
            service.index_people(actor, record_id, again().parties)


def test_who_holds_both_and_no_office_sees_the_reference_only_once_confirmed(marac: World) -> None:
    """The IDVA of both cases is led from one to the other; nobody else is."""
    with marac.inside():
        second = a_case(marac)
        one, other = pair_of(marac, second)
        row = service.decide(marac.actor("coordinator"), one, other, "same", "She said so.")
        assert service.links(marac.actor("idva"), second) == []
        service.confirm(marac.actor("chair"), row.id)
        (link,) = service.links(marac.actor("idva"), second)
        assert link.other_record_id == marac.extra["case"]
        with pytest.raises(NotVisible):
            service.links(marac.actor("officer"), second)


def test_nothing_clear_lies_in_the_index(marac: World) -> None:
    """No word of anybody in any column: numbers, ids, kinds and sealed bytes."""
    with marac.inside():
        same(marac, referred(marac))
        for table in (IndexedRecord, MatchSubject, MatchToken, MatchDecision):
            rows = db.session.execute(select(table.__table__)).all()
            assert rows
            for word in ("Canary", "canary", "Zeph", "900777", "1994", "NB1", "health visitor"):
                assert word not in str(rows)


def test_no_more_is_shown_than_somebody_will_read(marac: World) -> None:
    """Of many people of one name without a date of birth the likeliest, and how many are not."""
    with marac.inside():
        coordinator = marac.actor("coordinator")
        told = [
            (PartyKind.OTHER_AT_RISK, Details(name="Zephyrine Canary")) for _ in range(MOST_SHOWN)
        ]
        service.index_people(coordinator, referred(marac, again(name="Basil Quince")), told)
        looked = service.look(coordinator, referred(marac, again(name="Zephyrine Canary")))
        assert len(looked.candidates) == MOST_SHOWN
        assert looked.left_out > 0
        assert looked.candidates[0].likeness.is_likely


def test_tokens_of_another_kind_are_made_anew(
    marac: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an update that makes tokens otherwise every record is indexed again."""
    with marac.inside():
        assert service.index_missing(marac.actor("coordinator")) == 1
        monkeypatch.setattr("app.marac.match.queries.VERSION", 2)
        monkeypatch.setattr("app.marac.match.indexing.VERSION", 2)
        assert service.index_missing(marac.actor("coordinator")) == 1
        assert service.index_missing(marac.actor("coordinator")) == 0


def test_a_search_goes_from_the_tokens_straight_to_the_people(marac: World) -> None:
    """No other index is asked about each of them, and who is kept from a record is in the query."""
    asked: list[tuple[str, tuple[object, ...]]] = []
    with marac.inside():

        def note(
            _c: object, _k: object, query: str, values: tuple[object, ...], *_: object
        ) -> None:
            asked.append((query, values))

        event.listen(db.engine, "before_cursor_execute", note)
        queries.sharing(marac.actor("coordinator"), [1, 2], marac.extra["case"])
        event.remove(db.engine, "before_cursor_execute", note)
        ((query, values),) = asked
        plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values).all()
        steps = " / ".join(str(row[-1]) for row in plan)
        assert "SEARCH match_subject USING INTEGER PRIMARY KEY" in steps
        assert "SEARCH match_token USING PRIMARY KEY (token=?)" in steps
        assert "exclusion" in steps
