"""Signing in and out, and what to do about a forgotten passphrase."""

from flask import (
    Blueprint,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.wrappers import Response

from app.access.marks import public
from app.accounts.draft.keeping import own_path
from app.accounts.session import service as sessions
from app.accounts.session.current import begin, browser_session, current_actor, leave
from app.accounts.session.rules import device_name
from app.accounts.signin import service
from app.accounts.signin.forms import SignInForm
from app.accounts.signin.invitation import bp as invitation_bp
from app.accounts.signin.mine import bp as credentials_bp
from app.web.headers import forget_everything

bp = Blueprint("signin", __name__, template_folder="templates")

__all__ = ["bp", "credentials_bp", "invitation_bp"]

Page = str | Response | tuple[str, int]


@bp.get("/sign-in")
@public("this is the way in")
def sign_in() -> Page:
    """Ask for all three at once."""
    destination = own_path(request.args.get("next", ""))
    if g.get("actor") is not None:
        return redirect(destination or "/", 303)
    why = session.pop("signed_out", "")
    return render_template("signin/sign_in.html", form=SignInForm(), next=destination, why=why)


@bp.post("/sign-in")
@public("this is the way in")
def enter() -> Page:
    """Let in whoever has all three, and lead them to where they were going."""
    form = SignInForm()
    destination = own_path(request.args.get("next", ""))
    if form.validate_on_submit():
        with form.rules():
            entered = service.sign_in(
                form.email.data,
                form.passphrase.data,
                form.code.data,
                secret=_secret(),
                device=device_name(request.user_agent.string),
            )
            begin(entered.actor, entered.started)
            return redirect(destination or "/", 303)
    form.code.data = ""
    page = render_template("signin/sign_in.html", form=form, next=destination, why="")
    return page, form.status


@bp.post("/sign-out")
@public("ending a session needs none")
def sign_out() -> Response:
    """End the session here and on the server, and have the browser forget our pages."""
    own = browser_session()
    reason = "idle" if request.is_json else "signed_out"  # the page's script: nobody was there
    if own.open is not None and own.open.account is not None:
        sessions.sign_out(current_actor(), own.open.row.id, reason)
    leave()
    if request.is_json:
        session["signed_out"] = reason
    return forget_everything(make_response(redirect(url_for("signin.signed_out"), 303)))


@bp.get("/signed-out")
@public("says that somebody is signed out")
def signed_out() -> str:
    """Confirm it, on a page that shows nothing else."""
    return render_template("signin/signed_out.html")


@bp.get("/forgotten-passphrase")
@public("somebody who forgot cannot sign in")
def forgotten() -> str:
    """Say whom to ask, and what a new passphrase costs."""
    return render_template("signin/forgotten.html")


def _secret() -> bytes:
    key = current_app.secret_key
    assert isinstance(key, bytes)
    return key
