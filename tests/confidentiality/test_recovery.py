"""The recovery words: two of three sheets open what a forgotten passphrase has shut."""

from collections.abc import Sequence
from itertools import combinations

import pytest
from sqlalchemy import update

from app.accounts.area.model import Area
from app.audit.model import AuditRow
from app.confidentiality.circle import ports
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.grants import Holder, Ring, new_secret
from app.confidentiality.circle.model import Because, Grant, HolderKind, SecretKind
from app.confidentiality.circle.recovery import recover, rehearse
from app.confidentiality.circle.statements import fingerprint
from app.db import db, new_id, transaction
from app.refusals import NotVisible, Refused, RuleBroken
from app.vault import recovery
from tests.confidentiality.borough import REPRESENTATIVE, Borough


def recover_as(area: Borough, name: str, sheets: Sequence[str]) -> int:
    """Recover somebody who reads out the numbers of the keys they have in hand."""
    keys = area.keyrings[name]
    numbers = fingerprint(keys.receiving_public, keys.signing_public)
    return recover(area.area_id, sheets, area.people[name], numbers)


@pytest.mark.parametrize("pair", list(combinations(range(3), 2)))
def test_any_two_sheets_open_everything_that_officers_hold(
    borough: Borough, pair: tuple[int, int]
) -> None:
    """Rehearsed: counted, written down, and nothing is kept."""
    sheets = [borough.sheets[number] for number in pair]
    grants = db.session.query(Grant).count()
    assert rehearse(borough.area_id, sheets) == 2
    new_secret(borough.actor("coordinator"), SecretKind.CASE, new_id())
    assert rehearse(borough.area_id, sheets) == 3
    assert db.session.query(Grant).count() == grants + 2
    assert db.session.query(AuditRow).filter_by(tag="area:recovery_rehearsal").count() == 2


def test_keys_that_must_not_be_an_officers_are_not_recovered(
    borough: Borough, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the work says against a key pair holds on this way to an office as well."""
    monkeypatch.setattr(ports, "_BARS", [])
    borough.reset("coordinator")
    barred = [borough.keyrings["coordinator"].key_id]
    ports.register_bar(lambda _: None)
    ports.register_bar(lambda pair_id: "They sign elsewhere" if pair_id in barred else None)
    with pytest.raises(RuleBroken, match="sign elsewhere") as broken:
        recover_as(borough, "coordinator", borough.sheets[:2])
    assert broken.value.field == "person"
    barred.clear()
    assert recover_as(borough, "coordinator", borough.sheets[:2]) > 0


def test_one_sheet_or_another_areas_open_nothing(borough: Borough) -> None:
    """The message says what to look at; nothing is written."""
    for sheets in (
        borough.sheets[:1],
        (borough.sheets[0], borough.sheets[0]),
        recovery.split(b"r" * 32)[:2],
        ("not", "words"),
    ):
        with pytest.raises(RuleBroken) as broken:
            rehearse(borough.area_id, sheets)
        assert broken.value.field == "words"
    with pytest.raises(NotVisible):
        rehearse(new_id(), borough.sheets[:2])


def test_the_only_officer_comes_back(borough: Borough) -> None:
    """New keys, confirmed by two custodians, hold the circle, the index and every case again."""
    borough.add_agency("haven")
    actor = borough.actor("coordinator")
    borough.join("coordinator", "idva", "haven", REPRESENTATIVE)
    circle.exclude(actor, record := new_id(), person_id=borough.people["idva"])
    holder = [Holder(borough.people["idva"], Because.REFERRER)]
    plain = new_secret(actor, SecretKind.CASE, new_id(), holder)
    kept = new_secret(actor, SecretKind.CASE, record)
    borough.reset("coordinator")
    borough.sign("coordinator")
    borough.sign_for_agency("coordinator")
    assert not Ring(borough.actor("coordinator")).may_open(plain.id)
    assert recover_as(borough, "coordinator", borough.sheets[1:]) == 2
    again = Ring(borough.actor("coordinator"))
    assert again.may_open(plain.id)
    assert again.may_open(kept.id)
    assert again.me.is_officer
    assert Ring(borough.actor("idva")).may_open(plain.id)
    assert not Ring(borough.actor("idva")).may_open(kept.id)
    assert circle.verify_all(borough.area_id) == []


def test_the_recovered_officer_goes_on_as_before(borough: Borough) -> None:
    """She confirms, lists and lets in."""
    borough.reset("coordinator")
    borough.sign("coordinator")
    borough.sign_for_agency("coordinator")
    recover_as(borough, "coordinator", borough.sheets[:2])
    borough.add_agency("haven")
    borough.join("coordinator", "idva", "haven", REPRESENTATIVE)
    holder = [Holder(borough.people["idva"], Because.REFERRER)]
    made = new_secret(borough.actor("coordinator"), SecretKind.CASE, new_id(), holder)
    assert Ring(borough.actor("idva")).may_open(made.id)


def test_recovery_gives_no_compartment_and_no_agencys_circle(peopled: Borough) -> None:
    """Custodians bring an officer back, not a holder of immigration sections."""
    record = new_id()
    idva = [Holder(peopled.people["idva"], Because.ASSIGNED)]
    made = new_secret(peopled.actor("coordinator"), SecretKind.COMPARTMENT, record, idva)
    circle.admit(peopled.actor("housing"))
    peopled.reset("chair")
    peopled.sign("chair")
    peopled.sign_for_agency("chair")
    recover_as(peopled, "chair", peopled.sheets[:2])
    assert Ring(peopled.actor("chair")).me.is_officer
    assert not Ring(peopled.actor("chair")).may_open(made.id)


def test_a_case_that_is_kept_from_the_officer_stays_so(peopled: Borough) -> None:
    """An exclusion beats two custodians."""
    actor = peopled.actor("coordinator")
    circle.exclude(actor, record := new_id(), person_id=peopled.people["chair"])
    kept = new_secret(actor, SecretKind.CASE, record)
    peopled.reset("chair")
    peopled.sign("chair")
    peopled.sign_for_agency("chair")
    recover_as(peopled, "chair", peopled.sheets[:2])
    assert not Ring(peopled.actor("chair")).may_open(kept.id)
    assert not [
        row
        for row in db.session.query(Grant).filter_by(secret_id=kept.id)
        if row.holder_id == peopled.people["chair"]
    ]


def test_recovery_is_for_officers_of_the_register(peopled: Borough) -> None:
    """Nobody is made an officer by it."""
    with pytest.raises(RuleBroken, match="office"):
        recover_as(peopled, "housing", peopled.sheets[:2])
    with pytest.raises(NotVisible):
        recover(peopled.area_id, peopled.sheets[:2], new_id(), "0000")


def test_the_words_are_worth_nothing_under_another_root(borough: Borough) -> None:
    """Whoever writes a root of their own into the area's row cannot use the custodians."""
    borough.reset("coordinator", root=b"o" * 32)
    with transaction() as session:
        session.execute(update(Area).values(root_public=b"o" * 32))
    with pytest.raises(RuleBroken, match="another area"):
        recover_as(borough, "coordinator", borough.sheets[:2])


def test_a_new_pair_under_another_root_is_not_recovered(borough: Borough) -> None:
    """The row is right, the new keys are not: they would believe somebody else."""
    borough.reset("coordinator", root=b"o" * 32)
    with pytest.raises(RuleBroken, match="another area"):
        recover_as(borough, "coordinator", borough.sheets[:2])


def test_a_pair_that_the_officer_did_not_read_out_is_not_recovered(borough: Borough) -> None:
    """Somebody put keys of their own in her name: her numbers are others."""
    hers = borough.keyrings["coordinator"]
    borough.reset("coordinator")
    numbers = fingerprint(hers.receiving_public, hers.signing_public)
    with pytest.raises(RuleBroken) as broken:
        recover(borough.area_id, borough.sheets[:2], borough.people["coordinator"], numbers)
    assert broken.value.field == "numbers"


def test_an_area_is_founded_once_and_by_its_root(borough: Borough) -> None:
    """Neither again, nor by somebody who pins another's root."""
    with pytest.raises(Refused, match="founded once"):
        circle.found(borough.actor("coordinator"))
    assert db.session.query(Grant).filter_by(holder_kind=HolderKind.RECOVERY).count() == 2
