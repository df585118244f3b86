"""An officer takes back what nobody has received; afterwards the page says who has, and when."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app import clock
from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.person.queries import person_names
from app.confidentiality.gate import queries, recalling, service
from app.confidentiality.gate.forms import RecallForm
from app.confidentiality.gate.naming import references
from app.confidentiality.gate.receiving import recipient_of
from app.confidentiality.gate.standing import standing
from app.refusals import Changed
from app.web.guard import current_actor

bp = Blueprint("recall", __name__, template_folder="templates")


@bp.route("/releases/<uuid:release_id>/recall", methods=["GET", "POST"])
@requires(Permission.RELEASE_RECALL)
def confirm(release_id: UUID) -> Response | tuple[str, int]:
    """Ask once more, then take it back; or say why that is too late."""
    actor = current_actor()
    row = recalling.may_recall(actor, release_id)
    form = RecallForm(revision=row.revision)
    if form.validate_on_submit():
        with form.rules():
            try:
                service.recall(actor, release_id, form.revision.data)
                flash("It is taken back. Nobody has received it, and nobody can.", "success")
                return redirect(url_for("recall.confirm", release_id=release_id), 303)
            except Changed:
                form.revision.data = recalling.may_recall(actor, release_id).revision
                raise
    receipts = queries.receipts_of([release_id])[release_id]
    page = render_template(
        "gate/recall.html",
        form=form,
        release=row,
        standing=standing(row, clock.today(), bool(receipts)),
        recipient=recipient_of(row),
        receipts=receipts,
        reference=references(actor, [row.record_id]).get(row.record_id, ""),
        names=person_names([each.person_id for each in receipts if each.person_id]),
    )
    return page, form.status
