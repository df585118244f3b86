"""Assigns or changes the IDVA of a case, and the page for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for

from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission, Role
from app.accounts.agency.queries import agency_names
from app.accounts.person.model import Person, PersonState
from app.accounts.person.queries import people, person, person_names
from app.audit import record
from app.audit.events import IdvaAssigned
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.model import Because, SecretKind
from app.confidentiality.circle.ring import Ring
from app.db import transaction
from app.marac.case import queries, reasons, service
from app.marac.case.asking import Page, ask_about_case
from app.marac.case.forms import AssignIdva
from app.marac.case.model import Case
from app.refusals import RuleBroken
from app.web.guard import current_actor

bp = Blueprint("case_assigning", __name__, template_folder="templates", url_prefix="/cases")
NOT_AN_IDVA = "Select somebody who is an IDVA and has joined."
KEPT_FROM_THEM = "This case is kept from that person. Select another IDVA."
ALREADY = "This person is the IDVA of the case already. Select another, or go back."
NOT_YET = (
    "Nobody else can open the immigration section yet. It is handed on by itself when they next "
    "sign in: ask them to."
)


@dataclass(frozen=True)
class Assigned:
    """What became of an assignment; ``handing_on`` is who keeps the immigration section so far."""

    idva_id: UUID
    handing_on: UUID | None = None


def idvas(actor: Actor, record_id: UUID) -> list[Person]:
    """Return the IDVAs who have joined and from whom a referral or a case is not kept, by name."""
    return [
        each
        for each in people(actor)
        if Role.IDVA in each.roles
        and each.state == PersonState.ACTIVE
        and not circle.is_excluded(record_id, each.id, each.agency_id)
    ]


def choices(found: Sequence[Person]) -> list[tuple[str, str]]:
    """Return them for a form, with their agencies."""
    names = agency_names(each.agency_id for each in found)
    return [(str(each.id), f"{each.name}, {names[each.agency_id]}") for each in found]


def require_idva(actor: Actor, record_id: UUID, person_id: UUID) -> None:
    """Raise ``RuleBroken`` for whoever cannot be the IDVA of this record."""
    chosen = person(actor, person_id)
    if Role.IDVA not in chosen.roles or chosen.state != PersonState.ACTIVE:
        raise RuleBroken("idva", NOT_AN_IDVA)
    if circle.is_excluded(record_id, chosen.id, chosen.agency_id):
        raise RuleBroken("idva", KEPT_FROM_THEM)


def assign_idva(actor: Actor, case_id: UUID, person_id: UUID) -> Assigned:
    """Make somebody the IDVA of a case: promised its keys by an officer, and given them at once.

    The keys that the IDVA before had because of it end, but for an immigration section that nobody
    else can open yet: that one is handed on first (``finish_handing_on``).
    """
    actor.require(Permission.CASE_LIST)
    with transaction():
        case = _open(actor, case_id)
        require_idva(actor, case_id, person_id)
        if case.idva_id == person_id:
            raise RuleBroken("idva", ALREADY)
        before, case.idva_id = case.idva_id, person_id
        both = (SecretKind.CASE, SecretKind.COMPARTMENT)
        circle.promise_to(actor, case_id, both, Because.ASSIGNED, person_id)
        handing_on = _relieve(actor, case_id, before) if before else None
        record(actor, IdvaAssigned(case_id, person_id=person_id))
    circle.admit(actor)
    return Assigned(person_id, handing_on)


def handing_on(case: Case) -> set[UUID]:
    """Return earlier IDVAs who still hold the immigration section, until another can open it."""
    held = circle.still_holds(case.id, SecretKind.COMPARTMENT, Because.ASSIGNED)
    return held - {case.idva_id}


def finish_handing_on(actor: Actor, case_id: UUID) -> bool:
    """Take the immigration section from earlier IDVAs once others can open it; say whether all."""
    actor.require(Permission.CASE_LIST)
    with transaction():
        case = _open(actor, case_id)
        left = [each for each in handing_on(case) if not _take_section(actor, case_id, each)]
    return not left


def _open(actor: Actor, case_id: UUID) -> Case:
    """Return the row of a case that the officer can open."""
    ring = Ring(actor)
    _ = ring.me
    case = queries.case(actor, case_id)
    ring.key(case.secret_id, of=case.id)
    return case


def _relieve(actor: Actor, case_id: UUID, before: UUID) -> UUID | None:
    circle.relieve(actor, case_id, (SecretKind.CASE,), Because.ASSIGNED, before)
    return None if _take_section(actor, case_id, before) else before


def _take_section(actor: Actor, case_id: UUID, before: UUID) -> bool:
    if not circle.others_hold(case_id, SecretKind.COMPARTMENT, before):
        return False
    circle.relieve(actor, case_id, (SecretKind.COMPARTMENT,), Because.ASSIGNED, before)
    return True


@bp.route("/<uuid:case_id>/idva", methods=["GET", "POST"])
@requires(Permission.CASE_LIST)
def show(case_id: UUID) -> Page:
    """Who the IDVA is, and assigning another."""
    actor = current_actor()
    reason = reasons.reason_for(actor, case_id)
    if reason is None:
        return ask_about_case(actor, case_id)
    opened = service.open_case(actor, case_id, reason)
    found = [each for each in idvas(actor, case_id) if each.id != opened.case.idva_id]
    form = AssignIdva()
    form.idva.choices = [("", "Choose"), *choices(found)]
    if form.validate_on_submit():
        with form.rules():
            done = assign_idva(actor, case_id, UUID(form.idva.data))
            flash(_said(done), "success")
            return redirect(url_for("case_assigning.show", case_id=case_id), 303)
    earlier = handing_on(opened.case)
    page = render_template(
        "case/idva.html",
        form=form,
        opened=opened,
        idva=person_names([opened.case.idva_id] if opened.case.idva_id else []),
        others=len(found),
        earlier=sorted(person_names(earlier).values()),
    )
    return page, form.status


@bp.post("/<uuid:case_id>/idva/finish")
@requires(Permission.CASE_LIST)
def finish(case_id: UUID) -> Page:
    """Take the immigration section from earlier IDVAs, now that others can open it."""
    done = finish_handing_on(current_actor(), case_id)
    flash("The section is closed to them." if done else NOT_YET, "success" if done else "warning")
    return redirect(url_for("case_assigning.show", case_id=case_id), 303)


def _said(done: Assigned) -> str:
    name = person_names([done.idva_id])[done.idva_id]
    return f"{name} is the IDVA now. The case is on {name}’s home page, and work can begin at once."
