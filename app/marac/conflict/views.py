"""The pages on which somebody says that they know a person in a case, and officers look at that."""

from uuid import UUID

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.agency.queries import agency_names
from app.accounts.person.queries import person_names
from app.confidentiality.circle.ports import Watch, before_each_beat, before_letting_in
from app.marac.conflict import home, matching, on_case, opened, queries, rules, service, watching
from app.marac.conflict.forms import DecideConflict, DeclareConflict, DeclareFor
from app.marac.conflict.opened import OfCase, Opened
from app.marac.conflict.rules import SAID, Decision
from app.marac.meeting.lobby import here
from app.marac.meeting.model import Meeting
from app.marac.meeting.ports import (
    Part,
    meeting_part,
    when_begun,
    when_published,
    when_witnessed,
)
from app.marac.meeting.queries import agenda
from app.marac.meeting.queries import meeting as meeting_of
from app.marac.meeting.rules import TO_COME
from app.web.drafts import filled
from app.web.guard import current_actor

bp = Blueprint("conflict", __name__, template_folder="templates", url_prefix="/conflicts")
__all__ = ["bp", "home", "on_case", "wire"]
Page = str | tuple[str, int] | Response
WATCH = Watch(watching.is_due, watching.look)
CLOSED = (
    "This case is closed to you. Nobody else is told why. If you are in the meeting when it is "
    "heard, the chair asks you to leave first."
)


def wire(app: Flask) -> None:
    """Have names compared when an agenda is published, where something is new since, and before
    anybody is given a case or a part of it."""
    when_published(matching.when_published)
    before_letting_in(matching.before_letting_in)
    before_each_beat(WATCH)
    when_witnessed(matching.is_named)
    when_begun(matching.is_called)


@meeting_part(20)
def of_meeting(actor: Actor, meeting: Meeting) -> Part | None:
    """Tell officers that names wait, and whoever sees the cases how to say that they know one."""
    if meeting.state not in TO_COME or not actor.may(Permission.CONFLICT_DECLARE):
        return None
    is_officer = actor.may(Permission.CONFLICT_READ)
    lines = agenda(actor, meeting.id) if here(actor, meeting.id).sees_cases else []
    case_ids = queries.of_agenda(actor, meeting.id) if is_officer else set()
    if not is_officer and not lines:
        return None
    waiting = len(opened.waiting(actor, case_ids)) if case_ids else 0
    given = {"is_officer": is_officer, "waiting": waiting, "lines": lines}
    return Part("conflict/part.html", given)


@bp.route("/cases/<uuid:case_id>", methods=["GET", "POST"])
@requires(Permission.CONFLICT_DECLARE)
def declare(case_id: UUID) -> Page:
    """I know somebody in this case."""
    actor = current_actor()
    reference = service.may_declare(actor, case_id)
    form = filled(DeclareConflict)
    if form.validate_on_submit():
        with form.rules():
            service.declare(actor, case_id, actor.person_id, form.how.data, form.words.data)
            flash(CLOSED, "success")
            return redirect(_away(actor), 303)
    shown = render_template(
        "conflict/declare.html", form=form, reference=reference, case_id=case_id
    )
    return shown, form.status


@bp.get("/meetings/<uuid:meeting_id>")
@requires(Permission.CONFLICT_READ)
def index(meeting_id: UUID) -> str:
    """The conflicts of a meeting's cases, for its officers."""
    actor = current_actor()
    rows = opened.of_meeting(actor, meeting_id)
    return render_template(
        "conflict/index.html",
        meeting=meeting_of(actor, meeting_id),
        rows=rows,
        said=SAID,
        **_names(rows),
    )


@bp.post("/meetings/<uuid:meeting_id>/compare")
@requires(Permission.CASE_EXCLUDE)
def compare(meeting_id: UUID) -> Response:
    """Compare the names again: somebody is new, or a name in a case was put right."""
    service.compare_again(current_actor(), meeting_id)
    flash("The names were compared again. What was found stands below.", "success")
    return redirect(url_for("conflict.index", meeting_id=meeting_id), 303)


@bp.route("/cases/<uuid:case_id>/somebody", methods=["GET", "POST"])
@requires(Permission.CASE_EXCLUDE)
def declare_for(case_id: UUID) -> Page:
    """An officer declares for somebody else."""
    actor = current_actor()
    form = filled(DeclareFor)
    form.person.choices = [("", "Choose"), *service.who_can_be_named(actor, case_id)]
    reference = service.may_declare(actor, case_id)
    if form.validate_on_submit():
        with form.rules():
            person_id = UUID(form.person.data)
            service.declare(actor, case_id, person_id, form.how.data, form.words.data)
            flash("The case is closed to them. They are not told, and nobody else is.", "success")
            return redirect(_to_list(actor, case_id), 303)
    page = render_template(
        "conflict/declare_for.html",
        form=form,
        reference=reference,
        case_id=case_id,
        back=_to_list(actor, case_id),
    )
    return page, form.status


@bp.route("/<uuid:conflict_id>", methods=["GET", "POST"])
@requires(Permission.CASE_EXCLUDE)
def decide(conflict_id: UUID) -> Page:
    """An officer keeps somebody out, or lets them in again, and signs it."""
    actor = current_actor()
    case, found = service.look(actor, conflict_id)
    form = filled(DecideConflict)
    _offer(form, found)
    if request.method == "POST" and form.validate_on_submit():
        with form.rules():
            service.decide(actor, conflict_id, form.decision.data, form.reason.data)
            flash("Your decision is signed.", "success")
            return redirect(_to_list(actor, case.id), 303)
    people = [found.content.person_id, found.by_person_id, *(each[2] for each in found.decided)]
    page = render_template(
        "conflict/decide.html",
        form=form,
        found=found,
        case=case,
        said=SAID,
        names=person_names(people),
        back=_to_list(actor, case.id),
    )
    return page, form.status


def _offer(form: DecideConflict, found: Opened) -> None:
    kind, last = found.content.kind, found.decided[-1][0] if found.decided else None
    may = {each: rules.may_decide(kind, each, last, is_out=found.is_out) for each in Decision}
    form.offer(
        may_let_in=may[Decision.LET_IN],
        may_keep_out=may[Decision.KEEP_OUT],
        is_out=found.is_out,
    )


def _away(actor: Actor) -> str:
    """Where somebody goes from a case that is closed to them: the meeting they are in, or home."""
    meeting_id = queries.open_meeting_of(actor)
    if meeting_id is None:
        return url_for("home.index")
    return url_for("meeting.show", meeting_id=meeting_id)


def _to_list(actor: Actor, case_id: UUID) -> str:
    """The list of the next meeting that hears the case, or the case itself."""
    meeting_id = queries.heard_at(actor, case_id)
    if meeting_id is None:
        return url_for("case.show", case_id=case_id)
    return url_for("conflict.index", meeting_id=meeting_id)


def _names(rows: list[OfCase]) -> dict[str, dict[UUID, str]]:
    """The names of everybody and every agency on the list."""
    found = [each for row in rows for each in row.conflicts]
    people = {each.content.person_id for each in found} | {each.by_person_id for each in found}
    people |= {decided[2] for each in found for decided in each.decided}
    people |= {person_id for row in rows for person_id in row.people}
    agencies = {agency_id for row in rows for agency_id in row.agencies}
    return {"names": person_names(people), "agencies": agency_names(agencies)}
