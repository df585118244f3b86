"""The queue of referrals, and one of them from its first look to a decision."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app import clock
from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.agency.queries import agency_names
from app.accounts.person.queries import person_names
from app.marac.case import queries as cases
from app.marac.case.model import Case
from app.marac.case.reaching import Reach, section_reach
from app.marac.match.service import how_many_wait
from app.marac.meeting import queries as meetings
from app.marac.meeting.model import Meeting
from app.marac.referral.rules import STATE_LABELS, ReferralState
from app.marac.triage import queries, service, shown
from app.marac.triage.accepting import bp as accepting_bp
from app.marac.triage.deciding import bp as deciding_bp
from app.marac.triage.revealing import bp as revealing_bp
from app.marac.triage.revealing import ways
from app.marac.triage.service import InTriage, Standing
from app.web.guard import current_actor
from app.web.home import Panel, home_panel

bp = Blueprint("triage", __name__, template_folder="templates", url_prefix="/triage")
__all__ = ["accepting_bp", "bp", "deciding_bp", "revealing_bp"]
DECIDED_SHOWN = timedelta(days=30)


@dataclass(frozen=True)
class NextStep:
    """What becomes of a referral that was accepted: its case, its IDVA, its meeting.

    ``reach`` says how the immigration section reaches the IDVA.
    """

    case: Case
    idva: str
    meeting: Meeting | None
    reach: Reach


@home_panel(order=50)
def waiting(actor: Actor) -> Panel | None:
    """Tell officers how many referrals wait, and how many of them cannot."""
    if not actor.may(Permission.REFERRAL_TRIAGE):
        return None
    rows = shown.rows(actor, queries.undecided(actor), {})
    unlisted = queries.urgent_ones([case.id for case in meetings.on_no_agenda(actor)])
    if not rows and not unlisted:
        return None
    late = sum(row.due.late or row.due.today for row in rows if row.asked_at is None)
    urgent = sum(row.referral.urgent for row in rows)
    counts = {"count": len(rows), "late": late, "urgent": urgent, "unlisted": len(unlisted)}
    return Panel("triage/panel.html", counts)


@bp.get("")
@requires(Permission.REFERRAL_TRIAGE)
def index() -> str:
    """What waits, by reference, agency and age. No name is opened for it."""
    actor = current_actor()
    found, matches = service.queue(actor)
    decided = queries.decided_since(actor, clock.now() - DECIDED_SHOWN)
    unlisted = meetings.on_no_agenda(actor)
    urgent = queries.urgent_ones([case.id for case in unlisted])
    people = [case.idva_id for case in unlisted if case.idva_id]
    return render_template(
        "triage/index.html",
        rows=shown.rows(actor, found, matches),
        decided=decided,
        labels=STATE_LABELS,
        urgent=[case for case in unlisted if case.id in urgent],
        unlisted=[case for case in unlisted if case.id not in urgent],
        to_confirm=how_many_wait(actor),
        agencies=agency_names(
            {row.agency_id for row in decided} | {case.agency_id for case in unlisted}
        ),
        names=person_names(people),
    )


@bp.get("/<uuid:referral_id>")
@requires(Permission.REFERRAL_TRIAGE)
def show(referral_id: UUID) -> str:
    """One referral with all that an officer decides by; or first, whether they know somebody."""
    actor = current_actor()
    standing = service.standing(actor, referral_id)
    if standing is not Standing.FREE:
        return render_template("triage/aside.html", referral_id=referral_id, standing=standing)
    seen = service.look(actor, referral_id)
    return render_template(
        "triage/show.html",
        matches=service.possible_matches(actor, referral_id) if seen.is_open else 0,
        next_step=None if seen.is_open else _next_step(actor, seen),
        addresses=ways(seen.opened) if seen.is_open else {},
        **shown.whole(actor, seen),
    )


@bp.post("/<uuid:referral_id>/stand-aside")
@requires(Permission.REFERRAL_TRIAGE)
def declare(referral_id: UUID) -> Response:
    """The officer may know somebody in it, and stops."""
    service.declare(current_actor(), referral_id)
    return redirect(url_for("triage.show", referral_id=referral_id), 303)


@bp.post("/<uuid:referral_id>/go-on")
@requires(Permission.REFERRAL_TRIAGE)
def dismiss(referral_id: UUID) -> Response:
    """The officer knows nobody in it."""
    service.dismiss(current_actor(), referral_id)
    flash("That you know nobody in this referral is in the trail.", "information")
    return redirect(url_for("triage.show", referral_id=referral_id), 303)


def _next_step(actor: Actor, seen: InTriage) -> NextStep | None:
    if seen.opened.state is not ReferralState.LISTED:
        return None
    case = cases.case(actor, seen.opened.id)
    names = person_names([case.idva_id] if case.idva_id else [])
    coming = meetings.agendas_with(actor, case.id)
    meeting = coming[0] if coming else None
    return NextStep(case, next(iter(names.values()), ""), meeting, section_reach(case))
