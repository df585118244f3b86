"""A writer asks for a chair’s signature; where a regulation says member, signs as one first.

The member signs the bytes of the paper: the same paper, set again for the chair from what is
sealed, must have the same digest, or it has to be asked for again.
"""

from dataclasses import replace
from datetime import date
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.person.model import KeyPair
from app.accounts.signin.service import check_passphrase
from app.audit import record
from app.audit.events import LetterAsked
from app.confidentiality.agreement.rules import is_signed
from app.confidentiality.gate import service as gate
from app.db import db, transaction
from app.marac.letter import content, rules
from app.marac.letter.asked import signed_by_asker
from app.marac.letter.model import Letter
from app.marac.letter.opened import Opened, signed_by, writer
from app.marac.letter.rules import LetterState
from app.marac.letter.service import check_revision, enter
from app.marac.letter.statements import member_statement
from app.marac.letter.writing import unsigned
from app.paper import Letter as Paper
from app.paper import Signed, render_letter
from app.refusals import NotSignedIn, RuleBroken
from app.vault import digests

READ_IT = "Read the letter, then tick that what it says is true and that you sign it."
NOT_AS_SIGNED = (
    "What the member signed is not what stands here. Its writer has to ask for the signature again."
)


def sign_and_ask(
    actor: Actor, letter_id: UUID, revision: int | None, *, signs: bool, passphrase: str
) -> Letter:
    """Ask as somebody at a page does: whoever signs as a member gives the passphrase again."""
    actor.require(Permission.LETTER_WRITE)
    if signs and check_passphrase(actor, passphrase).pair_id != actor.keys.key_id:
        raise NotSignedIn()
    return ask(actor, letter_id, revision, signs=signs)


def ask(actor: Actor, letter_id: UUID, revision: int | None, *, signs: bool) -> Letter:
    """Ask the chairs to sign. ``signs``: the writer has read it and signs it as a member, the
    passphrase having been asked."""
    actor.require(Permission.LETTER_WRITE)
    with transaction():
        opened = enter(actor, letter_id)
        row = opened.letter
        check_revision(row, revision)
        if row.state != LetterState.DRAFT and row.state != LetterState.REFUSED:
            raise RuleBroken("letter", "The chairs have been asked already.")
        _check_ready(opened)
        if opened.wording.by_member and not signs:
            raise RuleBroken("signs", READ_IT)
        row.edition += row.state != LetterState.DRAFT
        opened = _on_paper(opened)
        found = _by_member(actor, opened) if opened.wording.by_member else opened.said
        row.state, row.asked_at = LetterState.ASKED, clock.now()
        row.changed_at = row.asked_at
        row.requester_id, row.requester_agency_id = actor.person_id, actor.agency_id
        content.write(opened.ring, row, signed_by_asker(actor, row, found, row.asked_at))
        record(actor, LetterAsked(row.id, edition=row.edition))
    return row


def drawn_by_member(opened: Opened) -> Paper:
    """Return the letter as its member signed it; ``RuleBroken`` if it would not be the same now."""
    found = opened.content
    if found.member_id is None or found.member_key_id is None or found.dated is None:
        raise RuleBroken("letter", NOT_AS_SIGNED)
    drawn = opened.drawn(_block(opened, found.member_id, found.dated))
    if digests.sha256_hex(render_letter(drawn)) != found.member_digest or not _holds(opened):
        raise RuleBroken("letter", NOT_AS_SIGNED)
    return drawn


def _on_paper(opened: Opened) -> Opened:
    """Fix the words, the day and the code as they will stand on paper."""
    fixed = replace(unsigned(opened.content), code=gate.new_code(), dated=clock.today())
    said = replace(
        fixed,
        salutation=opened.said.salutation,
        heading=opened.said.heading,
        paragraphs=opened.said.paragraphs,
    )
    return replace(opened, said=said)


def _by_member(actor: Actor, opened: Opened) -> content.Content:
    actor.require(Permission.LETTER_SIGN)
    assert opened.said.dated is not None  # it was fixed a moment ago
    pdf = render_letter(opened.drawn(_block(opened, actor.person_id, opened.said.dated)))
    digest = digests.sha256_hex(pdf)
    found = replace(
        opened.said,
        member_id=actor.person_id,
        member_key_id=actor.keys.key_id,
        member_digest=digest,
    )
    said = _said(opened, found, opened.letter.edition, actor.agency_id)
    signature = actor.keys.sign(said)
    return replace(found, member_statement=said.hex(), member_signature=signature.hex())


def _block(opened: Opened, person_id: UUID, on: date) -> Signed:
    return signed_by(writer(opened.ring.actor, person_id), opened.area.name, on)


def _said(opened: Opened, found: content.Content, edition: int, agency_id: UUID) -> bytes:
    assert found.member_id is not None
    assert found.member_key_id is not None
    assert found.dated is not None
    return member_statement(
        opened.letter.area_id,
        opened.letter.case_id,
        opened.letter.id,
        edition,
        found.member_digest,
        found.code,
        found.member_id,
        agency_id,
        found.member_key_id,
        found.dated.isoformat(),
    )


def _holds(opened: Opened) -> bool:
    """Say whether the member's own confirmed keys signed this paper at this edition."""
    found, agency_id = opened.content, opened.letter.requester_agency_id
    pair = db.session.get(KeyPair, found.member_key_id)
    if pair is None or agency_id is None or pair.person_id != found.member_id:
        return False
    said = _said(opened, found, opened.letter.edition, agency_id)
    signature = bytes.fromhex(found.member_signature)
    return (
        said.hex() == found.member_statement
        and is_signed(pair.signing_public, said, signature)
        and opened.ring.chain.was_confirmed(pair.id, agency_id)
    )


def _check_ready(opened: Opened) -> None:
    """Raise ``RuleBroken`` for the first thing that keeps the letter from being signed."""
    for told in opened.missing:
        raise RuleBroken("letter", f"{told}.")
    for fault in opened.faults:
        raise RuleBroken("letter", fault.message)
    assert opened.content.agreed_on is not None  # what is missing was asked above
    rules.require_fresh(opened.content.agreed_on, clock.today())
    if opened.goes is not None and opened.goes.in_browser and not _reads(opened):
        raise RuleBroken("letter", NOBODY_READS)


NOBODY_READS = (
    "This recipient is a member agency and reads the letter here. Select one of its people who has "
    "an account."
)


def _reads(opened: Opened) -> bool:
    """Say whether the person whom the letter names has an account to read it with."""
    return bool(opened.goes and opened.goes.named and opened.goes.named.person_id)
