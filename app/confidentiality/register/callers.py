"""The pages of whoever answers a caller: the answer first, then what to write down of it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.agency.queries import agencies
from app.confidentiality.register import answering, shown
from app.confidentiality.register.asking import RUNG_BACK, Claims, Outcome
from app.confidentiality.register.forms import AskedForm, CallBackForm, CloseForm
from app.refusals import RuleBroken
from app.web.drafts import filled
from app.web.guard import current_actor

bp = Blueprint("callers", __name__, template_folder="templates", url_prefix="/callers")

Page = str | Response | tuple[str, int]


@bp.route("", methods=["GET", "POST"])
@requires(Permission.ENQUIRY_RECORD)
def ask() -> Page:
    """The answer to read out, and a short form."""
    actor, form = current_actor(), filled(AskedForm)
    if not form.is_submitted() and not form.kept_at:
        form.begin()
    if form.validate_on_submit():
        with form.rules():
            row = answering.write_down(
                actor, form.claims.data, form.how.data, form.said.data, form.sealed_words(),
                form.asked_at(),
            )  # fmt: skip
            flash(_saved(row.outcome), "warning" if row.outcome == Outcome.MORE_SAID else "success")
            return redirect(url_for("callers.show", enquiry_id=row.id), 303)
    page = render_template(
        "register/ask.html",
        form=form,
        answer=shown.fixed_answer(actor),
        teams=shown.legal_teams(actor),
        agencies=agencies(actor),
    )
    return page, form.status


@bp.get("/list")
@requires(Permission.ENQUIRY_RECORD)
def index() -> str:
    """Who asked: all for an officer, else what one wrote down oneself."""
    rows = shown.enquiry_rows(answering.listed(current_actor()))
    return render_template("register/callers.html", rows=rows)


@bp.get("/<uuid:enquiry_id>")
@requires(Permission.ENQUIRY_RECORD)
def show(enquiry_id: UUID) -> str:
    """One entry, with the next step."""
    opened = answering.open_enquiry(current_actor(), enquiry_id)
    return _page(opened, _call_back_form(opened), _close_form(opened))


@bp.post("/<uuid:enquiry_id>/call-back")
@requires(Permission.ENQUIRY_RECORD)
def call_back(enquiry_id: UUID) -> Page:
    """Keep that a member agency was rung back on the register's number."""
    actor = current_actor()
    opened = answering.open_enquiry(actor, enquiry_id)
    form = _call_back_form(opened)
    if form.validate_on_submit():
        with form.rules():
            agency_id, number = _read(form.agency.data)
            answering.call_back(actor, enquiry_id, agency_id, number)
            flash("It is written down that you rang them back.", "success")
            return redirect(url_for("callers.show", enquiry_id=enquiry_id), 303)
    return _page(opened, form, _close_form(opened, fresh=True), form), form.status


@bp.post("/<uuid:enquiry_id>/close")
@requires(Permission.ENQUIRY_RECORD)
def close(enquiry_id: UUID) -> Page:
    """Close the entry."""
    actor = current_actor()
    opened = answering.open_enquiry(actor, enquiry_id)
    form = _close_form(opened)
    if form.validate_on_submit():
        with form.rules():
            answering.close(actor, enquiry_id, form.outcome.data)
            flash("The entry is closed.", "success")
            return redirect(url_for("callers.show", enquiry_id=enquiry_id), 303)
    return _page(opened, _call_back_form(opened, fresh=True), form, form), form.status


def _page(
    opened: answering.OpenedEnquiry,
    back: CallBackForm,
    end: CloseForm,
    wrong: CallBackForm | CloseForm | None = None,
) -> str:
    about = {} if wrong is None else {"form": wrong}
    return render_template(
        "register/caller.html",
        opened=opened,
        facts=shown.enquiry_facts(opened),
        back_form=back,
        end=end,
        rings_back=opened.may_be_rung_back and Claims(opened.row.claims) in RUNG_BACK,
        **about,
    )


def _call_back_form(opened: answering.OpenedEnquiry, *, fresh: bool = False) -> CallBackForm:
    form = CallBackForm(formdata=None) if fresh else CallBackForm()
    form.offer(answering.to_ring(current_actor(), opened.row))
    return form


def _close_form(opened: answering.OpenedEnquiry, *, fresh: bool = False) -> CloseForm:
    form = CloseForm(formdata=None) if fresh else CloseForm()
    form.offer(was_rung_back=opened.may_be_answered)
    return form


def _read(chosen: str) -> tuple[UUID, str]:
    """Read what the form offers: an agency's id, a space, and the number that was shown."""
    agency_id, _, number = chosen.partition(" ")
    try:
        return UUID(agency_id), number
    except ValueError:
        raise RuleBroken("agency", "Select the agency that you rang.") from None


def _saved(outcome: str | None) -> str:
    if outcome is None:
        return "It is written down. Ring them back on the number below, and on no other."
    if outcome == Outcome.MORE_SAID:
        return (
            "It is written down. Tell an officer of this MARAC now what was said, "
            "so that whoever may be in danger from it can be made safe."
        )
    return "It is written down. There is nothing more to do."
