"""The pages of a chair who decides: item by item, then the exact bytes, then the signature."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock
from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.area.queries import area_of
from app.accounts.draft.filling import filled
from app.confidentiality.disclosure import queries, service, shown
from app.confidentiality.disclosure.building import shown_items
from app.confidentiality.disclosure.content import Chosen
from app.confidentiality.disclosure.decision_form import (
    DecideForm,
    NothingForm,
    SignForm,
    decide_form,
)
from app.confidentiality.disclosure.opening import OpenedRequest
from app.confidentiality.disclosure.rules import OUTCOME_LABELS, Outcome
from app.confidentiality.gate.rules import FIRST_DAYS
from app.confidentiality.gate.telling import told
from app.confidentiality.recipient.rules import Way
from app.refusals import Changed
from app.web.guard import current_actor

bp = Blueprint("decision", __name__, template_folder="templates", url_prefix="/disclosures")
Page = str | Response | tuple[str, int]
NOT_RELEASED = "Not released yet"


@bp.route("/<uuid:request_id>/decide", methods=["GET", "POST"])
@requires(Permission.DISCLOSURE_DECIDE)
def decide(request_id: UUID) -> Page:
    """Decide item by item. Whoever may not is told who can."""
    actor = current_actor()
    opened = service.open_request(actor, request_id)
    if not service.may_decide(opened.ring, opened.row):
        return render_template(
            "disclosure/another.html", opened=opened, who=shown.who_decides(opened)
        ), 403
    form = _form(opened)
    if form.validate_on_submit():
        with form.rules():
            chosen = form.chosen(service.way_for(opened))
            service.choose(actor, request_id, chosen, form.edition.data)
            return redirect(url_for(".sign", request_id=request_id), 303)
    return _decide_page(opened, form), form.status


@bp.route("/<uuid:request_id>/nothing", methods=["GET", "POST"])
@requires(Permission.DISCLOSURE_DECIDE)
def nothing(request_id: UUID) -> Page:
    """Share nothing of it: only the reasons are asked, then the signature."""
    actor = current_actor()
    opened = service.open_request(actor, request_id)
    if not service.may_decide(opened.ring, opened.row):
        return render_template(
            "disclosure/another.html", opened=opened, who=shown.who_decides(opened)
        ), 403
    form: NothingForm = filled(NothingForm)
    if form.validate_on_submit():
        with form.rules():
            chosen = form.chosen(shown_items(opened))
            service.choose(actor, request_id, chosen, form.edition.data)
            return redirect(url_for(".sign", request_id=request_id), 303)
    form.edition.data = opened.row.edition
    return render_template("disclosure/nothing.html", opened=opened, form=form), form.status


@bp.get("/<uuid:request_id>/sign")
@requires(Permission.DISCLOSURE_DECIDE)
def sign(request_id: UUID) -> Page:
    """The exact bytes that would leave, and the signature under them."""
    return _sign_page(request_id, SignForm())


@bp.post("/<uuid:request_id>/sign")
@requires(Permission.DISCLOSURE_DECIDE)
def signed(request_id: UUID) -> Page:
    """Sign them, or the refusal."""
    actor, form = current_actor(), SignForm()
    if form.validate_on_submit():
        with form.rules():
            try:
                decision = service.sign(
                    actor,
                    request_id,
                    prepared_id=_uuid(form.prepared.data),
                    digest=form.digest.data or "",
                    edition=form.edition.data,
                    passphrase=form.passphrase.data,
                )
                if decision.release_id is None:
                    flash("Your decision is signed.", "success")
                else:
                    told(actor, decision.release_id, "Your decision is signed.")
            except Changed as changed:
                flash(changed.message, "warning")
            return redirect(url_for("disclosure.show", request_id=request_id), 303)
    return _sign_page(request_id, form)


def _form(opened: OpenedRequest) -> DecideForm:
    items = shown_items(opened)
    form: DecideForm = filled(decide_form(items))
    last = clock.today() + timedelta(days=FIRST_DAYS)
    form.offer(shown.readers_of(opened), shown.handers_of(opened), last)
    if request.method == "GET" and form.kept_at is None:
        before = _chosen_before(opened)
        if before is not None:
            form.show(before)
    return form


def _decide_page(opened: OpenedRequest, form: DecideForm) -> str:
    way = service.way_for(opened)
    form.edition.data = opened.row.edition
    return render_template(
        "disclosure/decide.html",
        opened=opened,
        form=form,
        items=form.shown,
        cards=[card for card in shown.cards(opened) if card["page"] != "items"],
        warnings=shown.warnings(opened, form.shown),
        in_browser=way is Way.BROWSER,
        left=shown.days_left(opened.row.decide_by),
    )


def _sign_page(request_id: UUID, form: SignForm) -> Page:
    actor = current_actor()
    prepared = service.open_prepared(actor, request_id)
    opened = prepared.opened
    if not form.is_submitted():
        form.prepared.data = str(prepared.id)
        form.digest.data = prepared.digest
        form.edition.data = prepared.edition
    digest = prepared.digest.upper()
    html = render_template(
        "disclosure/sign.html",
        opened=opened,
        prepared=prepared,
        form=form,
        outcome=OUTCOME_LABELS[Outcome(prepared.chosen.outcome)],
        warnings=shown.warnings(opened),
        groups=[digest[at : at + 4] for at in range(0, 16, 4)],
        area=area_of(actor).name,
        release=SimpleNamespace(decided_on=clock.today()),
        watermark=NOT_RELEASED,
        titles={item.key: item.title for item in opened.items},
    )
    return html, form.status


def _chosen_before(opened: OpenedRequest) -> Chosen | None:
    """Return what this chair chose before, if what is asked has not changed since."""
    row = queries.prepared(opened.ring.actor, opened.row.id)
    if row is None or row.edition != opened.row.edition:
        return None
    return service.chosen_of(opened, row)


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
