"""The pages on which a case is assessed again, and its assessments side by side.

The topics and the judgement come first; when they are sent they are kept as their writer's own
draft, and the immigration section follows on a page of its own. Then both are recorded as one.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.draft import service as drafts
from app.accounts.draft.keeping import keep, posted_fields
from app.accounts.draft.queries import draft_at
from app.accounts.person.queries import person_names
from app.confidentiality.circle import service as circle
from app.marac.case import reasons, service
from app.marac.case.asking import Page, ask_about_case, ask_about_compartment
from app.marac.case.linked import AssessedBefore, assessed_before
from app.marac.case.opened import OpenedCase
from app.marac.risk.forms import AssessForm, ImmigrationForm, assess_form, put
from app.marac.risk.history import compare, latest_answers, latest_facts
from app.marac.risk.instrument import CORE
from app.marac.risk.instruments import instruments_of
from app.marac.risk.rules import STATUS_LABELS, Immigration
from app.marac.risk.service import NewAssessment, OpenSection
from app.refusals import Refused
from app.web.drafts import filled
from app.web.guard import current_actor

bp = Blueprint("assessing", __name__, template_folder="templates", url_prefix="/cases")
NOT_KEPT = "What you wrote could not be kept for the next page. Shorten the comments and try again."
NO_LONGER_KEPT = (
    "Your answers to the topics are no longer kept. What you wrote here is still in the form: save "
    "it alone, or answer the topics again."
)
RECORDED = "The assessment is recorded. What was answered earlier stays beside it."


@bp.route("/<uuid:case_id>/risk", methods=["GET", "POST"])
@requires(Permission.ASSESSMENT_WRITE)
def topics(case_id: UUID) -> Page:
    """The topics, the judgement and other tools; earlier answers stand beside."""
    actor = current_actor()
    reason = reasons.reason_for(actor, case_id)
    if reason is None:
        return ask_about_case(actor, case_id)
    opened = _only_writers(service.open_case(actor, case_id, reason))
    form = _form(actor)
    if form.wants_another and request.method == "POST":
        return _topics_page(opened, _form(actor, form.which.data))
    news = _news(opened, form)
    if news is None and form.validate_on_submit():
        if keep(actor.person_id, actor.keys.key_id, request.path, posted_fields()):
            return redirect(url_for("assessing.immigration", case_id=case_id), 303)
        form.form_errors.append(NOT_KEPT)
    return _topics_page(opened, form, news)


@bp.route("/<uuid:case_id>/risk/for-specialists", methods=["GET", "POST"])
@requires(Permission.ASSESSMENT_WRITE)
def immigration(case_id: UUID) -> Page:
    """The immigration section, which its writer need not be able to read back."""
    actor = current_actor()
    reason = reasons.reason_for(actor, case_id)
    if reason is None:
        return ask_about_case(actor, case_id)
    opened = _only_writers(service.open_case(actor, case_id, reason))
    if opened.may_see_compartment and not _may_be_shown(opened) and request.method == "GET":
        return ask_about_compartment(actor, case_id)
    form, answered = filled(ImmigrationForm), _kept_answers(actor, case_id)
    sections = _sections(actor, opened)
    if request.form.get("with_topics") and answered is None:
        form.form_errors.append(NO_LONGER_KEPT)
    elif form.validate_on_submit():
        with form.rules():
            new = _new(answered, form.written())
            service.assess(actor, case_id, new, _standing(sections))
            drafts.discard(actor, url_for("assessing.topics", case_id=case_id))
            flash(RECORDED, "success")
            return redirect(url_for("case.show", case_id=case_id, _anchor="risk"), 303)
    return _immigration_page(actor, opened, form, answered, sections)


@bp.get("/<uuid:case_id>/risk/history")
@requires(Permission.CASE_READ)
def history(case_id: UUID) -> Page:
    """Every assessment of the case, side by side."""
    actor = current_actor()
    reason = reasons.reason_for(actor, case_id)
    if reason is None:
        return ask_about_case(actor, case_id)
    opened = service.open_case(actor, case_id, reason)
    before = assessed_before(actor, case_id, reason)
    every = [*opened.assessed, *(each.assessment for each in before)]
    return render_template(
        "case/assessments.html",
        opened=opened,
        assessments=every,
        other_cases={each.assessment.id: each.reference for each in before},
        who=person_names(each.made_by for each in every),
        rows=[row for row in compare(every) if any(row.cells)],
    )


def _form(actor: Actor, chosen: str = "") -> AssessForm:
    """The form that was sent or kept, of the instrument that it shows; else the area's core."""
    kept = draft_at(actor, request.path) if request.method == "GET" else None
    sent = request.form.get("shown") or (kept.fields.get("shown", [""])[0] if kept else "")
    known = instruments_of(actor.area_id)
    form = filled(assess_form(known.get(chosen or sent, known[CORE])))
    form.offer(known.values())
    return form


def _news(opened: OpenedCase, form: AssessForm) -> str | None:
    """Say who assessed the case while this form was being filled in, if anybody did."""
    newest = next(iter(opened.assessed), None)
    if request.method == "GET" or newest is None or form.seen.data == str(newest.id):
        return None
    return person_names([newest.made_by]).get(newest.made_by, "Somebody else")


def _kept_answers(actor: Actor, case_id: UUID) -> AssessForm | None:
    """What this person sent from the first page, if it was sent whole."""
    kept = draft_at(actor, url_for("assessing.topics", case_id=case_id))
    if kept is None:
        return None
    typed = MultiDict([(name, value) for name, all_ in kept.fields.items() for value in all_])
    known = instruments_of(actor.area_id)
    made = assess_form(known.get(typed.get("shown", ""), known[CORE]))
    form = made(formdata=typed, meta={"csrf": False})
    form.offer(known.values())
    return form if form.validate() else None


def _new(answered: AssessForm | None, section: Immigration) -> NewAssessment:
    if answered is None:
        return NewAssessment(immigration=section)
    judgement, circumstances, tools = answered.written()
    return NewAssessment(
        answers=answered.answers(),
        judgement=judgement,
        circumstances=circumstances,
        immigration=section,
        other_tools=tools,
        instrument=answered.instrument.id,
    )


def _may_be_shown(opened: OpenedCase) -> bool:
    return reasons.said(reasons.COMPARTMENT, opened.case.id) is not None


def _sections(actor: Actor, opened: OpenedCase) -> Sequence[OpenSection]:
    """What was written in the section before, for a holder who has said why they open it."""
    reason = reasons.said(reasons.COMPARTMENT, opened.case.id)
    if reason is None or not opened.may_see_compartment:
        return ()
    return service.open_compartment(actor, opened.case.id, reason).sections


def _standing(sections: Sequence[OpenSection]) -> Immigration | None:
    return sections[0].stands if sections else None


def _only_writers(opened: OpenedCase) -> OpenedCase:
    if not opened.may_change:
        raise Refused(service.NOT_A_WRITER)
    return opened


def _topics_page(opened: OpenedCase, form: AssessForm, news: str | None = None) -> Page:
    newest = next(iter(opened.assessed), None)
    before = _before_this_case(opened)
    put(form, "which", form.instrument.id)
    put(form, "shown", form.instrument.id)
    put(form, "seen", str(newest.id) if newest else "")
    page = render_template(
        "case/assess.html",
        opened=opened,
        form=form,
        news=news,
        earlier=latest_answers([*opened.assessed, *(each.assessment for each in before)]),
        newest=newest,
        other_cases=sorted({each.reference for each in before}),
    )
    return page, 409 if news else form.status


def _before_this_case(opened: OpenedCase) -> list[AssessedBefore]:
    """What was assessed in earlier cases of the same victim, for whoever can open those too."""
    actor, case_id = opened.ring.actor, opened.case.id
    reason = reasons.reason_for(actor, case_id)
    return assessed_before(actor, case_id, reason) if reason else []


def _immigration_page(
    actor: Actor,
    opened: OpenedCase,
    form: ImmigrationForm,
    answered: AssessForm | None,
    sections: Sequence[OpenSection],
) -> Page:
    page = render_template(
        "case/assess_immigration.html",
        opened=opened,
        form=form,
        answered=answered,
        earlier=latest_facts(sections),
        nobody_reads=opened.case.idva_id is None and not circle.sections_are_held(actor),
        before=_before(sections),
    )
    return page, form.status


def _before(sections: Sequence[OpenSection]) -> list[dict[str, Any]]:
    """What stands in the section besides its facts, newest first."""
    return [
        {
            "on": each.made_on,
            "status": STATUS_LABELS[each.section.immigration.status],
            "note": each.section.immigration.note,
        }
        for each in sections
        if not each.section.immigration.is_untouched
    ]
