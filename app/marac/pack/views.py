"""The pages of paper packs: ask, agree, print each copy, count each back in, close."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from app import clock
from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.agency.queries import agency_names
from app.accounts.draft.filling import filled
from app.accounts.person.queries import person_names
from app.confidentiality.gate.telling import send
from app.marac.case.queries import cases
from app.marac.invitation.model import Answer
from app.marac.invitation.service import invited
from app.marac.meeting import queries as meetings
from app.marac.meeting.model import Meeting
from app.marac.pack import home, printing, queries, rules, service
from app.marac.pack.forms import AgreePack, AskPack, ClosePack, CountCopy
from app.marac.pack.model import Pack
from app.marac.pack.rules import Stage
from app.marac.pack.telling import Why, tell_others
from app.refusals import RuleBroken
from app.web.guard import current_actor

bp = Blueprint("pack", __name__, template_folder="templates", url_prefix="/packs")
Page = str | AnyResponse | tuple[str, int]
TO_PRINT = (Stage.AGREED, Stage.OUT)

__all__ = ["bp", "home"]


@bp.route("/for/<uuid:meeting_id>", methods=["GET", "POST"])
@requires(Permission.PACK_ASK)
def ask(meeting_id: UUID) -> Page:
    """Ask for a pack: why, and for whom."""
    actor = current_actor()
    meeting = meetings.meeting(actor, meeting_id)
    people = service.may_have(actor, meeting)
    agencies = agency_names(person.agency_id for person in people)
    absent = _absent(actor, meeting)
    form: AskPack = filled(AskPack)
    form.offer(
        (str(one.id), f"{agencies[one.agency_id]}: {one.name}", absent.get(one.id, ""))
        for one in sorted(people, key=lambda one: (agencies[one.agency_id], one.name))
    )
    if form.validate_on_submit():
        with form.rules():
            row = service.ask(
                actor, meeting_id, form.reason.data, [UUID(one) for one in form.people.data]
            )
            _tell(actor, row, Why.ASKED)
            flash("The other officers are told. One of another agency has to agree.", "success")
            return redirect(url_for("pack.show", pack_id=row.id), 303)
    page = render_template(
        "pack/ask.html",
        form=form,
        meeting=meeting,
        stopped=queries.is_stopped(actor.area_id, actor.person_id),
    )
    return page, form.status


@bp.get("/<uuid:pack_id>")
@requires(Permission.PACK_READ)
def show(pack_id: UUID) -> str:
    """One pack: who asked, who agreed, each copy and what became of it."""
    actor = current_actor()
    return _page(actor, queries.pack(actor, pack_id), AgreePack())


@bp.post("/<uuid:pack_id>/agree")
@requires(Permission.PACK_AGREE)
def agree(pack_id: UUID) -> Page:
    """Agree as the second officer, with one's passphrase."""
    actor = current_actor()
    row = queries.pack(actor, pack_id)
    form = AgreePack()
    if form.validate_on_submit():
        with form.rules():
            service.agree(actor, pack_id, form.passphrase.data)
            _tell(actor, row, Why.AGREED)
            flash("You have agreed. Copies can be printed for 24 hours.", "success")
            return redirect(url_for("pack.show", pack_id=row.id), 303)
    return _page(actor, row, form), form.status


@bp.post("/copies/<uuid:copy_id>/print")
@requires(Permission.PACK_AGREE)
def print_copy(copy_id: UUID) -> Page:
    """One copy, to be printed at once. Each download is counted."""
    actor = current_actor()
    try:
        copy, pdf = printing.print_copy(actor, copy_id)
    except RuleBroken as broken:
        flash(broken.message, "warning")
        return redirect(url_for("pack.show", pack_id=queries.copy(actor, copy_id).pack_id), 303)
    answer = Response(pdf, mimetype="application/pdf")
    name = f"pack-copy-{copy.code.lower()}.pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@bp.route("/copies/<uuid:copy_id>", methods=["GET", "POST"])
@requires(Permission.PACK_AGREE)
def count(copy_id: UUID) -> Page:
    """Count one copy back in: returned, destroyed or lost."""
    actor = current_actor()
    copy = queries.copy(actor, copy_id)
    form = CountCopy()
    if not form.is_submitted():
        form.revision.data = copy.revision
    if form.validate_on_submit():
        with form.rules():
            service.count_back(actor, copy_id, form.fate.data, form.done.data, form.revision.data)
            flash(f"Copy {copy.number} is counted.", "success")
            return redirect(url_for("pack.show", pack_id=copy.pack_id), 303)
    names = person_names([copy.person_id])
    page = render_template("pack/count.html", form=form, copy=copy, name=names[copy.person_id])
    return page, form.status


@bp.route("/<uuid:pack_id>/close", methods=["GET", "POST"])
@requires(Permission.PACK_AGREE)
def close(pack_id: UUID) -> Page:
    """Close a pack that was late, as an officer who had no part in it."""
    actor = current_actor()
    row = queries.pack(actor, pack_id)
    form = ClosePack()
    if form.validate_on_submit():
        with form.rules():
            service.close(actor, pack_id, form.why.data)
            flash("The pack is closed. Its officers can ask for another.", "success")
            return redirect(url_for("pack.show", pack_id=row.id), 303)
    page = render_template("pack/close.html", form=form, pack=row)
    return page, form.status


def _page(actor: Actor, row: Pack, form: AgreePack) -> str:
    copies = queries.copies(row.id)
    stands = queries.stage(row)
    me = actor.person_id
    stopped = queries.is_stopped(actor.area_id, me)
    people = {row.asked_by, row.agreed_by, row.closed_by, *(one.person_id for one in copies)}
    people |= {one.accounted_by for one in copies}
    return render_template(
        "pack/show.html",
        pack=row,
        form=form,
        copies=copies,
        stands=stands,
        meeting=queries.meeting_of(actor, row),
        names=person_names(one for one in people if one),
        absent=_absent(actor, queries.meeting_of(actor, row)),
        agencies=agency_names(one.agency_id for one in copies),
        me=me,
        may_agree=stands == Stage.ASKED
        and me != row.asked_by
        and actor.agency_id != row.asked_agency_id
        and not stopped,
        stopped=stopped,
        cases=_count(actor, row),
        may_print=stands in TO_PRINT
        and row.agreed_at is not None
        and clock.now() <= rules.print_by(row.agreed_at),
        third=me not in (row.asked_by, row.agreed_by),
        out=len(queries.not_back(row.id)),
        print_by=rules.print_by(row.agreed_at) if row.agreed_at else None,
        back_by=rules.back_by(row.agreed_at, row.meeting_at) if row.agreed_at else None,
        reasons=rules.REASON_LABELS,
        stages=rules.STAGE_LABELS,
        fates=rules.FATE_LABELS,
        done=rules.DONE_LABELS,
        closes=rules.CLOSE_LABELS,
    )


def _count(actor: Actor, row: Pack) -> int:
    """How many cases were agreed to, of those that this officer may know of."""
    return len(cases(actor, [UUID(each) for each in row.cases]))


def _absent(actor: Actor, meeting: Meeting) -> dict[UUID, str]:
    """Who of those invited said that they are not coming, and what they said, in words."""
    said = {Answer.APOLOGIES: "Not coming", Answer.DEPUTY: "Not coming: {} comes instead"}
    return {
        one.person.id: said[Answer(one.reply.answer)].format(one.deputy)
        for agency in invited(actor, meeting)
        for one in agency.people
        if one.reply and one.reply.answer in said
    }


def _tell(actor: Actor, row: Pack, why: Why) -> None:
    """Tell the other officers; a message that could not go is said on the page."""
    told = tell_others(actor, row, why, lambda address: send(address, url_for("signin.sign_in")))
    if told < rules.LEAST_OTHERS:
        flash("Not every officer could be told by e-mail. Ring them.", "warning")
