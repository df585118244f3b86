"""What a chair signs, who reads it then, and how it is amended."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app.confidentiality.circle import service as circle
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.model import Grant
from app.db import db
from app.marac.meeting import service
from app.marac.minutes import (
    approving,
    drafting,
    leaves,
    queries,
    reading,
    signing,
    statements,
)
from app.marac.minutes.model import MinutesSignature
from app.refusals import NotVisible, Refused, RuleBroken
from app.vault import signing as vault_signing
from app.vault import tree
from app.vault.errors import Forged
from tests.marac.minutes.sitting import (
    KEPT_WORDS,
    approve,
    draft_of,
    hear,
    put_better,
    sign_minutes,
    whole,
)
from tests.marac.table import Table


def read(table: Table, who: str) -> reading.Reading:
    """The minutes as somebody reads them."""
    return reading.read(table.world.actor(who), table.meeting_id)


def test_the_statement_binds_meeting_version_root_chair_and_time(held: Table) -> None:
    """Every word of it is what was approved; the leaves counted are those with the random ones."""
    row = sign_minutes(held)
    said = vault_signing.read_statement(row.statement)
    version = queries.version(row.version_id)
    assert said["statement"] == "minutes"
    assert said["meeting"] == str(held.meeting_id)
    assert said["version"] == str(version.id)
    assert said["root"] == version.root.hex()
    assert said["leaves"] == "64"
    assert said["chair"] == str(held.world.person_id("chair"))
    assert said["key_pair"] == str(held.world.actor("chair").keys.key_id)
    assert said["at"].startswith(row.at.date().isoformat())


def test_a_deputy_who_was_there_signs_too(held: Table) -> None:
    """The chair is ill: a deputy who signed in to the meeting signs."""
    row = sign_minutes(held, "deputy")
    assert read(held, "idva").signers == {row.by_person_id: "Tom Okafor"}


def test_a_deputy_who_was_not_there_signs_nothing(table: Table) -> None:
    """Nobody vouches for a meeting that they did not see."""
    table.begin()
    table.seat("coordinator", "idva")
    for number in range(3):
        hear(table, number, "Words.")
    service.close_meeting(table.world.actor("chair"), table.meeting_id)
    version = approve(table)
    with pytest.raises(Refused):
        signing.sign_read(table.world.actor("deputy"), whole(table).id, version)


def test_a_coordinator_and_a_member_sign_nothing(held: Table) -> None:
    """It takes a chair or a deputy."""
    version = approve(held)
    for who in ("coordinator", "idva"):
        with pytest.raises(Refused):
            signing.sign_read(held.world.actor(who), whole(held).id, version)


def test_nobody_reads_before_the_signature(held: Table) -> None:
    """Approved is not signed: signers and officers alike find no minutes."""
    approve(held)
    for who in ("idva", "chair", "coordinator"):
        with pytest.raises(NotVisible):
            read(held, who)


def test_the_general_part_opens_to_signers_and_officers_and_to_nobody_else(signed: Table) -> None:
    """Its key is given to whoever truly signed the meeting, at the signature."""
    secret = whole(signed).secret_id
    holders = set(db.session.scalars(select(Grant.holder_id).where(Grant.secret_id == secret)))
    people = {who: signed.world.person_id(who) for who in signed.world.members}
    assert people["idva"] in holders
    assert people["housing"] in holders
    assert not {people["officer"], people["second_idva"], people["children"]} & holders


def test_each_reader_has_the_cases_that_are_theirs(signed: Table) -> None:
    """Housing is kept from one; the others read all three."""
    assert len(read(signed, "idva").cases) == 3
    mine = read(signed, "housing")
    assert len(mine.cases) == 2
    assert all(KEPT_WORDS not in str(each.words) for each in mine.leaves)


def test_excluded_after_the_signature_reads_it_no_more(signed: Table) -> None:
    """An exclusion beats what was signed before."""
    chair = signed.world.actor("chair")
    circle.exclude(chair, signed.case(0), person_id=signed.world.person_id("idva"))
    mine = read(signed, "idva")
    assert {each.row.case_id for each in mine.cases} == {signed.case(1), signed.case(2)}


def test_an_amendment_is_a_new_version_and_the_old_stays(signed: Table) -> None:
    """What was amended and why is said in its part; the first version still reads and holds."""
    part = draft_of(signed, signed.case(0))
    put_better(signed, part, {"conclusion": "It was the fourth of May."}, why="A date was wrong.")
    assert read(signed, "idva").cases[0].words["conclusion"] == ""
    sign_minutes(signed)
    now = read(signed, "idva")
    assert now.cases[0].words["conclusion"] == "It was the fourth of May."
    assert now.cases[0].words["amended"][0]["why"] == "A date was wrong."
    assert len(now.cases) == 3
    first = now.older[-1].version.id
    then = reading.read(signed.world.actor("idva"), signed.meeting_id, first)
    assert then.cases[0].words["conclusion"] == ""


def test_an_amendment_of_a_case_leaves_no_trace_for_whoever_is_kept_from_it(signed: Table) -> None:
    """Housing sees one signature, one version and nothing older, as if nothing had happened."""
    part = draft_of(signed, signed.case(2))
    put_better(signed, part, {"conclusion": "Amended words."}, why="A word was wrong.")
    sign_minutes(signed)
    mine = read(signed, "housing")
    assert len(mine.parts) == 1
    assert mine.older == ()
    assert len(read(signed, "idva").older) == 2


def test_what_was_signed_is_amended_with_a_reason_only(signed: Table) -> None:
    """Without one nothing is saved."""
    part = draft_of(signed, signed.case(0))
    with pytest.raises(RuleBroken) as broken:
        put_better(signed, part, {"note": "Other words."})
    assert broken.value.field == "why"


def test_there_is_nothing_to_approve_twice(signed: Table) -> None:
    """Once all is signed, a new version needs an amendment."""
    minutes = whole(signed)
    with pytest.raises(RuleBroken):
        approving.approve(signed.world.actor("coordinator"), minutes.id, minutes.revision)


def test_a_case_kept_from_an_officer_stands_apart(held: Table) -> None:
    """The deputy is kept from it: his draft is whole without it, and shows no trace; the chair
    signs it alone, and its readers find it among the others."""
    circle.exclude(
        held.world.actor("chair"), held.case(1), person_id=held.world.person_id("deputy")
    )
    drafting.write(held.world.actor("deputy"), held.meeting_id)
    (mine,) = drafting.open_drafts(held.world.actor("deputy"), held.meeting_id)
    assert len(mine[1]) == 3
    sign_minutes(held)
    chair = held.world.actor("chair")
    apart = next(each for each in queries.minutes_of(chair, held.meeting_id) if each.case_id)
    assert apart.case_id == held.case(1)
    version = approving.approve(held.world.actor("coordinator"), apart.id, apart.revision)
    signing.sign_read(chair, apart.id, version.id)
    assert [each.row.case_id for each in read(held, "idva").cases] == [
        held.case(0), held.case(1), held.case(2),
    ]  # fmt: skip
    theirs = read(held, "deputy")
    assert len(theirs.cases) == 2
    assert len(theirs.parts) == 1
    with pytest.raises(NotVisible):
        queries.minutes(held.world.actor("deputy"), apart.id)


def test_a_signature_that_is_not_an_officers_is_refused(signed: Table) -> None:
    """A row that a database operator plants is found out when it is read."""
    row = db.session.scalars(select(MinutesSignature)).one()
    idva = signed.world.actor("idva")
    with db.engine.connect() as own:
        with pytest.raises(DatabaseError):
            own.execute(text("UPDATE minutes_signature SET signature = x'00'"))
    forged = MinutesSignature(
        area_id=row.area_id,
        version_id=row.version_id,
        by_person_id=idva.person_id,
        key_pair_id=idva.keys.key_id,
        at=row.at,
    )
    minutes, version, _ = queries.signed(idva, [signed.meeting_id])[0]
    forged.statement = statements.minutes(minutes, version, forged)
    forged.signature = idva.keys.sign(forged.statement)
    part = leaves.SignedPart(minutes, version, forged, [])
    with pytest.raises(Forged):
        leaves.check_signed(Chain.of(idva), part)


def test_the_tree_in_the_database_is_the_one_that_was_signed(signed: Table) -> None:
    """The hashes make the root, and every leaf that opens is one of them."""
    (_, version, _) = queries.signed(signed.world.actor("chair"), [signed.meeting_id])[0]
    hashes = leaves.hashes_of(version)
    assert len(hashes) == 64
    assert tree.root_of(hashes) == version.root


@pytest.mark.parametrize(
    "table_name",
    [
        "minutes_acceptance", "minutes_copy", "minutes_draft", "minutes_leaf",
        "minutes_signature", "minutes_version",
    ],
)  # fmt: skip
def test_the_application_cannot_change_or_delete_what_was_written(
    signed: Table, table_name: str
) -> None:
    """Its own connection refuses: an edit, an approval, a signature is a new row or none."""
    table = db.metadata.tables[table_name]
    for act in (table.delete(), table.update().values(area_id=table.c.area_id)):
        with db.engine.connect() as own, pytest.raises(DatabaseError):
            own.execute(act)


def test_minutes_themselves_are_never_taken_out(signed: Table) -> None:
    """The row that points at them may change, and stays."""
    with db.engine.connect() as own, pytest.raises(DatabaseError):
        own.execute(text("DELETE FROM minutes"))
