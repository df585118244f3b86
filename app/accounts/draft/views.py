"""Keeping and throwing away drafts. There is no list of them: each waits on its own page."""

from flask import Blueprint, Flask, Response, redirect
from werkzeug.wrappers import Response as AnyResponse

from app.access.marks import signed_in
from app.accounts.draft import keeping, service
from app.accounts.draft.keeping import own_path, page_of_form, sent_draft
from app.accounts.draft.queries import draft_at
from app.accounts.session.current import current_actor
from app.web.drafts import LOADER

bp = Blueprint("draft", __name__)


def wire(app: Flask) -> None:
    """Come before the door, which turns away whose session is over, and after every answer."""
    app.extensions[LOADER] = draft_at
    app.before_request_funcs.setdefault(None, []).insert(0, keeping.keep_when_lapsed)
    app.after_request(keeping.discard_when_sent)


@bp.post("/drafts")
@signed_in("whoever writes may keep what they write")
def keep() -> Response:
    """Keep what is typed in a page that is open."""
    actor = current_actor()
    path, fields = sent_draft()
    keeping.keep(actor.person_id, actor.keys.key_id, path, fields)
    return Response(status=204)


@bp.post("/drafts/discard")
@signed_in("whoever writes may throw away what they wrote")
def discard() -> AnyResponse:
    """Throw a draft away and show its page empty."""
    page = page_of_form()
    service.discard(current_actor(), page)
    return redirect(own_path(page) or "/", 303)
