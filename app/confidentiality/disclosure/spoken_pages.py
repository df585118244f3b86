"""The pages of what was told by word of mouth: written down, looked at by a chair, kept."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.draft.filling import filled
from app.confidentiality.disclosure import looking, saying, spoken_shown
from app.confidentiality.disclosure.spoken_forms import LookForm, SpokenForm
from app.refusals import Changed
from app.web.guard import current_actor

bp = Blueprint("spoken", __name__, template_folder="templates", url_prefix="/spoken")
Page = str | Response | tuple[str, int]
WRITTEN = "It is written down. A chair of another agency looks at it."


@bp.route("/about/<uuid:record_id>", methods=["GET", "POST"])
@requires(Permission.DISCLOSURE_REQUEST)
def tell(record_id: UUID) -> Page:
    """Write down who was told what."""
    actor = current_actor()
    begun = saying.begin(actor, record_id)
    form = filled(SpokenForm)
    form.offer(begun)
    if form.validate_on_submit():
        with form.rules():
            row = saying.write_down(actor, record_id, form.said())
            flash(WRITTEN, "success")
            return redirect(url_for(".show", spoken_id=row.id), 303)
    page = render_template(
        "spoken/tell.html",
        form=form,
        described=begun.record.described,
        record_id=record_id,
        people=spoken_shown.groups_of_people(begun),
        items=spoken_shown.groups_of_items(begun),
        warnings=begun.record.warnings,
    )
    return page, form.status


@bp.get("/<uuid:spoken_id>")
@requires(Permission.DISCLOSURE_READ)
def show(spoken_id: UUID) -> Page:
    """One entry, and for a chair of another agency what she says of it."""
    return _page(spoken_id, LookForm(formdata=None))


@bp.post("/<uuid:spoken_id>")
@requires(Permission.DISCLOSURE_DECIDE)
def look(spoken_id: UUID) -> Page:
    """Sign that it was read, or that it should not have happened."""
    actor, form = current_actor(), LookForm()
    if form.validate_on_submit():
        with form.rules():
            try:
                looking.look_at(actor, spoken_id, form.looked(), form.passphrase.data)
                flash("What you say of it is signed and kept.", "success")
            except Changed as changed:
                flash(changed.message, "warning")
            return redirect(url_for(".show", spoken_id=spoken_id), 303)
    return _page(spoken_id, form)


def _page(spoken_id: UUID, form: LookForm) -> Page:
    opened = saying.open_spoken(current_actor(), spoken_id)
    words, colour = spoken_shown.state(opened.looked)
    html = render_template(
        "spoken/show.html",
        opened=opened,
        facts=spoken_shown.facts(opened),
        state=words,
        colour=colour,
        form=form,
    )
    return html, form.status
