"""The pages at the door: who waits, confirming keys, letting in, putting out, section holders."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission, Role
from app.accounts.agency.queries import agency_names
from app.accounts.person import queries as register
from app.accounts.person.model import Person, PersonState
from app.confidentiality.circle import attesting_home, home, queries, service, waiting
from app.confidentiality.circle.attesting_pages import bp as attesting_bp
from app.confidentiality.circle.forms import ConfirmPairForm, HolderForm, PutOutForm
from app.confidentiality.circle.model import How, Office
from app.web.guard import current_actor
from app.web.quiet import nothing_new

bp = Blueprint("circle", __name__, template_folder="templates", url_prefix="/door")

__all__ = ["attesting_bp", "attesting_home", "bp", "home"]
Page = str | Response | tuple[str, int]


@bp.get("")
@requires(Permission.KEY_CONFIRM)
def door() -> str:
    """Who waits for what."""
    return render_template("circle/door.html", waiting=waiting.waiting(current_actor()))


@bp.post("/admit")
@requires(Permission.DOOR_KEEP)
def admit() -> Response:
    """One beat: give everybody what this person can give. A script is told what was done."""
    count = service.admit(current_actor())
    if "X-Poll" not in request.headers:
        flash(_said(count) or "Nobody was waiting for a key that you hold.", "success")
        return redirect(url_for("home.index"), 303)
    return jsonify(said=_said(count)) if count else nothing_new(204, whatever_is_said=True)


@bp.get("/key-pairs/<uuid:key_pair_id>")
@requires(Permission.KEY_CONFIRM)
def key_pair(key_pair_id: UUID) -> str:
    """What an officer needs to make sure whose keys these are."""
    pair = waiting.waiting_pair(current_actor(), key_pair_id)
    return _key_pair_page(pair, ConfirmPairForm(formdata=None, office=_office(pair)))


@bp.post("/key-pairs/<uuid:key_pair_id>")
@requires(Permission.KEY_CONFIRM)
def confirm(key_pair_id: UUID) -> Page:
    """Confirm the keys, exactly those whose numbers were on the page."""
    actor, form = current_actor(), ConfirmPairForm()
    pair = waiting.waiting_pair(actor, key_pair_id)
    if not pair.may_be_officer:
        form.office.data = Office.MEMBER.value
        form.office.raw_data = [Office.MEMBER.value]
    if form.validate_on_submit():
        with form.rules():
            numbers = request.form.get("numbers", "")
            how, office = How(form.how.data), Office(form.office.data)
            service.confirm_pair(
                actor, key_pair_id, how, office, attests=form.attests.data, numbers=numbers
            )
            flash("The keys are confirmed.", "success")
            return redirect(url_for("circle.door"), 303)
    return _key_pair_page(pair, form), form.status


@bp.post("/key-pairs/<uuid:key_pair_id>/refuse")
@requires(Permission.KEY_CONFIRM)
def refuse(key_pair_id: UUID) -> Response:
    """Put keys away that are not the person's."""
    service.refuse_pair(current_actor(), key_pair_id)
    flash(
        "These keys are refused and can never be confirmed. Tell the person and your administrator "
        "that somebody else used the link.",
        "warning",
    )
    return redirect(url_for("circle.door"), 303)


@bp.route("/people/<uuid:person_id>/put-out", methods=["GET", "POST"])
@requires(Permission.PERSON_EXPEL)
def put_out(person_id: UUID) -> Page:
    """Take somebody's keys off the ring."""
    actor, form = current_actor(), PutOutForm()
    person = register.person(actor, person_id)
    if form.validate_on_submit():
        with form.rules():
            service.expel(actor, person_id)
            flash("Their keys are off the ring.", "success")
            return redirect(url_for("circle.door"), 303)
    return render_template("circle/put_out.html", form=form, person=person), form.status


@bp.route("/immigration-section", methods=["GET", "POST"])
@requires(Permission.KEY_CONFIRM)
def section_holders() -> Page:
    """Who holds every immigration section, and naming somebody."""
    actor, form = current_actor(), HolderForm()
    everybody = register.people(actor)
    form.person.choices = _may_be_named(actor, everybody)
    if form.validate_on_submit():
        with form.rules():
            service.name_compartment_holder(actor, UUID(form.person.data))
            flash("They are named. Their keys follow when a holder is signed in.", "success")
            return redirect(url_for("circle.section_holders"), 303)
    held = {row.person_id: row for row in queries.compartment_holders(actor.area_id)}
    page = render_template(
        "circle/section_holders.html",
        form=form,
        holders=[(person, held[person.id]) for person in everybody if person.id in held],
        agencies=agency_names(person.agency_id for person in everybody),
    )
    return page, form.status


@bp.post("/immigration-section/<uuid:person_id>/end")
@requires(Permission.KEY_CONFIRM)
def end_holding(person_id: UUID) -> Response:
    """Somebody holds the immigration sections no longer."""
    service.unname_compartment_holder(current_actor(), person_id)
    flash("They no longer hold the immigration sections.", "success")
    return redirect(url_for("circle.section_holders"), 303)


def _key_pair_page(pair: waiting.WaitingPair, form: ConfirmPairForm) -> str:
    return render_template("circle/key_pair.html", form=form, pair=pair)


def _office(pair: waiting.WaitingPair) -> str | None:
    return None if pair.may_be_officer else Office.MEMBER.value


def _said(count: int) -> str:
    return f"{count} {'key' if count == 1 else 'keys'} given just now." if count else ""


def _may_be_named(actor: Actor, everybody: Sequence[Person]) -> list[tuple[str, str]]:
    """Those at work who take part; whom the rules bar is said beside the field."""
    names = agency_names(person.agency_id for person in everybody)
    listed = [
        (str(person.id), f"{person.name}, {names[person.agency_id]}")
        for person in everybody
        if person.state == PersonState.ACTIVE and Role.ADMINISTRATOR not in person.roles
    ]
    return [("", "Choose"), *listed]
