"""The chair reads exactly what is signed, and signs it; then the meeting's signers read it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.agency.screening import screened
from app.accounts.signin.service import check_passphrase
from app.audit import record
from app.audit.events import CaseMinutesRead, MinutesOpened, MinutesSigned, MinutesWordsAccepted
from app.confidentiality.agreement.queries import verified
from app.confidentiality.agreement.rules import meeting_occasion
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.giving import Giver, Holders
from app.confidentiality.circle.model import Because, Grant, HolderKind
from app.confidentiality.circle.queries import grant_rows
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.vouching import require_officer
from app.db import db, new_id, transaction
from app.marac.meeting import publishing
from app.marac.meeting import queries as meetings
from app.marac.meeting.model import Meeting
from app.marac.minutes import (
    drafting,
    growing,
    leaves,
    naming,
    queries,
    rules,
    signers,
    statements,
    undertaking,
)
from app.marac.minutes.growing import Said
from app.marac.minutes.leaves import OpenLeaf
from app.marac.minutes.model import (
    LeafKind,
    Minutes,
    MinutesAcceptance,
    MinutesLeaf,
    MinutesSignature,
    MinutesVersion,
)
from app.marac.minutes.rules import Passage, Words
from app.refusals import Changed, NotSignedIn, NotVisible, Refused, RuleBroken

REASON = "minutes.reason"
MEANWHILE = (
    "These minutes were changed after they were approved, so nothing was signed. They are approved "
    "again first."
)
NOT_THERE = (
    "Minutes are signed by the chair of the meeting, or by a deputy who signed in to it. "
    "You did not."
)
NOT_NAMED = (
    "Nobody signs minutes that they approved alone. Ask a coordinator or a deputy to approve them; "
    "you can sign then."
)
FLAGGED = (
    "Something in these minutes speaks of somebody’s immigration status. Have the words changed, "
    "or say why they must stay, before you sign."
)


@dataclass(frozen=True)
class Flag:
    """A text that speaks of somebody's status; ``reason`` once a chair let it stand."""

    leaf_id: UUID
    passage: Passage
    reason: str = ""


@dataclass(frozen=True)
class ToSign:
    """What a chair signs: every leaf of the version, in the order of reading."""

    meeting: Meeting
    minutes: Minutes
    version: MinutesVersion
    leaves: Sequence[OpenLeaf]
    flags: Sequence[Flag]
    names: dict[UUID, str] = field(repr=False)
    before: dict[UUID, Words] = field(repr=False)
    boards: dict[UUID, dict[str, str]] = field(repr=False)

    @property
    def unresolved(self) -> list[Flag]:
        """The flags that stand in the way."""
        return [flag for flag in self.flags if not flag.reason]

    def flags_of(self, leaf: OpenLeaf) -> list[Flag]:
        """The flags in one part."""
        return [flag for flag in self.flags if flag.leaf_id == leaf.row.id]

    def unsigned(self, leaf: OpenLeaf) -> list[Passage]:
        """The texts of a part but for the reasons of amendments that were signed already."""
        signed = rules.reasons(self.before.get(leaf.row.subject_id))
        return [passage for passage in rules.passages(leaf.words) if passage not in signed]


def to_sign(actor: Actor, minutes_id: UUID) -> ToSign:
    """Open what waits for the signature; ``Changed`` if nothing does any more."""
    actor.require(Permission.MINUTES_SIGN)
    with transaction():
        ready = _ready(actor, Ring(actor), minutes_id)
        record(actor, MinutesOpened(ready.meeting.id, parts=len(ready.leaves)))
        for each in ready.leaves:
            if each.row.case_id:
                record(actor, CaseMinutesRead(each.row.case_id, ready.meeting.id, draft=True))
    return ready


def accept(actor: Actor, minutes_id: UUID, leaf_id: UUID, place: str, reason: str) -> None:
    """Let words about somebody's status stand, and say why (AC-20)."""
    actor.require(Permission.MINUTES_SIGN)
    why = rules.require_reason(reason)
    with transaction() as session:
        ring = Ring(actor)
        ready = _ready(actor, ring, minutes_id)
        leaf = next((each.row for each in ready.leaves if each.row.id == leaf_id), None)
        open_ones = {(flag.leaf_id, flag.passage.place) for flag in ready.unresolved}
        if leaf is None or (leaf_id, place) not in open_ones:
            raise NotVisible()
        row = MinutesAcceptance(
            id=new_id(),
            area_id=actor.area_id,
            leaf_id=leaf.id,
            place=place,
            secret_id=leaf.secret_id,
            by_person_id=actor.person_id,
            at=clock.now(),
        )
        row.sealed_reason = ring.seal(leaf.secret_id, REASON, row.id, {"reason": why})
        session.add(row)
        record(actor, MinutesWordsAccepted(minutes_id, leaf_id=leaf.id))


def sign(
    actor: Actor, minutes_id: UUID, version_id: UUID | None, passphrase: str
) -> MinutesSignature:
    """Sign the version that was read. The passphrase is asked: an open page is not a chair."""
    actor.require(Permission.MINUTES_SIGN)
    if check_passphrase(actor, passphrase).pair_id != actor.keys.key_id:
        raise NotSignedIn()
    return sign_read(actor, minutes_id, version_id)


def sign_read(actor: Actor, minutes_id: UUID, version_id: UUID | None) -> MinutesSignature:
    """Sign, the passphrase having been asked. No undertaking to tell the Home Office is signed."""
    actor.require(Permission.MINUTES_SIGN)
    read = to_sign(actor, minutes_id)
    for each in read.leaves:
        for passage in read.unsigned(each):
            said = read.boards[each.row.draft_id].get(passage.place)
            edited = said if said != passage.text else None
            screened(actor, undertaking.screen(passage, edited), "minutes", "minutes.words")
    with transaction() as session:
        ring = Ring(actor)
        ready = _ready(actor, ring, minutes_id)
        if ready.version.id != version_id:
            raise Changed("minutes", MEANWHILE)
        if ready.unresolved:
            raise RuleBroken("minutes", FLAGGED)
        _require_nobody(ring, ready)
        version = _grown(ring, ready)
        row = _signature(actor, ready.minutes, version)
        session.add(row)
        ready.minutes.approved_id, ready.minutes.edits = None, ready.minutes.edits + 1
        _give(ring, ready)
        record(actor, MinutesSigned(ready.minutes.id, version_id=version.id))
    return row


def may_sign(actor: Actor, meeting: Meeting) -> bool:
    """Say whether somebody with the right to sign is the chair of this meeting or was there, and
    another officer signed so on approving the minutes."""
    return (
        _was_there(actor, meeting)
        and actor.keyring is not None
        and signers.is_named(Chain.of(actor), meeting.id, actor.person_id)
    )


def _was_there(actor: Actor, meeting: Meeting) -> bool:
    return actor.may(Permission.MINUTES_SIGN) and (
        meeting.chair_id == actor.person_id or meetings.has_signed(meeting.id, actor.person_id)
    )


def _ready(actor: Actor, ring: Ring, minutes_id: UUID) -> ToSign:
    """Open every leaf of what was approved: whoever cannot read one of them signs nothing."""
    require_officer(actor, ring.chain)
    minutes = queries.minutes(actor, minutes_id)
    meeting = drafting.closed_meeting(actor, minutes.meeting_id)
    if not _was_there(actor, meeting):
        raise Refused(NOT_THERE)
    if minutes.approved_id is None:
        raise Changed("minutes", MEANWHILE)
    if not signers.is_named(ring.chain, meeting.id, actor.person_id):
        raise Refused(NOT_NAMED)
    version = queries.version(minutes.approved_id)
    found = leaves.open_leaves(actor, ring, [version])[version.id]
    if version.minutes_id != minutes.id or len(found) != queries.leaf_count(version.id):
        raise Changed("minutes", MEANWHILE)
    drafts = {row.id: row for row in queries.newest_drafts(actor, [minutes.id])}
    if not {each.row.draft_id for each in found} <= drafts.keys():
        raise Changed("minutes", MEANWHILE)  # which version waits is only a row
    ordered = leaves.in_reading_order(found, _places(actor, meeting))
    names = leaves.names_of(actor, ring, [each.row.case_id for each in ordered])
    before = leaves.signed_words(actor, ring, meeting.id)
    boards = {
        each.row.draft_id: drafting.board_of(ring, drafts[each.row.draft_id]) for each in ordered
    }
    flags = _flags(ring, ordered)
    return ToSign(meeting, minutes, version, ordered, flags, names, before, boards)


def _require_nobody(ring: Ring, ready: ToSign) -> None:
    """The general part names nobody of a case, seen with the keys of whoever signs it too."""
    for leaf in ready.leaves:
        if leaf.row.kind == LeafKind.GENERAL:
            said = "\n".join(passage.text for passage in ready.unsigned(leaf))
            naming.require_nobody(ring, ready.meeting.id, {"minutes": said})


def _places(actor: Actor, meeting: Meeting) -> dict[UUID, int]:
    return {row.item.case_id: row.number for row in meetings.agenda(actor, meeting.id)}


def _flags(ring: Ring, found: Sequence[OpenLeaf]) -> list[Flag]:
    reasons = {
        (row.leaf_id, row.place): str(
            ring.read(row.secret_id, REASON, row.id, row.sealed_reason)["reason"]
        )
        for row in queries.acceptances(each.row.id for each in found)
    }
    return [
        Flag(each.row.id, passage, reasons.get((each.row.id, passage.place), ""))
        for each in found
        for passage in rules.flagged(each.words)
    ]


def _grown(ring: Ring, ready: ToSign) -> MinutesVersion:
    """The version that is signed: the words that were read, in a tree that the chair's act grew."""
    said = [Said.of_leaf(each) for each in ready.leaves]
    return growing.grow(ring, ready.minutes, ready.version.approved_by, said)


def _signature(actor: Actor, minutes: Minutes, version: MinutesVersion) -> MinutesSignature:
    row = MinutesSignature(
        id=new_id(),
        area_id=actor.area_id,
        version_id=version.id,
        by_person_id=actor.person_id,
        key_pair_id=actor.keys.key_id,
        at=clock.now(),
    )
    row.statement = statements.minutes(minutes, version, row)
    row.signature = actor.keys.sign(row.statement)
    return row


def _was_open(meeting: Meeting, at: datetime) -> bool:
    """Whether somebody signed between the opening of a meeting and its end."""
    opened, closed = meeting.opened_at, meeting.closed_at
    return opened is not None and closed is not None and opened <= at <= closed


def _give(ring: Ring, ready: ToSign) -> None:
    """Give the key of the general part to everybody who truly signed this meeting's declaration.

    The cases' own keys they hold already, each as far as it is theirs. Whoever agreed aloud has
    no key, here as there.
    """
    if ready.minutes.secret_id is None:
        return
    secret = drafting.general_secret(ring, ready.minutes)
    rows = meetings.attendances(ready.meeting.id)
    true = verified(row.signature_id for row in rows if row.signature_id)
    edition = publishing.current(ring.chain, ready.meeting)
    holders = Holders(ring.chain)
    holders.load(row.person_id for row in rows if row.person_id)
    given = {
        grant.holder_key_id
        for grant in grant_rows(
            Grant.secret_id == secret.id, Grant.holder_kind == HolderKind.PERSON
        )
    }
    giver, key = Giver(ring.actor, holders), ring.key(secret.id, of=ready.minutes.id)
    for row in rows:
        signed = true.get(row.signature_id) if row.signature_id else None
        pair = holders.of(row.person_id) if row.person_id else None
        is_theirs = (
            signed is not None
            and (signed.person_id, signed.occasion)
            == (row.person_id, meeting_occasion(ready.meeting.id))
            and edition is not None
            and signed.agency_id in edition.agencies
            and _was_open(ready.meeting, signed.signed_at)
        )
        if pair is not None and is_theirs and pair.key_pair_id not in given:
            giver.to_person(secret, key, pair, Because.SIGNATURE, row.signature_id)
    giver.write()
    db.session.flush()


__all__ = ["Flag", "MinutesLeaf", "ToSign", "accept", "may_sign", "sign", "sign_read", "to_sign"]
