"""Wordings and signatures: which words, for what, by whom; and how a false one is found."""

from uuid import uuid4

import pytest
from sqlalchemy import update

from app.access.permissions import Role
from app.accounts.person.keys import Unlocked
from app.audit.model import AuditRow
from app.confidentiality.agreement import service
from app.confidentiality.agreement.model import Signature, Wording, WordingKind
from app.confidentiality.agreement.queries import in_force, standing
from app.confidentiality.agreement.rules import (
    agency_occasion,
    fits,
    meeting_occasion,
    statement_of,
)
from app.confidentiality.agreement.service import TITLES, publish, standard_text, store_signature
from app.db import db, new_id, transaction
from app.refusals import NotSignedIn, NotVisible, Refused, RuleBroken
from app.vault import digests
from tests.confidentiality.borough import REPRESENTATIVE, Borough

AGREEMENT = WordingKind.CONFIDENTIALITY_AGREEMENT
PROTOCOL = WordingKind.OPERATING_PROTOCOL
DECLARATION = WordingKind.MEETING_DECLARATION


def test_each_kind_is_signed_for_its_own_occasion() -> None:
    """A person's agreement is no agency's protocol and no meeting's declaration."""
    agency, other = uuid4(), uuid4()
    occasions = ["area", agency_occasion(agency), agency_occasion(other), meeting_occasion(uuid4())]
    expected = {
        AGREEMENT: [True, False, False, False],
        PROTOCOL: [False, True, False, False],
        WordingKind.INFORMATION_SHARING_PROTOCOL: [False, True, False, False],
        DECLARATION: [False, False, False, True],
    }
    assert {kind: [fits(kind, o, agency) for o in occasions] for kind in WordingKind} == expected


@pytest.mark.parametrize("occasion", ["", "meeting:", "meeting:1", "meeting:area", "agency:", "x"])
def test_an_occasion_names_what_exists(occasion: str) -> None:
    """Half a name fits nothing."""
    assert not any(fits(kind, occasion, uuid4()) for kind in WordingKind)


def test_an_area_begins_with_the_texts_that_come_with_the_system(borough: Borough) -> None:
    """Four, each in version 1, and not a second time."""
    words = in_force(borough.area_id)
    assert {kind: row.title for kind, row in words.items()} == TITLES
    assert {row.version for row in words.values()} == {1}
    assert service.publish_standard(borough.actor("coordinator")) == []


def test_a_new_version_keeps_the_old_one(borough: Borough) -> None:
    """With its signatures; the digest is of the very bytes."""
    old = in_force(borough.area_id)[AGREEMENT]
    made = publish(borough.actor("coordinator"), AGREEMENT, "Agreement", standard_text(AGREEMENT))
    assert (made.version, made.digest) == (2, digests.sha256(made.body.encode()))
    assert in_force(borough.area_id)[AGREEMENT].id == made.id
    assert db.session.get_one(Wording, old.id).body == standard_text(AGREEMENT)
    assert db.session.query(Signature).filter_by(wording_id=old.id).count() == 1


@pytest.mark.parametrize(
    ("title", "body", "field"),
    [("", "x" * 500, "title"), ("A title", "too short", "body"), ("T" * 121, "x" * 500, "title")],
)
def test_half_a_text_is_not_published(borough: Borough, title: str, body: str, field: str) -> None:
    """Beside the field that is wrong."""
    with pytest.raises(RuleBroken) as broken:
        publish(borough.actor("coordinator"), AGREEMENT, title, body)
    assert broken.value.field == field


def test_the_text_in_force_is_not_published_again(borough: Borough) -> None:
    """Nobody is asked to sign the same words twice; spaces at line ends are no change."""
    body = standard_text(AGREEMENT).replace("\n", "  \r\n")
    with pytest.raises(RuleBroken, match="already"):
        publish(borough.actor("coordinator"), AGREEMENT, TITLES[AGREEMENT], body)


def test_only_a_confirmed_officer_publishes(peopled: Borough) -> None:
    """Neither a member nor whoever was only given the role."""
    peopled.add_person("upstart", "housing", frozenset({Role.CHAIR}))
    for name in ("housing", "upstart"):
        with pytest.raises(Refused):
            publish(peopled.actor(name), AGREEMENT, "Another", "x" * 500)


def test_signing_is_once_and_leaves_its_row(peopled: Borough) -> None:
    """A second time is the same signature."""
    words = in_force(peopled.area_id)[AGREEMENT]
    first = store_signature(peopled.actor("idva"), words.id, "area")
    assert store_signature(peopled.actor("idva"), words.id, "area").id == first.id
    (row,) = (
        db.session.query(AuditRow)
        .filter_by(tag="wording:sign", actor_id=str(peopled.people["idva"]))
        .filter(AuditRow.subject_id == str(words.id))
    )
    assert "confidentiality_agreement" in str(row.detail)


def test_a_planted_row_does_not_stand_in_the_way_of_a_signature(peopled: Borough) -> None:
    """It is not theirs, so it is replaced."""
    peopled.reset("idva")
    words = in_force(peopled.area_id)[AGREEMENT]
    actor = peopled.actor("idva")
    with transaction() as session:
        session.add(
            Signature(
                area_id=actor.area_id,
                wording_id=words.id,
                occasion="area",
                person_id=actor.person_id,
                agency_id=actor.agency_id,
                key_pair_id=actor.keys.key_id,
                statement=b"planted",
                signature=b"p" * 64,
                signed_at=words.published_at,
            )
        )
    assert not standing(actor.person_id).signed
    store_signature(actor, words.id, "area")
    assert not standing(actor.person_id).missing


@pytest.mark.parametrize("kind", [PROTOCOL, AGREEMENT, DECLARATION])
def test_nobody_signs_for_another_occasion(peopled: Borough, kind: WordingKind) -> None:
    """A protocol for another agency, an agreement for an agency: there is no such page."""
    words = in_force(peopled.area_id)[kind]
    with pytest.raises(NotVisible):
        store_signature(
            peopled.actor("housing"), words.id, agency_occasion(peopled.agencies["haven"])
        )


def test_only_the_signatory_signs_for_the_agency(peopled: Borough) -> None:
    """A colleague does not."""
    peopled.add_person("colleague", "housing", frozenset({Role.REPRESENTATIVE}))
    actor = peopled.actor("colleague")
    with pytest.raises(Refused, match="Somebody else signs"):
        store_signature(
            actor, in_force(peopled.area_id)[PROTOCOL].id, agency_occasion(actor.agency_id)
        )


def test_an_earlier_version_cannot_be_signed(peopled: Borough) -> None:
    """Whoever had the page open is told to read the newer one."""
    old = in_force(peopled.area_id)[AGREEMENT]
    publish(peopled.actor("coordinator"), AGREEMENT, "Another", standard_text(AGREEMENT))
    with pytest.raises(RuleBroken, match="newer version"):
        store_signature(peopled.actor("idva"), old.id, "area")


def test_a_text_that_was_changed_in_the_database_cannot_be_signed(peopled: Borough) -> None:
    """It is no longer what was published."""
    words = in_force(peopled.area_id)[AGREEMENT]
    with transaction() as session:
        session.execute(
            update(Wording).where(Wording.id == words.id).values(body="Other words. " * 50)
        )
    peopled.reset("idva")
    with pytest.raises(Refused, match="not the one that was published"):
        store_signature(peopled.actor("idva"), words.id, "area")
    assert [fault.table for fault in service.verify_all()] == ["wording"]


def test_standing_says_what_is_missing_and_whose_it_is(borough: Borough) -> None:
    """First everything, then the agency's, then nothing."""
    borough.add_agency("housing")
    person = borough.add_person("housing", "housing", REPRESENTATIVE)
    found = standing(person)
    assert [words.kind for words in found.missing] == [AGREEMENT]
    assert len(found.agency_missing) == 2
    borough.sign("housing")
    assert not standing(person).missing
    assert not standing(person).signed
    borough.sign_for_agency("housing")
    assert standing(person).signed
    with pytest.raises(NotVisible):
        standing(new_id())


def test_without_a_published_text_nobody_has_signed(borough: Borough) -> None:
    """An area whose texts are gone opens nothing."""
    with transaction() as session:
        session.execute(db.delete(Signature))
        session.execute(db.delete(Wording))
    found = standing(borough.people["coordinator"])
    assert not found.signed
    assert len(found.unpublished) == 3


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("occasion", "meeting:00000000-0000-0000-0000-000000000000"),
        ("statement", b"other"),
        ("signature", b"s" * 64),
    ],
)
def test_a_changed_signature_counts_for_nothing_and_is_named(
    peopled: Borough, column: str, value: object
) -> None:
    """Whichever part of the row was touched."""
    row = db.session.query(Signature).filter_by(person_id=peopled.people["idva"]).first()
    assert row is not None
    row_id = row.id
    with transaction() as session:
        session.execute(update(Signature).where(Signature.id == row_id).values({column: value}))
    db.session.expire_all()
    assert not standing(peopled.people["idva"]).signed
    assert row_id in {fault.id for fault in service.verify_all()}


def test_somebody_elses_signature_is_not_ones_own(peopled: Borough) -> None:
    """A row that is given another person's name is found and does not count."""
    row = db.session.query(Signature).filter_by(person_id=peopled.people["idva"]).first()
    assert row is not None
    row_id = row.id
    with transaction() as session:
        session.execute(
            update(Signature)
            .where(Signature.id == row_id)
            .values(person_id=peopled.people["housing"])
        )
    db.session.expire_all()
    assert row_id in {fault.id for fault in service.verify_all()}


def test_a_signature_with_replaced_keys_no_longer_counts(peopled: Borough) -> None:
    """New keys, a new signature: the old one stays as what was signed then."""
    peopled.reset("idva")
    assert standing(peopled.people["idva"]).missing
    assert service.verify_all() == []


def test_nobody_signs_in_somebody_elses_name(peopled: Borough) -> None:
    """A row in another's name, rightly signed with one's own keys, is not that other's word."""
    peopled.reset("housing")
    peopled.reset("idva")
    words, actor = in_force(peopled.area_id)[AGREEMENT], peopled.actor("idva")
    row = Signature(
        id=new_id(),
        area_id=peopled.area_id,
        wording_id=words.id,
        occasion="area",
        person_id=peopled.people["housing"],
        agency_id=peopled.agencies["housing"],
        key_pair_id=actor.keys.key_id,
        signed_at=words.published_at,
    )
    row.statement = statement_of(words, row)
    row.signature = actor.keys.sign(row.statement)
    with transaction() as session:
        session.add(row)
    assert standing(peopled.people["housing"]).missing
    assert [fault.what for fault in service.verify_all()] == ["The key pair is somebody else’s."]


def test_the_passphrase_must_open_the_keys_of_this_session(
    peopled: Borough, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a reset in another browser, an old session signs nothing with the new passphrase."""
    words = in_force(peopled.area_id)[AGREEMENT]
    other = Unlocked(new_id(), peopled.keyrings["idva"], b"")
    # The passphrase itself costs a derivation and is tested with the accounts.
    monkeypatch.setattr(service, "check_passphrase", lambda actor, passphrase: other)
    with pytest.raises(NotSignedIn):
        service.sign(peopled.actor("idva"), words.id, "area", "the new passphrase")
