"""The pages of feedback: one tap for "told, safe", everything else, and who is asked to."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock
from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.agency.queries import agency_names
from app.accounts.draft.filling import filled
from app.accounts.person.queries import person_names
from app.marac.feedback import home, on_case, service
from app.marac.feedback.forms import AskToTell, WriteFeedback
from app.web.guard import current_actor

bp = Blueprint("feedback", __name__, template_folder="templates", url_prefix="/feedback")
Page = str | Response | tuple[str, int]

__all__ = ["bp", "home", "on_case"]


@bp.get("/<uuid:item_id>")
@requires(Permission.FEEDBACK_READ)
def show(item_id: UUID) -> Page:
    """What she was told of one hearing, how she is safely reached, and the next attempt."""
    actor = current_actor()
    opened = service.open_feedback(actor, item_id)
    return _page(opened, _form(), service.next_to_tell(actor) if _is_over(opened) else None)


@bp.post("/<uuid:item_id>")
@requires(Permission.FEEDBACK_WRITE)
def write(item_id: UUID) -> Page:
    """Write down what came of an attempt."""
    actor = current_actor()
    opened = service.open_feedback(actor, item_id)
    form = _form()
    if form.validate_on_submit():
        with form.rules():
            service.write(
                actor,
                item_id,
                form.came.data,
                form.way.data,
                form.on.data,
                form.words.data,
                form.next_on.data,
            )
            flash("Noted.", "success")
            return redirect(url_for("feedback.show", item_id=item_id), 303)
    return _page(opened, form), form.status


@bp.post("/<uuid:item_id>/told")
@requires(Permission.FEEDBACK_WRITE)
def told(item_id: UUID) -> Response:
    """One tap: she was told today, and it was safe."""
    way = request.form.get("way", "")
    service.tell_in_one_tap(current_actor(), item_id, way)
    flash("Noted: the victim was told today, and it was safe.", "success")
    return redirect(url_for("feedback.show", item_id=item_id), 303)


@bp.route("/<uuid:item_id>/who", methods=["GET", "POST"])
@requires(Permission.CASE_CONCLUDE)
def ask(item_id: UUID) -> Page:
    """An officer names who is to tell her."""
    actor = current_actor()
    opened = service.open_feedback(actor, item_id)
    people = service.may_be_asked(actor, item_id)
    agencies = agency_names(person.agency_id for person in people)
    form = AskToTell()
    form.offer((str(one.id), f"{one.name}, {agencies[one.agency_id]}") for one in people)
    if not form.is_submitted():
        form.person.data = str(opened.asked_id or "")
    if form.validate_on_submit():
        with form.rules():
            service.ask(actor, item_id, UUID(form.person.data))
            flash("They find it on their home page.", "success")
            return redirect(url_for("feedback.show", item_id=item_id), 303)
    return render_template("feedback/ask.html", opened=opened, form=form), form.status


def _form() -> WriteFeedback:
    form: WriteFeedback = filled(WriteFeedback)
    if not form.is_submitted() and form.on.data is None:
        form.on.data = clock.today()
    return form


def _is_over(opened: service.Opened) -> bool:
    """Say whether whoever tells has nothing left to do here."""
    return opened.may_write and opened.is_settled


def _page(
    opened: service.Opened, form: WriteFeedback, following: service.ToTell | None = None
) -> str:
    shown = on_case.shown(opened)
    owners = person_names(one.action.owner_id for one in opened.agreed)
    return render_template(
        "feedback/show.html", form=form, following=following, owners=owners, **shown
    )
