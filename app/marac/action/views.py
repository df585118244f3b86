"""The pages of actions: one's own list, and one action with its log."""

from uuid import UUID

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.agency.queries import agency_names
from app.accounts.draft.filling import filled
from app.accounts.person.queries import person_names
from app.confidentiality.circle.ports import register_guarded
from app.confidentiality.disclosure.ports import register_items
from app.marac.action import disclosable, home, service
from app.marac.action.forms import LogAction
from app.marac.action.queries import due
from app.marac.action.rules import STATE_LABELS
from app.refusals import Changed
from app.web.guard import current_actor

bp = Blueprint("action", __name__, template_folder="templates")
__all__ = ["bp", "home", "wire"]


def wire(app: Flask) -> None:
    """Tell the circle that the owner of an action is due its slip, and what can be shared."""
    register_guarded(due)
    register_items(20, disclosable.items)


@bp.get("/actions")
@requires(Permission.ACTION_READ)
def index() -> str:
    """One's own actions, the most urgent first."""
    actions = service.my_actions(current_actor())
    return render_template(
        "action/index.html",
        to_do=[action for action in actions if not action.is_finished],
        finished=[action for action in actions if action.is_finished],
    )


@bp.get("/actions/<uuid:action_id>")
@requires(Permission.ACTION_READ)
def show(action_id: UUID) -> str:
    """One action: what, about whom, which risk, by when, and what has happened so far."""
    opened = service.open_action(current_actor(), action_id)
    return _page(opened, _form(opened))


@bp.post("/actions/<uuid:action_id>")
@requires(Permission.ACTION_PROGRESS)
def log(action_id: UUID) -> Response | tuple[str, int]:
    """Write down how far it is and what happened."""
    actor = current_actor()
    opened = service.open_action(actor, action_id)
    form = _form(opened)
    if form.validate_on_submit():
        with form.rules():
            try:
                service.log_action(
                    actor, action_id, form.state.data, form.text.data, form.revision.data
                )
                flash("What happened is written down.", "success")
                return redirect(url_for("action.show", action_id=action_id), 303)
            except Changed:
                form.revision.data = opened.action.revision
                raise
    return _page(opened, form), form.status


def _form(opened: service.OpenedAction) -> LogAction:
    form: LogAction = filled(LogAction)
    form.offer(opened.next_states)
    if not form.is_submitted():
        form.revision.data = opened.action.revision
    return form


def _page(opened: service.OpenedAction, form: LogAction) -> str:
    action = opened.action
    return render_template(
        "action/show.html",
        opened=opened,
        form=form,
        labels=STATE_LABELS,
        names=person_names([action.owner_id, *(entry.by_person_id for entry in opened.log)]),
        agency=agency_names([action.agency_id]).get(action.agency_id, ""),
    )
