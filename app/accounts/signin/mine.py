"""The pages on which somebody changes their own passphrase or authenticator."""

import re
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.access.marks import signed_in
from app.accounts.person.queries import person as person_of_area
from app.accounts.session.current import browser_session, current_actor
from app.accounts.signin import credentials
from app.accounts.signin.forms import ChangePassphraseForm, NewAuthenticatorForm
from app.accounts.signin.invitation import picture
from app.vault import passphrase, totp

bp = Blueprint("credentials", __name__, template_folder="templates")

OWN = "everybody changes what they themselves sign in with"
SECRET = re.compile(r"[A-Z2-7]{32}")

Page = str | Response | tuple[str, int]


@bp.route("/account/passphrase", methods=["GET", "POST"])
@signed_in(OWN)
def change_passphrase() -> Page:
    """Ask for the passphrase of now and for the new one."""
    actor, form = current_actor(), ChangePassphraseForm()
    if form.validate_on_submit():
        with form.rules():
            credentials.change_passphrase(
                actor,
                form.current.data or "",
                form.passphrase.data or "",
                form.again.data or "",
                here=own_session_id(),
            )
            flash("Your passphrase is changed. Use the new one from now on.", "success")
            return redirect(url_for("session.account"), 303)
    person = person_of_area(actor, actor.person_id)
    words = form.offered.data or passphrase.offer(person.name, person.email)
    page = render_template(
        "signin/change_passphrase.html", form=form, words=words, email=person.email
    )
    return page, form.status


@bp.route("/account/authenticator", methods=["GET", "POST"])
@signed_in(OWN)
def change_authenticator() -> Page:
    """Show a new secret, and take it into use with its first code."""
    actor, form = current_actor(), NewAuthenticatorForm()
    shown = form.shown.data or ""  # stays the same while the page is corrected
    secret = shown if SECRET.fullmatch(shown) else totp.new_secret()
    if form.validate_on_submit():
        with form.rules():
            credentials.change_authenticator(
                actor,
                form.current.data or "",
                secret,
                form.code.data or "",
                here=own_session_id(),
            )
            flash("Codes now come from the new app. You can delete the old entry.", "success")
            return redirect(url_for("session.account"), 303)
    form.code.data = ""
    email = person_of_area(actor, actor.person_id).email
    page = render_template(
        "signin/change_authenticator.html",
        form=form,
        shown=secret,
        email=email,
        **picture(secret, email),
    )
    return page, form.status


def own_session_id() -> UUID | None:
    """The session that asks, which goes on when every other ends."""
    is_open = browser_session().open
    return is_open.row.id if is_open else None
