"""The door: what is due is given once, by whoever can, to whoever may."""

from uuid import UUID

import pytest

from app.access.permissions import Role
from app.audit.model import AuditRow
from app.audit.verify import head
from app.confidentiality.agreement.model import Signature, WordingKind
from app.confidentiality.agreement.queries import in_force
from app.confidentiality.agreement.rules import meeting_occasion
from app.confidentiality.agreement.service import store_signature
from app.confidentiality.circle import ports
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.grants import Holder, OpenSecret, Ring, new_secret
from app.confidentiality.circle.model import Because, Office, Secret, SecretKind
from app.confidentiality.circle.offices import held_office
from app.confidentiality.circle.ports import Due, register_guarded
from app.confidentiality.circle.waiting import own_numbers, waiting
from app.db import db, new_id, transaction
from app.refusals import Refused
from tests.confidentiality.borough import CHAIR, COORDINATOR, IDVA, REPRESENTATIVE, Borough


@pytest.fixture
def dues(monkeypatch: pytest.MonkeyPatch) -> list[Due]:
    """What the work says is due; the test fills it."""
    listed: list[Due] = []
    monkeypatch.setattr(ports, "_GUARDED", [])
    register_guarded(lambda area_id: listed)
    return listed


def due_for_work(area: Borough, dues: list[Due], case: OpenSecret, record: UUID, name: str) -> None:
    """Somebody is assigned to a case: an officer has signed it, and a row says so."""
    person_id = area.people[name]
    assign = (record, (SecretKind.CASE,), Because.ASSIGNED, person_id)
    circle.promise_to(area.actor("coordinator"), *assign)
    dues.append(Due(case.id, record, person_id, Because.ASSIGNED))


def agency_secret(area: Borough, agency: str) -> Secret:
    """The newest generation of an agency's circle."""
    rows = db.session.scalars(
        db.select(Secret)
        .where(Secret.kind == SecretKind.AGENCY, Secret.record_id == area.agencies[agency])
        .order_by(Secret.generation.desc())
    )
    return next(iter(rows))


def test_a_beat_gives_once_and_then_writes_nothing(peopled: Borough, dues: list[Due]) -> None:
    """The second beat is free: no row of the trail, no grant."""
    actor = peopled.actor("coordinator")
    case = new_secret(actor, SecretKind.CASE, record := new_id())
    due_for_work(peopled, dues, case, record, "idva")
    assert circle.admit(actor) > 0
    rows = db.session.query(AuditRow).count()
    assert circle.admit(actor) == 0
    assert db.session.query(AuditRow).count() == rows
    assert Ring(peopled.actor("idva")).may_open(case.id)


def test_a_new_officer_holds_every_case_after_a_beat(peopled: Borough) -> None:
    """Those through the circle, and those that are held singly."""
    actor = peopled.actor("coordinator")
    plain = new_secret(actor, SecretKind.CASE, new_id())
    circle.exclude(actor, record := new_id(), person_id=peopled.people["housing"])
    kept = new_secret(actor, SecretKind.CASE, record)
    peopled.join("coordinator", "deputy", "haven", CHAIR)
    assert not Ring(peopled.actor("deputy")).may_open(plain.id)
    circle.admit(actor)
    assert Ring(peopled.actor("deputy")).may_open(plain.id)
    assert Ring(peopled.actor("deputy")).may_open(kept.id)


@pytest.mark.parametrize("lacking", ["signature", "confirmation"])
def test_who_is_due_and_not_ready_waits(peopled: Borough, dues: list[Due], lacking: str) -> None:
    """Signing alone is not enough, nor is being confirmed."""
    actor = peopled.actor("coordinator")
    case = new_secret(actor, SecretKind.CASE, record := new_id())
    peopled.add_person("late", "housing", REPRESENTATIVE)
    due_for_work(peopled, dues, case, record, "late")
    if lacking == "signature":
        peopled.confirm("coordinator", "late")
    else:
        peopled.sign("late")
    circle.admit(actor)
    assert not Ring(peopled.actor("late")).may_open(case.id)
    if lacking == "signature":
        peopled.sign("late")
    else:
        peopled.confirm("coordinator", "late")
    circle.admit(actor)
    assert Ring(peopled.actor("late")).may_open(case.id)


def test_a_signature_is_a_reason_only_if_it_is_theirs_and_of_a_meeting(
    peopled: Borough, dues: list[Due]
) -> None:
    """Somebody else's signature, or one of another kind, opens no case."""
    actor = peopled.actor("coordinator")
    case = new_secret(actor, SecretKind.CASE, record := new_id())
    words = in_force(peopled.area_id)[WordingKind.MEETING_DECLARATION]
    theirs = store_signature(peopled.actor("idva"), words.id, meeting_occasion(new_id()))
    area_wide = db.session.scalars(
        db.select(Signature).where(Signature.person_id == peopled.people["housing"])
    ).first()
    assert area_wide is not None
    for reason in (theirs.id, area_wide.id, new_id(), None):
        dues[:] = [Due(case.id, record, peopled.people["housing"], Because.SIGNATURE, reason)]
        circle.admit(actor)
        assert not Ring(peopled.actor("housing")).may_open(case.id)
    dues[:] = [Due(case.id, record, peopled.people["idva"], Because.SIGNATURE, theirs.id)]
    circle.admit(actor)
    assert Ring(peopled.actor("idva")).may_open(case.id)


def test_nobody_becomes_due_as_an_officer_by_being_listed(
    peopled: Borough, dues: list[Due]
) -> None:
    """An office is what an officer confirmed, not what a row of the work says."""
    actor = peopled.actor("coordinator")
    case = new_secret(actor, SecretKind.CASE, record := new_id())
    for because in (Because.OFFICE, Because.PART_OF_CASE, Because.RECOVERY, Because.LET_IN):
        dues[:] = [Due(case.id, record, peopled.people["housing"], because)]
        circle.admit(actor)
        assert not Ring(peopled.actor("housing")).may_open(case.id)


def test_a_rewritten_row_of_work_lets_nobody_in(peopled: Borough, dues: list[Due]) -> None:
    """Whoever holds the database can say whose case it is; only an officer's signature counts."""
    actor = peopled.actor("coordinator")
    case = new_secret(actor, SecretKind.CASE, record := new_id())
    due_for_work(peopled, dues, case, record, "idva")
    for because in (Because.ASSIGNED, Because.REFERRER, Because.ACTION_OWNER):
        dues.append(Due(case.id, record, peopled.people["housing"], because))
    circle.admit(actor)
    assert Ring(peopled.actor("idva")).may_open(case.id)
    assert not Ring(peopled.actor("housing")).may_open(case.id)


def test_an_excluded_person_is_never_let_in(peopled: Borough, dues: list[Due]) -> None:
    """Whatever they are due, by name or with their agency."""
    actor = peopled.actor("coordinator")
    circle.exclude(actor, record := new_id(), agency_id=peopled.agencies["haven"])
    case = new_secret(actor, SecretKind.CASE, record)
    due_for_work(peopled, dues, case, record, "idva")
    circle.admit(actor)
    assert not Ring(peopled.actor("idva")).may_open(case.id)


def test_members_let_each_other_into_their_agencys_circle(peopled: Borough) -> None:
    """The first founds it, the second is let in by the first, and no officer opens it."""
    circle.admit(peopled.actor("housing"))
    secret = agency_secret(peopled, "housing")
    peopled.join("coordinator", "colleague", "housing", REPRESENTATIVE)
    circle.admit(peopled.actor("coordinator"))
    assert not Ring(peopled.actor("colleague")).may_open(secret.id)
    circle.admit(peopled.actor("housing"))
    opens = {name: Ring(peopled.actor(name)).may_open(secret.id) for name in peopled.people}
    assert [name for name, may in opens.items() if may] == ["housing", "colleague"]


def test_a_sole_members_reset_loses_the_agencys_circle(peopled: Borough) -> None:
    """What was written is lost, and the next beat begins a new circle."""
    circle.admit(peopled.actor("housing"))
    old = agency_secret(peopled, "housing").id
    peopled.reset("housing")
    peopled.sign("housing")
    peopled.confirm("coordinator", "housing")
    circle.admit(peopled.actor("housing"))
    newest = agency_secret(peopled, "housing")
    assert newest.generation == 2
    assert Ring(peopled.actor("housing")).may_open(newest.id)
    assert not Ring(peopled.actor("housing")).may_open(old)


def test_new_keys_get_what_the_old_ones_held(peopled: Borough) -> None:
    """After a forgotten passphrase: confirmed, signed again, let in; the old grants are gone."""
    actor = peopled.actor("coordinator")
    idva = peopled.people["idva"]
    case = new_secret(actor, SecretKind.CASE, new_id(), [Holder(idva, Because.REFERRER)])
    old = peopled.actor("idva")
    peopled.reset("idva")
    circle.admit(actor)
    assert not Ring(peopled.actor("idva")).may_open(case.id)
    peopled.confirm("coordinator", "idva")
    peopled.sign("idva")
    peopled.sign_for_agency("idva")
    circle.admit(actor)
    assert Ring(peopled.actor("idva")).may_open(case.id)
    assert not Ring(old).may_open(case.id)


def test_keys_that_were_replaced_hold_no_office(peopled: Borough) -> None:
    """Nothing that the old pair is said to have done afterwards counts, in whatever office it is
    that the new one was confirmed."""
    circle.admit(peopled.actor("coordinator"))
    old = peopled.actor("chair").keys.key_id
    peopled.reset("chair")
    peopled.confirm("coordinator", "chair", Office.MEMBER)
    assert not held_office(Chain.of(peopled.actor("coordinator")), old, head(db.session).seq + 1)


def test_a_reset_chair_is_confirmed_by_the_coordinator(peopled: Borough) -> None:
    """And whatever the chair had made and confirmed still stands, signed anew."""
    circle.admit(peopled.actor("coordinator"))
    peopled.join("chair", "late", "housing", REPRESENTATIVE)
    holder = [Holder(peopled.people["late"], Because.REFERRER)]
    case = new_secret(peopled.actor("chair"), SecretKind.CASE, new_id(), holder)
    peopled.reset("chair")
    peopled.confirm("coordinator", "chair", Office.OFFICER)
    peopled.sign("chair")
    circle.admit(peopled.actor("coordinator"))
    assert Ring(peopled.actor("chair")).may_open(case.id)
    assert Ring(peopled.actor("late")).may_open(case.id)
    assert circle.verify_all(peopled.area_id) == []


def test_the_door_shows_who_waits(peopled: Borough, dues: list[Due]) -> None:
    """Keys to confirm with the number to call, people to let in, nobody who needs neither."""
    actor = peopled.actor("coordinator")
    circle.admit(actor)
    assert waiting(actor).count == 0
    peopled.add_person("new", "haven", IDVA)
    case = new_secret(actor, SecretKind.CASE, record := new_id())
    due_for_work(peopled, dues, case, record, "housing")
    found = waiting(actor)
    (pair,) = found.pairs
    assert (pair.name, pair.agency_name) == ("new example", "haven")
    assert pair.callback_phone == "020 7946 0123"
    assert [one.name for one in found.due_people] == ["housing example"]
    assert pair.numbers == own_numbers(peopled.actor("new"))
    assert own_numbers(actor) is None


def test_somebody_who_left_with_keys_is_shown(peopled: Borough) -> None:
    """Until an officer takes them off."""
    from app.accounts.person.model import Person, PersonState

    actor = peopled.actor("coordinator")
    holder = [Holder(peopled.people["housing"], Because.REFERRER)]
    new_secret(actor, SecretKind.CASE, new_id(), holder)
    with transaction() as session:
        session.get_one(Person, peopled.people["housing"]).state = PersonState.LEFT
    assert [name for _, name in waiting(actor).gone] == ["housing example"]
    circle.expel(actor, peopled.people["housing"])
    assert waiting(actor).gone == ()


def test_a_signatory_alone_and_an_administrator_keep_no_door(peopled: Borough) -> None:
    """They hold nothing, so there is nothing to give."""
    for roles in (frozenset({Role.SIGNATORY}), frozenset({Role.ADMINISTRATOR})):
        peopled.add_person(name := min(roles), "housing", roles)
        with pytest.raises(Refused):
            circle.admit(peopled.actor(name))


def test_a_suspended_doorkeeper_gives_nothing(borough: Borough) -> None:
    """New words, not yet signed: the beat is refused whatever waits."""
    from app.confidentiality.agreement.service import publish, standard_text

    kind = WordingKind.CONFIDENTIALITY_AGREEMENT
    borough.add_agency("haven")
    borough.join("coordinator", "deputy", "haven", COORDINATOR)
    publish(borough.actor("coordinator"), kind, "Another", standard_text(kind) + "\nMore.\n")
    with pytest.raises(Refused):
        circle.admit(borough.actor("coordinator"))
