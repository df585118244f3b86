"""The pages on which an officer keeps a referral from somebody, asks about it, or returns it."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.access.marks import requires
from app.access.permissions import Permission
from app.marac.case.keeping import chosen, everybody
from app.marac.referral.rules import KeptFrom
from app.marac.referral.talking import DECIDED
from app.marac.triage import service, shown
from app.marac.triage.forms import AskReferrer, ClearSomebody, KeepReferral, ReturnReferral
from app.refusals import Refused
from app.web.drafts import filled
from app.web.guard import current_actor

bp = Blueprint("triage_deciding", __name__, template_folder="templates", url_prefix="/triage")
Page = str | tuple[str, int] | Response


@bp.route("/<uuid:referral_id>/kept-from", methods=["GET", "POST"])
@requires(Permission.CASE_EXCLUDE)
def keep(referral_id: UUID) -> Page:
    """Keep it from somebody, before anybody is told."""
    actor = current_actor()
    seen = service.look(actor, referral_id)
    form = filled(KeepReferral)
    form.who.choices = everybody(actor)
    if form.validate_on_submit():
        with form.rules():
            kept = chosen(form.who.data)
            kept = KeptFrom(kept.person_id, kept.agency_id, form.reason.data)
            service.keep_from(actor, referral_id, kept)
            flash("It is kept from them. For them it does not exist.", "success")
            return redirect(url_for("triage.show", referral_id=referral_id), 303)
    page = render_template("triage/keep.html", form=form, **shown.frame(actor, seen))
    return page, form.status


@bp.route("/<uuid:referral_id>/need-not", methods=["GET", "POST"])
@requires(Permission.CASE_EXCLUDE)
def clear(referral_id: UUID) -> Page:
    """Say of somebody whom the referrer named, or who stood aside, that they need not be kept out.

    Nobody says it of themselves.
    """
    actor = current_actor()
    seen = service.look(actor, referral_id)
    frame = shown.frame(actor, seen)
    form = filled(ClearSomebody)
    left = [each for each in frame["reasons"] if each.must_decide]
    form.who.choices = [(each.value, each.who, each.because) for each in left]
    if seen.is_open and form.validate_on_submit():
        with form.rules():
            kept = chosen(form.who.data)
            who = kept.person_id or kept.agency_id
            if who:
                service.clear(actor, referral_id, who, form.reason.data)
            flash("It need not be kept from them. That you said so is in the trail.", "success")
            return redirect(url_for("triage.show", referral_id=referral_id), 303)
    return render_template("triage/clear.html", form=form, **frame), form.status


@bp.route("/<uuid:referral_id>/ask", methods=["GET", "POST"])
@requires(Permission.REFERRAL_TRIAGE)
def ask(referral_id: UUID) -> Page:
    """Ask the referrer for more."""
    actor = current_actor()
    seen = service.look(actor, referral_id)
    if not seen.is_open:
        return _too_late(referral_id)
    form = filled(AskReferrer)
    if form.validate_on_submit():
        with form.rules():
            return _done(
                lambda: service.ask(actor, referral_id, form.text.data),
                referral_id,
                "The question is sent. The referrer finds it on their home page.",
            )
    return render_template("triage/ask.html", form=form, **shown.frame(actor, seen)), form.status


@bp.route("/<uuid:referral_id>/return", methods=["GET", "POST"])
@requires(Permission.REFERRAL_TRIAGE)
def send_back(referral_id: UUID) -> Page:
    """Return it with reasons and what would help."""
    actor = current_actor()
    seen = service.look(actor, referral_id)
    if not seen.is_open:
        return _too_late(referral_id)
    form = filled(ReturnReferral)
    if form.validate_on_submit():
        with form.rules():
            why, helps = form.why.data, form.what_would_help.data
            return _done(
                lambda: service.send_back(actor, referral_id, why, helps),
                referral_id,
                "It is returned. The referrer finds your words on their home page.",
            )
    return render_template("triage/return.html", form=form, **shown.frame(actor, seen)), form.status


def _done(act: Callable[[], None], referral_id: UUID, said: str) -> Response:
    """Do it and say so; or say that another officer was first."""
    try:
        act()
    except Refused:
        return _too_late(referral_id)
    flash(said, "success")
    return redirect(url_for("triage.show", referral_id=referral_id), 303)


def _too_late(referral_id: UUID) -> Response:
    flash(DECIDED, "warning")
    return redirect(url_for("triage.show", referral_id=referral_id), 303)
