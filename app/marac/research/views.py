"""The pages of research: the agency's list, one request with its lines, and what was sent."""

from collections.abc import Callable
from itertools import groupby
from uuid import UUID

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.agency.queries import agency_names
from app.accounts.person.queries import person_names
from app.confidentiality.circle.ports import register_guarded
from app.db import new_id
from app.marac.meeting import queries as meetings
from app.marac.research import asking, home, part, reading_out, service, writing
from app.marac.research.content import LineWords
from app.marac.research.forms import ChangeLineForm, LineForm
from app.marac.research.queries import due
from app.marac.research.rules import ResearchState
from app.marac.research.service import OpenedRequest, OpenLine
from app.refusals import Changed, NotVisible, RuleBroken
from app.web.drafts import filled
from app.web.guard import current_actor

TYPED = "You have typed a line. Add it, or empty the box if you know nothing."

bp = Blueprint("research", __name__, template_folder="templates")
__all__ = ["asking", "bp", "home", "part", "wire"]
Page = str | tuple[str, int] | Response


def wire(app: Flask) -> None:
    """Tell the circle that the people of an agency are due what it is asked."""
    register_guarded(due)


@bp.get("/research")
@requires(Permission.RESEARCH_READ)
def index() -> str:
    """What one's agency is asked to look up, and what it keeps of meetings that are over."""
    listed = service.own_list(current_actor())
    by_meeting = groupby(listed.to_look_up, lambda one: (one.before, one.meeting.id))
    meetings_to_come = [(*meeting, list(each)) for meeting, each in by_meeting]
    return render_template("research/index.html", listed=listed, meetings=meetings_to_come)


@bp.get("/research/<uuid:research_id>")
@requires(Permission.RESEARCH_READ)
def show(research_id: UUID) -> str:
    """One request: whom it is about, and what the agency knows."""
    actor = current_actor()
    opened = service.open_request(actor, research_id)
    form = filled(LineForm)
    if opened.lines and form.kept_at is None:
        form.source.data = opened.lines[-1].words.source
    return _page(actor, opened, form)


@bp.post("/research/<uuid:research_id>")
@requires(Permission.RESEARCH_WRITE)
def add(research_id: UUID) -> Page:
    """Add a line; the page comes back ready for the next."""
    actor = current_actor()
    form = LineForm()
    if form.validate_on_submit():
        with form.rules():
            once = request.form.get("once", type=UUID)
            writing.add_line(actor, research_id, _said(form), once)
            return _back(research_id, "add")
    return _page(actor, service.open_request(actor, research_id), form), form.status


@bp.route("/research/<uuid:research_id>/lines/<uuid:line_id>", methods=["GET", "POST"])
@requires(Permission.RESEARCH_WRITE)
def change(research_id: UUID, line_id: UUID) -> Page:
    """Change one line, or decide otherwise about sharing it."""
    actor = current_actor()
    opened = service.open_request(actor, research_id)
    line = _line_of(opened, line_id)
    form = filled(ChangeLineForm)
    if request.method == "GET" and form.kept_at is None:
        _fill(form, line)
    if form.validate_on_submit():
        with form.rules():
            try:
                writing.change_line(actor, research_id, line_id, _said(form), form.revision.data)
                return _back(research_id, "lines")
            except Changed:
                form.revision.data = line.revision
                raise
    page = render_template("research/line.html", opened=opened, line=line, form=form)
    return page, form.status


@bp.post("/research/<uuid:research_id>/lines/<uuid:line_id>/delete")
@requires(Permission.RESEARCH_WRITE)
def delete_line(research_id: UUID, line_id: UUID) -> Response:
    """Delete one line."""
    return _done(research_id, lambda: writing.delete_line(current_actor(), research_id, line_id))


@bp.post("/research/<uuid:research_id>/state")
@requires(Permission.RESEARCH_WRITE)
def mark(research_id: UUID) -> Page:
    """Ready, nothing known, or still going on; then on to the next case. No typed line is lost."""
    actor, form, state = current_actor(), LineForm(), request.form.get("state", "")
    if form.text.data.strip() and not _adds(actor, research_id, form, state):
        return _page(actor, service.open_request(actor, research_id), form), form.status
    try:
        row = writing.mark(actor, research_id, state)
    except RuleBroken as broken:
        flash(broken.message, "error")
        return _back(research_id)
    if row.state == ResearchState.OPENED:
        return _back(research_id, "add")
    following = service.next_to_look_up(actor, row)
    if following is None:
        flash("Saved. That was the last case to look up for this meeting.", "success")
        return redirect(url_for("research.index"), 303)
    flash("The last case is saved. This is the next one to look up.", "success")
    return _back(following)


@bp.post("/research/<uuid:research_id>/send")
@requires(Permission.RESEARCH_WRITE)
def send(research_id: UUID) -> Response:
    """Send what is to be shared to the coordinator, to be read out."""
    said = "Sent. The coordinator and the chair can open it and read it out at the meeting."
    return _done(research_id, lambda: reading_out.send(current_actor(), research_id), said)


@bp.post("/research/<uuid:research_id>/take-back")
@requires(Permission.RESEARCH_WRITE)
def take_back(research_id: UUID) -> Response:
    """Take back what was sent."""
    said = "Taken back. Nobody outside your agency can open it any more."
    return _done(research_id, lambda: reading_out.take_back(current_actor(), research_id), said)


@bp.route("/research/<uuid:research_id>/delete", methods=["GET", "POST"])
@requires(Permission.RESEARCH_WRITE)
def delete(research_id: UUID) -> Page:
    """Delete all that the agency wrote for itself about a case, after being asked once."""
    actor = current_actor()
    opened = service.open_request(actor, research_id)
    if request.method == "POST":
        writing.delete_research(actor, research_id)
        flash("Your agency’s research on this case is deleted.", "success")
        return redirect(url_for("research.index"), 303)
    return render_template("research/delete.html", opened=opened)


@bp.post("/meetings/<uuid:meeting_id>/research/send")
@requires(Permission.RESEARCH_WRITE)
def send_all(meeting_id: UUID) -> Response:
    """Nobody of the agency can come: send what is to be shared of every case."""
    count = reading_out.send_all(current_actor(), meeting_id)
    if count:
        cases = "1 case" if count == 1 else f"{count} cases"
        flash(f"Sent for {cases}. The coordinator and the chair can read it out.", "success")
    else:
        flash(reading_out.NOTHING_TO_SEND, "error")
    return redirect(url_for("research.index"), 303)


@bp.post("/meetings/<uuid:meeting_id>/research")
@requires(Permission.MEETING_PLAN)
def ask(meeting_id: UUID) -> Response:
    """Ask the agencies about the cases that whoever published could not open."""
    asking.ask_for_the_rest(current_actor(), meeting_id)
    flash("The agencies are asked.", "success")
    return redirect(url_for("meeting.show", meeting_id=meeting_id), 303)


@bp.get("/meetings/<uuid:meeting_id>/sent")
@requires(Permission.MEETING_PLAN)
def sent(meeting_id: UUID) -> str:
    """What agencies that cannot come sent to be read out, case by case."""
    actor = current_actor()
    meeting = meetings.meeting(actor, meeting_id)
    cases = reading_out.sent_before(actor, meeting_id)
    return render_template("research/sent.html", meeting=meeting, cases=cases)


def _adds(actor: Actor, research_id: UUID, form: LineForm, state: str) -> bool:
    """Add the line that stands in the box; False, with the message beside it, if that cannot be."""
    if form.validate_on_submit():
        with form.rules():
            if state == ResearchState.NOTHING_KNOWN:
                raise RuleBroken("text", TYPED)
            once = request.form.get("once", type=UUID)
            writing.add_line(actor, research_id, _said(form), once)
            return True
    return False


def _page(actor: Actor, opened: OpenedRequest, form: LineForm) -> str:
    row = opened.request
    people = {line.written_by for line in opened.lines} | {row.sent_by, row.state_by} - {None}
    return render_template(
        "research/show.html",
        opened=opened,
        form=form,
        once=new_id(),
        names=person_names(each for each in people if each),
        agency=agency_names([row.agency_id]).get(row.agency_id, ""),
    )


def _said(form: LineForm) -> LineWords:
    return writing.said(
        form.text.data,
        form.kind.data,
        form.source.data,
        form.date.data,
        form.sharing.data,
        form.why.data,
    )


def _fill(form: LineForm, line: OpenLine) -> None:
    words = line.words
    form.text.data, form.kind.data = words.text, str(words.kind)
    form.source.data, form.date.data = words.source, words.date
    form.sharing.data, form.why.data = str(words.sharing), words.why
    form.revision.data = line.revision


def _line_of(opened: OpenedRequest, line_id: UUID) -> OpenLine:
    found = [line for line in opened.lines if line.id == line_id]
    if not found:
        raise NotVisible()
    return found[0]


def _done(research_id: UUID, act: Callable[[], object], said: str = "") -> Response:
    """Do something and come back; a rule that stands against it is said on top of the page."""
    try:
        act()
    except RuleBroken as broken:
        flash(broken.message, "error")
    else:
        if said:
            flash(said, "success")
    return _back(research_id, "lines")


def _back(research_id: UUID, anchor: str | None = None) -> Response:
    return redirect(url_for("research.show", research_id=research_id, _anchor=anchor), 303)
