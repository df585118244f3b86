"""The page on which an officer keeps a case from a person or an agency, at once."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for

from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.agency.queries import agencies, agency_names
from app.accounts.person.model import PersonState
from app.accounts.person.queries import people, person_names
from app.confidentiality.circle import service as circle
from app.marac.case import reasons, service
from app.marac.case.asking import Page, ask_about_case
from app.marac.case.forms import KeepFrom
from app.marac.case.opened import OpenedCase
from app.marac.referral.rules import KeptFrom
from app.refusals import RuleBroken
from app.web.guard import current_actor

bp = Blueprint("case_keeping", __name__, template_folder="templates", url_prefix="/cases")
PERSON, AGENCY = "person:", "agency:"


@bp.route("/<uuid:case_id>/kept-from", methods=["GET", "POST"])
@requires(Permission.CASE_EXCLUDE)
def show(case_id: UUID) -> Page:
    """Who the case is kept from, and keeping it from somebody else."""
    actor = current_actor()
    reason = reasons.reason_for(actor, case_id)
    if reason is None:
        return ask_about_case(actor, case_id)
    opened = service.open_case(actor, case_id, reason)
    form = KeepFrom()
    form.who.choices = everybody(actor)
    if form.validate_on_submit():
        with form.rules():
            _keep_from(actor, opened, form.who.data, form.reason.data)
            return redirect(url_for("case_keeping.show", case_id=case_id), 303)
    page = render_template(
        "case/kept_from.html", form=form, opened=opened, kept_from=kept_from(actor, case_id)
    )
    return page, form.status


def _keep_from(actor: Actor, opened: OpenedCase, who: str, reason: str) -> None:
    case = opened.case
    kept = chosen(who)
    circle.exclude(
        actor,
        case.id,
        person_id=kept.person_id,
        agency_id=kept.agency_id,
        reason=reason,
        secret_id=case.secret_id,
    )


def chosen(who: str) -> KeptFrom:
    """Read what ``everybody`` offers; ``RuleBroken`` for anything else."""
    for prefix in (PERSON, AGENCY):
        if who.startswith(prefix):
            try:
                found = UUID(who.removeprefix(prefix))
            except ValueError:
                break
            return KeptFrom(person_id=found) if prefix == PERSON else KeptFrom(agency_id=found)
    raise RuleBroken("who", "Select the person or agency that it must be kept from.")


def everybody(actor: Actor) -> list[tuple[str, str]]:
    """Everybody who works with this MARAC, and every agency, but the officer and her own."""
    listed = agencies(actor)
    names = {agency.id: agency.name for agency in listed}
    working = [
        person
        for person in people(actor)
        if person.state != PersonState.LEFT and person.id != actor.person_id
    ]
    return [
        ("", "Choose"),
        *(
            (f"{AGENCY}{each.id}", f"Everybody of {each.name}")
            for each in listed
            if each.id != actor.agency_id
        ),
        *((f"{PERSON}{each.id}", f"{each.name}, {names[each.agency_id]}") for each in working),
    ]


def kept_from(actor: Actor, record_id: UUID) -> list[dict[str, object]]:
    """Return from whom a record is kept, since when, by whom and why, for a page."""
    rows = circle.exclusions(actor, record_id)
    ids = [each for row in rows for each in (row.person_id, row.by_person_id) if each]
    names = person_names(ids) | agency_names(row.agency_id for row in rows if row.agency_id)
    return [
        {
            "who": names.get(row.person_id or row.agency_id or record_id, ""),
            "reason": row.reason,
            "by": names.get(row.by_person_id or record_id, ""),
            "at": row.at,
        }
        for row in rows
    ]
