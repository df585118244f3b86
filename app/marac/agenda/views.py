"""The page on which an officer builds an agenda: by buttons and numbers, by arrow keys or by hand.

One form holds the whole order. What is typed in any of its boxes counts whichever button is
pressed; without JavaScript each press is a page, with it (js/agenda.js) the list is put in place.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock
from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission
from app.marac.agenda import building, rules, service
from app.marac.agenda.forms import TakeOff
from app.marac.agenda.queries import publish_by
from app.marac.agenda.service import Arrangement
from app.marac.case import queries as cases
from app.marac.invitation import telling
from app.marac.meeting import publishing, queries
from app.marac.meeting.model import Meeting, MeetingState
from app.marac.meeting.ports import Part, meeting_part
from app.marac.meeting.rules import TO_COME
from app.refusals import Changed, RuleBroken
from app.web.guard import current_actor
from app.web.templating import clock_time, long_day

bp = Blueprint("agenda", __name__, template_folder="templates", url_prefix="/meetings")
Page = str | tuple[str, int] | Response
WAITS = "waits"


@meeting_part(4)
def to_publish(actor: Actor, meeting: Meeting) -> Part | None:
    """For officers, before the meeting: build its agenda, and publish it by when."""
    if meeting.state != MeetingState.PLANNED or not actor.may(Permission.MEETING_PLAN):
        return None
    by = publish_by(actor, meeting)
    return Part(
        "agenda/to_publish.html",
        {
            "cases": queries.counts(actor, [meeting.id]).get(meeting.id, 0),
            "publish_by": by,
            "is_late": by < clock.today(),
            "told": telling.how_many(actor, meeting),
        },
    )


@dataclass
class Typed:
    """What was typed into the list, and what is wrong with it, by the name of the box."""

    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def read(self, name: str, reads: Any, *more: Any) -> int | None:
        """Read one box; what is wrong is kept beside it."""
        try:
            return int(reads(self.values[name], *more))
        except RuleBroken as broken:
            self.errors[name] = broken.message
            return None


@bp.get("/<uuid:meeting_id>/agenda")
@requires(Permission.MEETING_PLAN)
def build(meeting_id: UUID) -> Page:
    """The agenda with its cases, and the cases that wait."""
    actor = current_actor()
    if queries.meeting(actor, meeting_id).state not in TO_COME:
        return redirect(url_for("meeting.show", meeting_id=meeting_id), 303)
    return _page(actor, meeting_id, Typed())


@bp.post("/<uuid:meeting_id>/agenda")
@requires(Permission.MEETING_PLAN)
def arrange(meeting_id: UUID) -> Page:
    """Save the order, the minutes and the breaks, with what the pressed button asks for besides."""
    actor = current_actor()
    what, _, which = request.form.get("do", "save").partition(":")
    typed, moved = Typed(), _id(which)
    try:
        wanted = _arrangement(actor, meeting_id, typed)
        if wanted is not None:
            order = _after(actor, meeting_id, wanted.order, what, moved)
            service.arrange(
                actor,
                meeting_id,
                Arrangement(order, wanted.minutes, wanted.pauses),
                request.form.get("seen", ""),
            )
            if _in_place():
                return _page(actor, meeting_id, Typed())
            back = f"#row-{moved}" if moved else "#agenda-list"
            return redirect(url_for("agenda.build", meeting_id=meeting_id) + back, 303)
    except Changed as changed:
        typed.values.clear()
        typed.errors = {"agenda": changed.message}
    return _page(actor, meeting_id, typed), 422


@bp.post("/<uuid:meeting_id>/agenda/cases")
@requires(Permission.CASE_LIST)
def add(meeting_id: UUID) -> Page:
    """Put cases that wait on the agenda."""
    actor = current_actor()
    chosen = [found for each in request.form.getlist("cases") if (found := _id(each))]
    try:
        service.put_all(actor, meeting_id, chosen)
    except RuleBroken as broken:
        typed = Typed({}, {"cases": broken.message})
        return _page(actor, meeting_id, typed), 422
    words = "The case is" if len(chosen) == 1 else f"{len(chosen)} cases are"
    flash(f"{words} on the agenda.", "success")
    return redirect(url_for("agenda.build", meeting_id=meeting_id), 303)


@bp.route("/<uuid:meeting_id>/agenda/<uuid:item_id>/off", methods=["GET", "POST"])
@requires(Permission.CASE_LIST)
def off(meeting_id: UUID, item_id: UUID) -> Page:
    """Take a case off the agenda: for another meeting, or to wait for one."""
    actor = current_actor()
    meeting, item = queries.meeting(actor, meeting_id), queries.item(actor, item_id)
    case = cases.case(actor, item.case_id)
    form = TakeOff()
    form.where.choices = [
        (WAITS, "It waits for a meeting", "It is put first in the list of those that wait")
    ] + [
        (
            str(each.id),
            f"{long_day(each.starts_at)}, {clock_time(each.starts_at)}",
            each.place if each.place != meeting.place else "",
        )
        for each in queries.to_come(actor)
        if each.id != meeting.id
    ]
    if form.validate_on_submit():
        with form.rules():
            service.put_off(actor, item_id, _id(form.where.data))
            flash(f"Case {case.reference} is off this agenda.", "success")
            return redirect(url_for("agenda.build", meeting_id=meeting_id), 303)
    page = render_template("agenda/off.html", form=form, meeting=meeting, case=case)
    return page, form.status


@bp.post("/<uuid:meeting_id>/publish")
@requires(Permission.MEETING_PLAN)
def publish(meeting_id: UUID) -> Response:
    """Let the people of the meeting see its agenda, and ask the agencies for what they know."""
    actor = current_actor()
    first = not publishing.is_published(queries.meeting(actor, meeting_id))
    publishing.publish(actor, meeting_id)
    meeting = queries.meeting(actor, meeting_id)
    if first:
        telling.tell(actor, [meeting], "The agenda is published.")
    return redirect(url_for("meeting.show", meeting_id=meeting_id), 303)


def _arrangement(actor: Actor, meeting_id: UUID, typed: Typed) -> Arrangement | None:
    """What was typed, as an arrangement; None if any of it is wrong."""
    typed.values = {
        name: value.strip()
        for name, value in request.form.items()
        if name.startswith(("place-", "minutes-", "pause-"))
    }
    lines = queries.agenda(actor, meeting_id)
    waiting = [(line.number, line.item) for line in lines if line.item.state == "waiting"]
    ahead = len(lines) - len(waiting)
    places, minutes, pauses = {}, {}, {}
    for number, item in waiting:
        for name in ("place", "minutes", "pause"):
            typed.values.setdefault(f"{name}-{item.id}", str(number) if name == "place" else "")
        place = typed.read(f"place-{item.id}", rules.place_from, len(lines))
        places[item.id] = max(1, (place or number) - ahead)
        if typed.values[f"minutes-{item.id}"]:
            minutes[item.id] = typed.read(f"minutes-{item.id}", rules.minutes_from)
        pauses[item.id] = rules.pause_from(typed.values[f"pause-{item.id}"])
    if typed.errors:
        return None
    order = rules.placed([item.id for _, item in waiting], places)
    return Arrangement(order, {k: v for k, v in minutes.items() if v}, pauses)


def _after(
    actor: Actor, meeting_id: UUID, order: Sequence[UUID], what: str, moved: UUID | None
) -> list[UUID]:
    """The order after what the pressed button does."""
    if what == "by_agency":
        return rules.by_agency(order, building.agencies_of(actor, meeting_id))
    if moved and moved in order and what in ("up", "down"):
        at = order.index(moved) + 1
        return rules.moved(order, moved, max(1, at - 1) if what == "up" else at + 1)
    return list(order)


def _page(actor: Actor, meeting_id: UUID, typed: Typed) -> str:
    built = building.look(actor, meeting_id)
    template = "agenda/list.html" if _in_place() else "agenda/build.html"
    return render_template(
        template,
        built=built,
        typed=typed,
        breaks=rules.BREAKS,
        told=telling.how_many(actor, built.meeting),
    )


def _in_place() -> bool:
    return "X-In-Place" in request.headers


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
