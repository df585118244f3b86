"""The pages of attesting: one's own word, the officers' sitting for several, and 'I cannot'."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app import clock
from app.access.marks import requires, signed_in
from app.access.permissions import Permission
from app.accounts.person.attestation import SPONSOR_WORDS
from app.accounts.person.attesting import renew_own
from app.confidentiality.circle import sponsored, sponsoring
from app.confidentiality.circle.forms import AttestForm, CannotForm, OwnWordForm
from app.confidentiality.circle.sponsored import Sponsored
from app.web.guard import current_actor
from app.web.templating import day

bp = Blueprint("attesting", __name__, template_folder="templates", url_prefix="/attesting")

Page = str | Response | tuple[str, int]


@bp.get("/own")
@signed_in("everybody with an account says this of themselves")
def own() -> str:
    """One's own word, in full."""
    return render_template("circle/own_word.html", form=OwnWordForm(formdata=None))


@bp.post("/own")
@signed_in("everybody with an account says this of themselves")
def renew() -> Page:
    """Renew one's own word."""
    actor, form = current_actor(), OwnWordForm()
    if form.validate_on_submit():
        with form.rules():
            renew_own(actor, attests=form.attests.data)
            flash("Thank you. Your word is signed and counts for a year.", "success")
            return redirect(url_for("home.index"), 303)
    return render_template("circle/own_word.html", form=form), form.status


@bp.route("", methods=["GET", "POST"])
@requires(Permission.KEY_CONFIRM)
def index() -> Page:
    """For whom officers attest; several in one sitting, each with a tick of their own."""
    actor, form = current_actor(), AttestForm()
    people = sponsored.everybody(actor)
    due = [one for one in sponsored.due(people) if not one.word.withheld]
    form.people.choices = [(str(one.person_id), one.name, _hint(one)) for one in due]
    if form.validate_on_submit():
        with form.rules():
            count = sponsoring.attest_for(actor, [UUID(one) for one in form.people.data])
            flash(f"You attested for {_people(count)}. Thank you.", "success")
            return redirect(url_for("attesting.index"), 303)
    return _page(form, people, due), form.status


@bp.post("/<uuid:person_id>/lift")
@requires(Permission.KEY_CONFIRM)
def lift(person_id: UUID) -> Response:
    """Attest for somebody whose keys are held back: one at a time, never among others."""
    sponsoring.attest_for(current_actor(), [person_id])
    flash("You attested for them. Everything opens for them as before.", "success")
    return redirect(url_for("attesting.index"), 303)


@bp.route("/<uuid:person_id>/cannot", methods=["GET", "POST"])
@requires(Permission.KEY_CONFIRM)
def cannot(person_id: UUID) -> Page:
    """Say that one cannot attest for somebody, having read what it does."""
    actor, form = current_actor(), CannotForm()
    person = sponsored.one_of(actor, person_id)
    if form.validate_on_submit():
        with form.rules():
            sponsoring.cannot_attest(actor, person_id, form.reason.data)
            flash("Their keys are held back from now on. Every officer is told.", "success")
            return redirect(url_for("attesting.index"), 303)
    return render_template("circle/cannot_attest.html", form=form, person=person), form.status


def _page(form: AttestForm, people: Sequence[Sponsored], due: Sequence[Sponsored]) -> str:
    return render_template(
        "circle/attesting.html",
        form=form,
        words=SPONSOR_WORDS,
        due=due,
        people=people,
        withheld=[one for one in people if one.word.withheld],
        own=[one for one in people if one.own_is_due],
        now=clock.now(),
    )


def _hint(one: Sponsored) -> str:
    where = ", ".join(part for part in (one.job, one.agency_name) if part)
    return f"{where}. {_until(one)}"


def _until(one: Sponsored) -> str:
    last = f"{one.sponsor_name} attested last. " if one.sponsor_name else ""
    if one.word.sponsor_until is None:
        return f"{last}Nobody has attested for them yet."
    past = "It ran out on" if one.has_run_out else "It runs out on"
    return f"{last}{past} {day(one.word.sponsor_until)}."


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"
