"""The pages of minutes for whoever reads them: the list, the minutes of a meeting, a copy."""

from datetime import date
from uuid import UUID

from flask import Blueprint, Flask, Response, make_response, render_template

from app import clock
from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.person.queries import person_names
from app.confidentiality.gate.verifying import register_paper
from app.marac.meeting.model import Meeting, MeetingState
from app.marac.meeting.ports import Part, meeting_part
from app.marac.minutes import checking, copying, home, queries, reading, rules
from app.marac.minutes.afterwards import afterwards
from app.marac.minutes.reading import Reading
from app.marac.minutes.working_pages import bp as working_bp
from app.web.guard import current_actor
from app.web.templating import day

bp = Blueprint("minutes", __name__, template_folder="templates")
__all__ = ["bp", "home", "wire", "working_bp"]


def wire(app: Flask) -> None:
    """Tell the gate who checks a file of minutes, and templates how to read a day in a part."""
    register_paper("minutes", checking.check)
    app.jinja_env.filters.update(day_of=day_of, time_of=time_of)


def day_of(text: str) -> str:
    """A day as a part of minutes has it, in words; an empty one stays empty."""
    return day(date.fromisoformat(text)) if text else ""


def time_of(text: str) -> str:
    """A London time as a part of minutes has it ("09:52"), as pages say it; an empty one too."""
    if not text:
        return ""
    hour, minute = map(int, text.split(":"))
    return f"{hour % 12 or 12}:{minute:02}{'am' if hour < 12 else 'pm'}"


@meeting_part(order=70)
def on_meeting(actor: Actor, meeting: Meeting) -> Part | None:
    """The way to the minutes, once a meeting is over; for officers all that is to be done now."""
    if meeting.state != MeetingState.CLOSED:
        return None
    if actor.may(Permission.MINUTES_WRITE) and actor.keyring is not None:
        return Part("minutes/afterwards.html", {"left": afterwards(actor, meeting)})
    if not any(row.id == meeting.id for row in queries.readable_meetings(actor)):
        return None
    signed = bool(queries.signed(actor, [meeting.id]))
    return Part("minutes/on_meeting.html", {"signed": signed})


@bp.get("/minutes")
@requires(Permission.MINUTES_READ)
def index() -> str:
    """The meetings whose minutes this person may read."""
    rows = [
        (meeting, signed, rules.due_on(clock.london(meeting.starts_at).date()))
        for meeting, signed in reading.index(current_actor())
    ]
    return render_template("minutes/index.html", rows=rows)


@bp.get("/minutes/<uuid:held_id>")
@requires(Permission.MINUTES_READ)
def show(held_id: UUID) -> str:
    """The signed minutes of a meeting, as this person reads them."""
    actor = current_actor()
    return _page(actor, reading.read(actor, held_id))


@bp.get("/minutes/<uuid:held_id>/versions/<uuid:version_id>")
@requires(Permission.MINUTES_READ)
def version(held_id: UUID, version_id: UUID) -> str:
    """The same as an earlier signature covers them."""
    actor = current_actor()
    return _page(actor, reading.read(actor, held_id, version_id), version_id)


@bp.get("/minutes/<uuid:held_id>/copy.pdf")
@requires(Permission.MINUTES_READ)
def copy(held_id: UUID) -> Response:
    """A file to keep, with the reader's name on every page."""
    made = copying.take(current_actor(), held_id)
    answer = make_response(made.pdf)
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{made.file_name}"'
    return answer


def _page(actor: Actor, found: Reading, version_id: UUID | None = None) -> str:
    copies = queries.copies(found.meeting.id) if actor.may(Permission.MINUTES_WRITE) else []
    return render_template(
        "minutes/show.html",
        found=found,
        version_id=version_id,
        copies=copies,
        people=person_names(row.person_id for row in copies),
    )
