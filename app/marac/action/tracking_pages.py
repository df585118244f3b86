"""The coordinator's list over all actions of the area: whose, by when, how far, who is silent."""

from uuid import UUID

from flask import Blueprint, render_template, request

from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.agency.queries import agencies
from app.marac.action import following
from app.marac.action.following import Ended, Tracked
from app.marac.action.rules import URGENCY_LABELS, Urgency
from app.web.guard import current_actor

bp = Blueprint("action_tracking", __name__, template_folder="templates", url_prefix="/actions")
OPEN = "open"


@bp.get("/tracking")
@requires(Permission.ACTION_AGREE)
def show() -> str:
    """Every action of the area from outside, narrowed by agency and by how urgent it is."""
    actor = current_actor()
    every = following.tracked(actor)
    agency, urgency = _agency(), _urgency()
    found = [one for one in every if _fits(one, agency, urgency)]
    return render_template(
        "action/tracking.html",
        found=sorted(found, key=lambda one: (one.urgency is Urgency.FINISHED, one.due_on)),
        silent=following.silent(actor, every),
        phones={one.name: one.callback_phone for one in agencies(actor)},
        figures=following.figures(every),
        agencies=sorted({(one.agency, str(one.agency_id)) for one in every}),
        agency=str(agency or ""),
        urgency=str(urgency),
        choices=[(OPEN, "Not finished"), *((str(u), URGENCY_LABELS[u]) for u in Urgency)],
        ended=Ended,
    )


def _fits(one: Tracked, agency: UUID | None, urgency: str) -> bool:
    if agency is not None and one.agency_id != agency:
        return False
    if urgency == OPEN:
        return one.urgency is not Urgency.FINISHED
    return one.urgency == urgency


def _agency() -> UUID | None:
    try:
        return UUID(request.args.get("agency", ""))
    except ValueError:
        return None


def _urgency() -> str:
    given = request.args.get("urgency", OPEN)
    return given if given in set(Urgency) else OPEN
