"""The area's own decisions, for its administrator."""

from dataclasses import asdict
from typing import cast

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.area import queries, service
from app.accounts.area.forms import SettingsForm
from app.config import Config
from app.web.drafts import filled
from app.web.guard import current_actor

bp = Blueprint("area", __name__, template_folder="templates")


@bp.get("/area")
@requires(Permission.AREA_READ)
def show() -> str:
    """Show what the area has decided."""
    actor = current_actor()
    settings = queries.settings_of(actor)
    form = filled(SettingsForm, data={name: str(value) for name, value in asdict(settings).items()})
    return render_template("area/show.html", form=form, area=queries.area_of(actor), **_ceilings())


@bp.post("/area")
@requires(Permission.AREA_CHANGE)
def change() -> str | Response | tuple[str, int]:
    """Change what the area has decided."""
    actor, form = current_actor(), SettingsForm()
    if form.validate_on_submit():
        with form.rules():
            changed = service.change_settings(actor, form.settings())
            flash("The settings are saved." if changed else "Nothing was changed.", "success")
            return redirect(url_for("area.show"), 303)
    page = render_template("area/show.html", form=form, area=queries.area_of(actor), **_ceilings())
    return page, form.status


def _ceilings() -> dict[str, int]:
    """Return what this installation allows at most, whatever an area enters."""
    config = cast(Config, current_app.config["MARAC"])
    return {
        "most_idle": int(config.idle_timeout.total_seconds() // 60),
        "most_meeting": int(config.meeting_idle_timeout.total_seconds() // 60),
        "most_hours": int(config.absolute_timeout.total_seconds() // 3600),
    }
