"""The pages of requests to share: begun at a case, one thing a page, checked, sent, followed."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.draft.filling import filled
from app.confidentiality.disclosure import home, queries, service, shown, spoken_home, spoken_shown
from app.confidentiality.disclosure.content import check_asked, pages_of
from app.confidentiality.disclosure.decision_pages import bp as decision_bp
from app.confidentiality.disclosure.forms import (
    PAGES,
    TITLES,
    BeginForm,
    NotAgreedForm,
    PageForm,
    SendForm,
    WithdrawForm,
)
from app.confidentiality.disclosure.logged import log_of
from app.confidentiality.disclosure.opening import OpenedRequest
from app.confidentiality.disclosure.rules import Ground, RequestState
from app.confidentiality.disclosure.spoken_pages import bp as spoken_bp
from app.confidentiality.gate.model import ExitKind
from app.confidentiality.gate.ports import register_log, register_subject
from app.refusals import NotVisible, RuleBroken
from app.web.guard import current_actor

bp = Blueprint("disclosure", __name__, template_folder="templates", url_prefix="/disclosures")
Page = str | Response | tuple[str, int]
TEMPLATES = {
    "recipient": "disclosure/pages/recipient.html",
    "items": "disclosure/pages/items.html",
    "demand": "disclosure/pages/demand.html",
    "steps": "disclosure/pages/steps.html",
    "agreement": "disclosure/pages/agreement.html",
}
"""Pages that show more than their form."""
ADDRESSES = ",".join(f'"{page}"' for page in PAGES)
__all__ = ["bp", "decision_bp", "home", "spoken_bp", "spoken_home", "wire"]


def wire(app: Flask) -> None:
    """Tell the gate at which edition a request stands, and the log what was decided."""
    register_log(log_of)
    register_log(spoken_shown.log_of)
    for kind in (ExitKind.DISCLOSURE, ExitKind.LEGAL_EXPORT, ExitKind.TRANSFER):
        register_subject(kind, queries.stands)


@bp.get("")
@requires(Permission.DISCLOSURE_READ)
def index() -> str:
    """What waits for a chair, and one's own requests."""
    actor = current_actor()
    return render_template(
        "disclosure/index.html",
        waiting=service.to_decide(actor),
        own=service.own_requests(actor),
        days_left=shown.days_left,
    )


@bp.route("/about/<uuid:record_id>", methods=["GET", "POST"])
@requires(Permission.DISCLOSURE_REQUEST)
def begin(record_id: UUID) -> Page:
    """Say why something would leave at all, and begin."""
    actor, form = current_actor(), BeginForm()
    form.offer()
    described = service.describe(actor, record_id)
    if form.validate_on_submit():
        with form.rules():
            request_id = service.start(actor, record_id, Ground(form.ground.data))
            return redirect(url_for(".page", request_id=request_id, page="recipient"), 303)
    page = render_template(
        "disclosure/begin.html", form=form, described=described, record_id=record_id
    )
    return page, form.status


@bp.get("/<uuid:request_id>")
@requires(Permission.DISCLOSURE_READ)
def show(request_id: UUID) -> str:
    """A request: the list of tasks while it is a draft, then what was asked and decided."""
    opened = service.open_request(current_actor(), request_id)
    if opened.state is RequestState.DRAFT:
        return render_template("disclosure/tasks.html", opened=opened, rows=_tasks(opened))
    return render_template(
        "disclosure/show.html",
        opened=opened,
        cards=shown.cards(opened),
        warnings=shown.warnings(opened),
        may_decide=service.may_decide(opened.ring, opened.row),
        who=shown.who_decides(opened),
        left=shown.days_left(opened.row.decide_by),
        titles={item.key: item.title for item in opened.record.items},
        is_open=shown.is_open(opened.state),
    )


@bp.route(f"/<uuid:request_id>/<any({ADDRESSES}):page>", methods=["GET", "POST"])
@requires(Permission.DISCLOSURE_REQUEST)
def page(request_id: UUID, page: str) -> Page:
    """One page of a request."""
    actor = current_actor()
    opened = _own(request_id)
    if page not in pages_of(opened.asked.ground):
        raise NotVisible()
    form = filled(PAGES[page])
    around = _offers(form, opened, page)
    if request.method == "GET" and form.kept_at is None:
        form.show(opened.asked)
    elif "search" in form and form["search"].data:
        pass
    elif form.validate_on_submit():
        with form.rules():
            write: Callable = form.write  # type: ignore[type-arg]
            state = service.save(
                actor,
                request_id,
                page,
                lambda asked: write(asked).with_page(page),
                form.revision.data,
            )
            return redirect(_way_on(request_id, page, opened, state), 303)
    form.revision.data = opened.row.revision
    html = render_template(
        TEMPLATES.get(page, "disclosure/page.html"),
        form=form,
        opened=opened,
        title=TITLES[page],
        page_name=page,
        **around,
    )
    return html, form.status


@bp.get("/<uuid:request_id>/check")
@requires(Permission.DISCLOSURE_REQUEST)
def check(request_id: UUID) -> str:
    """Everything that was said, before it is sent."""
    return _check_page(_own(request_id), SendForm())


@bp.post("/<uuid:request_id>/check")
@requires(Permission.DISCLOSURE_REQUEST)
def send(request_id: UUID) -> Page:
    """Send it to the chairs."""
    actor, form = current_actor(), SendForm()
    if form.validate_on_submit():
        with form.rules():
            service.send(actor, request_id)
            flash("Your request is with the chairs. You see here what becomes of it.", "success")
            return redirect(url_for(".show", request_id=request_id), 303)
    return _check_page(_own(request_id), form), form.status


@bp.route("/<uuid:request_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.DISCLOSURE_REQUEST)
def withdraw(request_id: UUID) -> Page:
    """Take a request back."""
    form = WithdrawForm()
    opened = _own(request_id)
    if form.validate_on_submit():
        service.withdraw(current_actor(), request_id)
        flash("The request is withdrawn. Nothing that was not received yet leaves.", "success")
        return redirect(url_for(".index"), 303)
    return render_template("disclosure/withdraw.html", form=form, opened=opened), form.status


@bp.route("/<uuid:request_id>/not-agreed", methods=["GET", "POST"])
@requires(Permission.DISCLOSURE_REQUEST)
def not_agreed(request_id: UUID) -> Page:
    """Record that the victim no longer agrees."""
    actor, form = current_actor(), filled(NotAgreedForm)
    opened = service.open_request(actor, request_id)
    if form.validate_on_submit():
        with form.rules():
            service.no_longer_agreed(actor, request_id, form.said.data)
            flash("It is recorded. Nothing that was not received yet leaves.", "success")
            return redirect(url_for(".show", request_id=request_id), 303)
    return render_template("disclosure/not_agreed.html", form=form, opened=opened), form.status


def _own(request_id: UUID) -> OpenedRequest:
    """Open a request that its writer may still change."""
    opened = service.open_request(current_actor(), request_id)
    if not opened.is_mine or opened.state is RequestState.WITHDRAWN:
        raise NotVisible()
    return opened


def _offers(form: PageForm, opened: OpenedRequest, page: str) -> dict[str, object]:
    """Fill the lists of a page, and return what it shows besides its form."""
    if page == "recipient":
        find = form["find"].data if form["search"].data else ""
        everybody, _ = shown.groups_of_recipients(opened)
        form["recipient_id"].choices = [(one.id, one.name) for _, g in everybody for one in g]
        groups, stale = shown.groups_of_recipients(opened, find)
        return {"groups": groups, "stale": stale, "found": find}
    if page == "items":
        groups_of_items = shown.groups_of_items(opened)
        form["items"].choices = [(r["value"], r["text"]) for _, g in groups_of_items for r in g]
        return {"groups": groups_of_items}
    return {}


def _way_on(request_id: UUID, page: str, before: OpenedRequest, state: RequestState) -> str:
    if before.state is not RequestState.DRAFT:
        flash("Your change is saved. A chair decides about it anew.", "success")
        return url_for(".show", request_id=request_id)
    pages = pages_of(before.asked.ground)
    left = [each for each in pages if each not in before.asked.saved and each != page]
    if left:
        return url_for(".page", request_id=request_id, page=left[0])
    return url_for(".check", request_id=request_id)


def _tasks(opened: OpenedRequest) -> list[dict[str, str]]:
    return [
        {
            "text": TITLES[page],
            "href": url_for(".page", request_id=opened.row.id, page=page),
            "status": "Done" if page in opened.asked.saved else "Not started",
            "colour": "" if page in opened.asked.saved else "blue",
        }
        for page in pages_of(opened.asked.ground)
    ]


def _check_page(opened: OpenedRequest, form: SendForm) -> str:
    missing = ""
    try:
        check_asked(opened.asked)
    except RuleBroken as broken:
        missing = broken.message
    return render_template(
        "disclosure/check.html",
        form=form,
        opened=opened,
        cards=shown.cards(opened),
        missing=missing,
        warnings=shown.before_sending(opened),
        who=shown.who_decides(opened),
    )
