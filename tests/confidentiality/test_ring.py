"""Opening and sealing: who opens what, by which way, and what is said when nothing opens."""

from uuid import UUID

import pytest
from sqlalchemy import event, update

from app.access.actor import Actor
from app.accounts.person.model import KeyPair, Person, PersonState
from app.confidentiality.agreement.model import WordingKind
from app.confidentiality.agreement.service import publish, standard_text
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.chain import Unconfirmed
from app.confidentiality.circle.grants import Holder, Ring, new_secret, require_signed
from app.confidentiality.circle.model import Because, Confirmation, Grant, Secret, SecretKind
from app.db import db, new_id, transaction
from app.refusals import NotSignedIn, NotVisible, Refused
from app.vault.errors import DoesNotOpen, Forged
from tests.confidentiality.borough import REPRESENTATIVE, Borough


@pytest.fixture
def area(peopled: Borough) -> Borough:
    """Everybody is in: the chair holds the officers' circle."""
    circle.admit(peopled.actor("coordinator"))
    return peopled


def a_case(area: Borough, *names: str) -> tuple[UUID, UUID]:
    """A case for these people besides the officers: its secret and its record."""
    record = new_id()
    holders = [Holder(area.people[name], Because.REFERRER) for name in names]
    made = new_secret(area.actor("coordinator"), SecretKind.CASE, record, holders)
    return made.id, record


def test_a_case_opens_for_officers_and_its_holders(area: Borough) -> None:
    """Officers through their circle, the referrer singly, nobody else at all."""
    secret, record = a_case(area, "housing")
    opens = {name: Ring(area.actor(name)).may_open(secret) for name in area.people}
    assert opens == {"coordinator": True, "chair": True, "housing": True, "idva": False}
    keys = {Ring(area.actor(name)).key(secret, of=record) for name in opens if opens[name]}
    assert len(keys) == 1


def test_what_one_seals_another_reads(area: Borough) -> None:
    """Under the same secret, for the same row, and for no other row."""
    secret, _ = a_case(area, "housing")
    row = new_id()
    sealed = Ring(area.actor("chair")).seal(secret, "case.label", row, {"name": "Ada"})
    ring = Ring(area.actor("housing"))
    assert ring.read(secret, "case.label", row, sealed) == {"name": "Ada"}
    with pytest.raises(DoesNotOpen):
        ring.read(secret, "case.label", new_id(), sealed)
    with pytest.raises(NotVisible):
        Ring(area.actor("idva")).read(secret, "case.label", row, sealed)


def test_what_does_not_exist_is_as_what_is_not_granted(area: Borough) -> None:
    """The same refusal, with nothing in it."""
    secret, _ = a_case(area)
    ring = Ring(area.actor("idva"))
    for asked in (secret, new_id()):
        with pytest.raises(NotVisible) as refusal:
            ring.key(asked)
        assert str(refusal.value) == ""


def test_a_row_that_points_at_another_records_secret_is_forged(area: Borough) -> None:
    """So nobody makes an officer seal one case's words under another's key."""
    mine, _ = a_case(area)
    with pytest.raises(Forged):
        Ring(area.actor("chair")).key(mine, of=new_id())


def test_a_slip_opens_to_its_owner_and_through_its_case(area: Borough) -> None:
    """Its owner opens nothing else of the case."""
    case, _ = a_case(area, "housing")
    owner = Holder(area.people["idva"], Because.ACTION_OWNER)
    slip = new_secret(
        area.actor("chair"), SecretKind.SLIP, new_id(), [owner], part_of=case
    )  # fmt: skip
    opens = {name: Ring(area.actor(name)).may_open(slip.id) for name in area.people}
    assert opens == {"coordinator": True, "chair": True, "housing": True, "idva": True}
    assert not Ring(area.actor("idva")).may_open(case)


def test_a_slip_is_no_way_round_an_exclusion(area: Borough) -> None:
    """Whoever the case is kept from gets no slip of it, named as its owner or not."""
    case, record = a_case(area)
    circle.exclude(area.actor("coordinator"), record, person_id=area.people["idva"])
    owner = Holder(area.people["idva"], Because.ACTION_OWNER)
    slip = new_secret(area.actor("chair"), SecretKind.SLIP, new_id(), [owner], part_of=case)
    assert not Ring(area.actor("idva")).may_open(slip.id)
    assert not [row for row in grants_of(slip.id) if row.holder_id == area.people["idva"]]


def test_only_officers_make_cases(area: Borough) -> None:
    """A member makes a referral, which the officers open."""
    with pytest.raises(Refused):
        new_secret(area.actor("housing"), SecretKind.CASE, new_id())
    referral = new_secret(area.actor("housing"), SecretKind.REFERRAL, new_id())
    assert Ring(area.actor("chair")).may_open(referral.id)


def test_a_holder_who_has_not_signed_is_passed_over(area: Borough) -> None:
    """And so is one whose keys nobody has confirmed."""
    area.add_person("new", "housing", REPRESENTATIVE)
    case, _ = a_case(area, "new")
    assert not [row for row in grants_of(case) if row.holder_id == area.people["new"]]
    with pytest.raises(Refused, match="Sign the wording in force first"):
        Ring(area.actor("new")).key(case)
    area.sign("new")
    with pytest.raises(Unconfirmed):
        Ring(area.actor("new")).key(case)


def test_new_words_suspend_everybody_and_delete_nothing(area: Borough) -> None:
    """An officer's own signature lifts her own suspension, nobody else's."""
    case, _ = a_case(area, "housing")
    before = len(grants_of(case))
    kind = WordingKind.CONFIDENTIALITY_AGREEMENT
    publish(area.actor("coordinator"), kind, "Another", standard_text(kind) + "\nMore.\n")
    assert not any(Ring(area.actor(name)).may_open(case) for name in area.people)
    with pytest.raises(Refused):
        require_signed(area.actor("chair"))
    area.sign("chair")
    opens = {name: Ring(area.actor(name)).may_open(case) for name in area.people}
    assert opens == {"coordinator": False, "chair": True, "housing": False, "idva": False}
    assert len(grants_of(case)) == before


def test_a_new_protocol_suspends_until_the_signatory_has_signed(area: Borough) -> None:
    """The people of an agency wait for whoever signs for it."""
    case, _ = a_case(area, "housing")
    kind = WordingKind.OPERATING_PROTOCOL
    publish(area.actor("coordinator"), kind, "Another", standard_text(kind) + "\nMore.\n")
    with pytest.raises(Refused, match="agency has not signed"):
        Ring(area.actor("housing")).key(case)
    area.sign_for_agency("housing")
    assert Ring(area.actor("housing")).may_open(case)
    assert not Ring(area.actor("chair")).may_open(case)


def test_without_opened_keys_nobody_is_signed_in(area: Borough) -> None:
    """A command has no keys, so it opens nothing."""
    case, _ = a_case(area)
    chair = area.actor("chair")
    bare = Actor(chair.person_id, chair.agency_id, chair.area_id, chair.roles)
    with pytest.raises(NotSignedIn):
        Ring(bare).key(case)


def test_another_persons_keyring_opens_nothing_as_oneself(area: Borough) -> None:
    """The keys must be the person's own."""
    case, _ = a_case(area)
    chair, idva = area.actor("chair"), area.actor("idva")
    mixed = Actor(idva.person_id, idva.agency_id, idva.area_id, idva.roles, chair.keyring)
    assert not Ring(mixed).may_open(case)


@pytest.mark.parametrize("column", ["statement", "signature", "public"])
def test_one_altered_byte_of_a_secret_is_named(area: Borough, column: str) -> None:
    """The refusal names the row."""
    case, _ = a_case(area, "housing")
    flip(Secret, case, column)
    with pytest.raises(Forged, match=str(case)):
        Ring(area.actor("housing")).key(case)


@pytest.mark.parametrize("column", ["statement", "signature", "wrapped"])
def test_one_altered_byte_of_a_grant_is_named(area: Borough, column: str) -> None:
    """The refusal names the row, whether words, signature or key were touched."""
    case, _ = a_case(area, "housing")
    (grant,) = [row for row in grants_of(case) if row.holder_id == area.people["housing"]]
    flip(Grant, grant.id, column)
    with pytest.raises(Forged, match=str(grant.id)):
        Ring(area.actor("housing")).key(case)


@pytest.mark.parametrize("table", [Confirmation, KeyPair])
@pytest.mark.parametrize("column", ["statement", "signature"])
def test_one_altered_byte_of_a_key_pair_shuts_its_person_out(
    area: Borough, table: type, column: str
) -> None:
    """Its own words or an officer's; and the check from the public keys alone names it."""
    case, _ = a_case(area, "housing")
    row = db.session.scalars(
        db.select(Confirmation).where(Confirmation.person_id == area.people["housing"])
    ).one()
    row_id, pair_id = row.id, row.key_pair_id
    flip(table, row_id if table is Confirmation else pair_id, column)
    with pytest.raises(Refused):
        Ring(area.actor("housing")).key(case)
    assert row_id in {fault.id for fault in circle.verify_all(area.area_id)}


def test_whoever_has_left_opens_nothing(area: Borough) -> None:
    """Before anybody has taken their keys off the ring, and with a session that is still open."""
    case, _ = a_case(area, "housing")
    with transaction() as session:
        session.get_one(Person, area.people["housing"]).state = PersonState.LEFT
    with pytest.raises(Unconfirmed):
        Ring(area.actor("housing")).key(case)


def test_sixteen_labels_are_a_handful_of_queries(area: Borough) -> None:
    """However many cases are on the agenda; one of them asks the trail who is out."""
    cases = [a_case(area, "housing")[0] for _ in range(16)]
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    for name in ("housing", "chair"):
        db.session.rollback()
        asked.clear()
        ring = Ring(area.actor(name))
        ring.preload(cases)
        assert all(ring.may_open(case) for case in cases)
        assert len(asked) <= 12


def grants_of(secret_id: UUID) -> list[Grant]:
    """The grants of a secret."""
    return list(db.session.scalars(db.select(Grant).where(Grant.secret_id == secret_id)))


def flip(table: type, row_id: UUID, column: str) -> None:
    """Alter one byte."""
    with transaction() as session:
        value = getattr(session.get_one(table, row_id), column)
        altered = value[:20] + bytes([value[20] ^ 1]) + value[21:]
        session.execute(update(table).where(table.id == row_id).values({column: altered}))  # type: ignore[attr-defined]
