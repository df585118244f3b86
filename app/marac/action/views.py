"""The pages of actions: one's own list, and one action with its log."""

from uuid import UUID

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission, Role
from app.accounts.agency.queries import agency_names
from app.accounts.draft.filling import filled
from app.accounts.person.queries import person_names
from app.confidentiality.circle.ports import register_guarded
from app.confidentiality.circle.ring import Ring
from app.confidentiality.disclosure.ports import register_items
from app.marac.action import (
    before_closing,
    disclosable,
    home,
    logbook,
    meeting_part,
    reassigning,
    service,
)
from app.marac.action.cases_pages import bp as cases_bp
from app.marac.action.forms import GiveAction, LogAction, LogUnaccepted, NoteAction
from app.marac.action.meeting_pages import bp as meeting_bp
from app.marac.action.queries import due
from app.marac.action.rules import STATE_LABELS, ActionState, number_of
from app.marac.action.tracking_pages import bp as tracking_bp
from app.marac.case.queries import cases
from app.refusals import Changed
from app.web.guard import current_actor

bp = Blueprint("action", __name__, template_folder="templates")
__all__ = [
    "before_closing",
    "bp",
    "cases_bp",
    "home",
    "meeting_bp",
    "meeting_part",
    "tracking_bp",
    "wire",
]

Page = Response | tuple[str, int]


def wire(app: Flask) -> None:
    """Tell the circle that the owner of an action is due its slip, and what can be shared."""
    register_guarded(due)
    register_items(20, disclosable.items)


@bp.get("/actions")
@requires(Permission.ACTION_READ)
def index() -> str:
    """One's own actions, the most urgent first."""
    actor = current_actor()
    actions = service.my_actions(actor)
    return render_template(
        "action/index.html",
        follows=actor.may(Permission.ACTION_AGREE),
        supports=Role.IDVA in actor.roles,
        to_do=[action for action in actions if not action.is_finished],
        finished=[action for action in actions if action.is_finished],
    )


@bp.get("/actions/<uuid:action_id>")
@requires(Permission.ACTION_READ)
def show(action_id: UUID) -> str:
    """One action: what, about whom, which risk, by when, and what has happened so far."""
    actor = current_actor()
    opened = service.open_action(actor, action_id)
    return _page(actor, opened, _form(actor, opened))


@bp.post("/actions/<uuid:action_id>")
@requires(Permission.ACTION_PROGRESS)
def log(action_id: UUID) -> Page:
    """Write down how far it is and what happened."""
    actor = current_actor()
    opened = service.open_action(actor, action_id)
    form = _form(actor, opened)
    if form.validate_on_submit():
        with form.rules():
            try:
                _write(actor, action_id, form)
                flash("What happened is written down.", "success")
                return _to(action_id)
            except Changed:
                form.revision.data = opened.action.revision
                raise
    return _page(actor, opened, form), form.status


@bp.post("/actions/<uuid:action_id>/accept")
@requires(Permission.ACTION_PROGRESS)
def accept(action_id: UUID) -> Page:
    """Say that one will do it."""
    actor = current_actor()
    opened = service.open_action(actor, action_id)
    form = _form(actor, opened)
    with form.rules():
        logbook.accept(actor, action_id, form.revision.data)
        flash("You have accepted this action.", "success")
        return _to(action_id)
    return _page(actor, opened, form), form.status


@bp.route("/actions/<uuid:action_id>/give", methods=["GET", "POST"])
@requires(Permission.ACTION_PROGRESS)
def give(action_id: UUID) -> Page:
    """Give an action to a colleague of its agency."""
    actor = current_actor()
    opened = service.open_action(actor, action_id)
    service.require_decides(actor, opened.action)
    colleagues = reassigning.colleagues(actor, opened.action)
    form: GiveAction = filled(GiveAction)
    form.offer([(str(person.id), person.name, person.job) for person in colleagues])
    if not form.is_submitted():
        form.revision.data = opened.action.revision
    elif form.validate():
        with form.rules():
            person_id, seen = UUID(form.owner.data), form.revision.data
            reassigning.pass_on(actor, action_id, person_id, form.why.data, seen)
            flash("The action is given on.", "success")
            stays = actor.may(Permission.ACTION_AGREE)
            return _to(action_id) if stays else redirect(url_for("action.index"), 303)
    page = render_template(
        "action/give.html", opened=opened, form=form, colleagues=colleagues, **_who(opened)
    )
    return page, form.status


def _write(actor: Actor, action_id: UUID, form: LogAction | NoteAction) -> None:
    if isinstance(form, NoteAction):
        logbook.note(actor, action_id, form.text.data)
        return
    service.log_action(actor, action_id, form.state.data, form.text.data, form.revision.data)


def _form(actor: Actor, opened: service.OpenedAction) -> LogAction | NoteAction:
    form: LogAction | NoteAction
    if service.decides(actor, opened.action):
        waits = opened.state == ActionState.AGREED and opened.action.owner_id == actor.person_id
        form = filled(LogUnaccepted if waits else LogAction)
        form.offer(opened.next_states)
    else:
        form = filled(NoteAction)
    if not form.is_submitted():
        form.revision.data = opened.action.revision
    return form


def _page(actor: Actor, opened: service.OpenedAction, form: LogAction | NoteAction) -> str:
    return render_template(
        "action/show.html",
        opened=opened,
        form=form,
        decides=service.decides(actor, opened.action),
        is_own=opened.action.owner_id == actor.person_id,
        labels=STATE_LABELS,
        case_id=_case_to_open(actor, opened),
        **_who(opened),
    )


def _case_to_open(actor: Actor, opened: service.OpenedAction) -> UUID | None:
    """The case, for whoever opens it as well: how the victim is safely reached stands there."""
    found = cases(actor, [opened.action.case_id]) if actor.may(Permission.CASE_READ) else []
    return next((one.id for one in found if Ring(actor).may_open(one.secret_id)), None)


def _who(opened: service.OpenedAction) -> dict[str, object]:
    action = opened.action
    people = {action.owner_id, *(entry.by_person_id for entry in opened.log)}
    people |= {entry.to_person_id for entry in opened.log if entry.to_person_id}
    return {
        "names": person_names(people),
        "agency": agency_names([action.agency_id]).get(action.agency_id, ""),
        "number": number_of(action.id),
    }


def _to(action_id: UUID) -> Response:
    return redirect(url_for("action.show", action_id=action_id), 303)
