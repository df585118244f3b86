"""The people of the area: finding, inviting, changing roles, sending another link, leaving."""

from itertools import groupby
from typing import cast
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock
from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import ROLE_LABELS, Permission, Role
from app.accounts.agency.queries import agencies, agency_names
from app.accounts.agency.queries import agency as agency_of_area
from app.accounts.person import queries, service
from app.accounts.person.forms import ConfirmForm, InviteBackForm, InviteForm, RolesForm
from app.accounts.person.model import Person, PersonState
from app.accounts.person.post import NotSent, send_link
from app.config import Config
from app.web.drafts import filled
from app.web.guard import current_actor
from app.web.home import Panel, home_panel

bp = Blueprint("person", __name__, template_folder="templates")

Page = str | Response | tuple[str, int]


@home_panel(order=60)
def administration(actor: Actor) -> Panel | None:
    """Tell an administrator whose invitation waits, and whose ran out."""
    if not actor.may(Permission.PERSON_INVITE):
        return None
    invited = [one for one in queries.people(actor) if one.state == PersonState.INVITED]
    open_until = queries.open_invitations(actor, clock.now())
    return Panel(
        "person/panel.html",
        {
            "waiting": [one for one in invited if one.id in open_until],
            "ran_out": [one for one in invited if one.id not in open_until],
            "agencies": len(agencies(actor)),
        },
    )


@bp.get("/people")
@requires(Permission.PERSON_READ)
def index() -> str:
    """Everybody by agency; those who have left, apart."""
    actor = current_actor()
    everybody = queries.people(actor)
    names = agency_names(person.agency_id for person in everybody)
    here = [person for person in everybody if person.state != PersonState.LEFT]
    here.sort(key=lambda person: (names[person.agency_id], person.name))
    groups = [
        (names[agency_id], list(people))
        for agency_id, people in groupby(here, key=lambda person: person.agency_id)
    ]
    return render_template(
        "person/index.html",
        groups=groups,
        gone=[person for person in everybody if person.state == PersonState.LEFT],
        labels=role_labels,
        open_until=queries.open_invitations(actor, clock.now()),
    )


@bp.get("/people/<uuid:person_id>")
@requires(Permission.PERSON_READ)
def show(person_id: UUID) -> str:
    """One person, and what can be done about them."""
    actor = current_actor()
    person = queries.person(actor, person_id)
    return render_template(
        "person/show.html",
        person=person,
        agency=agency_of_area(actor, person.agency_id),
        roles=role_labels(person),
        sponsor=queries.person_names([person.sponsor_id]) if person.sponsor_id else {},
        invitation=queries.pending_invitation(person.id, clock.now()),
        is_self=person.id == actor.person_id,
        outbox=None if _config().is_production else _config().instance / "outbox",
    )


@bp.route("/people/invite", methods=["GET", "POST"])
@requires(Permission.PERSON_INVITE)
def invite() -> Page:
    """Invite somebody. Whoever invites is their sponsor."""
    actor = current_actor()
    form = filled(InviteForm, agency_id=request.args.get("agency", ""))
    choices = [(str(agency.id), agency.name) for agency in agencies(actor)]
    form.agency_id.choices = [("", "Select an agency"), *choices]
    if form.validate_on_submit():
        with form.rules():
            made = service.invite(
                actor,
                agency_id=UUID(form.agency_id.data),
                name=form.name.data,
                email=form.email.data,
                job=form.job.data,
                roles=form.roles.data,
                sponsor_attests=form.sponsor_attests.data,
                is_another=form.is_another.data,
            )
            return _send(made, form.email.data)
    asks = bool(form.is_another.errors or form.is_another.data)
    return render_template("person/invite.html", form=form, asks_whether_another=asks), form.status


@bp.route("/people/<uuid:person_id>/roles", methods=["GET", "POST"])
@requires(Permission.PERSON_CHANGE)
def change_roles(person_id: UUID) -> Page:
    """Give and take roles."""
    actor = current_actor()
    person = queries.person(actor, person_id)
    form = RolesForm(roles=list(person.role_names), job=person.job)
    if form.validate_on_submit():
        with form.rules():
            service.change_job(actor, person_id, form.job.data)
            service.change_roles(actor, person_id, form.roles.data)
            flash("Their job and roles are saved.", "success")
            return _to(person_id)
    return render_template("person/roles.html", form=form, person=person), form.status


@bp.route("/people/<uuid:person_id>/new-invitation", methods=["GET", "POST"])
@requires(Permission.PERSON_INVITE)
def invite_again(person_id: UUID) -> Page:
    """Send another link, having said what a new passphrase costs."""
    actor = current_actor()
    person = queries.person(actor, person_id)
    form = ConfirmForm()
    if form.validate_on_submit():
        return _send(service.invite_again(actor, person_id), person.email)
    colleagues = queries.people_of_agency(person.agency_id)
    return render_template(
        "person/new_invitation.html",
        form=form,
        person=person,
        agency=agency_of_area(actor, person.agency_id),
        is_sole=len([one for one in colleagues if one.state == PersonState.ACTIVE]) <= 1,
    )


@bp.route("/people/<uuid:person_id>/left", methods=["GET", "POST"])
@requires(Permission.PERSON_CHANGE)
def mark_left(person_id: UUID) -> Page:
    """Mark somebody as gone, having said what that does."""
    actor = current_actor()
    person = queries.person(actor, person_id)
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.rules():
            service.mark_left(actor, person_id)
            flash("The person is marked as left and cannot sign in any more.", "success")
            return _to(person_id)
    return render_template("person/left.html", form=form, person=person), form.status


@bp.route("/people/<uuid:person_id>/back", methods=["GET", "POST"])
@requires(Permission.PERSON_INVITE)
def invite_back(person_id: UUID) -> Page:
    """Invite somebody back who had left."""
    actor = current_actor()
    person = queries.person(actor, person_id)
    form = InviteBackForm()
    if form.validate_on_submit():
        with form.rules():
            attests = form.sponsor_attests.data
            return _send(
                service.invite_back(actor, person_id, sponsor_attests=attests), person.email
            )
    return render_template("person/back.html", form=form, person=person), form.status


def role_labels(person: Person) -> list[str]:
    """Name a person's roles in the order of the table."""
    return [ROLE_LABELS[role] for role in Role if role in person.roles]


def _send(made: service.InvitationMade, address: str) -> Response:
    """Send the link; when the relay fails, the person is still there and can be sent another."""
    path = url_for("invitation.start", token=made.token)
    try:
        send_link(_config(), address, _base() + path)
        flash("The invitation is sent. Its link works once, for 7 days.", "success")
    except NotSent:
        flash("The account is prepared, but the message could not be sent. Try again.", "error")
    return _to(made.person_id)


def _base() -> str:
    """Our own address as installed, never as a request claims; on this machine, as asked for."""
    config = _config()
    return f"https://{config.hostname}" if config.hostname else request.host_url.rstrip("/")


def _config() -> Config:
    return cast(Config, current_app.config["MARAC"])


def _to(person_id: UUID) -> Response:
    return redirect(url_for("person.show", person_id=person_id), 303)
