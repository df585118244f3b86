"""Writes minutes from what a meeting left behind: its attendance, its board, its earlier actions.

What a case's part says is opened with the officer's own keys. Nothing of an immigration section is
read here, and no part says when its case was heard: a gap in the times would show another case.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.accounts.agency.queries import agency_names
from app.accounts.area.model import Area
from app.accounts.person.queries import person_names
from app.confidentiality.agreement.model import Wording
from app.confidentiality.circle import queries as circle
from app.confidentiality.circle.giving import Holders
from app.confidentiality.circle.model import Secret
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.rules import keeps_out
from app.db import db
from app.marac.action import queries as action_queries
from app.marac.action.belonging import is_of_case
from app.marac.action.earlier import Earlier, earlier_actions
from app.marac.action.model import Action
from app.marac.action.opened import OpenedAction, read_actions
from app.marac.case import queries as cases
from app.marac.flag import queries as flags
from app.marac.invitation.model import Answer, Reply
from app.marac.meeting import leaving, said
from app.marac.meeting import queries as meetings
from app.marac.meeting.model import (
    AgendaItem,
    Attendance,
    Capacity,
    Meeting,
    NoteKind,
    Outcome,
)
from app.marac.meeting.rules import ITEM_LABELS, OUTCOME_LABELS, ItemState
from app.marac.minutes import queries
from app.marac.minutes.rules import AMENDED, LeafKind, Words


@dataclass(frozen=True)
class Part:
    """One part of minutes as the board says it; ``case_id`` is None for the general one."""

    kind: LeafKind
    subject_id: UUID
    case_id: UUID | None
    words: Words


def gather(actor: Actor, ring: Ring, meeting: Meeting) -> list[Part]:
    """Return every part that this officer can write; the caller writes the trail."""
    earlier: dict[UUID, list[Earlier]] = defaultdict(list)
    for each in earlier_actions(actor, ring, meeting.id):
        if is_of_case(ring, each.opened.action.slip_id, each.case_id):
            earlier[each.case_id].append(each)
    items = [row.item for row in meetings.agenda(actor, meeting.id)]
    known = {case.id: case for case in cases.cases(actor, [item.case_id for item in items])}
    ring.preload(case.secret_id for case in known.values())
    found = [Part(LeafKind.GENERAL, meeting.id, None, general(meeting))]
    away = leaving.departures_of(meeting.id)
    for item in items:
        if ring.may_open(known[item.case_id].secret_id):
            words = _case(actor, ring, item, earlier.pop(item.case_id, []), away)
            words["reference"] = known[item.case_id].reference
            found.append(Part(LeafKind.CASE, item.case_id, item.case_id, words))
    return found + _later(actor, ring, meeting, earlier, {item.case_id for item in items})


def kept_from_an_officer(ring: Ring, case_ids: Iterable[UUID]) -> set[UUID]:
    """Return those cases that an officer of the area may know nothing of, by row or signed list.

    Their minutes are apart, or that officer would come upon a part that is not theirs.
    """
    wanted = set(case_ids)
    names = circle.exclusions(wanted)
    kept = {case_id: set(names.get(case_id, ())) for case_id in wanted}
    for secret in circle.secret_rows(Secret.record_id.in_(wanted)):
        kept[secret.record_id] |= set(secret.excluded)
    officers = Holders(ring.chain).officers if any(kept.values()) else []
    return {
        case_id
        for case_id, names in kept.items()
        if any(keeps_out(names, each.person_id, [each.agency_id]) for each in officers)
    }


def general(meeting: Meeting) -> Words:
    """What everybody who signed may read: professionals, and nothing of any case.

    Not when the meeting closed, nor when somebody came or left: whoever went before the last cases
    could reckon from it that there was something after them.
    """
    chair = person_names([meeting.chair_id]).get(meeting.chair_id) if meeting.chair_id else None
    return {
        "kind": LeafKind.GENERAL,
        "meeting": str(meeting.id),
        "area": db.session.get_one(Area, meeting.area_id).name,
        "date": clock.london(meeting.starts_at).date().isoformat(),
        "place": meeting.place,
        "emergency": meeting.emergency,
        "opened": _time(meeting.opened_at),
        "chair": chair or "",
        "declaration": _declaration(meeting),
        "attendance": _attendance(meeting),
        "apologies": _apologies(meeting),
        "note": "",
        AMENDED: [],
    }


def _declaration(meeting: Meeting) -> Words:
    wording = db.session.get(Wording, meeting.declaration_id) if meeting.declaration_id else None
    if wording is None:
        return {"title": "", "version": 0, "digest": ""}
    return {
        "title": wording.title,
        "version": wording.version,
        "digest": wording.digest.hex(),
        "read": _time(meeting.declared_at),
    }


def _attendance(meeting: Meeting) -> list[Words]:
    rows = meetings.attendances(meeting.id)
    agencies = agency_names(row.agency_id for row in rows)
    witnesses = person_names(row.witnessed_by for row in rows if row.witnessed_by)
    found = [
        {
            "agency": agencies[row.agency_id],
            "name": row.name,
            "observer": row.capacity == Capacity.OBSERVER,
            "how": _how(row, witnesses),
        }
        for row in rows
    ]
    return sorted(found, key=lambda row: (row["observer"], row["agency"], row["name"]))


def _how(row: Attendance, witnesses: dict[UUID, str]) -> str:
    if row.signature_id is not None:
        return "Signed"
    name = witnesses.get(row.witnessed_by) if row.witnessed_by else None
    return f"Agreed aloud, heard by {name}" if name else "Not signed"


def _apologies(meeting: Meeting) -> list[Words]:
    rows = queries.apologies(meeting.id)
    here = {row.person_id for row in meetings.attendances(meeting.id)}
    deputies = {row.deputy_id for row in rows if row.deputy_id is not None}
    names = person_names(deputies.union(row.person_id for row in rows))
    agencies = agency_names(row.agency_id for row in rows)
    found = [
        {
            "agency": agencies[row.agency_id],
            "name": names[row.person_id],
            "deputy": _deputy(row, names),
            "information": row.sends_information,
        }
        for row in rows
        if row.person_id not in here
    ]
    return sorted(found, key=lambda row: (row["agency"], row["name"]))


def _deputy(row: Reply, names: dict[UUID, str]) -> str:
    if row.answer != Answer.DEPUTY or row.deputy_id is None:
        return ""
    return names.get(row.deputy_id, "")


def _case(
    actor: Actor, ring: Ring, item: AgendaItem, earlier: Sequence[Earlier], away: leaving.Away
) -> Words:
    case = cases.case(actor, item.case_id)
    notes = said.notes_of(ring, item.id)
    rows = meetings.contributions(item.id)
    agencies = agency_names({row.agency_id for row in rows} | {case.agency_id})
    there = [
        row for row in meetings.attendances(item.meeting_id) if leaving.was_in_room(row, item, away)
    ]
    return {
        "kind": LeafKind.CASE,
        "meeting": str(item.meeting_id),
        "referrer": agencies[case.agency_id],
        "outcome": _outcome(item),
        "presented": notes.get(NoteKind.PRESENTED, ""),
        "different": notes.get(NoteKind.DIFFERENT, ""),
        "conclusion": notes.get(NoteKind.CONCLUSION, ""),
        "shared": [
            {"agency": agencies[row.agency_id], "text": said.words_of(ring, row)} for row in rows
        ],
        "risks": _risks(ring, item),
        "actions": _actions(read_actions(ring, _agreed(actor, ring, item))),
        "earlier": [_earlier(each) for each in earlier],
        "room": sorted(set(agency_names(row.agency_id for row in there).values())),
        "note": "",
        AMENDED: [],
    }


def _outcome(item: AgendaItem) -> str:
    if item.outcome is not None:
        return OUTCOME_LABELS[Outcome(item.outcome)]
    return ITEM_LABELS[ItemState(item.state)]


def _risks(ring: Ring, item: AgendaItem) -> list[Words]:
    found = []
    for row in meetings.risks(item.id):
        words = said.risk_words(ring, row)
        found.append(
            {
                "number": row.number,
                "harm": words.text,
                "whom": words.whom,
                "raises": words.raises,
                "protects": words.protects,
            }
        )
    return found


def _agreed(actor: Actor, ring: Ring, item: AgendaItem) -> list[Action]:
    """The actions agreed at a hearing: those that are of its case, whatever else a row says."""
    rows = action_queries.actions_of(actor, item.id)
    return [row for row in rows if is_of_case(ring, row.slip_id, item.case_id)]


def _actions(opened: Sequence[OpenedAction]) -> list[Words]:
    agencies = agency_names(each.action.agency_id for each in opened)
    owners = person_names(each.action.owner_id for each in opened)
    return [
        {
            "what": each.details.what,
            "agency": agencies[each.action.agency_id],
            "owner": owners[each.action.owner_id],
            "due": each.action.due_on.isoformat(),
            "risk": each.details.risk_number,
            "known": each.details.how_known,
        }
        for each in opened
    ]


def _earlier(each: Earlier) -> Words:
    return {
        "what": each.opened.details.what,
        "agency": each.agency,
        "owner": each.owner,
        "due": each.opened.action.due_on.isoformat(),
        "agreed": clock.london(each.agreed_on).date().isoformat(),
        "state": each.opened.state_label,
        "said": each.opened.last_words,
    }


def _later(
    actor: Actor,
    ring: Ring,
    meeting: Meeting,
    earlier: dict[UUID, list[Earlier]],
    heard: set[UUID],
) -> list[Part]:
    """Cases that were not heard: an earlier action runs on, or twelve months are over."""
    lapsed = _lapsed(actor, meeting)
    found = []
    rows = cases.cases(actor, {*earlier, *lapsed} - heard)
    ring.preload(case.secret_id for case in rows)
    for case in sorted(rows, key=lambda case: case.reference):
        if not ring.may_open(case.secret_id, of=case.id):
            continue
        day = lapsed.get(case.id)
        words: Words = {
            "kind": LeafKind.LATER,
            "meeting": str(meeting.id),
            "reference": case.reference,
            "lapsed": day.isoformat() if day else "",
            "earlier": [_earlier(each) for each in earlier.get(case.id, [])],
            "note": "",
            AMENDED: [],
        }
        found.append(Part(LeafKind.LATER, case.id, case.id, words))
    return found


def _lapsed(actor: Actor, meeting: Meeting) -> dict[UUID, date]:
    """The cases whose twelve months ran out since the meeting before this one."""
    until = clock.london(meeting.starts_at).date()
    before = queries.meeting_before(actor, meeting)
    since = clock.london(before.starts_at).date() if before else until.replace(day=1)
    found = flags.lapsed(actor, since, until)
    return {
        case_id: day for case_id, day in flags.current_until(actor, found).items() if day < until
    }


def _time(at: datetime | None) -> str:
    return f"{clock.london(at):%H:%M}" if at else ""
