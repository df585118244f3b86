"""The page on which members make and revoke tokens, and officers see which there are."""

import json
from uuid import UUID

from flask import Blueprint, Flask, flash, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from app import clock
from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.agency.queries import agency_names
from app.accounts.draft.filling import filled
from app.accounts.person.queries import person_names
from app.confidentiality.circle.ports import register_bar
from app.marac.intake import queries, service
from app.marac.intake.api import bp as api_bp
from app.marac.intake.forms import MakeToken
from app.marac.intake.rules import MOST_AN_HOUR, SOON, STATE_LABELS, TokenState
from app.marac.intake.schema import EXAMPLE
from app.web.guard import current_actor
from app.web.home import Panel, home_panel

bp = Blueprint("intake", __name__, template_folder="templates", url_prefix="/tokens")
__all__ = ["api_bp", "bp", "wire"]

Page = str | Response | tuple[str, int]
ONCE = "token_made"


def wire(app: Flask) -> None:
    """Tell the circle with which keys tokens were made: no officer signs with them."""
    register_bar(service.bar)


@home_panel(order=80)
def running_out(actor: Actor) -> Panel | None:
    """Tell a maker in time, so that the other system does not fall silent one morning."""
    if not actor.may(Permission.TOKEN_MAKE) or actor.is_officer:
        return None
    now = clock.now()
    soon = [
        each
        for each in queries.own_tokens(actor, now)
        if each.state is TokenState.IN_USE and each.expires_at - now < SOON
    ]
    return Panel("intake/panel.html", {"tokens": soon}) if soon else None


@bp.get("")
@requires(Permission.TOKEN_MAKE)
def index() -> str:
    """One's own tokens; for officers every token of the area, whoever made it."""
    actor, now = current_actor(), clock.now()
    find = queries.tokens_of_area if actor.is_officer else queries.own_tokens
    tokens = find(actor, now)
    return render_template(
        "intake/index.html",
        tokens=tokens,
        people=person_names(each.person_id for each in tokens),
        agencies=agency_names(each.agency_id for each in tokens),
        labels=STATE_LABELS,
        in_use=TokenState.IN_USE,
        stopped=TokenState.STOPPED,
        is_officer=actor.is_officer,
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.TOKEN_MAKE)
def make() -> Page:
    """Ask what for and how long, and make it."""
    actor = current_actor()
    service.require_member(actor)
    form = filled(MakeToken)
    if form.validate_on_submit():
        with form.rules():
            made = service.make_token(
                actor, form.name.data, form.months.data, form.passphrase.data or ""
            )
            session[ONCE] = made.text
            return redirect(url_for("intake.made"), 303)
    return render_template("intake/make.html", form=form), form.status


@bp.get("/made")
@requires(Permission.TOKEN_MAKE)
def made() -> Page:
    """Show the text of a token that was just made. It is shown once and kept nowhere."""
    text = session.pop(ONCE, "")
    if not text:
        flash("A token is shown once, when it is made. If it was not copied, make another.")
        return redirect(url_for("intake.index"), 303)
    return render_template(
        "intake/made.html",
        text=text,
        address=url_for("hand_in.referrals", _external=True),
        description=url_for("hand_in.openapi", _external=True),
        example=json.dumps(EXAMPLE, indent=2, ensure_ascii=False),
        an_hour=MOST_AN_HOUR,
    )


@bp.post("/<uuid:token_id>/revoke")
@requires(Permission.TOKEN_MAKE)
def revoke(token_id: UUID) -> Response:
    """Stop a token for good."""
    service.revoke(current_actor(), token_id)
    flash("The token is revoked. Nothing more comes in with it.", "success")
    return redirect(url_for("intake.index"), 303)
