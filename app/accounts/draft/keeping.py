"""Catches a form that was sent when its session was over, so that nothing typed is ever lost."""

from uuid import UUID

from flask import current_app, g, redirect, request, session, url_for
from flask_wtf.csrf import ValidationError, validate_csrf
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from app.access.marks import Public, rule_of
from app.accounts.draft import service
from app.accounts.draft.queries import has_draft
from app.accounts.draft.rules import Fields
from app.accounts.session.browser import Lapsed
from app.accounts.session.current import browser_session
from app.web.guard import FROM_ELSEWHERE

NOT_A_PAGE = frozenset({"static", "frame.hidden", "signin.sign_in", "signin.signed_out"})
TOKEN = "X-CSRFToken"  # noqa: S105 - the header in which scripts send the form token


def own_path(path: str) -> str | None:
    """Return the path if a page of ours can be opened there, and nothing else ever."""
    endpoint = _endpoint_at(path)
    return None if endpoint is None or endpoint in NOT_A_PAGE else path


def keep_when_lapsed() -> Response | None:
    """Before the door says no: keep a form whose session ran out, and lead back to its page."""
    lapsed = browser_session().lapsed
    if lapsed is None:
        return None
    session["signed_out"] = lapsed.why.value
    if request.method != "POST" or _is_public() or not _came_from_us():
        return None
    if TOKEN in request.headers:
        return _keep_for_the_script(lapsed)
    page = page_of_form()
    if keep(lapsed.person_id, lapsed.key_pair_id, page, posted_fields()):
        session["signed_out"] = "kept"
    return redirect(url_for("signin.sign_in", next=own_path(page)), 303)


def keep_when_not_confirmed() -> Response | None:
    """The form's token was of an earlier session: show the page again with what was typed."""
    actor = g.get("actor")
    if actor is None or actor.keyring is None or request.is_json or not _same_origin():
        return None
    page = page_of_form()
    if own_path(page) is None:
        return None
    kept = keep(actor.person_id, actor.keyring.key_id, page, posted_fields())
    return redirect(page, 303) if kept else None


def discard_when_sent(response: Response) -> Response:
    """A form that was answered with a way on has been taken; its draft has done its work."""
    actor = g.get("actor")
    if request.method == "POST" and actor is not None and response.status_code in (302, 303):
        for path in {page_of_form(), request.path} - {g.get("just_kept")}:
            if has_draft(actor, path):
                service.discard(actor, path)
    return response


def keep(person_id: UUID, key_pair_id: UUID, page: str, fields: Fields) -> bool:
    """Keep what was typed into a page of ours for its writer."""
    form = _endpoint_at(page) or _endpoint_at(page, "POST")
    if form is None:
        return False
    g.just_kept = page
    return service.keep(person_id, key_pair_id, page, form[:60], fields)


def posted_fields() -> Fields:
    """Return the form as it was sent."""
    return {name: request.form.getlist(name) for name in request.form}


def page_of_form() -> str:
    """Return the page that showed the form: it says so itself, or it has the same address."""
    return own_path(request.form.get("page_of_form", "")) or request.path


def sent_draft() -> tuple[str, Fields]:
    """Read what the page's script sends: a path, and lists of values by name."""
    sent = request.get_json(silent=True)
    sent = sent if isinstance(sent, dict) else {}
    path, fields = sent.get("path"), sent.get("fields")
    if not isinstance(path, str) or not isinstance(fields, dict):
        return "", {}
    return path, {
        str(name): [value for value in values if isinstance(value, str)]
        for name, values in fields.items()
        if isinstance(values, list)
    }


def _keep_for_the_script(lapsed: Lapsed) -> Response | None:
    """A laptop that was shut wakes up and sends its draft; other scripts are told 401 as ever."""
    if request.endpoint != "draft.keep":
        return None
    path, fields = sent_draft()
    kept = keep(lapsed.person_id, lapsed.key_pair_id, path, fields)
    return Response(status=204) if kept else None


def _endpoint_at(path: str, method: str = "GET") -> str | None:
    if not path.startswith("/") or path.startswith("//") or "\\" in path or not path.isprintable():
        return None
    try:
        endpoint, _ = current_app.url_map.bind(request.host).match(path, method)
    except HTTPException:  # a redirect of the routing is one too
        return None
    return str(endpoint)


def _is_public() -> bool:
    """Say whether the view needs nobody signed in, or is none at all."""
    view = current_app.view_functions.get(str(request.endpoint))
    return view is None or isinstance(rule_of(view), Public)


def _came_from_us() -> bool:
    """The token of the session that ran out still says that the form was ours."""
    token = request.form.get("csrf_token") or request.headers.get(TOKEN)
    try:
        validate_csrf(token)
    except ValidationError:
        return False
    return _same_origin()


def _same_origin() -> bool:
    return request.headers.get("Sec-Fetch-Site", "none") not in FROM_ELSEWHERE
