"""The pages on which an officer accepts a referral, and puts an accepted case on a meeting."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission
from app.marac.agenda import service as agenda
from app.marac.case import queries as cases
from app.marac.case.assigning import choices, idvas
from app.marac.meeting import queries as meetings
from app.marac.referral.talking import DECIDED
from app.marac.triage import service, shown
from app.marac.triage.forms import EMERGENCY, LATER, NOBODY, AcceptReferral, ChooseMeeting
from app.marac.triage.service import Acceptance, InTriage
from app.refusals import Refused
from app.web.drafts import filled
from app.web.guard import current_actor

bp = Blueprint("triage_accepting", __name__, template_folder="templates", url_prefix="/triage")
Page = str | tuple[str, int] | Response
NO_MEETING = (LATER, EMERGENCY)


@bp.route("/<uuid:referral_id>/accept", methods=["GET", "POST"])
@requires(Permission.CASE_LIST)
def accept(referral_id: UUID) -> Page:
    """Accept it: who is kept out, whether it is a repeat, the IDVA, the meeting."""
    actor = current_actor()
    seen = service.look(actor, referral_id)
    if not seen.is_open:
        return _too_late(referral_id)
    form = _form(actor, seen)
    if form.validate_on_submit():
        with form.rules():
            try:
                service.accept(actor, referral_id, _accepted(form))
            except Refused:
                return _too_late(referral_id)
            if form.meeting.data == EMERGENCY:
                return redirect(url_for("calendar.new_for", case_id=referral_id), 303)
            return redirect(url_for("triage.show", referral_id=referral_id), 303)
    form.kept_seen.data = len(seen.kept)
    page = render_template(
        "triage/accept.html",
        form=form,
        repeat=seen.repeat,
        way_to=shown.way_to,
        **shown.frame(actor, seen),
    )
    return page, form.status


@bp.route("/cases/<uuid:case_id>/meeting", methods=["GET", "POST"])
@requires(Permission.CASE_LIST)
def meeting(case_id: UUID) -> Page:
    """Put a case that waits for a meeting on an agenda."""
    actor = current_actor()
    case = cases.case(actor, case_id)
    form = ChooseMeeting()
    form.meeting.choices = shown.meeting_choices(meetings.to_come(actor))
    if form.validate_on_submit():
        with form.rules():
            agenda.put_on_agenda(actor, UUID(form.meeting.data), case_id)
            flash(f"Case {case.reference} is on the agenda.", "success")
            return redirect(url_for("triage.index"), 303)
    return render_template("triage/meeting.html", form=form, case=case), form.status


def _form(actor: Actor, seen: InTriage) -> AcceptReferral:
    form = filled(AcceptReferral)
    found = choices(idvas(actor, seen.opened.id))
    form.offer(found, shown.meeting_choices(meetings.to_come(actor)))
    if request.method == "GET" and form.kept_at is None:
        form.repeat.data = "yes" if seen.repeat.proposed else "no"
        form.meeting.data = EMERGENCY if seen.opened.urgent else None
    return form


def _accepted(form: AcceptReferral) -> Acceptance:
    return Acceptance(
        idva_id=None if form.idva.data == NOBODY else UUID(form.idva.data),
        why_no_idva=form.why_no_idva.data,
        repeat=form.repeat.data == "yes",
        meeting_id=None if form.meeting.data in NO_MEETING else UUID(form.meeting.data),
        kept_seen=form.kept_seen.data,
    )


def _too_late(referral_id: UUID) -> Response:
    flash(DECIDED, "warning")
    return redirect(url_for("triage.show", referral_id=referral_id), 303)
