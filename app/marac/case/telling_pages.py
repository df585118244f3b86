"""The page of who was told what about a case, and where the IDVA notes that the victim was told."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for

from app import clock
from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.person.queries import person_names
from app.confidentiality.circle.ring import Ring
from app.marac.case import queries, telling
from app.marac.case.asking import Page
from app.marac.case.ports import Part, case_part
from app.marac.case.telling import TOLD_LABELS
from app.refusals import NotVisible
from app.web.forms import DateBoxes, Form, Radios, Submit
from app.web.guard import current_actor

bp = Blueprint("case_told", __name__, template_folder="templates", url_prefix="/cases")


class ToldForm(Form):
    """What came of telling her, and when."""

    told = Radios(
        "What came of it?",
        [(told.value, label) for told, label in TOLD_LABELS.items()],
        needed="Select what came of it",
    )
    on = DateBoxes("When?", needed="Enter the day")
    send = Submit("Note this")


@case_part(order=60)
def who_was_told(ring: Ring, case_id: UUID) -> Part | None:
    """Lead the IDVA of the case and officers to the log."""
    if not telling.may_read(ring, queries.case(ring.actor, case_id)):
        return None
    return Part("case/told_part.html", "Who was told what", "told", {"case_id": case_id})


@bp.get("/<uuid:case_id>/told")
@requires(Permission.DISCLOSURE_READ)
def show(case_id: UUID) -> Page:
    """The log, to be read and to be printed for whoever must answer for it."""
    log = telling.read_log(current_actor(), case_id)
    people = {each.decided_by for each in log.entries if each.decided_by}
    people |= {note.by for notes in log.notes.values() for note in notes}
    return render_template(
        "case/told.html",
        log=log,
        names=person_names(people),
        labels=TOLD_LABELS,
        today=clock.today(),
    )


@bp.route("/<uuid:case_id>/told/<uuid:about_id>", methods=["GET", "POST"])
@requires(Permission.CASE_CHANGE)
def note(case_id: UUID, about_id: UUID) -> Page:
    """Note that the victim was told of one entry, or why not."""
    actor = current_actor()
    log = telling.read_log(actor, case_id)
    entry = next((each for each in log.entries if each.about_id == about_id), None)
    if entry is None or not log.is_idva:
        raise NotVisible()
    form = ToldForm()
    if not form.is_submitted():
        form.on.data = clock.today()
    if form.validate_on_submit():
        with form.rules():
            telling.note_told(actor, case_id, about_id, form.told.data, form.on.data)
            flash("It is noted in the record of the case.", "success")
            return redirect(url_for("case_told.show", case_id=case_id), 303)
    return render_template("case/note_told.html", form=form, log=log, entry=entry), form.status
