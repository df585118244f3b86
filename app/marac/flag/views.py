"""The pages of the 12-month list: who is current, telling the agencies, and their answers."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock
from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.agency.queries import agency_names
from app.accounts.draft.filling import filled
from app.accounts.person.queries import person_names
from app.confidentiality.circle.ports import register_guarded
from app.confidentiality.gate.telling import send
from app.marac.flag import home, queries, rules, service, telling
from app.marac.flag.forms import AnswerNotice, EndFlag
from app.marac.flag.rules import Ask, Standing
from app.marac.flag.slips import OpenedNotice
from app.refusals import Changed, NotVisible
from app.web.guard import current_actor

bp = Blueprint("flag", __name__, template_folder="templates", url_prefix="/flags")
Page = str | Response | tuple[str, int]
GROUPS = (Standing.LAPSES_SOON, Standing.CURRENT, Standing.LAPSED, Standing.ENDED)

__all__ = ["bp", "home", "wire"]


def wire(app: Flask) -> None:
    """Tell the circle that named people of an agency are due the slip of a notice."""
    register_guarded(queries.due)


@bp.get("")
@requires(Permission.FLAG_READ)
def index() -> str:
    """The list: an officer's of the area, with what the agencies answered; others' own agency."""
    actor = current_actor()
    own = service.own_notices(actor)
    lines = service.the_list(actor) if actor.may(Permission.FLAG_SET) else []
    return render_template(
        "flag/index.html",
        own=own,
        to_do=[(one, [each for each in own if _is_to_do(each, one)]) for one in Ask],
        officer=actor.may(Permission.FLAG_SET),
        groups=[(one, [line for line in lines if line.stands == one]) for one in GROUPS],
        labels=rules.STANDING_LABELS,
        answers=rules.ANSWER_LABELS,
        count=len(lines),
        to_tell=_agencies_to_tell(actor) if actor.may(Permission.FLAG_SET) else 0,
        today=clock.today(),
    )


def _is_to_do(each: OpenedNotice, ask: Ask) -> bool:
    return each.notice.answer is None and each.notice.ask == ask


def _agencies_to_tell(actor: Actor) -> int:
    return len({each.wanted.agency_id for each in service.to_tell(actor)})


@bp.get("/tell")
@requires(Permission.FLAG_SET)
def tell() -> str:
    """What one press tells whom: agencies, people of theirs, how many flags. No case is named."""
    actor = current_actor()
    found = service.to_tell(actor)
    names = agency_names(each.wanted.agency_id for each in found)
    nobody = agency_names(service.nobody_to_tell(actor))
    return render_template(
        "flag/tell.html", rows=_by_agency(found, names), nobody=sorted(nobody.values())
    )


@bp.post("/tell")
@requires(Permission.FLAG_SET)
def tell_now() -> Response:
    """Tell every agency, and send each of their people the constant notice."""
    told = service.tell(current_actor())
    _, not_sent = telling.send_to(
        told.values(), lambda address: send(address, url_for("signin.sign_in"))
    )
    if told:
        flash("The agencies are told. They find it when they sign in.", "success")
    else:
        flash("Every agency knows already.", "information")
    if not_sent:
        flash(f"{not_sent} of the e-mails could not be sent. Tell them to sign in.", "warning")
    return redirect(url_for("flag.index"), 303)


@bp.get("/notices/<uuid:notice_id>")
@requires(Permission.FLAG_READ)
def show(notice_id: UUID) -> str:
    """One notice as the keeper of the records reads it."""
    actor = current_actor()
    opened = service.open_notice(actor, notice_id)
    return _notice(actor, opened, _form(opened))


@bp.post("/notices/<uuid:notice_id>")
@requires(Permission.FLAG_CONFIRM)
def answer(notice_id: UUID) -> Page:
    """Confirm what was done with the flag."""
    actor = current_actor()
    opened = service.open_notice(actor, notice_id)
    form = _form(opened)
    if form.validate_on_submit():
        with form.rules():
            try:
                service.answer(
                    actor, notice_id, form.answer.data, form.why.data, form.revision.data
                )
                flash("Thank you. The coordinator can see that it is done.", "success")
                return redirect(url_for("flag.index"), 303)
            except Changed:
                form.revision.data = opened.notice.revision
                raise
    return _notice(actor, opened, form), form.status


@bp.post("/done")
@requires(Permission.FLAG_CONFIRM)
def done() -> Response:
    """Confirm with one press all the flags that the page showed as to be set, or to be cleared."""
    ask = Ask.CLEAR if request.form.get("ask") == Ask.CLEAR else Ask.SET
    answered, left = service.answer_all(current_actor(), ask, _shown(request.form.get("shown", "")))
    flags = "1 flag is" if answered == 1 else f"{answered} flags are"
    if answered:
        said = "set" if ask is Ask.SET else "cleared"
        flash(f"Thank you. {flags} {said}, and the coordinator can see it.", "success")
    if left or not answered:
        flash("What is still listed here has changed meanwhile. Look at it again.", "information")
    return redirect(url_for("flag.index"), 303)


def _shown(given: str) -> Iterator[tuple[UUID, int]]:
    """Read which notices a page showed, each as it stood: "id:revision", with spaces between."""
    for each in given.split():
        notice_id, _, revision = each.partition(":")
        try:
            yield UUID(notice_id), int(revision)
        except ValueError:
            raise NotVisible() from None


@bp.get("/cases/<uuid:case_id>")
@requires(Permission.FLAG_SET)
def case(case_id: UUID) -> str:
    """Who has confirmed for one case, agency by agency."""
    actor = current_actor()
    line = service.line_of(actor, case_id)
    opened = {row.id: service.open_notice(actor, row.id) for row in line.notices}
    return render_template(
        "flag/case.html",
        line=line,
        opened=opened,
        agencies=agency_names(row.agency_id for row in line.notices),
        names=person_names(row.answered_by for row in line.notices if row.answered_by),
        labels=rules.STANDING_LABELS,
        answers=rules.ANSWER_LABELS,
        why=service.reason_of_end(actor, case_id) if line.stands == Standing.ENDED else None,
        whys=rules.END_LABELS,
    )


@bp.route("/cases/<uuid:case_id>/end", methods=["GET", "POST"])
@requires(Permission.FLAG_SET)
def end(case_id: UUID) -> Page:
    """Take a case off the list before its months are over."""
    actor = current_actor()
    line = service.line_of(actor, case_id)
    form = EndFlag()
    if form.validate_on_submit():
        with form.rules():
            service.end(actor, case_id, form.why.data)
            flash("The case is off the list. Tell the agencies, so that they clear it.", "success")
            return redirect(url_for("flag.tell"), 303)
    return render_template("flag/end.html", line=line, form=form), form.status


def _form(opened: OpenedNotice) -> AnswerNotice:
    form: AnswerNotice = filled(AnswerNotice)
    form.offer(opened.notice.ask)
    if not form.is_submitted():
        form.revision.data = opened.notice.revision
    return form


def _notice(actor: Actor, opened: OpenedNotice, form: AnswerNotice) -> str:
    row = opened.notice
    return render_template(
        "flag/notice.html",
        opened=opened,
        form=form,
        is_set=row.ask == Ask.SET,
        is_own=row.agency_id == actor.agency_id,
        answers=rules.ANSWER_LABELS,
        names=person_names([each for each in (row.answered_by, row.told_by) if each]),
    )


def _by_agency(
    found: Sequence[service.Telling], names: dict[UUID, str]
) -> list[tuple[str, int, int, str]]:
    """Return for each agency: its name, how many to set, how many to clear, who reads it."""
    rows = []
    for agency_id, name in sorted(names.items(), key=lambda pair: pair[1]):
        own = [each for each in found if each.wanted.agency_id == agency_id]
        sets = sum(each.wanted.ask == Ask.SET for each in own)
        readers = sorted({person.name for each in own for person in each.keepers})
        rows.append((name, sets, len(own) - sets, ", ".join(readers)))
    return rows
