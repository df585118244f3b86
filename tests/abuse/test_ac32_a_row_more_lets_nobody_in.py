"""AC-32: a row more at the end of the trail, which breaks no chain, lets nobody in again."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app import clock
from app.audit import record
from app.audit.events import ActionAgreed, AgencyExcluded, ExclusionLifted, PersonExcluded
from app.audit.model import AuditRow
from app.audit.verify import verify
from app.confidentiality.circle import queries
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.giving import Giver, Holders
from app.confidentiality.circle.kept import is_kept_from, is_kept_from_anybody
from app.confidentiality.circle.lifted import believed_by, lifted_by
from app.confidentiality.circle.model import Because, Exclusion, SecretKind
from app.confidentiality.circle.remembered import handed
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.rules import keeps_out
from app.db import db, new_id, transaction
from app.marac.agenda.service import put_on_agenda
from app.marac.case.model import Case
from app.marac.conflict import sealing
from app.marac.conflict import service as conflicts
from app.marac.conflict.clearing import cleared_by
from app.marac.conflict.model import Conflict
from app.refusals import NotVisible
from app.vault.errors import Forged
from tests.abuse.test_ac32_signs_herself_back_in import alter, opens, sign_out_of_lists
from tests.marac.conflict.naming import a_case_with
from tests.marac.conftest import laid, table
from tests.marac.table import Table

__all__ = ["laid", "table"]

GONE = "DELETE FROM exclusion"


def append(table: Table, event: ExclusionLifted, by: str = "chair") -> None:
    """One row more in the trail, well formed and chained, that says that somebody did it."""
    with transaction():
        record(table.world.actor(by), event)


def lifts(case_id: UUID) -> list[ExclusionLifted]:
    """What the trail has of a case being kept from somebody no more."""
    rows = db.session.scalars(
        select(AuditRow)
        .where(AuditRow.tag == ExclusionLifted.tag, AuditRow.subject_id == str(case_id))
        .order_by(AuditRow.seq)
    )
    said = [json.loads(row.detail) for row in rows]
    return [
        ExclusionLifted(
            case_id,
            UUID(each["person_id"]),
            UUID(each["key_pair_id"]),
            each["signed"],
            each["signed_on"],
        )
        for each in said
    ]


def out_by_the_chairs_hand(table: Table) -> tuple[UUID, UUID]:
    """The coordinator is kept from a case; she takes her row away and signs every list anew."""
    case_id, world = table.case(0), table.world
    her = world.person_id("coordinator")
    circle.exclude(world.actor("chair"), case_id, person_id=her)
    alter(table, GONE, *sign_out_of_lists(table, "coordinator", case_id))
    return case_id, her


@pytest.mark.parametrize("who", ["coordinator", "idva"])
def test_a_row_with_nobodys_signature_opens_nothing(table: Table, who: str) -> None:
    """With her own true signature, a member's, or none: the next beats of officers give nothing."""
    case_id, her = out_by_the_chairs_hand(table)
    world = table.world
    own = lifted_by(world.actor(who), case_id, her)
    append(table, own)
    chair = world.members["chair"].keyring.key_id
    append(table, ExclusionLifted(case_id, her, chair, own.signed, own.signed_on))
    append(table, ExclusionLifted(case_id, her, chair, "00", "00"))
    assert verify(db.session()).seq > 0  # a row more breaks no chain
    for officer in ("chair", "deputy"):
        circle.admit(world.actor(officer))
    assert not opens(table, "coordinator", case_id)
    assert opens(table, "deputy", case_id)


def test_whoever_was_put_out_lets_nobody_in(table: Table) -> None:
    """Her true signature, in a row dated before she went: its place tells."""
    case_id, her = out_by_the_chairs_hand(table)
    world = table.world
    row = lifted_by(world.actor("deputy"), case_id, her)
    before = clock.now() - timedelta(days=1)
    circle.expel(world.actor("chair"), world.person_id("deputy"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: before)
        append(table, row, "deputy")
    for _ in range(3):
        circle.admit(world.actor("chair"))
    assert not opens(table, "coordinator", case_id)
    assert opens(table, "chair", case_id)


@pytest.mark.parametrize("signer", ["housing", "officer"])
def test_nobody_of_the_perpetrators_name_clears_himself(table: Table, signer: str) -> None:
    """A row that an officer cleared him when it came in: he is shut out when it is published."""
    world, him = table.world, table.world.person_id("housing")
    case_id = a_case_with(world, "Daniel Price")
    forged = cleared_by(world.actor(signer), case_id, him, "other")
    for by in ("chair", signer):
        with transaction():
            record(world.actor(by), forged)
    put_on_agenda(world.actor("coordinator"), table.meeting_id, case_id)
    table.begin()
    table.seat("coordinator", "housing")
    assert not opens(table, "housing", case_id)
    assert opens(table, "coordinator", case_id)


def test_whom_an_officer_cleared_is_asked_about_and_not_shut_out(table: Table) -> None:
    """Her signature counts: two people may be called the same."""
    world, him = table.world, table.world.person_id("housing")
    case_id = a_case_with(world, "Daniel Price")
    with transaction():
        record(world.actor("chair"), cleared_by(world.actor("chair"), case_id, him, "other"))
    put_on_agenda(world.actor("coordinator"), table.meeting_id, case_id)
    table.begin()
    table.seat("coordinator", "housing")
    assert opens(table, "housing", case_id)


@pytest.mark.parametrize(
    ("kind", "because"),
    [
        (SecretKind.OFFICERS, Because.SIGNATURE),
        (SecretKind.AGENCY, Because.SIGNATURE),
        (SecretKind.REFERRAL, Because.SIGNATURE),
    ],
)
def test_no_row_that_points_elsewhere_makes_an_officer_give_what_is_not_given(
    table: Table, kind: SecretKind, because: Because
) -> None:
    """A signature for a meeting gives cases, slips and minutes; never a circle or the section."""
    chair = table.world.actor("chair")
    giver = Giver(chair, Holders(Chain.of(chair)))
    pair = giver.holders.of(table.world.person_id("idva"))
    assert pair is not None
    some = queries.generations(SecretKind.CASE, table.case(0))[0]
    with pytest.raises(Forged):
        giver.to_person(replace(some, kind=kind), b"k" * 32, pair, because)
    assert giver.write() == 0


def test_an_action_is_agreed_once_and_for_one_agency(table: Table) -> None:
    """A row more that says another agency moves it nowhere."""
    world, action_id = table.world, new_id()
    first, then = world.agencies["housing"], world.agencies["police"]
    with transaction():
        for agency_id in (first, then):
            event = ActionAgreed(action_id, case_id=table.case(0), agency_id=agency_id)
            record(world.actor("chair"), event)
    assert handed(action_id).agency_id == first


def test_a_declaration_is_sealed_to_nobody_whom_a_row_lets_in(table: Table) -> None:
    """Whoever is out reads nothing of what is declared in the case after a row was added."""
    world = table.world
    case_id, her = out_by_the_chairs_hand(table)
    append(table, lifted_by(world.actor("coordinator"), case_id, her))
    idva = world.actor("idva")
    conflicts.declare(idva, case_id, idva.person_id, "friend", "I know the victim")
    row = db.session.query(Conflict).one()
    with pytest.raises(NotVisible):
        sealing.content_of(Ring(world.actor("coordinator")), row)
    assert sealing.content_of(Ring(world.actor("chair")), row).words == "I know the victim"


def test_a_signature_lets_somebody_in_once(table: Table) -> None:
    """Let in rightly, shut out again: the old row, written once more, is worth nothing."""
    case_id, world = table.case(0), table.world
    her = world.person_id("coordinator")
    circle.exclude(world.actor("chair"), case_id, person_id=her)
    circle.lift(world.actor("chair"), case_id, her)
    circle.admit(world.actor("deputy"))
    assert opens(table, "coordinator", case_id)
    circle.exclude(world.actor("chair"), case_id, person_id=her)
    assert not opens(table, "coordinator", case_id)
    alter(table, GONE, *sign_out_of_lists(table, "coordinator", case_id))
    append(table, lifts(case_id)[0])
    circle.admit(world.actor("deputy"))
    assert not opens(table, "coordinator", case_id)
    circle.lift(world.actor("chair"), case_id, her)
    circle.admit(world.actor("deputy"))
    assert opens(table, "coordinator", case_id)


def test_who_let_somebody_in_may_leave_afterwards(table: Table) -> None:
    """What an officer signed while in office holds."""
    case_id, world = table.case(0), table.world
    idva = world.person_id("idva")
    circle.exclude(world.actor("deputy"), case_id, person_id=idva)
    circle.lift(world.actor("deputy"), case_id, idva)
    circle.expel(world.actor("chair"), world.person_id("deputy"))
    for _ in range(3):
        circle.admit(world.actor("chair"))
    names = queries.exclusions([case_id], believed_by(Chain.of(world.actor("chair"))))
    assert not keeps_out(names.get(case_id, set()), idva, [])


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["out", "agency out", "back", "own back"]),
        st.sampled_from(["idva", "officer"]),
    ),
    max_size=6,
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_lists_and_lookups_say_the_same_of_the_trail(table: Table, steps: list) -> None:  # type: ignore[type-arg]
    """Whatever was done with a record, the condition of a select and the fold of rows agree."""
    world = table.world
    case_id = db.session.scalars(select(Case.id).where(Case.id == table.case(0))).one()
    people = {who: world.person_id(who) for who in ("idva", "officer")}
    agencies = {who: world.actor(who).agency_id for who in people}
    with transaction():
        db.session.query(Exclusion).delete()
    db.session.rollback()
    raise_after: list[bool] = []
    try:
        with transaction():
            for what, who in steps:
                by = world.actor(who if what == "own back" else "chair")
                if what == "out":
                    record(by, PersonExcluded(case_id, person_id=people[who]))
                elif what == "agency out":
                    record(by, AgencyExcluded(case_id, agency_id=agencies[who]))
                else:
                    record(by, lifted_by(by, case_id, people[who]))
            names = queries.exclusions([case_id]).get(case_id, set())
            for who, person_id in people.items():
                said = select(is_kept_from(Case.id, person_id, agencies[who])).where(
                    Case.id == case_id
                )
                expected = keeps_out(names, person_id, [agencies[who]])
                raise_after.append(bool(db.session.scalar(said)) == expected)
            anybody = select(is_kept_from_anybody(Case.id)).where(Case.id == case_id)
            raise_after.append(bool(db.session.scalar(anybody)) == bool(names))
            raise RuntimeError("nothing of it is kept")
    except RuntimeError:
        pass
    assert all(raise_after)
    assert len(raise_after) == 3
