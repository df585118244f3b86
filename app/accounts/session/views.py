"""Somebody's own account: what it is, where they are signed in, and saying that they are there."""

from uuid import UUID

from flask import Blueprint, Flask, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.access.marks import signed_in
from app.access.permissions import ROLE_LABELS, Role
from app.accounts.agency.queries import agency as agency_of_area
from app.accounts.person.queries import person as person_of_area
from app.accounts.session import current, queries, service
from app.accounts.session.current import browser_session, current_actor
from app.web.guard import READING
from app.web.pages import local_path

bp = Blueprint("session", __name__, template_folder="templates")

OWN = "everybody sees and ends their own sessions"


def wire(app: Flask) -> None:
    """Put our sessions in the place of Flask's."""
    current.init_app(app)
    app.before_request_funcs.setdefault(None, []).insert(0, come_from_elsewhere)


@bp.get("/account")
@signed_in(OWN)
def account() -> str:
    """Show who this is and where they are signed in."""
    actor = current_actor()
    return render_template(
        "session/account.html",
        person=person_of_area(actor, actor.person_id),
        agency=agency_of_area(actor, actor.agency_id),
        roles=[ROLE_LABELS[role] for role in Role if role in actor.roles],
        sessions=queries.sessions_of(actor.person_id),
        here=_own_id(),
    )


@bp.post("/account/sessions/end-others")
@signed_in(OWN)
def end_others() -> AnyResponse:
    """End every session but this one."""
    count = service.end_others(current_actor(), _own_id())
    flash("You are signed out everywhere else." if count else "You were signed in only here.")
    return redirect(url_for("session.account"), 303)


@bp.post("/account/sessions/<uuid:session_id>/end")
@signed_in(OWN)
def end(session_id: UUID) -> AnyResponse:
    """End one other session."""
    service.end_own(current_actor(), session_id)
    flash("That session is ended.")
    return redirect(url_for("session.account"), 303)


@bp.post("/still-here")
@signed_in("whoever is there may say so")
def still_here() -> Response:
    """Note that somebody is there, though nothing else was asked for."""
    service.touch(_own_id())
    return Response(status=204)


def come_from_elsewhere() -> str | None:
    """Ask the browser to open the page again by itself when a link elsewhere led here.

    Our cookie is not sent along with another site's link (SameSite=Strict); a second request, which
    comes from our own page, has it. Otherwise the answer would put a visitor's cookie in its place.
    """
    from_elsewhere = request.headers.get("Sec-Fetch-Site") == "cross-site"
    is_page = request.method in READING and request.headers.get("Sec-Fetch-Mode") == "navigate"
    if from_elsewhere and is_page and not request.cookies:
        here = local_path(request.full_path.rstrip("?"))
        return render_template("session/come_in.html", here=here)
    return None


def _own_id() -> UUID:
    is_open = browser_session().open
    assert is_open is not None
    return is_open.row.id
