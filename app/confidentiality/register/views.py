"""The register of attempts, its figures, and the roads that are open after a refusal."""

import re
from uuid import UUID

from flask import Blueprint, Flask, redirect, render_template, request
from werkzeug.wrappers import Response

from app import clock
from app.access.marks import requires, signed_in
from app.access.permissions import Permission
from app.confidentiality.circle.ports import register_guarded
from app.confidentiality.register import home, queries, service, shown
from app.confidentiality.register.callers import bp as callers_bp
from app.confidentiality.register.forms import MonthForm
from app.refusals import NotVisible
from app.web.guard import current_actor
from app.web.roads import leads_to

bp = Blueprint("register", __name__, template_folder="templates")
__all__ = ["bp", "callers_bp", "home", "wire"]
MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


def wire(app: Flask) -> None:
    """Tell the doorkeeper that whoever wrote a caller down is due the entry's key."""
    register_guarded(queries.due)


@bp.get("/register")
@requires(Permission.REGISTER_READ)
def index() -> str:
    """What the firewall refused: the newest, or one month."""
    actor = current_actor()
    form = MonthForm(formdata=request.args, meta={"csrf": False})
    form.month.choices = shown.month_choices(service.months(actor))
    asked = MONTH.fullmatch(form.month.data or "")
    found = (
        service.of_month(actor, int(asked[1]), int(asked[2])) if asked else service.latest(actor)
    )
    return render_template(
        "register/index.html",
        filters=form,
        attempts=shown.attempt_rows(found),
        is_month=asked is not None,
        this_year=clock.today().year,
    )


@bp.get("/register/figures/<int:year>")
@requires(Permission.REGISTER_READ)
def figures(year: int) -> str:
    """A year in counts, for the officers."""
    actor = current_actor()
    years = _known(year)
    counted = service.figures(actor, year, to_publish=False)
    return render_template("register/figures.html", figures=counted, years=years)


@bp.get("/register/figures/<int:year>/to-publish")
@requires(Permission.REGISTER_READ)
def to_publish(year: int) -> str:
    """A year in counts as it may leave the MARAC, to be printed."""
    actor = current_actor()
    _known(year)
    total, tables = service.published(service.figures(actor, year, to_publish=True))
    return render_template("register/to_publish.html", year=year, total=total, tables=tables)


@bp.get("/roads/<uuid:attempt_id>")
@signed_in("whoever was refused something may read what is open instead")
def roads(attempt_id: UUID) -> str:
    """What one can do instead of what was refused, for that very person."""
    attempt = queries.own_attempt(current_actor(), attempt_id)
    return render_template("register/roads.html", attempt=attempt)


@bp.post("/roads/<uuid:attempt_id>")
@signed_in("whoever was refused something may go where the road leads; that page asks again")
def take(attempt_id: UUID) -> Response:
    """Keep that this way was taken, and go there."""
    actor = current_actor()
    attempt = queries.own_attempt(actor, attempt_id)
    way = leads_to(attempt.road, request.form.get("way", ""))
    if way is None or not way.address:
        raise NotVisible()
    actor.require(way.permission)
    service.take_way(actor, attempt_id, way.code)
    return redirect(way.address, 303)


@bp.get("/idvas")
@requires(Permission.SUPPORT_READ)
def idvas() -> str:
    """Whom to ring to go through the IDVA."""
    return render_template("register/idvas.html", idvas=shown.idvas(current_actor()))


@bp.get("/outside")
@signed_in("what the law requires of an agency is no secret from anybody who works here")
def outside() -> str:
    """What the law requires or allows an agency to do, outside this system."""
    return render_template("register/outside.html")


def _known(year: int) -> list[int]:
    years = service.years(current_actor())
    if year not in years:
        raise NotVisible()
    return years
