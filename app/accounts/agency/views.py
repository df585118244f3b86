"""The register of agencies: list, one entry, a new one, changing one."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.agency import queries, service
from app.accounts.agency.forms import AgencyForm, ChangeAgencyForm
from app.accounts.agency.model import SECTOR_LABELS
from app.firewall.screen import screen_identity
from app.web.drafts import filled
from app.web.guard import current_actor

bp = Blueprint("agency", __name__, template_folder="templates")

Page = str | Response | tuple[str, int]


@bp.get("/agencies")
@requires(Permission.AGENCY_READ)
def index() -> str:
    """Every agency of the area."""
    return render_template(
        "agency/index.html", agencies=queries.agencies(current_actor()), sectors=SECTOR_LABELS
    )


@bp.get("/agencies/<uuid:agency_id>")
@requires(Permission.AGENCY_READ)
def show(agency_id: UUID) -> str:
    """One agency's entry."""
    agency = queries.agency(current_actor(), agency_id)
    return render_template("agency/show.html", agency=agency, sector=SECTOR_LABELS[agency.sector])


@bp.route("/agencies/new", methods=["GET", "POST"])
@requires(Permission.AGENCY_CREATE)
def create() -> Page:
    """Enter an agency on the register."""
    form = filled(AgencyForm)
    if form.validate_on_submit():
        with form.rules():
            agency = service.create_agency(
                current_actor(),
                form.name.data,
                form.sector.data,
                form.callback_phone.data,
                form.email_domain.data,
            )
            flash("The agency is on the register. Now invite its people.", "success")
            _warn(agency.name)
            return redirect(url_for("agency.show", agency_id=agency.id), 303)
    return render_template("agency/new.html", form=form), form.status


@bp.route("/agencies/<uuid:agency_id>/change", methods=["GET", "POST"])
@requires(Permission.AGENCY_CREATE)
def change(agency_id: UUID) -> Page:
    """Change an entry."""
    actor = current_actor()
    agency = queries.agency(actor, agency_id)
    form = filled(ChangeAgencyForm, obj=agency)
    if form.validate_on_submit():
        with form.rules():
            service.change_agency(
                actor,
                agency_id,
                form.name.data,
                form.callback_phone.data,
                form.email_domain.data,
            )
            flash("The entry is saved.", "success")
            _warn(form.name.data)
            return redirect(url_for("agency.show", agency_id=agency_id), 303)
    return render_template("agency/change.html", form=form, agency=agency), form.status


def _warn(name: str) -> None:
    """Say what an agency of this kind may lead to; the words are the firewall's own."""
    verdict = screen_identity(name)
    if verdict.rule == "warn":
        flash(f"{verdict.because} {verdict.instead}", "warning")
