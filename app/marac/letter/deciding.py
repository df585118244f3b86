"""A chair of another agency looks at exactly the bytes that would leave, and signs or does not."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.person.queries import person
from app.accounts.signin.service import check_passphrase
from app.audit import record
from app.audit.events import LetterNotSigned, LetterOpened, LetterSigned
from app.confidentiality.gate import queries as gate_queries
from app.confidentiality.gate import service as gate
from app.confidentiality.gate.model import ExitKind, Form, Package, Release
from app.confidentiality.gate.rules import check_decider
from app.confidentiality.gate.service import Subject
from app.db import transaction
from app.marac.letter import content, rules
from app.marac.letter.asked import check_asked
from app.marac.letter.asking import drawn_by_member
from app.marac.letter.opened import Opened, office_of, signed_by, writer
from app.marac.letter.paper import text_of
from app.marac.letter.rules import LetterState, WhyNotSigned
from app.marac.letter.service import check_revision, enter
from app.paper import Letter as Paper
from app.paper import render_letter
from app.refusals import Changed, NotSignedIn, NotVisible, Refused, RuleBroken
from app.vault import digests

STALE = (
    "The case, the register or the wording has changed since this was asked for. Do not sign it: "
    "ask its writer to look at it again."
)
DECIDED = "Somebody has decided about this letter, or changed it, meanwhile. Nothing was signed."
YOU_WROTE_IT = (
    "You wrote some of this letter, or recorded what it rests on. Another chair, of another agency "
    "than yours, decides about it."
)
YOURS_WROTE_IT = (
    "Somebody of your agency wrote some of this letter, or recorded what it rests on. A chair of "
    "another agency decides about it."
)
AGREEMENT_OLD = "Her agreement is too old. Do not sign it: ask its writer to ask her again."


@dataclass(frozen=True)
class ToSign:
    """A letter as a chair decides it: the package with the exact bytes, their digest in hex, and
    ``paper``, the values that were set to make them."""

    opened: Opened
    package: Package
    pdf: bytes
    digest: str
    paper: Paper


def look(actor: Actor, letter_id: UUID) -> tuple[Opened, str]:
    """Open a letter for a chair, and say in words why this chair cannot decide it, if so."""
    actor.require(Permission.DISCLOSURE_DECIDE)
    with transaction():
        opened = _asked(actor, letter_id)
        record(actor, LetterOpened(letter_id, as_paper=False))
    return opened, _why_not(actor, opened)


def prepare(actor: Actor, letter_id: UUID, revision: int | None) -> Package:
    """Have the paper made that would leave, with this chair’s name where the chair signs."""
    actor.require(Permission.DISCLOSURE_DECIDE)
    with transaction():
        opened = _asked(actor, letter_id)
        check_revision(opened.letter, revision)
        if reason := _why_not(actor, opened):
            raise RuleBroken("letter", reason)
        subject = _subject(opened)
        pdf = render_letter(_drawn(actor.person_id, opened, clock.today()))
        record(actor, LetterOpened(letter_id, as_paper=True))
    return gate.prepare(actor, opened.ring, subject=subject, content=pdf)


def to_sign(actor: Actor, letter_id: UUID, package_id: UUID) -> ToSign:
    """Return the exact bytes with the words that they were made of.

    The paper is set once more from those words: were it not the same, byte for byte, the chair
    would read one thing and sign another, so it is ``Changed``.
    """
    actor.require(Permission.DISCLOSURE_DECIDE)
    with transaction():
        opened = _asked(actor, letter_id)
        package = gate_queries.package(actor, package_id)
        if package.subject_id != letter_id:
            raise NotVisible()
        package, pdf = gate.show(actor, opened.ring, package_id)
        made_on = clock.london(package.prepared_at).date()
        drawn = _drawn(package.prepared_by, opened, made_on)
        if (
            digests.sha256(render_letter(drawn)) != package.digest
            or package.prepared_by != actor.person_id
        ):
            raise Changed("letter", DECIDED)
        record(actor, LetterOpened(letter_id, as_paper=True))
    return ToSign(opened, package, pdf, package.digest.hex(), drawn)


def sign(
    actor: Actor,
    letter_id: UUID,
    package_id: UUID,
    *,
    digest: str,
    expires_on: date | None,
    passphrase: str,
) -> Release:
    """Sign the bytes and let the writer, or a reader of a member agency, have them.

    The passphrase is asked again: an open page is not a chair.
    """
    actor.require(Permission.DISCLOSURE_DECIDE)
    if check_passphrase(actor, passphrase).pair_id != actor.keys.key_id:
        raise NotSignedIn()
    return sign_prepared(actor, letter_id, package_id, digest=digest, expires_on=expires_on)


def sign_prepared(
    actor: Actor, letter_id: UUID, package_id: UUID, *, digest: str, expires_on: date | None
) -> Release:
    """Sign and release, the passphrase having been asked."""
    actor.require(Permission.DISCLOSURE_DECIDE)
    gate.screen_release(actor, package_id)
    with transaction():
        shown = to_sign(actor, letter_id, package_id)
        opened, row = shown.opened, shown.opened.letter
        if reason := _why_not(actor, opened):
            raise RuleBroken("letter", reason)
        released = gate.release(
            actor,
            opened.ring,
            package_id,
            subject=_subject(opened),
            digest=digest,
            expires_on=expires_on,
            readers=_readers(opened),
            hand_over_by=opened.hander_id,
            code=opened.content.code,
        )
        row.release_id, row.state = released.id, LetterState.RELEASED
        row.changed_at = clock.now()
        record(actor, LetterSigned(row.id, release_id=released.id))
    return released


def refuse(actor: Actor, letter_id: UUID, why: str, note: str, revision: int | None) -> None:
    """Do not sign, and say why; its writer reads it and can ask again."""
    actor.require(Permission.DISCLOSURE_DECIDE)
    reason = rules.require_code(WhyNotSigned, "why", why, "Select why you do not sign it")
    with transaction():
        opened = _asked(actor, letter_id)
        row = opened.letter
        check_revision(row, revision)
        _check_other_agency(actor, opened)
        changed = replace(
            opened.content,
            not_signed_why=reason.value,
            not_signed_note=note,
            not_signed_by=actor.person_id,
            not_signed_on=clock.today(),
        )
        content.write(opened.ring, row, changed)
        row.state, row.changed_at = LetterState.REFUSED, clock.now()
        gate.stop(actor, row.id)
        record(actor, LetterNotSigned(row.id))


def _asked(actor: Actor, letter_id: UUID) -> Opened:
    opened = enter(actor, letter_id)
    if opened.state is not LetterState.ASKED:
        raise Changed("letter", DECIDED)
    check_asked(opened.ring.chain, opened.letter, opened.content)
    return opened


def _why_not(actor: Actor, opened: Opened) -> str:
    """Return why this chair cannot sign this letter now, in words, or nothing."""
    try:
        _check_other_agency(actor, opened)
        if opened.content.agreed_on is not None:
            rules.require_fresh(opened.content.agreed_on, clock.today())
    except Refused as refused:
        return refused.reason
    except RuleBroken:
        return AGREEMENT_OLD
    if opened.is_stale:
        return STALE
    told = [*opened.missing, *(fault.message for fault in opened.faults)]
    return f"It cannot be signed as it stands. {told[0]}" if told else ""


def _check_other_agency(actor: Actor, opened: Opened) -> None:
    row = opened.letter
    if row.requester_id is None or row.requester_agency_id is None:
        raise Changed("letter", DECIDED)
    check_decider(actor.person_id, actor.agency_id, row.requester_id, row.requester_agency_id)
    for person_id in wrote(opened):
        theirs = person(actor, person_id).agency_id
        if actor.person_id == person_id:
            raise Refused(YOU_WROTE_IT)
        if actor.agency_id == theirs:
            raise Refused(YOURS_WROTE_IT)


def wrote(opened: Opened) -> set[UUID]:
    """Return everybody who drafted or changed a letter, or recorded what it rests on."""
    said = opened.content
    known = (
        opened.letter.drafted_by, said.agreed_recorded_by, said.advice_offered_by, said.member_id,
        *said.hands,
    )  # fmt: skip
    return {each for each in known if each is not None}


def _drawn(chair_id: UUID, opened: Opened, on: date) -> Paper:
    """Return the letter to be set: the member’s own, or one with this chair’s name."""
    if opened.wording.by_member:
        return drawn_by_member(opened)
    actor = opened.ring.actor
    office = office_of(person(actor, chair_id).roles, opened.area.name)
    block = signed_by(writer(actor, chair_id), opened.area.name, on, office=office)
    return opened.drawn(block, on)


def _subject(opened: Opened) -> Subject:
    row, goes = opened.letter, opened.goes
    if goes is None or row.requester_id is None or row.requester_agency_id is None:
        raise Changed("letter", DECIDED)
    return Subject(
        kind=ExitKind.LETTER,
        form=Form.LETTER,
        record_id=row.case_id,
        secret_id=opened.case.secret_id,
        subject_id=row.id,
        revision=row.edition,
        recipient_id=goes.row.id,
        requester_id=row.requester_id,
        requester_agency_id=row.requester_agency_id,
        text=text_of(opened.said),
    )


def _readers(opened: Opened) -> list[UUID]:
    goes = opened.goes
    if goes is None or not goes.in_browser or goes.named is None or goes.named.person_id is None:
        return []
    return [goes.named.person_id]
