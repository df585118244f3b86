"""The directory of support and the page for her."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission
from app.firewall.screen import screen_identity
from app.marac.support import explaining, queries, service, shown
from app.marac.support.forms import (
    ConfirmForm,
    EntryForm,
    FilterForm,
    NewEntryForm,
    RemoveForm,
    words_of,
)
from app.marac.support.rules import Kind
from app.web.drafts import filled
from app.web.guard import current_actor
from app.web.home import Panel, home_panel
from app.web.markdown import as_html

bp = Blueprint("support", __name__, template_folder="templates", url_prefix="/support")

Page = str | Response | tuple[str, int]


@home_panel(order=90)
def to_check_again(actor: Actor) -> Panel | None:
    """Tell officers how many entries nobody has checked for six months."""
    if not actor.may(Permission.SUPPORT_CHANGE):
        return None
    count = sum(queries.needs_checking(row) for row in queries.organisations(actor))
    return Panel("support/panel.html", {"count": count}) if count else None


@bp.get("")
@requires(Permission.SUPPORT_READ)
def index() -> str:
    """The directory, narrowed down if asked."""
    everything = shown.directory(current_actor())
    spoken = shown.languages_in(everything)
    form = FilterForm(formdata=request.args, meta={"csrf": False})
    form.offer(spoken)
    kind = shown.nth(list(Kind), form.kind.data)
    entries = shown.narrowed(
        everything,
        Kind(kind) if kind else None,
        shown.nth(spoken, form.language.data),
        form.accepts.data,
    )
    return render_template(
        "support/index.html",
        filters=form,
        entries=entries,
        count=len(everything),
        stale=sum(each.is_stale for each in everything),
    )


@bp.get("/<uuid:organisation_id>")
@requires(Permission.SUPPORT_READ)
def show(organisation_id: UUID) -> str:
    """One organisation."""
    return render_template(
        "support/show.html",
        entry=shown.entry(current_actor(), organisation_id),
        form=ConfirmForm(),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.SUPPORT_CHANGE)
def create() -> Page:
    """Enter an organisation."""
    form = filled(NewEntryForm)
    if form.validate_on_submit():
        with form.rules():
            row = service.enter(current_actor(), form.entry(), on_register=form.on_register.data)
            flash("It is in the directory.", "success")
            _warn(row.name)
            return redirect(url_for("support.show", organisation_id=row.id), 303)
    return render_template("support/new.html", form=form), form.status


@bp.route("/<uuid:organisation_id>/change", methods=["GET", "POST"])
@requires(Permission.SUPPORT_CHANGE)
def change(organisation_id: UUID) -> Page:
    """Change an entry."""
    actor = current_actor()
    row = queries.organisation(actor, organisation_id)
    form = filled(EntryForm, data=words_of(row))
    if form.validate_on_submit():
        with form.rules():
            service.change(
                actor,
                organisation_id,
                form.entry(),
                on_register=form.on_register.data,
                revision=form.revision.data,
            )
            flash("The entry is saved.", "success")
            _warn(form.name.data)
            return redirect(url_for("support.show", organisation_id=organisation_id), 303)
        form.revision.data = row.revision
    return render_template("support/change.html", form=form, row=row), form.status


@bp.post("/<uuid:organisation_id>/check")
@requires(Permission.SUPPORT_CHANGE)
def check(organisation_id: UUID) -> Page:
    """Record that all of an entry is right today."""
    actor, form = current_actor(), ConfirmForm()
    if form.validate_on_submit():
        with form.rules():
            service.confirm(actor, organisation_id, on_register=form.on_register.data)
            flash("You have checked this entry today.", "success")
            return redirect(url_for("support.show", organisation_id=organisation_id), 303)
    entry = shown.entry(actor, organisation_id)
    return render_template("support/show.html", entry=entry, form=form), form.status


@bp.route("/<uuid:organisation_id>/remove", methods=["GET", "POST"])
@requires(Permission.SUPPORT_CHANGE)
def remove(organisation_id: UUID) -> Page:
    """Take an organisation off the directory."""
    actor, form = current_actor(), RemoveForm()
    row = queries.organisation(actor, organisation_id)
    if form.validate_on_submit():
        service.remove(actor, organisation_id)
        flash("It is no longer in the directory.", "success")
        return redirect(url_for("support.index"), 303)
    return render_template("support/remove.html", form=form, row=row), form.status


@bp.get("/explain")
@requires(Permission.SUPPORT_READ)
def explain() -> str:
    """The page that a worker reads with her, in English."""
    return _explain(None)


@bp.get("/explain/<uuid:explanation_id>")
@requires(Permission.SUPPORT_READ)
def explain_in(explanation_id: UUID) -> str:
    """The same page in a checked translation. Its address does not say which language."""
    return _explain(explanation_id)


def _explain(explanation_id: UUID | None) -> str:
    actor = current_actor()
    page = explaining.page(actor, explanation_id)
    everything = shown.directory(actor)
    support, advice = explaining.offered(everything, page.wording)
    return render_template(
        "support/explain.html",
        explained=page,
        wording=page.wording,
        languages=explaining.languages(actor),
        members=explaining.members(actor),
        support=support,
        advice=advice,
        left_out=sum(each.is_stale for each in everything),
        as_html=as_html,
    )


def _warn(name: str) -> None:
    """Say what an organisation of this kind may lead to; the words are the firewall's own."""
    verdict = screen_identity(name)
    if verdict.rule == "warn":
        flash(f"{verdict.because} {verdict.instead}", "warning")
