"""The part of a case that says what agencies did of their own duties, outside this system."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for

from app import clock
from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.agency.queries import agency_names
from app.accounts.person.queries import person_names
from app.confidentiality.circle.ring import Ring
from app.marac.case import duties, reasons, service
from app.marac.case.asking import Page, ask_about_case
from app.marac.case.duties import DONE_LABELS, DUTY_LABELS
from app.marac.case.ports import Part, case_part
from app.refusals import RuleBroken
from app.web.drafts import filled
from app.web.forms import DateBoxes, Form, Radios, Select, Submit
from app.web.guard import current_actor

bp = Blueprint("case_outside", __name__, template_folder="templates", url_prefix="/cases")


class OutsideForm(Form):
    """Which agency, which duty, how far, when. No box for why, and none for who was told."""

    agency = Select("Which agency?", needed="Select the agency")
    duty = Radios(
        "What was it?",
        [(duty.value, label) for duty, label in DUTY_LABELS.items()],
        needed="Select what it was",
    )
    done = Radios(
        "Was it considered or done?",
        [(done.value, label) for done, label in DONE_LABELS.items()],
        needed="Select whether it was considered or done",
        inline=True,
    )
    on = DateBoxes("When?", needed="Enter the day on which it was")
    send = Submit("Save")

    def offer(self, actor: Actor) -> None:
        """The agencies this person may write for, their own chosen; and today."""
        self.agency.choices = [
            (str(each.id), each.name) for each in duties.agencies_to_choose(actor)
        ]
        if not self.is_submitted() and self.kept_at is None:
            self.agency.data, self.on.data = str(actor.agency_id), clock.today()

    def agency_id(self) -> UUID:
        """The agency that was chosen out of the list."""
        try:
            return UUID(self.agency.data)
        except ValueError:
            raise RuleBroken("agency", "Select the agency.") from None


@case_part(order=25)
def done_outside(ring: Ring, case_id: UUID) -> Part | None:
    """The lines, and where to add one."""
    notes = duties.notes_of(ring, case_id)
    context = {
        "case_id": case_id,
        "notes": notes,
        "agencies": agency_names(each.agency_id for each in notes),
        "names": person_names(each.by_person_id for each in notes),
        "duties": DUTY_LABELS,
        "done": DONE_LABELS,
    }
    return Part("case/outside.html", "Done outside this system", "outside", context)


@bp.route("/<uuid:case_id>/outside", methods=["GET", "POST"])
@requires(Permission.CASE_CHANGE)
def show(case_id: UUID) -> Page:
    """Add a line."""
    actor = current_actor()
    reason = reasons.reason_for(actor, case_id)
    if reason is None:
        return ask_about_case(actor, case_id)
    opened = service.open_case(actor, case_id, reason)
    form = filled(OutsideForm)
    form.offer(actor)
    if form.validate_on_submit():
        with form.rules():
            duties.note(
                actor, case_id, form.agency_id(), form.duty.data, form.done.data, form.on.data
            )
            flash("It is written down in the case.", "success")
            return redirect(url_for("case.show", case_id=case_id, _anchor="outside"), 303)
    page = render_template("case/note_outside.html", form=form, opened=opened)
    return page, form.status
