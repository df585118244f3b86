"""The pages of matching: candidates side by side, deciding, confirming, taking back."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.draft.filling import filled
from app.accounts.person.queries import person_names
from app.marac.match import home, service
from app.marac.match.forms import DecideMatches, UndoMatch, form_for
from app.marac.match.rules import DECISION_LABELS, check_why
from app.marac.match.shown import compared, grouped, heading, side_by_side, to_confirm, victim_first
from app.marac.party.rules import KIND_LABELS
from app.refusals import Changed, NotVisible, RuleBroken
from app.web.guard import current_actor

bp = Blueprint("match", __name__, template_folder="templates", url_prefix="/matches")
__all__ = ["bp", "home"]
Page = str | tuple[str, int] | Response
NOTHING_SAID = "Select an answer for at least one of them."


@bp.get("")
@requires(Permission.MATCH_DECIDE)
def index() -> str:
    """What other officers decided and this one may confirm."""
    waiting = service.waiting(current_actor())
    names = person_names(each.by_person_id for each in waiting)
    return render_template("match/index.html", waiting=waiting, names=names, labels=KIND_LABELS)


@bp.route("/<uuid:record_id>", methods=["GET", "POST"])
@requires(Permission.MATCH_DECIDE)
def show(record_id: UUID) -> Page:
    """Who on the records may be somebody of this one, and why."""
    actor = current_actor()
    looked = service.look(actor, record_id)
    open_ones = [each for each in looked.candidates if each.decision is None]
    form: DecideMatches = filled(form_for(open_ones))
    if form.validate_on_submit():
        with form.rules():
            _decide(actor, form, open_ones)
            return redirect(url_for("match.show", record_id=record_id), 303)
    return _page(actor, looked, open_ones, form), form.status


@bp.post("/<uuid:record_id>/decisions/<uuid:decision_id>/confirm")
@requires(Permission.MATCH_DECIDE)
def confirm(record_id: UUID, decision_id: UUID) -> Page:
    """Confirm as a second officer; ``also`` are the ids of what was shown and said with it."""
    try:
        service.confirm(current_actor(), decision_id, *_also())
        flash("Confirmed. Both records are linked for whoever can open both.", "success")
    except Changed as changed:
        flash(changed.message, "warning")
    return redirect(url_for("match.show", record_id=record_id), 303)


@bp.route("/<uuid:record_id>/decisions/<uuid:decision_id>/undo", methods=["GET", "POST"])
@requires(Permission.MATCH_DECIDE)
def undo(record_id: UUID, decision_id: UUID) -> Page:
    """Take a decision back, with the reason."""
    actor = current_actor()
    looked = service.look(actor, record_id)
    told = next((each for each in looked.told if each.row.id == decision_id), None)
    if told is None or told.row.undone_at:
        raise NotVisible()
    form: UndoMatch = filled(UndoMatch)
    if form.validate_on_submit():
        with form.rules():
            service.undo(actor, decision_id, form.why.data)
            flash("Taken back. The records are no longer linked by this.", "success")
            return redirect(url_for("match.show", record_id=record_id), 303)
    page = render_template(
        "match/undo.html",
        form=form,
        looked=looked,
        told=told,
        labels=DECISION_LABELS,
        names=person_names([told.row.by_person_id]),
    )
    return page, form.status


def _also() -> list[UUID]:
    try:
        return [UUID(each) for each in request.form.get("also", "").split()]
    except ValueError:
        raise NotVisible() from None


def _decide(actor: Actor, form: DecideMatches, open_ones: list[service.Candidate]) -> None:
    """Save all that was chosen, or nothing: a reason is asked for before anything is written."""
    said = list(form.said(open_ones))
    if not said:
        raise RuleBroken("send", NOTHING_SAID)
    for each in said:
        try:
            check_why(each.why)
        except RuleBroken as broken:
            raise RuleBroken(each.why_box, broken.message) from None
    service.decide_all(actor, [(each.own, each.other, each.decision, each.why) for each in said])
    same = any(each.decision == service.Decision.SAME for each in said)
    flash(
        "Saved. Another officer is asked to confirm who is the same person." if same else "Saved.",
        "success",
    )


def _page(
    actor: Actor,
    looked: service.Looked,
    open_ones: list[service.Candidate],
    form: DecideMatches,
) -> str:
    rows = [each.row for each in looked.told]
    people = {row.by_person_id for row in rows}
    people |= {who for row in rows for who in (row.confirmed_by, row.undone_by) if who}
    waits = [each for each in looked.told if each.row.waits_for(actor.person_id)]
    by_pair = {each.decision.id: each for each in looked.candidates if each.decision}
    return render_template(
        "match/show.html",
        form=form,
        looked=looked,
        groups=grouped(open_ones),
        to_confirm=to_confirm(looked.told, actor.person_id),
        elsewhere=service.how_many_wait(actor),
        decided=victim_first(
            each for each in looked.told if not each.row.undone_at and each not in waits
        ),
        undone=[each for each in looked.told if each.row.undone_at],
        by_pair=by_pair,
        labels=DECISION_LABELS,
        kinds=KIND_LABELS,
        names=person_names(people),
        me=actor.person_id,
        compared=compared(looked.own),
        heading=heading,
        side_by_side=side_by_side,
    )
