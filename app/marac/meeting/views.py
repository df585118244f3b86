"""The pages of a meeting: its own page step by step, and closing it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Flask, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app import clock
from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.agency.queries import agency_names
from app.accounts.person.attestation import OWN_WORDS, says_it_already
from app.accounts.person.queries import person_names
from app.accounts.session.meeting import extends_idle
from app.confidentiality.circle.ports import register_guarded
from app.confidentiality.disclosure.ports import register_items
from app.marac.case.ports import hears
from app.marac.meeting import disclosable, heard, lobby, queries, service
from app.marac.meeting.coming_and_going import bp as room_bp
from app.marac.meeting.due import due
from app.marac.meeting.forms import SignDeclaration, Witness
from app.marac.meeting.model import MeetingState
from app.marac.meeting.ports import parts_of, unfinished
from app.marac.meeting.rules import Place
from app.web.forms import Form
from app.web.guard import current_actor
from app.web.markdown import as_html
from app.web.quiet import nothing_new

bp = Blueprint("meeting", __name__, template_folder="templates")

__all__ = ["bp", "heard", "room_bp", "wire"]
hears(queries.is_hearing)
SOMEBODY_ELSE = "other"
READ_IN_FULL = frozenset({Place.UNREAD, Place.TO_SIGN})


def wire(app: Flask) -> None:
    """Tell the circle who is due what, what can be shared, and sessions whose meeting is open."""
    register_guarded(due)
    register_items(10, disclosable.items)
    extends_idle(queries.is_in_open_meeting)


@bp.get("/meetings/<uuid:meeting_id>")
@requires(Permission.MEETING_READ)
def show(meeting_id: UUID) -> str:
    """The meeting as this person may see it now."""
    return _page(current_actor(), meeting_id)


@bp.get("/meetings/<uuid:meeting_id>/live")
@requires(Permission.MEETING_READ)
def live(meeting_id: UUID) -> Response:
    """What has changed on the page; nothing is opened or written when nothing has."""
    actor = current_actor()
    now = lobby.here(actor, meeting_id)
    mark = lobby.mark(actor, now)
    if mark in request.if_none_match:
        return nothing_new()
    response = Response(
        render_template("meeting/live.html", **_shown(actor, now, mark)), mimetype="text/html"
    )
    response.set_etag(mark)
    return response


@bp.post("/meetings/<uuid:meeting_id>/open")
@requires(Permission.MEETING_RUN)
def open_it(meeting_id: UUID) -> AnyResponse:
    """The chair opens the meeting."""
    service.open_meeting(current_actor(), meeting_id)
    return _back(meeting_id)


@bp.post("/meetings/<uuid:meeting_id>/declaration")
@requires(Permission.MEETING_RUN)
def declare(meeting_id: UUID) -> AnyResponse:
    """The chair has read the declaration aloud."""
    wording_id = request.form.get("wording", type=UUID)
    service.record_declaration_read(current_actor(), meeting_id, wording_id)
    return _back(meeting_id)


@bp.post("/meetings/<uuid:meeting_id>/signature")
@requires(Permission.MEETING_ATTEND)
def sign(meeting_id: UUID) -> AnyResponse | tuple[str, int]:
    """Somebody signs the declaration for this meeting."""
    actor = current_actor()
    form = SignDeclaration()
    if form.validate_on_submit():
        with form.rules():
            service.attend(actor, meeting_id, form.passphrase.data)
            return _back(meeting_id)
    return _page(actor, meeting_id, sign_form=form), form.status


@bp.post("/meetings/<uuid:meeting_id>/witness")
@requires(Permission.MEETING_RUN)
def witness(meeting_id: UUID) -> AnyResponse | tuple[str, int]:
    """The chair witnesses that somebody without a device agreed aloud."""
    actor = current_actor()
    form = _witness_form(meeting_id)
    if form.validate_on_submit():
        with form.rules():
            service.witness(
                actor,
                meeting_id,
                name=form.name.data,
                agency_id=UUID(form.agency.data),
                capacity=form.capacity.data,
                was_asked=form.was_asked.data,
                person_id=_chosen(form),
                is_somebody_else=form.who.data == SOMEBODY_ELSE,
            )
            return _back(meeting_id)
    return _page(actor, meeting_id, witness_form=form), form.status


@bp.route("/meetings/<uuid:meeting_id>/close", methods=["GET", "POST"])
@requires(Permission.MEETING_RUN)
def close(meeting_id: UUID) -> AnyResponse | str:
    """The chair closes the meeting, after having seen which cases were not heard."""
    actor = current_actor()
    if request.method == "POST":
        service.close_meeting(actor, meeting_id)
        return _back(meeting_id)
    now = lobby.here(actor, meeting_id)
    if now.meeting.state != MeetingState.OPEN:
        return redirect(url_for("meeting.show", meeting_id=meeting_id))
    lines = lobby.agenda_for(actor, now)
    return render_template(
        "meeting/close.html",
        meeting=now.meeting,
        heard=next((line for line in lines if line.state == "hearing"), None),
        unheard=[line for line in lines if line.state == "waiting"],
        unfinished=unfinished(actor, now.meeting),
    )


def _page(actor: Actor, meeting_id: UUID, **forms: Form) -> str:
    now = lobby.here(actor, meeting_id)
    shown = _shown(actor, now, lobby.mark(actor, now))
    if forms:
        shown["form"] = next(iter(forms.values()))
    signs = now.place is Place.TO_SIGN
    return render_template(
        "meeting/show.html",
        declaration=as_html(now.words.body, top=2)
        if now.words and now.place in READ_IN_FULL
        else "",
        obstacle=service.obstacle(actor) if signs else "",
        own_words=_own_words(now),
        sign_form=forms.get("sign_form") or SignDeclaration(formdata=None),
        witness_form=forms.get("witness_form") or _witness_form(meeting_id, formdata=None),
        names=person_names([now.meeting.chair_id] if now.meeting.chair_id else []),
        meeting=now.meeting,
        is_its_day=clock.london(now.meeting.starts_at).date() <= clock.today(),
        above=parts_of(actor, now.meeting, is_above=True),
        parts=parts_of(actor, now.meeting, is_above=False),
        **shown,
    )


def _own_words(now: lobby.Here) -> str:
    """The line that is signed with the declaration, where the area's wording lacks it."""
    if now.words is None or says_it_already(now.words.body):
        return ""
    return OWN_WORDS


def _shown(actor: Actor, now: lobby.Here, mark: str) -> dict[str, Any]:
    """What the page and its live answer have in common."""
    return {
        "now": now,
        "lines": lobby.agenda_for(actor, now),
        "people": lobby.present(actor, now.meeting.id) if now.sees_cases else [],
        "moderates": actor.may(Permission.MEETING_RUN),
        "etag": f'"{mark}"',
    }


def _witness_form(meeting_id: UUID, **given: Any) -> Witness:
    form = Witness(**given)
    names = agency_names(queries.invited_agencies(meeting_id))
    form.agency.choices = [("", "Choose")] + [
        (str(agency_id), name) for agency_id, name in sorted(names.items(), key=lambda row: row[1])
    ]
    form.who.choices = _may_be(form, set(names))
    return form


def _may_be(form: Witness, agencies: set[UUID]) -> list[tuple[str, str]]:
    """The people of the chosen agency who may be meant; nobody before something was written."""
    if form.agency.data not in map(str, agencies) or not form.name.data:
        return []
    found = service.may_be(UUID(form.agency.data), form.name.data)
    each = [(str(one.id), f"{one.name}, who has an account here") for one in found]
    return [*each, (SOMEBODY_ELSE, "Somebody else")] if each else []


def _chosen(form: Witness) -> UUID | None:
    return UUID(form.who.data) if form.who.data and form.who.data != SOMEBODY_ELSE else None


def _back(meeting_id: UUID) -> AnyResponse:
    return redirect(url_for("meeting.show", meeting_id=meeting_id), 303)
