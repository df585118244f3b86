"""Checking the answers, sending them, and throwing a referral away that is not sent."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for

from app import clock
from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission
from app.marac.referral import drafting, sending
from app.marac.referral.checking import cards, missed
from app.marac.referral.drafting import Draft
from app.marac.referral.journey import Answer
from app.marac.referral.reading import Reading
from app.marac.referral.service import as_judged
from app.marac.referral.shown import why
from app.marac.referral.steps import TITLES, page_of
from app.marac.referral.wording import pages_that_speak_of_status
from app.marac.risk.content import Answered
from app.marac.risk.instruments import instrument_of
from app.marac.risk.service import thresholds_of
from app.refusals import Changed, RuleBroken
from app.web.forms import Form, Submit
from app.web.guard import current_actor

bp = Blueprint(
    "referral_check", __name__, template_folder="templates", url_prefix=drafting.PAGES_AT
)


class Send(Form):
    """The last press."""

    send = Submit("Send this referral")


class ThrowAway(Form):
    """Asks once more."""

    send = Submit("Throw it away")


@bp.get("/<uuid:draft_id>/check")
@requires(Permission.REFERRAL_MAKE)
def show(draft_id: UUID) -> Answer:
    """Everything that was said, with a way to change each page of it."""
    actor = current_actor()
    return _check_page(actor, drafting.load(actor, draft_id), Send())


@bp.post("/<uuid:draft_id>/send")
@requires(Permission.REFERRAL_MAKE)
def send(draft_id: UUID) -> Answer:
    """Send it; sent twice, it is still one."""
    actor, form = current_actor(), Send()
    if form.validate_on_submit():
        with form.rules():
            try:
                sent = sending.send(actor, draft_id)
            except Changed:
                sending.renew_change(actor, draft_id)
                raise
            return redirect(url_for("referral.sent", referral_id=sent), 303)
    return _check_page(actor, drafting.load(actor, draft_id), form)


@bp.route("/<uuid:draft_id>/throw-away", methods=["GET", "POST"])
@requires(Permission.REFERRAL_MAKE)
def throw_away(draft_id: UUID) -> Answer:
    """Throw it away, after asking; a referral that was sent stays as it was sent."""
    actor, form = current_actor(), ThrowAway()
    draft = drafting.load(actor, draft_id)
    if form.validate_on_submit():
        drafting.discard(actor, draft_id)
        return redirect(url_for("referral.index"), 303)
    return render_template("referral/throw_away.html", form=form, draft=draft)


def _check_page(actor: Actor, draft: Draft, form: Send) -> Answer:
    reading, wrong = _read(actor, draft)
    answered = _answered(actor, reading) if reading else None
    if draft.referral_id is not None:
        form.send.label.text = "Send it again"
    page = render_template(
        "referral/check.html",
        form=form,
        draft=draft,
        cards=cards(actor, draft),
        missed=missed(actor, draft),
        titles=TITLES,
        status_on=pages_that_speak_of_status(draft.told),
        wrong=wrong,
        result=answered.result(clock.today()) if answered else None,
        why=why(reading.referred.criteria if reading else (), answered, clock.today()),
    )
    return page, form.status


def _read(actor: Actor, draft: Draft) -> tuple[Reading | None, tuple[str, str] | None]:
    """Read the draft; or the page on which something is still to be put right, and what."""
    try:
        return sending.read_draft(actor, draft), None
    except RuleBroken as broken:
        return None, (page_of(broken.field), broken.message)


def _answered(actor: Actor, reading: Reading) -> Answered:
    """What the circle will see. The immigration section is not counted in it."""
    new = as_judged(reading.referred, reading.assessment)
    return Answered(
        answers=new.answers,
        judgement=new.judgement,
        circumstances=new.circumstances,
        thresholds=thresholds_of(actor),
        other_tools=new.other_tools,
        instrument=instrument_of(actor.area_id, new.instrument),
    )
