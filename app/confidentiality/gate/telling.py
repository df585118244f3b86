"""Sends the gate's messages from a page, and says on it what came of them.

told(actor, release, "Signed.")      # in a view, after the transaction in which it was released
"""

from typing import cast
from uuid import UUID

from flask import Response, after_this_request, current_app, flash, g, request, url_for

from app.access.actor import Actor
from app.accounts.person.post import Post
from app.confidentiality.gate import notices, queries
from app.confidentiality.gate.notices import OUTCOME_WORDS, Outcome
from app.config import Config


def told(actor: Actor, release_id: UUID, said: str) -> None:
    """Tell whoever may read a release, or hands it over; say on the next page what came of it.

    ``said``: what was done, in the same box if the messages went.
    """
    row = queries.release(actor, release_id)
    outcomes = notices.tell(actor, row, lambda address: send(address, url_for("signin.sign_in")))
    came = set(outcomes.values())
    sent = OUTCOME_WORDS[Outcome.SENT] if Outcome.SENT in came else ""
    flash(f"{said} {sent}".strip(), "success")
    for outcome in sorted(came - {Outcome.SENT}):
        flash(OUTCOME_WORDS[outcome], "warning")


def send(address: str, path: str) -> None:
    """Send one address a link to a page of ours; raises ``NotSent``.

    All that one request sends goes over one connection, and within a time in which a page may load.
    """
    config = _config()
    base = f"https://{config.hostname}" if config.hostname else request.host_url.rstrip("/")
    _post().send(address, f"{base}{path}")


def _post() -> Post:
    if "post" not in g:
        g.post = Post(_config())
        after_this_request(_hang_up)
    return cast(Post, g.post)


def _hang_up(response: Response) -> Response:
    cast(Post, g.pop("post")).close()
    return response


def _config() -> Config:
    return cast(Config, current_app.config["MARAC"])
