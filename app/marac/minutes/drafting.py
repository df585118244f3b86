"""Writes the draft of minutes from the board, and lets an officer put its words better."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.agency.screening import screened
from app.audit import record
from app.audit.events import CaseMinutesRead, MinutesDrafted, MinutesEdited, MinutesOpened
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.grants import new_secret
from app.confidentiality.circle.model import SecretKind
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.statements import SecretRow
from app.confidentiality.circle.vouching import require_officer
from app.db import db, new_id, transaction
from app.marac.case.model import Case
from app.marac.meeting import queries as meetings
from app.marac.meeting.model import Meeting, MeetingState
from app.marac.minutes import gathering, leaves, naming, queries, rules, undertaking
from app.marac.minutes.gathering import Part
from app.marac.minutes.model import LeafKind, Minutes, MinutesDraft
from app.marac.minutes.rules import AMENDED, Passage, Words
from app.refusals import Changed, NotVisible, RuleBroken
from app.vault.errors import Forged

DRAFT = "minutes.draft"
NOT_CLOSED = "Minutes are written once the meeting is closed."
NOT_ITS_OWN = "The secret of these minutes is another record’s"
MEANWHILE = (
    "Somebody else has changed this part meanwhile. Their words are shown; yours are still in the "
    "boxes. Put the two together, then save again."
)


@dataclass(frozen=True)
class OpenPart:
    """One part as an officer works on it: what the board says, and what was written over it."""

    draft: MinutesDraft
    board: Words
    edits: Mapping[str, str]
    why: str
    signed: Words | None
    name: str = field(default="", repr=False)

    @cached_property
    def words(self) -> Words:
        """What it says now."""
        return rules.with_edits(self.board, self.edits)

    @property
    def passages(self) -> list[tuple[Passage, str]]:
        """Each text as the board says it, and as it says now."""
        now = {passage.place: passage.text for passage in rules.passages(self.words)}
        return [(said, now[said.place]) for said in rules.passages(self.board)]

    @property
    def is_amended(self) -> bool:
        """Say whether it was signed once and says something else now."""
        return self.signed is not None and not rules.is_same(self.words, self.signed)

    @property
    def is_to_sign(self) -> bool:
        """Say whether what it says has not been signed."""
        return self.signed is None or self.is_amended

    @property
    def final(self) -> Words:
        """What is signed: the words, and what was amended since they were first signed, and why."""
        before = self.signed[AMENDED] if self.signed else []
        now = [{"on": clock.today().isoformat(), "why": self.why}] if self.is_amended else []
        return {**self.words, AMENDED: [*before, *now]}

    @property
    def flagged(self) -> list[Passage]:
        """What in it speaks of somebody's status, the reason of an amendment too."""
        return rules.flagged(self.final)


def write(actor: Actor, meeting_id: UUID) -> int:
    """Write from the board what is not written yet; return how many parts were written.

    What an officer put better stays. A part that was signed is changed by hand alone, and says why.
    """
    actor.require(Permission.MINUTES_WRITE)
    with transaction():
        chain = Chain.of(actor)
        require_officer(actor, chain)
        meeting = closed_meeting(actor, meeting_id)
        ring = Ring(actor, chain)
        parts = gathering.gather(actor, ring, meeting)
        apart = gathering.kept_from_an_officer(ring, [p.case_id for p in parts if p.case_id])
        signed = leaves.signed_words(actor, ring, meeting.id)
        written = 0
        for part in parts:
            of = _minutes(actor, meeting, part.case_id if part.case_id in apart else None)
            written += _bring_up(ring, of, part, is_signed=part.subject_id in signed)
        record(actor, MinutesDrafted(meeting.id, parts=written))
    return written


def open_drafts(actor: Actor, meeting_id: UUID) -> list[tuple[Minutes, list[OpenPart]]]:
    """Open the draft of a meeting's minutes as far as it is this officer's to read."""
    actor.require(Permission.MINUTES_WRITE)
    with transaction():
        chain = Chain.of(actor)
        require_officer(actor, chain)
        meeting = closed_meeting(actor, meeting_id)
        ring = Ring(actor, chain)
        found = opened(actor, ring, meeting)
        parts = [part for _, each in found for part in each]
        record(actor, MinutesOpened(meeting.id, parts=len(parts)))
        for part in parts:
            if part.draft.case_id:
                record(actor, CaseMinutesRead(part.draft.case_id, meeting.id, draft=True))
    return found


def open_part(actor: Actor, draft_id: UUID) -> tuple[Meeting, OpenPart]:
    """Open one part to work on it: always its newest edition."""
    actor.require(Permission.MINUTES_WRITE)
    with transaction():
        chain = Chain.of(actor)
        require_officer(actor, chain)
        meeting, part = _part(actor, Ring(actor, chain), draft_id)
        if part.draft.case_id:
            record(actor, CaseMinutesRead(part.draft.case_id, meeting.id, draft=True))
    return meeting, part


def history(actor: Actor, draft_id: UUID) -> list[OpenPart]:
    """Open every edition of a part, the newest first."""
    actor.require(Permission.MINUTES_WRITE)
    with transaction():
        chain = Chain.of(actor)
        require_officer(actor, chain)
        ring = Ring(actor, chain)
        meeting, part = _part(actor, ring, draft_id)
        rows = queries.editions(actor, part.draft.minutes_id, part.draft.subject_id)
        found = [_opened(ring, row, None) for row in rows]
        if part.draft.case_id:
            record(actor, CaseMinutesRead(part.draft.case_id, meeting.id, draft=True))
    return found


def edit(actor: Actor, draft_id: UUID, given: Mapping[str, str], why: str = "") -> MinutesDraft:
    """Put the words of a part better; an approval of it is void from now.

    ``draft_id`` is the edition that the writer saw: nobody writes over words they have not seen.
    What was signed already is amended only with a reason.
    """
    actor.require(Permission.MINUTES_WRITE)
    _, seen = open_part(actor, draft_id)
    edits = rules.changed(seen.board, given)
    board = rules.texts(seen.board)
    for passage in rules.passages(rules.with_edits(seen.board, edits)):
        if passage.place in edits:
            verdict = undertaking.screen(passage, board[passage.place])
            screened(actor, verdict, passage.place, "minutes.words")
    undertaking.require_advice(seen.board, edits)
    reason = rules.require_why(why) if seen.signed is not None else ""
    screened(actor, undertaking.screen(rules.reason_passage(reason)), "why", "minutes.words")
    with transaction():
        ring = Ring(actor)
        require_officer(actor, ring.chain)
        _, part = _part(actor, ring, draft_id)
        if part.draft.id != draft_id:
            raise Changed("draft", MEANWHILE)
        if (part.signed is None) != (seen.signed is None):
            raise Changed("draft", MEANWHILE)
        minutes = queries.minutes(actor, part.draft.minutes_id)
        if part.draft.kind == LeafKind.GENERAL:
            note = edits.get("note", "")
            naming.require_nobody(ring, minutes.meeting_id, {"note": note, "why": reason})
        payload = {"board": part.board, "edits": edits, "why": reason}
        row = _add(ring, minutes, part.draft, part.draft.edition + 1, payload)
        record(actor, MinutesEdited(minutes.id, edition=row.edition))
    return row


def closed_meeting(actor: Actor, meeting_id: UUID) -> Meeting:
    """Return a meeting of the area that is over; the rule for one that goes on."""
    meeting = meetings.meeting(actor, meeting_id)
    if meeting.state != MeetingState.CLOSED:
        raise RuleBroken("minutes", NOT_CLOSED)
    return meeting


def opened(actor: Actor, ring: Ring, meeting: Meeting) -> list[tuple[Minutes, list[OpenPart]]]:
    """Open every draft of a meeting that opens for this officer; the caller writes the trail."""
    documents = queries.minutes_of(actor, meeting.id)
    drafts = queries.newest_drafts(actor, [each.id for each in documents])
    ring.preload(row.secret_id for row in drafts)
    signed = leaves.signed_words(actor, ring, meeting.id)
    names = leaves.names_of(actor, ring, [row.case_id for row in drafts])
    places = _places(actor, meeting)
    return [
        (each, [_named(_opened(ring, row, signed.get(row.subject_id)), names) for row in mine])
        for each in documents
        if (mine := _in_order(_of(ring, each, drafts, documents), places))
    ]


def _of(
    ring: Ring, of: Minutes, drafts: Sequence[MinutesDraft], documents: Sequence[Minutes]
) -> list[MinutesDraft]:
    """The drafts of one document; what has come to stand apart since is not in the whole."""
    apart = {each.case_id for each in documents if each.case_id}
    kept = gathering.kept_from_an_officer(ring, [d.case_id for d in drafts if d.case_id])
    return [
        row
        for row in drafts
        if row.minutes_id == of.id
        and (of.case_id is not None or row.case_id is None or row.case_id not in apart | kept)
        and ring.may_open(row.secret_id)
    ]


def _in_order(rows: Iterable[MinutesDraft], places: Mapping[UUID, int]) -> list[MinutesDraft]:
    last = len(places)
    return sorted(
        rows,
        key=lambda row: (
            row.kind != LeafKind.GENERAL,
            row.kind != LeafKind.CASE,
            places.get(row.subject_id, last),
            str(row.subject_id),
        ),
    )


def _places(actor: Actor, meeting: Meeting) -> dict[UUID, int]:
    return {row.item.case_id: row.number for row in meetings.agenda(actor, meeting.id)}


def _part(actor: Actor, ring: Ring, draft_id: UUID) -> tuple[Meeting, OpenPart]:
    row = queries.draft(actor, draft_id)
    minutes = queries.minutes(actor, row.minutes_id)
    meeting = closed_meeting(actor, minutes.meeting_id)
    newest = queries.editions(actor, minutes.id, row.subject_id)[0]
    signed = leaves.signed_words(actor, ring, meeting.id)
    names = leaves.names_of(actor, ring, [row.case_id])
    return meeting, _named(_opened(ring, newest, signed.get(row.subject_id)), names)


def _named(part: OpenPart, names: Mapping[UUID, str]) -> OpenPart:
    """With the name on its case, for the page."""
    return replace(part, name=names.get(part.draft.case_id, "") if part.draft.case_id else "")


def board_of(ring: Ring, row: MinutesDraft) -> dict[str, str]:
    """What the board said when an edition was written, by the place of each text."""
    return rules.texts(_opened(ring, row, None).board)


def _opened(ring: Ring, row: MinutesDraft, signed: Words | None) -> OpenPart:
    of = row.case_id or row.minutes_id
    given = ring.read(row.secret_id, DRAFT, row.id, row.sealed_words, of=of)
    return OpenPart(row, given["board"], given["edits"], str(given["why"]), signed)


def _minutes(actor: Actor, meeting: Meeting, case_id: UUID | None) -> Minutes:
    """The document that a part belongs to, made if it is not there yet."""
    for each in queries.minutes_of(actor, meeting.id):
        if each.case_id == case_id:
            return each
    made = Minutes(
        id=new_id(),
        area_id=actor.area_id,
        meeting_id=meeting.id,
        case_id=case_id,
        made_by=actor.person_id,
        made_at=clock.now(),
        edits=0,
    )
    if case_id is None:
        made.secret_id = new_secret(actor, SecretKind.MINUTES, made.id).id
    db.session.add(made)
    db.session.flush()
    return made


def _bring_up(ring: Ring, minutes: Minutes, part: Part, *, is_signed: bool) -> int:
    """Write a part's first edition, or a new one where the board says something else by now."""
    actor = ring.actor
    rows = queries.editions(actor, minutes.id, part.subject_id)
    if not rows and minutes.case_id is not None:
        rows = _from_the_whole(actor, minutes, part.subject_id)
    edits: Mapping[str, str] = {}
    if rows:
        before = _opened(ring, rows[0], None)
        is_here = rows[0].minutes_id == minutes.id
        if is_here and (before.board == part.words or is_signed):
            return 0
        edits = before.edits
    edition = rows[0].edition + 1 if rows else 1
    _add(ring, minutes, part, edition, {"board": part.words, "edits": dict(edits), "why": ""})
    return 1


def _from_the_whole(actor: Actor, minutes: Minutes, subject_id: UUID) -> Sequence[MinutesDraft]:
    """The editions of a part that was in the whole before it came to stand apart."""
    for each in queries.minutes_of(actor, minutes.meeting_id):
        if each.case_id is None:
            return queries.editions(actor, each.id, subject_id)
    return ()


def _add(
    ring: Ring, minutes: Minutes, of: Part | MinutesDraft, edition: int, payload: dict[str, Any]
) -> MinutesDraft:
    """Write an edition under the newest key of its case; whatever was approved is void."""
    row = MinutesDraft(
        id=new_id(),
        area_id=minutes.area_id,
        minutes_id=minutes.id,
        kind=of.kind,
        case_id=of.case_id,
        subject_id=of.subject_id,
        edition=edition,
        secret_id=secret_of(ring, minutes, of.case_id),
        written_by=ring.actor.person_id,
        at=clock.now(),
    )
    row.sealed_words = ring.seal(row.secret_id, DRAFT, row.id, payload)
    db.session.add(row)
    minutes.approved_id, minutes.edits = None, minutes.edits + 1
    return row


def secret_of(ring: Ring, minutes: Minutes, case_id: UUID | None) -> UUID:
    """Under what a part is sealed: its case's newest key, or that of the minutes."""
    if case_id is not None:
        case = db.session.get(Case, case_id)
        if case is None:
            raise NotVisible()
        return ring.current(case.secret_id, of=case.id)
    return general_secret(ring, minutes).id


def general_secret(ring: Ring, minutes: Minutes) -> SecretRow:
    """The newest secret of the general part; ``Forged`` if the row names one that is not its own.

    Its key is given to everybody who signed the meeting, so a row alone never says which it is.
    """
    if minutes.secret_id is None:
        raise NotVisible()
    secret = ring.secret(minutes.secret_id, of=minutes.id)
    if secret.kind != SecretKind.MINUTES:
        raise Forged(NOT_ITS_OWN)
    return ring.secret(ring.current(secret.id, of=minutes.id), of=minutes.id)
