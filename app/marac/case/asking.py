"""The question why, in place of whichever page of a case was asked for first in a session."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.actor import Actor
from app.accounts.draft.keeping import own_path
from app.marac.case import reasons, service
from app.marac.case.forms import OpenCase, OpenSupport

Page = str | tuple[str, int] | Response


def ask_about_case(actor: Actor, case_id: UUID) -> Page:
    """Ask why the case is opened; keep the answer and go on to the page that was asked for."""
    reference = service.may_ask(actor, case_id)
    way_on = url_for("case.show", case_id=case_id)
    return _ask(OpenCase(), reasons.CASE, case_id, reference, way_on)


def ask_about_compartment(actor: Actor, case_id: UUID) -> Page:
    """Ask why the immigration section is opened; keep the answer and go on to it."""
    reference = service.may_ask_about_compartment(actor, case_id)
    way_on = url_for("compartment.show", case_id=case_id)
    return _ask(OpenSupport(), reasons.COMPARTMENT, case_id, reference, way_on)


def _ask(
    form: OpenCase | OpenSupport, about: str, case_id: UUID, reference: str, way_on: str
) -> Page:
    action = f"{way_on}/why"
    asked = request.method == "POST" and request.path == action
    if asked and form.validate_on_submit():
        reasons.keep(about, case_id, form.reason.data)
        return redirect(_where(form.then.data, way_on, url_for("case.show", case_id=case_id)), 303)
    if not asked:
        form.then.data = request.path
    page = render_template("case/reason.html", form=form, reference=reference, action=action)
    return page, form.status if asked else 200


def _where(then: str | None, way_on: str, case: str) -> str:
    """Return the page that was asked for, if it is one of this case's."""
    inside = then if then and f"{then}/".startswith(f"{case}/") else way_on
    return own_path(inside) or way_on
