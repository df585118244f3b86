"""Using an invitation, one thing per page: who you are, your authenticator, your passphrase.

Between the pages the answers wait in a session of its own, sealed under the visitor's cookie. The
passphrase is asked last and never waits anywhere.
"""

from typing import Any

import segno
from flask import Blueprint, g, redirect, render_template, request, session, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.access.marks import public, signed_in
from app.accounts.person import joining
from app.accounts.person.rules import checked_attestation
from app.accounts.session import service as sessions
from app.accounts.session.current import begin, browser_session
from app.accounts.session.rules import device_name
from app.accounts.signin import service
from app.accounts.signin.forms import AttestForm, AuthenticatorForm, NewPassphraseForm
from app.refusals import NotVisible
from app.vault import digests, passphrase, totp

bp = Blueprint("invitation", __name__, template_folder="templates")

WHY = "only somebody who was sent the link has its token"
ISSUER = "MARAC"
ENROLLING = "enrolling"

Page = str | Response | tuple[str, int]


@bp.route("/invitation/<token>", methods=["GET", "POST"])
@public(WHY)
def start(token: str) -> Page:
    """Show who is invited; whoever goes on says that it is them, and who employs them."""
    who = _welcome(token)
    if isinstance(who, tuple):
        return who
    form = AttestForm()
    if form.validate_on_submit() and not who.must_wait:
        with form.rules():
            checked_attestation("attests", form.attests.data)
            _remember({"token": digests.sha256_hex(token.encode()), "totp": totp.new_secret()})
            return redirect(url_for("invitation.authenticator", token=token), 303)
    return render_template("signin/welcome.html", form=form, who=who, token=token), form.status


@bp.route("/invitation/<token>/authenticator", methods=["GET", "POST"])
@public(WHY)
def authenticator(token: str) -> Page:
    """Show the secret as a picture and as text; the first code proves that the app has it."""
    who, answers = _welcome(token), _answers(token)
    if isinstance(who, tuple) or answers is None:
        return _from_the_start(token)
    form = AuthenticatorForm()
    if form.validate_on_submit():
        with form.rules():
            answers["step"] = joining.checked_code(answers["totp"], form.code.data)
            session[ENROLLING] = answers
            return redirect(url_for("invitation.choose", token=token), 303)
    form.code.data = ""
    page = render_template(
        "signin/authenticator.html", form=form, token=token, **picture(answers["totp"], who.email)
    )
    return page, form.status


@bp.route("/invitation/<token>/passphrase", methods=["GET", "POST"])
@public(WHY)
def choose(token: str) -> Page:
    """Choose the passphrase; with it the account is made, and the person is signed in."""
    who, answers = _welcome(token), _answers(token)
    if isinstance(who, tuple) or answers is None or "step" not in answers:
        return _from_the_start(token)
    form = NewPassphraseForm()
    if form.validate_on_submit():
        with form.rules():
            made = joining.join(
                token,
                attests=True,
                passphrase=form.passphrase.data or "",
                again=form.again.data or "",
                totp_secret=answers["totp"],
                last_step=answers["step"],
            )
            device = device_name(request.user_agent.string)
            entered = service.enter_after_joining(made, device)
            begin(entered.actor, entered.started)
            return redirect(url_for("invitation.joined"), 303)
    words = form.offered.data or passphrase.offer(who.name, who.email)
    page = render_template(
        "signin/choose.html", form=form, who=who, token=token, words=words, email=who.email
    )
    return page, form.status


@bp.get("/welcome")
@signed_in("everybody is told what happens next")
def joined() -> str:
    """Say what happens next: an officer confirms who it is."""
    return render_template("signin/joined.html")


def picture(secret: str, email: str) -> dict[str, Any]:
    """Return what shows a secret: a drawing for the app's camera, a link, and text in fours."""
    address = totp.uri(secret, email, ISSUER)
    drawing = segno.make(address, error="m").svg_inline(scale=5, border=4, light="#fff")
    return {
        "drawing": Markup(drawing),  # noqa: S704 - made by segno from our own address: no markup
        "address": address,
        "fours": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
    }


def _welcome(token: str) -> joining.Welcome | tuple[str, int]:
    """Return who is invited, or the page that says why this link leads nowhere."""
    try:
        who = joining.welcome(token)
    except NotVisible:
        return render_template("signin/no_invitation.html"), 404
    if g.get("actor") is not None:
        return render_template("signin/somebody_else.html"), 403
    return who


def _remember(answers: dict[str, Any]) -> None:
    """Begin a session for the answers; they are the visitor's alone."""
    data = {ENROLLING: answers, "csrf_token": digests.random_token(32)}
    browser_session().adopt(sessions.start(data))


def _answers(token: str) -> dict[str, Any] | None:
    """Return the answers so far, if they were given for this link and in this browser."""
    answers = session.get(ENROLLING)
    if not answers or answers["token"] != digests.sha256_hex(token.encode()):
        return None
    return dict(answers)


def _from_the_start(token: str) -> Response:
    return redirect(url_for("invitation.start", token=token), 303)
