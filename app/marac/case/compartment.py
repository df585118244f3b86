"""The page of a case's immigration section, for those who hold its key and for nobody else."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for

from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission, Role
from app.accounts.person.model import PersonState
from app.accounts.person.queries import people, person_names
from app.confidentiality.circle import service as circle
from app.marac.case import reasons, service
from app.marac.case.asking import Page, ask_about_compartment
from app.marac.case.forms import LetIn
from app.marac.case.shown import support_page
from app.web.guard import current_actor

bp = Blueprint("compartment", __name__, template_folder="templates", url_prefix="/cases")
CHAIRS = frozenset({Role.CHAIR, Role.DEPUTY_CHAIR})


@bp.get("/<uuid:case_id>/specialist-support")
@requires(Permission.COMPARTMENT_OPEN)
def show(case_id: UUID) -> Page:
    """The section, or first the question why."""
    return _page(current_actor(), case_id, LetIn(formdata=None))


@bp.post("/<uuid:case_id>/specialist-support/why")
@requires(Permission.COMPARTMENT_OPEN)
def say_why(case_id: UUID) -> Page:
    """Keep the reason for the rest of the session and go on."""
    return ask_about_compartment(current_actor(), case_id)


@bp.post("/<uuid:case_id>/specialist-support/chairs")
@requires(Permission.COMPARTMENT_OPEN)
def let_in(case_id: UUID) -> Page:
    """Let a chair into this one section, with a reason that the other holders see."""
    actor, form = current_actor(), LetIn()
    form.person.choices = _chairs(actor)
    service.may_ask_about_compartment(actor, case_id)
    if form.validate_on_submit():
        with form.rules():
            circle.let_in(actor, case_id, UUID(form.person.data), form.reason.data)
            return redirect(url_for("compartment.show", case_id=case_id), 303)
    return _page(actor, case_id, form)


def _page(actor: Actor, case_id: UUID, form: LetIn) -> Page:
    reason = reasons.said(reasons.COMPARTMENT, case_id)
    if reason is None:
        return ask_about_compartment(actor, case_id)
    form.person.choices = _chairs(actor)
    opened = service.open_compartment(actor, case_id, reason)
    page = render_template(
        "case/support.html", form=form, let_in=_let_in(actor, case_id), **support_page(opened)
    )
    return page, form.status


def _chairs(actor: Actor) -> list[tuple[str, str]]:
    chairs = [
        person
        for person in people(actor)
        if person.roles & CHAIRS and person.state == PersonState.ACTIVE
    ]
    return [
        ("", "Choose"),
        *((str(each.id), each.name) for each in chairs if each.id != actor.person_id),
    ]


def _let_in(actor: Actor, case_id: UUID) -> list[dict[str, object]]:
    rows = circle.who_was_let_in(actor, case_id)
    names = person_names(each for row in rows for each in (row.person_id, row.by_person_id))
    return [
        {
            "who": names.get(row.person_id, ""),
            "by": names.get(row.by_person_id, ""),
            "at": row.at,
            "reason": row.reason,
        }
        for row in rows
    ]
