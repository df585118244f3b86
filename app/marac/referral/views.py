"""The queue of referrals and each referral in it, for the officers who take them in."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, render_template

from app import clock
from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.agency.queries import agency_names
from app.accounts.person.queries import person_names
from app.marac.party.rules import PartyKind
from app.marac.party.shown import facts, facts_apart_from_contact
from app.marac.referral import queries, service
from app.marac.referral.rules import days_waiting
from app.marac.referral.shown import circumstances
from app.web.guard import current_actor
from app.web.home import Panel, home_panel

bp = Blueprint("referral", __name__, template_folder="templates", url_prefix="/referrals")


@home_panel(order=50)
def queue(actor: Actor) -> Panel | None:
    """Tell officers how many referrals wait."""
    if not actor.may(Permission.REFERRAL_READ):
        return None
    count = queries.how_many_wait(actor)
    return Panel("referral/panel.html", {"count": count}) if count else None


@bp.get("")
@requires(Permission.REFERRAL_READ)
def index() -> str:
    """The queue: references, agencies and how long each has waited. No name is opened for it."""
    rows = queries.waiting(current_actor())
    return render_template(
        "referral/index.html",
        rows=rows,
        agencies=agency_names(row.agency_id for row in rows),
        people=person_names(row.referrer_id for row in rows),
        waited={row.id: _waited(row.submitted_at) for row in rows},
    )


@bp.get("/<uuid:referral_id>")
@requires(Permission.REFERRAL_READ)
def show(referral_id: UUID) -> str:
    """One referral."""
    opened = service.open_referral(current_actor(), referral_id)
    today, told = clock.today(), opened.referred
    return render_template(
        "referral/show.html",
        opened=opened,
        told=told,
        waited=_waited(opened.submitted_at),
        agency=agency_names([opened.agency_id]).get(opened.agency_id, ""),
        referrer=person_names([opened.referrer_id]).get(opened.referrer_id, ""),
        about_victim=facts_apart_from_contact(told.victim, today),
        perpetrators=[facts(each, PartyKind.PERPETRATOR, today) for each in told.perpetrators],
        children=[facts(each, PartyKind.CHILD, today) for each in told.children],
        circumstances=circumstances(told.summary),
    )


def _waited(submitted_at: datetime) -> str:
    return days_waiting(clock.london(submitted_at).date(), clock.today())
