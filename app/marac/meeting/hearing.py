"""Hears the cases of an open meeting: begin, present, share, name the risks, conclude, next."""

from typing import Any
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.agency.screening import screened
from app.audit import record
from app.audit.events import (
    CaseConcluded,
    ContributionWritten,
    HearingBegun,
    HearingNoted,
    RiskIdentified,
)
from app.db import db, new_id, transaction
from app.firewall.screen import screen_commitment
from app.marac.case.model import Case
from app.marac.meeting import leaving, queries, rules, said
from app.marac.meeting.model import (
    AgendaItem,
    Contribution,
    HearingNote,
    IdentifiedRisk,
    Meeting,
    NoteKind,
    Outcome,
)
from app.marac.meeting.noted import note_of
from app.marac.meeting.ports import agencies_that_sent, is_called
from app.marac.meeting.rules import ItemState
from app.marac.meeting.said import CONTRIBUTION, RISK, notes_of, words_of
from app.refusals import Refused, RuleBroken

__all__ = ["CONTRIBUTION", "RISK", "notes_of", "words_of"]


class CalledAlike(RuleBroken):
    """Somebody in the room may be a person in the case; the chair asks them first (AC-02)."""

    def __init__(self) -> None:
        super().__init__("start", rules.CALLED_ALIKE)


def start_item(actor: Actor, item_id: UUID, *, was_asked: bool = False) -> AgendaItem:
    """Begin the hearing of a case, or take it up again.

    ``RuleBroken`` while anybody is in the room from whom the case is kept; ``CalledAlike`` unless
    ``was_asked``, while somebody without an account has a name of the case.
    """
    actor.require(Permission.CASE_CONCLUDE)
    if not was_asked:
        require_nobody_called(actor, item_id)
    with transaction():
        item = queries.item(actor, item_id)
        require_here(actor, item.meeting_id)
        other = queries.heard_now(item.meeting_id)
        if other is not None and queries.being_heard(actor, item.meeting_id) is None:
            raise RuleBroken("start", rules.NOT_YET)
        rules.require_startable(item.state, other not in (None, item.id))
        leaving.require_room_cleared(item)
        _begin(actor, item)
    return item


def require_nobody_called(actor: Actor, item_id: UUID) -> None:
    """Raise ``CalledAlike`` if somebody in the room who has no account has a name of the case; the
    comparison is in the trail either way, so call it outside of a transaction."""
    if _is_called(actor, queries.item(actor, item_id)):
        raise CalledAlike


def conclude_item(
    actor: Actor, item_id: UUID, outcome: str = Outcome.HEARD, reason: str = ""
) -> AgendaItem:
    """End the hearing of a case in one of the five ways, with the reason if one is given."""
    actor.require(Permission.CASE_CONCLUDE)
    _require_reason(actor, reason)
    with transaction():
        item = queries.item(actor, item_id)
        require_here(actor, item.meeting_id)
        rules.require_being_heard(item.state)
        _conclude(actor, item, outcome, reason)
    return item


def next_case(
    actor: Actor,
    meeting_id: UUID,
    after: UUID | None = None,
    outcome: str = Outcome.HEARD,
    reason: str = "",
) -> AgendaItem | None:
    """Conclude the case being heard and begin the next that waits; None when none is left.

    ``after`` is the case that was being heard when the button was pressed. If that is over
    already, somebody else pressed first, and nothing is concluded a second time. If somebody has
    to leave the room before the next case, or to be asked who they are, it is returned and waits.
    """
    actor.require(Permission.CASE_CONCLUDE)
    _require_reason(actor, reason)
    with transaction():
        require_here(actor, meeting_id)
        if after is not None:
            queries.item(actor, after)  # nobody goes on from what is kept from them, or is none
        heard = queries.being_heard(actor, meeting_id)
        if heard is not None and after not in (None, heard.id):
            return heard
        if heard is None and queries.heard_now(meeting_id) is not None:
            raise RuleBroken("meeting", rules.NOT_YET)
        if heard is not None:
            _conclude(actor, heard, outcome, reason)
        item = queries.next_waiting(actor, meeting_id)
        if item is not None and not (leaving.who_must_leave(item) or _is_called(actor, item)):
            _begin(actor, item)
    return item


def share(
    actor: Actor,
    item_id: UUID,
    text: str,
    revision: int | None = None,
    agency_id: UUID | None = None,
    once: UUID | None = None,
) -> Contribution:
    """Write down what an agency shares about a case; officers write for any agency present.

    ``revision`` is the state of the entry that the writer saw; None where there was none.
    ``once`` is the id of the form: sent again with the same words, it is saved once.
    """
    actor.require(Permission.CONTRIBUTION_WRITE)
    rules.require_words("shared", text, "what the agency shares")
    agency_id = agency_id or actor.agency_id
    with transaction():
        item = _to_write(actor, item_id)
        require_may_write_for(actor, item, agency_id)
        entry = queries.contribution_of(item.id, agency_id)
        if entry and said.is_said_already(actor, entry, {"text": text}):
            return entry
        said.require_unchanged("shared", revision, entry.revision if entry else None)
        entry = entry or Contribution(
            id=_unused(Contribution, once), agency_id=agency_id, **_of(item)
        )
        _keep(actor, entry, {"text": text})
        record(actor, ContributionWritten(subject_id=item.case_id, contribution_id=entry.id))
    return entry


def identify_risk(
    actor: Actor,
    item_id: UUID,
    text: str,
    whom: str = "",
    raises: str = "",
    protects: str = "",
    once: UUID | None = None,
) -> IdentifiedRisk:
    """Write down a risk that the meeting sees: what harm, to whom, what raises it, what protects.

    Sent again with the same ``once``, it is saved once.
    """
    actor.require(Permission.RISK_WRITE)
    words = _risk(text, whom, raises, protects)
    with transaction():
        item = _to_write(actor, item_id)
        before = said.risk_sent_before(actor, once, item.id, words.payload)
        if before is not None:
            return before
        number = len(queries.risks(item.id)) + 1
        risk = IdentifiedRisk(id=once or new_id(), number=number, **_of(item))
        _keep(actor, risk, words.payload)
        record(actor, RiskIdentified(subject_id=item.case_id, risk_id=risk.id))
    return risk


def reword_risk(
    actor: Actor,
    risk_id: UUID,
    text: str,
    revision: int,
    whom: str = "",
    raises: str = "",
    protects: str = "",
) -> IdentifiedRisk:
    """Say a risk better; actions that answer it keep its number."""
    actor.require(Permission.RISK_WRITE)
    words = _risk(text, whom, raises, protects)
    with transaction():
        risk = queries.risk(actor, risk_id)
        item = queries.item(actor, risk.item_id)
        require_here(actor, item.meeting_id)
        if said.is_said_already(actor, risk, words.payload):
            return risk
        said.require_unchanged("risk", revision, risk.revision)
        said.write(actor, risk, words.payload)
        record(actor, RiskIdentified(subject_id=risk.case_id, risk_id=risk.id))
    return risk


def write_note(
    actor: Actor,
    item_id: UUID,
    kind: NoteKind,
    text: str,
    revision: int | None = None,
    once: UUID | None = None,
) -> HearingNote:
    """Write down how the referrer presented a case, or what is different this time."""
    actor.require(Permission.CONTRIBUTION_WRITE)
    rules.require_words(str(kind), text, "what was said")
    with transaction():
        item = _to_write(actor, item_id)
        if not may_present(actor, item):
            raise Refused("Only the officers and the agency that referred this case write here.")
        return _note(actor, item, kind, text, revision, once)


def _is_called(actor: Actor, item: AgendaItem) -> bool:
    return is_called(actor, item.case_id, leaving.without_account(item.meeting_id))


def require_here(actor: Actor, meeting_id: UUID) -> Meeting:
    """Only who has signed this meeting's declaration takes part, and only while it is open."""
    meeting = queries.meeting(actor, meeting_id)
    rules.require_open(meeting.state)
    if not queries.has_signed(meeting.id, actor.person_id):
        raise Refused("Sign the declaration of this meeting first.")
    if leaving.has_left(meeting.id, actor.person_id):
        raise Refused("You have left this meeting. Say on its page that you are back first.")
    return meeting


def require_may_write_for(actor: Actor, item: AgendaItem, agency_id: UUID) -> None:
    """Everybody writes for their own agency; officers for any that is present, or that sent what is
    to be read out."""
    if agency_id == actor.agency_id:
        return
    if not actor.is_officer:
        raise Refused("You can write only what your own agency shares.")
    present = {row.agency_id for row in queries.attendances(item.meeting_id)}
    if agency_id not in present and agency_id not in agencies_that_sent(item):
        raise RuleBroken("shared", "Nobody of that agency is at this meeting.")


def may_present(actor: Actor, item: AgendaItem) -> bool:
    """Say whether somebody writes down how a case is presented: the officers, and the people of
    the agency that referred it."""
    case = db.session.get(Case, item.case_id)
    return case is not None and (actor.is_officer or case.agency_id == actor.agency_id)


def _begin(actor: Actor, item: AgendaItem) -> None:
    item.state = ItemState.HEARING
    item.outcome = None
    item.began_at = item.began_at or clock.now()
    item.concluded_at = None
    record(actor, HearingBegun(subject_id=item.case_id, item_id=item.id))


def _conclude(actor: Actor, item: AgendaItem, outcome: str, reason: str) -> None:
    item.outcome = rules.outcome_of(outcome)
    item.state = rules.state_after(item.outcome)
    item.concluded_at = clock.now()
    if reason.strip():
        now = note_of(item.id, NoteKind.CONCLUSION)
        _note(actor, item, NoteKind.CONCLUSION, reason, now.revision if now else None, None)
    record(actor, CaseConcluded(subject_id=item.case_id, outcome=str(item.outcome)))


def _require_reason(actor: Actor, reason: str) -> None:
    """Why a hearing ended so may commit somebody to something: the firewall is asked first."""
    rules.require_short("reason", reason, rules.LONGEST_TEXT)
    screened(actor, screen_commitment(reason), "reason", "action.what")


def _note(
    actor: Actor,
    item: AgendaItem,
    kind: NoteKind,
    text: str,
    revision: int | None,
    once: UUID | None,
) -> HearingNote:
    note = note_of(item.id, kind)
    if note and said.is_said_already(actor, note, {"text": text}):
        return note
    said.require_unchanged(str(kind), revision, note.revision if note else None)
    note = note or HearingNote(id=_unused(HearingNote, once), kind=kind, **_of(item))
    _keep(actor, note, {"text": text})
    record(actor, HearingNoted(subject_id=item.case_id, note_id=note.id, kind=str(kind)))
    return note


def _to_write(actor: Actor, item_id: UUID) -> AgendaItem:
    """An item of an open meeting that the writer takes part in, and that has been taken up."""
    item = queries.item(actor, item_id)
    require_here(actor, item.meeting_id)
    rules.require_taken_up(item.state)
    return item


def _risk(text: str, whom: str, raises: str, protects: str) -> said.RiskWords:
    words = said.RiskWords(text, whom, raises, protects)
    rules.require_words("risk", text, "the risk")
    for name in ("whom", "raises", "protects"):
        rules.require_short(name, getattr(words, name))
    return words


def _of(item: AgendaItem) -> dict[str, Any]:
    """What every row says about where it belongs."""
    return {
        "area_id": item.area_id,
        "item_id": item.id,
        "case_id": item.case_id,
        "at": clock.now(),
    }


def _unused(table: type[Contribution] | type[HearingNote], once: UUID | None) -> UUID:
    """The id that the form brought, unless a row has it already: one entry has many writers."""
    return once if once and db.session.get(table, once) is None else new_id()


def _keep(actor: Actor, row: said.Said, payload: dict[str, str]) -> None:
    said.write(actor, row, payload)
    db.session.add(row)
