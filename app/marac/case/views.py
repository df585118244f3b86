"""The pages of a case: the question why, and the case itself."""

from uuid import UUID

from flask import Blueprint, Flask, render_template

from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission
from app.confidentiality.circle.ports import register_guarded
from app.confidentiality.disclosure.ports import register_record
from app.confidentiality.gate.naming import register_references
from app.marac.case import disclosable, linked, ports, queries, reasons, service, sharing
from app.marac.case.asking import Page, ask_about_case
from app.marac.case.assessing import bp as assessing_bp
from app.marac.case.assigning import bp as assigning_bp
from app.marac.case.changing import bp as changing_bp
from app.marac.case.compartment import bp as compartment_bp
from app.marac.case.indexing import Cases
from app.marac.case.keeping import bp as keeping_bp
from app.marac.case.outside import bp as outside_bp
from app.marac.case.reaching import section_reach
from app.marac.case.revealing import bp as revealing_bp
from app.marac.case.rules import REASON_LABELS
from app.marac.case.shown import case_page
from app.marac.case.telling_pages import bp as told_bp
from app.marac.match.ports import register_source
from app.marac.referral.indexing import Referrals
from app.web.guard import current_actor
from app.web.home import Panel, home_panel

bp = Blueprint("case", __name__, template_folder="templates", url_prefix="/cases")
__all__ = [
    "assessing_bp",
    "assigning_bp",
    "bp",
    "changing_bp",
    "compartment_bp",
    "keeping_bp",
    "linked",
    "outside_bp",
    "revealing_bp",
    "told_bp",
    "sharing",
    "wire",
]


def wire(app: Flask) -> None:
    """Tell the doorkeeper who is due what, matching where people are, and what can be shared."""
    register_guarded(queries.due)
    register_references(queries.references)
    register_record(disclosable.describe, disclosable.open_record)
    register_source(Referrals())
    register_source(Cases())


@home_panel(order=45)
def own_cases(actor: Actor) -> Panel | None:
    """Lead an IDVA and a referrer to their own cases."""
    count = service.how_many_own(actor) if actor.may(Permission.CASE_READ) else 0
    return Panel("case/panel.html", {"count": count}) if count else None


@bp.get("")
@requires(Permission.CASE_READ)
def index() -> Page:
    """The cases that somebody referred or is the IDVA of, in the past year."""
    actor = current_actor()
    cases = service.own_cases(actor)
    return render_template("case/index.html", cases=cases, me=actor.person_id)


@bp.get("/<uuid:case_id>")
@requires(Permission.CASE_READ)
def show(case_id: UUID) -> Page:
    """The case, or first the question why."""
    actor = current_actor()
    reason = reasons.reason_for(actor, case_id)
    if reason is None:
        return ask_about_case(actor, case_id)
    opened = service.open_case(actor, case_id, reason)
    return render_template(
        "case/show.html",
        reason=REASON_LABELS[reason],
        parts=ports.parts_for(opened.ring, case_id),
        reach=section_reach(opened.case) if opened.case.idva_id == actor.person_id else None,
        **case_page(opened),
    )


@bp.post("/<uuid:case_id>/why")
@requires(Permission.CASE_OPEN)
def say_why(case_id: UUID) -> Page:
    """Keep the reason for the rest of the session and go on."""
    return ask_about_case(current_actor(), case_id)
