"""The page of an IDVA: what was agreed in all her cases, one press to write down what she hears."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.marks import requires
from app.access.permissions import Permission
from app.marac.action import logbook, supporting
from app.marac.action.rules import QUICK_WORDS, URGENCY_LABELS, Quick, Urgency
from app.refusals import NotVisible, RuleBroken
from app.web.guard import current_actor

bp = Blueprint("action_cases", __name__, template_folder="templates", url_prefix="/actions")


@bp.get("/of-your-cases")
@requires(Permission.ACTION_READ)
def show() -> str:
    """The actions of one's cases, the most urgent first."""
    cases = supporting.supported_cases(current_actor())
    actions = [one for case in cases for one in case.actions]
    counts = {urgency: sum(one.urgency == urgency for one in actions) for urgency in Urgency}
    return render_template(
        "action/cases.html", cases=cases, counts=counts, labels=URGENCY_LABELS, order=list(Urgency)
    )


@bp.post("/<uuid:action_id>/quick")
@requires(Permission.ACTION_PROGRESS)
def quick(action_id: UUID) -> Response:
    """Write down with one press what happened."""
    try:
        code = request.form.get("what", "")
        logbook.quick(current_actor(), action_id, code, _id(request.form.get("once")))
        flash(f"Written down: {QUICK_WORDS[Quick(code)]}", "success")
    except RuleBroken as broken:
        flash(broken.message, "warning")
    return _back(action_id)


@bp.post("/<uuid:action_id>/take-back")
@requires(Permission.ACTION_PROGRESS)
def take_back(action_id: UUID) -> Response:
    """Take back what one wrote last: a further entry, nothing deleted."""
    try:
        logbook.take_back(current_actor(), action_id, _id(request.form.get("entry")))
        flash("Taken back. The log keeps both.", "success")
    except RuleBroken as broken:
        flash(broken.message, "warning")
    return _back(action_id)


def _id(given: str | None) -> UUID:
    try:
        return UUID(given or "")
    except ValueError:
        raise NotVisible() from None


def _back(action_id: UUID) -> Response:
    return redirect(url_for("action_cases.show", _anchor=f"action-{action_id}"), 303)
