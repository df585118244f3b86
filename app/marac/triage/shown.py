"""Triage as its pages show it: rows of the queue, reasons to keep something from somebody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import url_for

from app import clock
from app.access.actor import Actor
from app.accounts.agency.queries import agency_names
from app.accounts.area.queries import settings_of
from app.accounts.person.queries import people, person_names
from app.marac.case.keeping import AGENCY, PERSON, kept_from
from app.marac.meeting.model import Meeting
from app.marac.referral.model import Referral
from app.marac.referral.rules import STATE_LABELS, ReferralState, days_waiting
from app.marac.referral.shown import referral_page
from app.marac.triage import queries
from app.marac.triage.rules import CLEAR_LABELS, ClearReason, Due, due
from app.marac.triage.service import InTriage
from app.web.templating import clock_time, day


@dataclass(frozen=True)
class Row:
    """One line of the queue. ``asked_at``: since when the referrer is asked something."""

    referral: Referral
    agency: str
    referrer: str
    waited: str
    due: Due
    asked_at: datetime | None
    matches: int


@dataclass(frozen=True)
class Reason:
    """Why somebody may have to be kept out, as a line with its button."""

    who: str
    agency: str
    because: str
    value: str
    is_own: bool
    must_decide: bool = False


@dataclass(frozen=True)
class NotKept:
    """Somebody who need not be kept out: why, who said so, and when."""

    who: str
    reason: str
    by: str
    at: datetime


def rows(actor: Actor, found: Sequence[Referral], matches: dict[UUID, int]) -> list[Row]:
    """Return the lines of the queue."""
    agencies = agency_names(row.agency_id for row in found)
    names = person_names(row.referrer_id for row in found)
    asked = queries.asked_since([row.id for row in found])
    days, today = settings_of(actor).triage_days, clock.today()
    return [
        Row(
            row,
            agencies.get(row.agency_id, ""),
            names.get(row.referrer_id, ""),
            days_waiting(came_in(row.submitted_at), today),
            due(came_in(row.submitted_at), today, days, urgent=row.urgent),
            asked.get(row.id) if row.state == ReferralState.ASKED else None,
            matches.get(row.id, 0),
        )
        for row in found
    ]


def came_in(submitted_at: datetime) -> date:
    """The day on which a referral came in, in London."""
    return clock.london(submitted_at).date()


def reasons(actor: Actor, seen: InTriage) -> list[Reason]:
    """Return who may know somebody and is not kept out yet; who must be decided about is first."""
    settled = {each.person_id for each in seen.kept} | {each.agency_id for each in seen.kept}
    settled |= seen.answers.cleared.keys()
    everybody = {each.id: each for each in people(actor)}
    agencies = agency_names({each.agency_id for each in everybody.values()} | _agencies(seen))
    first = {each.person_id or each.agency_id for each in seen.undecided}
    others = [each for each in seen.conflicts if (each.person_id or each.agency_id) not in first]
    found: list[Reason] = []
    for each in [*seen.undecided, *others]:
        person = everybody.get(each.person_id) if each.person_id else None
        agency_id = person.agency_id if person else each.agency_id
        if agency_id is None or {each.person_id or agency_id, agency_id} & settled:
            continue
        found.append(
            Reason(
                person.name if person else f"Everybody of {agencies.get(agency_id, '')}",
                agencies.get(agency_id, "") if person else "",
                each.because,
                f"{PERSON}{person.id}" if person else f"{AGENCY}{agency_id}",
                actor.person_id == each.person_id or actor.agency_id == each.agency_id,
                each in seen.undecided,
            )
        )
    return found


def cleared(seen: InTriage) -> list[NotKept]:
    """Return of whom an officer said that they need not be kept out, the latest first."""
    rows = sorted(seen.answers.cleared.items(), key=lambda each: each[1].at, reverse=True)
    ids = {each for who, row in rows for each in (who, row.by_person_id)}
    agencies = {who: f"Everybody of {name}" for who, name in agency_names(ids).items()}
    names = agencies | person_names(ids)
    return [
        NotKept(
            names.get(who, ""),
            CLEAR_LABELS[ClearReason(row.reason)],
            names.get(row.by_person_id, ""),
            row.at,
        )
        for who, row in rows
    ]


def frame(actor: Actor, seen: InTriage) -> dict[str, Any]:
    """Return what every page about one referral shows above its own part."""
    opened = seen.opened
    return {
        "seen": seen,
        "opened": opened,
        "agency": agency_names([opened.agency_id]).get(opened.agency_id, ""),
        "referrer": person_names([opened.referrer_id]).get(opened.referrer_id, ""),
        "reasons": reasons(actor, seen),
        "kept": kept_from(actor, opened.id),
        "cleared": cleared(seen),
    }


def whole(actor: Actor, seen: InTriage) -> dict[str, Any]:
    """Return what the page of one referral shows besides."""
    opened = seen.opened
    day_in, days = came_in(opened.submitted_at), settings_of(actor).triage_days
    return {
        "due": due(day_in, clock.today(), days, urgent=opened.urgent),
        "waited": days_waiting(day_in, clock.today()),
        "state": STATE_LABELS[opened.state],
        "names": person_names(note.by_person_id for note in seen.notes),
        "way_to": way_to,
        **referral_page(opened),
        **frame(actor, seen),
    }


def meeting_choices(found: Iterable[Meeting]) -> list[tuple[str, str, str]]:
    """Return meetings for a form: the day and the time, with the place as a hint."""
    return [
        (
            str(each.id),
            f"{'Emergency meeting, ' if each.emergency else ''}{day(each.starts_at)}, "
            f"{clock_time(each.starts_at)}",
            each.place,
        )
        for each in found
    ]


def way_to(link: Any) -> str:
    """Return the address of a linked record's page."""
    return url_for(link.record.endpoint, **{link.record.argument: link.record.id})


def _agencies(seen: InTriage) -> set[UUID]:
    return {each.agency_id for each in seen.conflicts if each.agency_id}
