"""Excluding, expelling, rotating: grants go at once, what is written later has new keys."""

from dataclasses import asdict
from uuid import UUID

import pytest
from sqlalchemy import delete, insert

from app.access.permissions import Role
from app.audit.model import AuditRow
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.grants import Holder, Ring, new_secret
from app.confidentiality.circle.model import (
    Because,
    Exclusion,
    Grant,
    HolderKind,
    Office,
    Secret,
    SecretKind,
)
from app.confidentiality.circle.queries import generations, grant_rows, not_excluded
from app.confidentiality.circle.waiting import waiting
from app.db import db, new_id, transaction
from app.refusals import NotVisible, Refused, RuleBroken
from tests.confidentiality.borough import CHAIR, REPRESENTATIVE, Borough
from tests.confidentiality.reach import everything, opened_by


@pytest.fixture
def area(peopled: Borough) -> Borough:
    """Everybody is in, with a deputy of a third agency."""
    peopled.join("coordinator", "deputy", "haven", CHAIR)
    circle.admit(peopled.actor("coordinator"))
    return peopled


def a_case(area: Borough, *names: str) -> tuple[UUID, UUID]:
    """A case for these people besides the officers: its secret and its record."""
    record = new_id()
    holders = [Holder(area.people[name], Because.REFERRER) for name in names]
    made = new_secret(area.actor("coordinator"), SecretKind.CASE, record, holders)
    return made.id, record


def who_opens(area: Borough, secret_id: UUID) -> set[str]:
    """Everybody who opens a secret."""
    return {name for name in area.people if Ring(area.actor(name)).may_open(secret_id)}


def reaches(area: Borough, name: str) -> set[UUID]:
    """What somebody's keys reach by bytes alone."""
    return set(opened_by(area.keyrings[name], *everything()))


def test_an_exclusion_given_first_never_meets_a_grant(area: Borough) -> None:
    """One generation, no circle grant, the other officers one by one."""
    record = new_id()
    circle.exclude(area.actor("coordinator"), record, person_id=area.people["chair"])
    holders = [Holder(area.people["chair"], Because.ASSIGNED)]
    made = new_secret(area.actor("coordinator"), SecretKind.CASE, record, holders)
    assert who_opens(area, made.id) == {"coordinator", "deputy"}
    assert made.id not in reaches(area, "chair")
    assert len(generations(SecretKind.CASE, record)) == 1


def test_an_excluded_officer_loses_a_case_that_the_circle_opened(area: Borough) -> None:
    """The circle's grant goes, the others hold it singly, and there is a new generation."""
    secret, record = a_case(area, "housing")
    assert secret in reaches(area, "chair")
    circle.exclude(
        area.actor("coordinator"),
        record,
        person_id=area.people["chair"],
        reason="He is her brother-in-law.",
        secret_id=secret,
    )
    new, old = generations(SecretKind.CASE, record)
    for generation in (new, old):
        assert generation.id not in reaches(area, "chair")
        assert who_opens(area, generation.id) == {"coordinator", "deputy", "housing"}
    assert old.retired_at is not None
    assert Ring(area.actor("deputy")).current(secret) == new.id
    (shown,) = circle.exclusions(area.actor("deputy"), record)
    assert shown.reason == "He is her brother-in-law."


def test_an_excluded_agency_includes_who_joins_it_later(area: Borough) -> None:
    """An officer of that agency too, whenever they become one."""
    secret, record = a_case(area)
    circle.exclude(area.actor("coordinator"), record, agency_id=area.agencies["housing"])
    area.join("coordinator", "late", "housing", CHAIR)
    circle.admit(area.actor("coordinator"))
    assert who_opens(area, secret) == {"coordinator", "chair", "deputy"}
    assert not reaches(area, "late") & {row.id for row in generations(SecretKind.CASE, record)}


def test_slips_and_compartment_follow_their_case(area: Borough) -> None:
    """Somebody excluded loses the actions and the immigration section as well."""
    secret, record = a_case(area, "idva")
    idva = Holder(area.people["idva"], Because.ASSIGNED)
    compartment = new_secret(area.actor("coordinator"), SecretKind.COMPARTMENT, record, [idva])
    owner = Holder(area.people["idva"], Because.ACTION_OWNER)
    slip = new_secret(area.actor("chair"), SecretKind.SLIP, new_id(), [owner], part_of=secret)
    circle.exclude(area.actor("coordinator"), record, person_id=area.people["idva"])
    assert not {secret, compartment.id, slip.id} & reaches(area, "idva")
    assert Ring(area.actor("chair")).current(slip.id) != slip.id
    assert Ring(area.actor("chair")).may_open(Ring(area.actor("chair")).current(slip.id))


def test_excluding_is_once_and_asks_for_one_of_two(area: Borough) -> None:
    """A second time changes nothing; both or neither is refused; another area's is not there."""
    _, record = a_case(area)
    actor = area.actor("coordinator")
    first = circle.exclude(actor, record, person_id=area.people["idva"])
    assert circle.exclude(actor, record, person_id=area.people["idva"]).id == first.id
    assert len(generations(SecretKind.CASE, record)) == 2
    with pytest.raises(RuleBroken):
        circle.exclude(actor, record)
    with pytest.raises(NotVisible):
        circle.exclude(actor, record, person_id=new_id())


def test_nobody_shuts_the_last_officer_out(borough: Borough) -> None:
    """Nor oneself out of what one holds."""
    record = new_id()
    with pytest.raises(RuleBroken, match="no officer"):
        circle.exclude(
            borough.actor("coordinator"), record, person_id=borough.people["coordinator"]
        )
    new_secret(borough.actor("coordinator"), SecretKind.CASE, record)
    with pytest.raises(Refused, match="I know somebody in this case"):
        circle.exclude(
            borough.actor("coordinator"), record, person_id=borough.people["coordinator"]
        )


def test_only_officers_exclude_from_what_exists(area: Borough) -> None:
    """A referrer does so first, for their own new record."""
    _, record = a_case(area, "housing")
    with pytest.raises(Refused):
        circle.exclude(area.actor("housing"), record, person_id=area.people["idva"])
    own = new_id()
    circle.exclude(area.actor("housing"), own, person_id=area.people["chair"])
    made = new_secret(area.actor("housing"), SecretKind.REFERRAL, own)
    assert who_opens(area, made.id) == {"coordinator", "deputy"}


def test_selects_hide_an_excluded_persons_records(area: Borough) -> None:
    """The condition for any select of records, for a person and for an agency."""
    _, one = a_case(area)
    _, other = a_case(area)
    circle.exclude(area.actor("coordinator"), one, person_id=area.people["idva"])
    circle.exclude(area.actor("coordinator"), other, agency_id=area.agencies["housing"])

    def sees(name: str) -> set[UUID]:
        query = db.select(Secret.record_id).where(Secret.record_id.in_([one, other]))
        return set(
            db.session.scalars(query.where(not_excluded(area.actor(name), Secret.record_id)))
        )

    assert (sees("idva"), sees("housing"), sees("chair")) == ({other}, {one}, {one, other})


def test_expelling_deletes_grants_at_once(area: Borough) -> None:
    """By bytes alone there is nothing left to open, before any rotation."""
    secret, _ = a_case(area, "housing")
    count = circle.expel(area.actor("coordinator"), area.people["housing"])
    assert count > 0
    assert reaches(area, "housing") == set()
    assert "housing" not in who_opens(area, secret)


def test_whoever_was_put_out_does_not_wait_at_the_door(area: Borough) -> None:
    """Their keys are put away for good, so that nobody confirms them by mistake."""
    circle.expel(area.actor("coordinator"), area.people["housing"])
    assert waiting(area.actor("coordinator")).pairs == ()
    with pytest.raises(NotVisible):
        area.confirm("coordinator", "housing")


def test_the_next_beat_makes_new_keys_for_what_they_held(area: Borough) -> None:
    """The old generation stays readable to those who remain."""
    secret, record = a_case(area, "housing", "idva")
    circle.expel(area.actor("chair"), area.people["housing"])
    circle.admit(area.actor("coordinator"))
    new, old = generations(SecretKind.CASE, record)
    assert (old.id, new.generation) == (secret, 2)
    rest = {"coordinator", "chair", "deputy", "idva"}
    assert who_opens(area, new.id) == who_opens(area, old.id) == rest
    assert circle.admit(area.actor("coordinator")) == 0


def test_an_expelled_officer_costs_every_key_she_could_reach(area: Borough) -> None:
    """The officers' circle and, some at each beat, every case that it opened."""
    cases = [a_case(area)[1] for _ in range(30)]
    circle.expel(area.actor("coordinator"), area.people["deputy"])
    circle.admit(area.actor("coordinator"))
    assert generations(SecretKind.OFFICERS, area.area_id)[0].generation == 2
    while circle.admit(area.actor("coordinator")):
        pass
    assert all(generations(SecretKind.CASE, record)[0].generation == 2 for record in cases)
    assert circle.verify_all(area.area_id) == []


def test_what_an_expelled_officer_had_vouched_for_stands(area: Borough) -> None:
    """People she confirmed, cases she made, grants she gave: signed anew by whoever expels her."""
    area.join("deputy", "late", "housing", REPRESENTATIVE)
    holder = [Holder(area.people["late"], Because.REFERRER)]
    case = new_secret(area.actor("deputy"), SecretKind.CASE, new_id(), holder)
    circle.name_compartment_holder(area.actor("deputy"), area.people["idva"])
    circle.expel(area.actor("chair"), area.people["deputy"])
    assert Ring(area.actor("late")).may_open(case.id)
    assert circle.verify_all(area.area_id) == []
    record = new_id()
    made = new_secret(area.actor("chair"), SecretKind.COMPARTMENT, record)
    assert who_opens(area, made.id) == {"idva"}


def test_an_expelled_officers_old_keys_sign_nothing_that_counts(area: Borough) -> None:
    """Even backdated: a confirmation or a case of hers is worth nothing now."""
    circle.expel(area.actor("coordinator"), area.people["deputy"])
    area.add_person("late", "housing", REPRESENTATIVE)
    with pytest.raises(Refused):
        area.confirm("deputy", "late")
    with pytest.raises(Refused):
        new_secret(area.actor("deputy"), SecretKind.CASE, new_id())


def test_the_first_officer_can_be_expelled(area: Borough) -> None:
    """Her key stays the root of what she confirmed; she herself holds nothing."""
    secret, _ = a_case(area)
    circle.expel(area.actor("chair"), area.people["coordinator"])
    assert reaches(area, "coordinator") == set()
    circle.admit(area.actor("chair"))
    assert who_opens(area, secret) == {"chair", "deputy"}
    area.join("chair", "late", "housing", REPRESENTATIVE)
    assert circle.verify_all(area.area_id) == []


def test_whose_keys_lean_on_somebody_cannot_expel_them(area: Borough) -> None:
    """Another officer has to, or the custodians confirm her first."""
    area.join("deputy", "second", "housing", CHAIR)
    circle.admit(area.actor("coordinator"))
    with pytest.raises(Refused, match="confirmed by this person"):
        circle.expel(area.actor("second"), area.people["deputy"])
    circle.expel(area.actor("coordinator"), area.people["deputy"])
    assert Ring(area.actor("second")).me.is_officer


def test_whose_keys_lean_on_somebody_cannot_confirm_them_again(area: Borough) -> None:
    """Or the two would vouch for each other, and nobody for either."""
    area.join("deputy", "second", "housing", CHAIR)
    with pytest.raises(Refused, match="confirmed by this person"):
        area.confirm("second", "deputy", Office.OFFICER)
    area.confirm("second", "coordinator", Office.OFFICER)
    assert Ring(area.actor("coordinator")).me.is_officer
    assert circle.verify_all(area.area_id) == []


def test_a_grant_from_a_backup_opens_nothing_after_an_exclusion(area: Borough) -> None:
    """It was rightly signed once; the list of who is kept out is asked before any key."""
    secret, record = a_case(area, "housing")
    (old,) = grant_rows(Grant.secret_id == secret, Grant.holder_id == area.people["housing"])
    circle.exclude(area.actor("coordinator"), record, person_id=area.people["housing"])
    with transaction() as session:
        session.execute(insert(Grant).values(**asdict(old)))
        session.execute(delete(Exclusion))
    with pytest.raises(NotVisible):
        Ring(area.actor("housing")).key(secret)


def test_replaced_keys_open_nothing_before_the_new_ones_are_confirmed(area: Borough) -> None:
    """Whoever asked for a reset may have lost more than a passphrase."""
    secret, _ = a_case(area, "housing")
    old = area.actor("housing")
    area.reset("housing")
    assert not Ring(old).may_open(secret)


def test_nobody_expels_herself_and_no_member_expels(area: Borough) -> None:
    """It takes another officer."""
    with pytest.raises(Refused):
        circle.expel(area.actor("chair"), area.people["chair"])
    with pytest.raises(Refused):
        circle.expel(area.actor("housing"), area.people["idva"])
    with pytest.raises(NotVisible):
        circle.expel(area.actor("chair"), new_id())


def test_an_expelled_member_comes_back_with_nothing_of_before(area: Borough) -> None:
    """New keys, confirmed and signed, hold what they are due from now on."""
    secret, _ = a_case(area, "housing")
    circle.expel(area.actor("chair"), area.people["housing"])
    area.reset("housing")
    area.confirm("chair", "housing")
    area.sign("housing")
    area.sign_for_agency("housing")
    circle.admit(area.actor("chair"))
    assert not Ring(area.actor("housing")).may_open(secret)
    assert Ring(area.actor("housing")).me


def test_an_officer_who_becomes_a_member_leaves_the_circle(area: Borough) -> None:
    """Confirmed again as a member: the officers' grants go, what she vouched for stands."""
    secret, _ = a_case(area)
    own, _ = a_case(area, "deputy")
    area.join("deputy", "late", "housing", REPRESENTATIVE)
    area.confirm("coordinator", "deputy", Office.MEMBER)
    assert who_opens(area, secret) == {"coordinator", "chair"}
    assert "deputy" in who_opens(area, own)
    assert Ring(area.actor("late")).me
    assert circle.verify_all(area.area_id) == []


def test_an_agencys_circle_is_made_new_by_a_fellow_member(area: Borough) -> None:
    """After a colleague was put out, by the next beat of one who stays."""
    area.join("coordinator", "colleague", "housing", frozenset({Role.REPRESENTATIVE}))
    circle.admit(area.actor("housing"))
    circle.admit(area.actor("housing"))
    circle.expel(area.actor("chair"), area.people["colleague"])
    circle.admit(area.actor("chair"))
    assert len(generations(SecretKind.AGENCY, area.agencies["housing"])) == 1
    circle.admit(area.actor("housing"))
    new, old = generations(SecretKind.AGENCY, area.agencies["housing"])
    assert who_opens(area, new.id) == who_opens(area, old.id) == {"housing"}


def test_leaving_leaves_a_trail_of_ids_alone(area: Borough) -> None:
    """The reason of an exclusion is sealed, never in the trail."""
    secret, record = a_case(area, "housing")
    reason = "She lives next door to him"
    circle.exclude(
        area.actor("coordinator"),
        record,
        person_id=area.people["housing"],
        reason=reason,
        secret_id=secret,
    )
    rows = db.session.scalars(db.select(AuditRow).where(AuditRow.tag == "case:exclude")).all()
    assert len(rows) == 1
    assert reason not in "".join(str(vars(row)) for row in rows)
    kept = db.session.scalars(db.select(Exclusion.sealed_reason)).one()
    assert kept is not None
    assert reason.encode() not in kept


def test_every_generation_is_sealed_to_recovery(area: Borough) -> None:
    """Except an agency's own circle, which officers and custodians never open."""
    _, record = a_case(area, "housing")
    circle.exclude(area.actor("coordinator"), record, person_id=area.people["idva"])
    circle.admit(area.actor("housing"))
    sealed = set(
        db.session.scalars(
            db.select(Grant.secret_id).where(Grant.holder_kind == HolderKind.RECOVERY)
        )
    )
    secrets = db.session.scalars(db.select(Secret)).all()
    assert {row.id for row in secrets if row.kind != SecretKind.AGENCY} == sealed
