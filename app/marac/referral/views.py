"""Your referrals: what you are writing, what you sent, and what the officers ask you about it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for

from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.draft.filling import filled
from app.accounts.person.queries import person_names
from app.audit import record
from app.audit.events import ReferralsListed
from app.db import transaction
from app.marac.referral import drafting, queries, sending, service, talking
from app.marac.referral.forms import AnswerForm, WithdrawForm
from app.marac.referral.journey import Answer
from app.marac.referral.journey import bp as draft_bp
from app.marac.referral.listed import bp as people_bp
from app.marac.referral.revealing import addresses
from app.marac.referral.revealing import bp as address_bp
from app.marac.referral.reviewing import bp as check_bp
from app.marac.referral.rules import (
    CHANGEABLE,
    FOR_THE_REFERRER,
    OPEN_STATES,
    REFERRER_LABELS,
    NoteKind,
    ReferralState,
)
from app.marac.referral.shown import referral_page
from app.web.forms import Form
from app.web.guard import current_actor
from app.web.home import Panel, home_panel

bp = Blueprint("referral", __name__, template_folder="templates", url_prefix="/referrals")
__all__ = ["address_bp", "bp", "check_bp", "draft_bp", "people_bp"]


@home_panel(order=44)
def waits_for_you(actor: Actor) -> Panel | None:
    """Lead to referring, to what is not sent yet, and to what the officers wait for."""
    if not actor.may(Permission.REFERRAL_MAKE):
        return None
    asked = queries.how_many_for_the_referrer(actor)
    drafts = drafting.drafts(actor)
    until = min((each.until for each in drafts), default=None)
    context = {"asked": asked, "drafts": len(drafts), "until": until}
    return Panel("referral/panel.html", context)


@bp.get("")
@requires(Permission.REFERRAL_MAKE)
def index() -> str:
    """What you are writing and what you sent. Of what was sent no name is opened here."""
    actor = current_actor()
    with transaction():
        sent = queries.own_referrals(actor)
        record(actor, ReferralsListed(actor.person_id, count=len(sent)))
    return render_template(
        "referral/index.html",
        drafts=drafting.drafts(actor),
        sent=sent,
        labels=REFERRER_LABELS,
        waits=FOR_THE_REFERRER,
        most=drafting.MOST_DRAFTS,
    )


@bp.get("/<uuid:referral_id>")
@requires(Permission.REFERRAL_MAKE)
def show(referral_id: UUID) -> Answer:
    """Your own referral, with what the officers and you wrote about it."""
    return _show(current_actor(), referral_id, filled(AnswerForm))


@bp.post("/<uuid:referral_id>/answer")
@requires(Permission.REFERRAL_MAKE)
def answer(referral_id: UUID) -> Answer:
    """Answer the officers, or add something."""
    actor, form = current_actor(), AnswerForm()
    queries.own(actor, referral_id)
    if form.validate_on_submit():
        with form.rules():
            talking.answer(actor, referral_id, form.text.data)
            flash("Your answer is with the officers.", "success")
            return redirect(url_for("referral.show", referral_id=referral_id), 303)
    return _show(actor, referral_id, form)


@bp.post("/<uuid:referral_id>/change")
@requires(Permission.REFERRAL_MAKE)
def change(referral_id: UUID) -> Answer:
    """Begin to change it, or go on with a change that was begun."""
    draft_id = sending.begin_change(current_actor(), referral_id)
    return redirect(url_for("referral_draft.tasks", draft_id=draft_id), 303)


@bp.route("/<uuid:referral_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.REFERRAL_MAKE)
def withdraw(referral_id: UUID) -> Answer:
    """Take it back before it is on the list."""
    actor, form = current_actor(), filled(WithdrawForm)
    row = queries.own(actor, referral_id)
    if form.validate_on_submit():
        with form.rules():
            talking.withdraw(actor, referral_id, form.why.data)
            flash("The referral is withdrawn.", "success")
            return redirect(url_for("referral.show", referral_id=referral_id), 303)
    page = render_template("referral/withdraw.html", form=form, row=row)
    return page, form.status


@bp.get("/<uuid:referral_id>/sent")
@requires(Permission.REFERRAL_MAKE)
def sent(referral_id: UUID) -> str:
    """The reference to quote, and what happens next."""
    return render_template("referral/sent.html", row=queries.own(current_actor(), referral_id))


def _show(actor: Actor, referral_id: UUID, form: Form) -> Answer:
    waits = queries.own(actor, referral_id).state == ReferralState.ASKED
    if not waits and isinstance(form, AnswerForm):
        form.ask_for_more()
    opened = service.open_referral(actor, referral_id)
    notes = talking.notes(opened.ring, referral_id)
    page = render_template(
        "referral/show.html",
        form=form,
        opened=opened,
        label=REFERRER_LABELS[opened.state],
        waits=opened.state in FOR_THE_REFERRER,
        answerable=opened.state in OPEN_STATES,
        changeable=opened.state in CHANGEABLE,
        listed=opened.state is ReferralState.LISTED,
        notes=notes,
        kinds=NoteKind,
        me=actor.person_id,
        names=person_names(note.by_person_id for note in notes),
        addresses=addresses(opened),
        **referral_page(opened),
    )
    return page, form.status
