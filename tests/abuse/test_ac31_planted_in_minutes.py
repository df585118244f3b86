"""AC-31: somebody who owns the database's file plants words in minutes, around the signature."""

import json
from typing import Any

import pytest
from sqlalchemy import select, update

from app import clock
from app.accounts.person.model import Person
from app.confidentiality.agreement.rules import meeting_occasion
from app.confidentiality.agreement.service import store_signature
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.ring import Ring
from app.confidentiality.gate.verifying import check_file
from app.db import db, new_id, transaction
from app.marac.action.model import Action
from app.marac.meeting.model import Attendance, Contribution, IdentifiedRisk, Meeting
from app.marac.minutes import copying, leaves, queries, reading, rules, signing, statements
from app.marac.minutes.leaves import OpenLeaf
from app.marac.minutes.model import (
    Minutes,
    MinutesCopy,
    MinutesLeaf,
    MinutesSignature,
    MinutesVersion,
)
from app.marac.minutes.verifying import verify_all
from app.refusals import Changed, NotVisible
from app.vault import tree
from app.vault.errors import Forged
from tests.marac.minutes.sitting import approve, draft_of, put_better, sign_minutes, whole
from tests.marac.table import Table
from tests.writing_past import as_owner

LIE = "Quillfeather: no further action."


def leaf_of(table: Table, version_id: Any) -> OpenLeaf:
    """The leaf of the first case, as the coordinator opens it."""
    actor = table.world.actor("coordinator")
    version = db.session.get_one(MinutesVersion, version_id)
    found = leaves.open_leaves(actor, Ring(actor), [version])[version.id]
    return next(each for each in found if each.row.case_id == table.case(0))


def planted(table: Table, version_id: Any) -> tuple[OpenLeaf, tree.Leaf, dict[str, Any]]:
    """Put the hash of a leaf of one's own in the place of a random one of what was approved."""
    mine = leaf_of(table, version_id)
    lie = json.loads(json.dumps(mine.words)) | {"conclusion": LIE, "actions": []}
    leaf = tree.Leaf(b"s" * 32, rules.canonical(lie))
    version = db.session.get_one(MinutesVersion, version_id)
    actor = table.world.actor("coordinator")
    opened = leaves.open_leaves(actor, Ring(actor), [version])[version.id]
    known = {each.leaf.hash for each in opened}
    hashes = leaves.hashes_of(version)
    hashes[next(at for at, one in enumerate(hashes) if one not in known)] = leaf.hash
    values = {"hashes": b"".join(hashes), "root": tree.root_of(hashes)}
    as_owner(update(MinutesVersion).where(MinutesVersion.id == version_id).values(values))
    return mine, leaf, lie


def test_a_leaf_hidden_before_the_signature_is_not_signed(held: Table) -> None:
    """The tree that the chair signs has none of the hashes that were there before her act."""
    version_id = approve(held)
    _, leaf, _ = planted(held, version_id)
    row = signing.sign_read(held.world.actor("chair"), whole(held).id, version_id)
    signed = db.session.get_one(MinutesVersion, row.version_id)
    before = db.session.get_one(MinutesVersion, version_id)
    assert leaf.hash not in leaves.hashes_of(signed)
    assert not set(leaves.hashes_of(signed)) & set(leaves.hashes_of(before))


def test_a_leaf_exchanged_after_the_signature_is_not_read(held: Table) -> None:
    """Words that the chair did not see open for nobody, on the page or as a copy."""
    version_id = approve(held)
    _, leaf, lie = planted(held, version_id)
    row = signing.sign_read(held.world.actor("chair"), whole(held).id, version_id)
    actor = held.world.actor("coordinator")
    of = leaf_of(held, row.version_id).row
    said = {"salt": leaf.salt.hex(), "words": lie}
    sealed = Ring(actor).seal(of.secret_id, leaves.LEAF, of.id, said)
    as_owner(update(MinutesLeaf).where(MinutesLeaf.id == of.id).values(sealed_leaf=sealed))
    with pytest.raises(Forged):
        reading.read(held.world.actor("idva"), held.meeting_id)
    with pytest.raises(Forged):
        copying.take(held.world.actor("idva"), held.meeting_id)


def plant_signature(table: Table, who: str, version_id: Any) -> MinutesSignature:
    """A signature as a row, with a key that is truly somebody's."""
    actor = table.world.actor(who)
    row = MinutesSignature(
        id=new_id(),
        area_id=actor.area_id,
        version_id=version_id,
        by_person_id=actor.person_id,
        key_pair_id=actor.keys.key_id,
        at=clock.now(),
    )
    version = db.session.get_one(MinutesVersion, version_id)
    row.statement = statements.minutes(whole(table), version, row)
    row.signature = actor.keys.sign(row.statement)
    with transaction() as session:
        session.add(row)
    return row


@pytest.mark.parametrize("who", ["coordinator", "deputy", "idva"])
def test_a_signature_that_is_planted_is_nobodys(held: Table, who: str) -> None:
    """A coordinator is no chair; a deputy signs in the program or not at all; a member never.

    Nobody reads such minutes, and the check of everything that was signed names the row.
    """
    row = plant_signature(held, who, approve(held))
    with pytest.raises(Forged):
        reading.read(held.world.actor("chair"), held.meeting_id)
    assert [(each.table, each.id) for each in verify_all()] == [("minutes_signature", row.id)]


def test_the_name_on_a_copy_is_the_one_that_an_officer_confirmed(
    signed: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever writes another's name on their own copy has a file that is refused."""
    idva = signed.world.actor("idva")
    assert check_file(copying.take(idva, signed.meeting_id).pdf, idva.keys.root_public).is_genuine
    monkeypatch.setattr(copying, "confirmed_name", lambda *_: "Daniel Price")
    made = copying.take(idva, signed.meeting_id)
    assert not check_file(made.pdf, idva.keys.root_public).is_genuine


def test_a_name_changed_in_the_register_is_not_on_a_copy(signed: Table) -> None:
    """The watermark says who was confirmed, not what the row says today."""
    idva = signed.world.actor("idva")
    as_owner(update(Person).where(Person.id == idva.person_id).values(name="Daniel Price"))
    made = copying.take(signed.world.actor("idva"), signed.meeting_id)
    assert check_file(made.pdf, idva.keys.root_public).is_genuine


def test_what_was_signed_is_all_there(signed: Table) -> None:
    """Untouched, nothing is found; a signature that is taken away is missed, by the trail."""
    assert verify_all() == []
    minutes = whole(signed)
    as_owner(MinutesSignature.__table__.delete())
    assert [(each.table, each.id) for each in verify_all()] == [("minutes", minutes.id)]


def test_a_changed_hash_moment_or_copy_is_found(signed: Table) -> None:
    """Each row of what was signed is named if it says something else."""
    copying.take(signed.world.actor("idva"), signed.meeting_id)
    actor = signed.world.actor("chair")
    (_, version, row) = queries.signed(actor, [signed.meeting_id])[0]
    hashes = bytes([version.hashes[0] ^ 1]) + version.hashes[1:]
    as_owner(update(MinutesVersion).where(MinutesVersion.id == version.id).values(hashes=hashes))
    assert [each.table for each in verify_all()] == ["minutes_version"]
    as_owner(update(MinutesSignature).values(at=clock.now()))
    assert {each.table for each in verify_all()} == {"minutes_version", "minutes_signature"}
    as_owner(update(MinutesCopy).values(code="22222-22222-22222"))
    assert {each.table for each in verify_all()} == {
        "minutes_version", "minutes_signature", "minutes_copy",
    }  # fmt: skip


def test_an_amendment_signed_anew_holds(signed: Table) -> None:
    """Several signatures over several versions are all believed."""
    put_better(signed, draft_of(signed, signed.case(0)), {"note": "One word more."}, "A word.")
    sign_minutes(signed, "deputy")
    assert len(db.session.scalars(select(MinutesSignature)).all()) == 2
    assert verify_all() == []


def test_an_edit_cannot_be_undone_by_pointing_at_what_was_approved_before(held: Table) -> None:
    """AC-30: the row says that the older version waits; the chair is told to have it approved."""
    old = approve(held)
    put_better(held, draft_of(held, held.case(0)), {"note": "He has a gun."})
    as_owner(update(Minutes).where(Minutes.id == whole(held).id).values(approved_id=old))
    with pytest.raises(Changed):
        signing.sign_read(held.world.actor("chair"), whole(held).id, old)


@pytest.mark.parametrize("table_of", [Contribution, IdentifiedRisk])
def test_words_of_a_kept_case_are_not_carried_into_another(
    held: Table, table_of: type[Contribution] | type[IdentifiedRisk]
) -> None:
    """A row moved to another hearing: the officer's own session does not seal it there."""
    row = next(
        each for each in db.session.scalars(select(table_of)) if each.case_id == held.case(2)
    )
    values: dict[str, Any] = {"item_id": held.item(0)}
    values |= {"agency_id": held.world.agencies["hospital"]} if table_of is Contribution else {}
    values |= {"number": 9} if table_of is IdentifiedRisk else {}
    as_owner(update(table_of).where(table_of.id == row.id).values(values))
    with pytest.raises(Forged):
        sign_minutes(held)


def test_an_action_of_a_kept_case_is_not_carried_into_another(held: Table) -> None:
    """Its slip is a part of its own case, and nothing of it is written elsewhere."""
    row = next(each for each in db.session.scalars(select(Action)) if each.case_id == held.case(2))
    as_owner(update(Action).where(Action.id == row.id).values(item_id=held.item(0)))
    sign_minutes(held)
    read = reading.read(held.world.actor("idva"), held.meeting_id)
    assert len(read.cases[0].words["actions"]) == 1


def test_whoever_puts_their_attendance_in_afterwards_has_no_key(held: Table) -> None:
    """Children’s services, not asked, signs at home once the meeting is over."""
    meeting = db.session.get_one(Meeting, held.meeting_id)
    kid = held.world.actor("children")
    assert meeting.declaration_id is not None
    with transaction() as session:
        mine = store_signature(kid, meeting.declaration_id, meeting_occasion(meeting.id))
        session.add(
            Attendance(
                id=new_id(),
                meeting_id=meeting.id,
                person_id=kid.person_id,
                agency_id=kid.agency_id,
                name="Somebody",
                signature_id=mine.id,
                at=clock.now(),
            )
        )
    sign_minutes(held)
    with pytest.raises(NotVisible):
        reading.read(held.world.actor("children"), held.meeting_id)


def test_minutes_outlive_whoever_signed_them(held: Table) -> None:
    """The deputy signs rightly and leaves for good: they are read, copied and found genuine."""
    sign_minutes(held, "deputy")
    circle.expel(held.world.actor("chair"), held.world.person_id("deputy"))
    idva = held.world.actor("idva")
    made = copying.take(idva, held.meeting_id)
    assert check_file(made.pdf, idva.keys.root_public).is_genuine
    assert verify_all() == []
