"""A letter from its beginning to what came of it, as its writer and a chair do it."""

from datetime import timedelta
from typing import Any

import pytest

from app import clock
from app.accounts.person.model import KeyPair
from app.confidentiality.gate import service as gate
from app.confidentiality.gate.model import Package, Release
from app.db import db, transaction
from app.marac.letter import asking, content, deciding, service, writing
from app.marac.letter.asked import signed_by_asker
from app.marac.letter.model import Letter
from app.marac.letter.rules import LetterState, Purpose
from app.marac.letter.statements import member_statement
from app.refusals import Changed, NotVisible, Refused, RuleBroken
from app.vault import digests, signing
from tests.marac import trail
from tests.marac.letter.writing import Desk


@pytest.mark.parametrize("purpose", Purpose)
def test_each_letter_can_be_written_and_signed(desk: Desk, purpose: Purpose) -> None:
    """Begun, addressed, agreed to, asked for, looked at and signed: nothing is in the way."""
    letter_id = desk.signed(purpose)
    assert desk.open(letter_id).state is LetterState.RELEASED
    assert trail.last().tag == "letter:open"
    assert "letter:sign" in trail.tags()


@pytest.mark.parametrize("purpose", [Purpose.LEGAL_AID, Purpose.MIAM])
def test_a_member_signs_the_bytes_where_the_regulation_says_member(
    desk: Desk, purpose: Purpose
) -> None:
    """The signature fits the very bytes that the chair released, by the member's own keys."""
    letter_id = desk.signed(purpose)
    opened = desk.open(letter_id)
    found, release = opened.content, opened.release
    assert release is not None
    assert found.member_digest == release.digest.hex()
    said = bytes.fromhex(found.member_statement)
    assert found.member_key_id is not None
    pair = db.session.get_one(KeyPair, found.member_key_id)
    signing.verify(pair.signing_public, said, bytes.fromhex(found.member_signature))
    fields = signing.read_statement(said)
    assert fields["digest"] == release.digest.hex()
    assert fields["person"] == str(desk.world.person_id("idva"))


def test_a_member_who_has_not_read_it_does_not_sign_it(desk: Desk) -> None:
    """Asking without the tick is refused beside the box."""
    letter_id = desk.draft(Purpose.LEGAL_AID)
    with pytest.raises(RuleBroken) as refused:
        desk.ask(letter_id, signs=False)
    assert refused.value.field == "signs"
    assert desk.open(letter_id).state is LetterState.DRAFT


def test_a_forged_signature_of_a_member_stops_the_chair(desk: Desk) -> None:
    """What another key signed, or another edition, is not shown to be signed."""
    letter_id = desk.asked(Purpose.LEGAL_AID)
    opened = desk.open(letter_id)
    found, chair = opened.content, desk.world.actor("chair")
    assert found.member_id is not None
    assert found.member_key_id is not None
    assert found.dated is not None
    said = member_statement(
        desk.world.area_id, desk.case, letter_id, opened.letter.edition, found.member_digest,
        found.code, found.member_id, desk.world.agencies["idva"], found.member_key_id,
        found.dated.isoformat(),
    )  # fmt: skip
    assert said.hex() == found.member_statement
    forged = content.Content(**{**vars(found), "member_signature": chair.keys.sign(said).hex()})
    with transaction():
        row = db.session.get_one(Letter, letter_id)
        assert row.asked_at is not None
        idva = desk.world.actor("idva")
        content.write(opened.ring, row, signed_by_asker(idva, row, forged, row.asked_at))
    revision = desk.open(letter_id).letter.revision
    with pytest.raises(RuleBroken, match="not what stands here"):
        deciding.prepare(chair, letter_id, revision)


def test_the_chair_sees_the_exact_bytes_and_signs_those(desk: Desk) -> None:
    """What is shown has the digest of the package; another digest signs nothing."""
    letter_id, chair = desk.asked(Purpose.HEARD_ADVISER), desk.world.actor("chair")
    package = deciding.prepare(chair, letter_id, desk.open(letter_id).letter.revision)
    ready = deciding.to_sign(chair, letter_id, package.id)
    assert digests.sha256_hex(ready.pdf) == ready.digest == package.digest.hex()
    with pytest.raises(Changed):
        deciding.sign_prepared(
            chair, letter_id, package.id, digest="0" * 64, expires_on=clock.today()
        )
    assert desk.open(letter_id).state is LetterState.ASKED


def test_what_one_chair_had_made_another_does_not_sign(desk: Desk) -> None:
    """The paper carries the chair's name, so a deputy has one made of their own."""
    letter_id = desk.asked(Purpose.HEARD_ADVISER)
    revision = desk.open(letter_id).letter.revision
    package = deciding.prepare(desk.world.actor("chair"), letter_id, revision)
    with pytest.raises(Changed):
        deciding.to_sign(desk.world.actor("deputy"), letter_id, package.id)
    desk.sign(letter_id, "deputy")


def test_nobody_signs_what_they_or_their_agency_asked_for(desk: Desk) -> None:
    """A chair writes a letter; only the deputy of another agency may sign it."""
    own = Desk(desk.world, "chair")
    letter_id = own.asked(Purpose.HEARD_ADVISER)
    revision = own.open(letter_id).letter.revision
    with pytest.raises(RuleBroken, match="yourself"):
        deciding.prepare(desk.world.actor("chair"), letter_id, revision)
    with pytest.raises(Refused):
        deciding.refuse(desk.world.actor("chair"), letter_id, "words", "", revision)
    own.sign(letter_id, "deputy")
    assert own.open(letter_id).state is LetterState.RELEASED


@pytest.mark.parametrize("who", ["idva", "coordinator", "housing", "officer", "administrator"])
def test_only_a_chair_or_deputy_signs(desk: Desk, who: str) -> None:
    """The coordinator is an officer and signs nothing; police and IDVA neither."""
    letter_id = desk.asked(Purpose.HEARD_ADVISER)
    revision = desk.open(letter_id).letter.revision
    with pytest.raises(Refused):
        deciding.prepare(desk.world.actor(who), letter_id, revision)


CHANGES: dict[str, Any] = {
    "recipient": lambda desk, letter_id: desk.address(letter_id, "solicitor"),
    "words": lambda desk, letter_id: desk.word(letter_id, None),
    "agreement": lambda desk, letter_id: desk.agree(letter_id, how="by_telephone"),
}


@pytest.mark.parametrize("part", CHANGES)
def test_an_edit_voids_what_was_prepared(desk: Desk, part: str) -> None:
    """Whatever part is changed, the package that the chair looked at is not to be signed."""
    letter_id, chair = desk.asked(Purpose.HEARD_ADVISER), desk.world.actor("chair")
    package = deciding.prepare(chair, letter_id, desk.open(letter_id).letter.revision)
    package_id, digest = package.id, deciding.to_sign(chair, letter_id, package.id).digest
    CHANGES[part](desk, letter_id)
    opened = desk.open(letter_id)
    assert (opened.state, opened.content.code, opened.content.member_signature) == (
        LetterState.DRAFT, "", "",
    )  # fmt: skip
    desk.ask(letter_id)
    with pytest.raises(NotVisible):
        deciding.sign_prepared(
            chair, letter_id, package_id, digest=digest, expires_on=clock.today()
        )
    desk.sign(letter_id)


def test_a_case_that_changes_meanwhile_is_not_signed_over(desk: Desk) -> None:
    """Her name was put right after the letter was asked for: the chair is told, and waits."""
    from app.marac.case.service import change_party
    from tests.working import VICTIM

    letter_id, chair = desk.asked(Purpose.HEARD_ADVISER), desk.world.actor("chair")
    opened = desk.open(letter_id)
    from app.marac.party.service import open_all

    victim = next(each for each in open_all(opened.ring, desk.case) if each.kind == "victim")
    better = {**vars(VICTIM), "name": "Zephyrine Corrected"}
    change_party(
        desk.world.actor("coordinator"), desk.case, victim.id, type(VICTIM)(**better),
        victim.revision,
    )  # fmt: skip
    _, why = deciding.look(chair, letter_id)
    assert "has changed since" in why
    with pytest.raises(RuleBroken, match="has changed since"):
        deciding.prepare(chair, letter_id, desk.open(letter_id).letter.revision)


def test_withdrawing_stops_what_is_not_handed_over(desk: Desk) -> None:
    """She no longer agrees: the signed letter cannot be received any more, by anybody."""
    letter_id = desk.signed()
    opened = desk.open(letter_id)
    actor = desk.world.actor("idva")
    stopped = service.withdraw(actor, letter_id, "she_withdrew", opened.letter.revision)
    assert stopped == 1
    assert opened.release is not None
    with pytest.raises(Refused):
        gate.hand_over(actor, opened.release.id)
    assert desk.open(letter_id).state is LetterState.WITHDRAWN


def test_withdrawing_after_it_was_handed_over_says_so(desk: Desk) -> None:
    """It is recorded; what is out is out, and nothing claims otherwise."""
    letter_id = desk.handed_over()
    revision = desk.open(letter_id).letter.revision
    actor = desk.world.actor("idva")
    assert service.withdraw(actor, letter_id, "not_safe_now", revision) == 0
    assert desk.open(letter_id).is_handed_over


def test_what_a_chair_took_back_can_be_asked_for_again(desk: Desk) -> None:
    """Recalled before anybody had it: its writer goes through it and asks once more."""
    letter_id = desk.signed()
    opened = desk.open(letter_id)
    assert opened.release is not None
    gate.recall(desk.world.actor("chair"), opened.release.id, opened.release.revision)
    assert desk.open(letter_id).is_changeable
    desk.agree(letter_id)
    desk.ask(letter_id)
    desk.sign(letter_id)
    codes = set(db.session.query(Release.code).filter(Release.subject_id == letter_id))
    assert len(codes) == 2


def test_a_chair_who_does_not_sign_says_why_and_the_writer_reads_it(desk: Desk) -> None:
    """It goes back with a reason, is put right, and is asked for again."""
    letter_id, chair = desk.asked(Purpose.HOUSING), desk.world.actor("chair")
    revision = desk.open(letter_id).letter.revision
    deciding.refuse(chair, letter_id, "not_safe", "Ask her solicitor first.", revision)
    opened = desk.open(letter_id)
    assert opened.state is LetterState.REFUSED
    assert opened.content.not_signed_note == "Ask her solicitor first."
    assert "not safe" in opened.why_not_signed
    desk.agree(letter_id)
    desk.ask(letter_id)
    desk.sign(letter_id)


def test_an_old_agreement_is_asked_for_again(desk: Desk) -> None:
    """What she agreed to four months ago is neither asked for nor signed."""
    letter_id = desk.draft(Purpose.HEARD_ADVISER)
    with clock.pretend(clock.now() + timedelta(days=120)), pytest.raises(RuleBroken):
        desk.ask(letter_id)


def test_nothing_is_asked_without_agreement_recipient_and_advice(desk: Desk) -> None:
    """Each that is missing is named, and none can be left out."""
    actor = desk.world.actor("idva")
    letter_id = service.begin(actor, desk.case, "heard_adviser").id
    assert len(desk.open(letter_id).missing) == 2
    with pytest.raises(RuleBroken, match="Choose to whom"):
        desk.ask(letter_id)
    desk.address(letter_id, "adviser")
    with pytest.raises(RuleBroken, match="agreement"):
        desk.ask(letter_id)
    with pytest.raises(RuleBroken, match="advice was offered"):
        desk.agree(letter_id, advice_on=None)
    with pytest.raises(RuleBroken, match="regulated advice"):
        desk.agree(letter_id, advice_from_id=desk.world.extra["landlord"])
    with pytest.raises(RuleBroken, match="in the past"):
        desk.agree(letter_id, on=clock.today() + timedelta(days=1))


def test_it_is_not_sent_where_he_may_see_it_and_that_is_not_safe(desk: Desk) -> None:
    """Court bundles reach him; into her own hand only when that is safe."""
    letter_id = desk.draft(Purpose.LEGAL_AID)
    with pytest.raises(RuleBroken) as refused:
        desk.agree(letter_id, safe_if_seen=False)
    assert refused.value.field == "safe_if_seen"
    by_hand = desk.draft(Purpose.HEARD_OWN_HAND)
    with pytest.raises(RuleBroken) as refused:
        desk.agree(by_hand, safe_to_hand=False)
    assert refused.value.field == "safe_to_hand"


@pytest.mark.parametrize(
    ("purpose", "to"),
    [
        (Purpose.HEARD_ADVISER, "landlord"),
        (Purpose.HEARD_ADVISER, "service"),
        (Purpose.HEARD_IDVA, "solicitor"),
        (Purpose.HEARD_OWN_HAND, "adviser"),
        (Purpose.LEGAL_AID, "landlord"),
        (Purpose.HOUSING, "adviser"),
    ],
)
def test_each_purpose_has_its_own_recipients(desk: Desk, purpose: Purpose, to: str) -> None:
    """An entry of another class is refused, however it is sent."""
    letter_id = service.begin(desk.world.actor("idva"), desk.case, purpose.value).id
    with pytest.raises(RuleBroken) as refused:
        desk.address(letter_id, to)
    assert refused.value.field == "recipient"


def test_an_entry_that_is_closed_receives_nothing(desk: Desk) -> None:
    """Closed after the letter was asked for: it is not prepared, and not signed."""
    from app.confidentiality.recipient import queries as recipients
    from app.confidentiality.recipient.service import close

    letter_id, chair = desk.asked(Purpose.HEARD_ADVISER), desk.world.actor("chair")
    row = recipients.recipient(chair, desk.world.extra["adviser"])
    close(desk.world.actor("coordinator"), row.id)
    _, why = deciding.look(chair, letter_id)
    assert "not in date" in why
    assert row.id not in {
        each.id for each, _ in writing.choices_for(chair, desk.open(letter_id).wording)
    }
    with pytest.raises((RuleBroken, Refused)):
        desk.sign(letter_id)


def test_two_writers_at_once(desk: Desk) -> None:
    """Who saves over what somebody else has changed is told, and nothing is lost silently."""
    letter_id = desk.draft(Purpose.HEARD_ADVISER)
    seen = desk.open(letter_id).letter.revision
    desk.agree(letter_id)
    with pytest.raises(Changed):
        asking.ask(desk.world.actor("idva"), letter_id, seen, signs=True)


def test_two_chairs_at_once_and_one_is_told(desk: Desk) -> None:
    """The deputy signs; the chair who had it open is told that it is decided."""
    letter_id, chair = desk.asked(Purpose.HEARD_ADVISER), desk.world.actor("chair")
    package = deciding.prepare(chair, letter_id, desk.open(letter_id).letter.revision)
    package_id, digest = package.id, deciding.to_sign(chair, letter_id, package.id).digest
    desk.sign(letter_id, "deputy")
    with pytest.raises((Changed, NotVisible)):
        deciding.sign_prepared(
            chair, letter_id, package_id, digest=digest, expires_on=clock.today()
        )
    assert db.session.query(Release).filter(Release.subject_id == letter_id).count() == 1
    assert db.session.query(Package).filter(Package.subject_id == letter_id).count() == 1
