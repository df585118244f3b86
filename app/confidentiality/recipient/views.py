"""The pages of the register: who may receive, entering somebody, and checking an entry."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.agency.queries import agencies, agency
from app.accounts.person.model import Person, PersonState
from app.accounts.person.queries import people_of_agency
from app.confidentiality.recipient import home, queries, screening, service, shown
from app.confidentiality.recipient.book_views import bp as book_bp
from app.confidentiality.recipient.confirming import DECIDED
from app.confidentiality.recipient.forms import (
    ALONE,
    LEGAL,
    MEMBER,
    ORGANISATION,
    FindForm,
    MemberForm,
    OutsiderForm,
    VictimForm,
    WhichForm,
    WhoForm,
    words_of,
)
from app.confidentiality.recipient.look_forms import (
    AgainForm,
    CloseForm,
    ConfirmForm,
    RefuseForm,
)
from app.confidentiality.recipient.model import Recipient
from app.confidentiality.recipient.numbers import WHERE_TO_LOOK
from app.confidentiality.recipient.rules import (
    KIND_LABELS,
    NRPF_SECTOR,
    NRPF_WARNING,
    REGULATED,
    VICTIMS_HAND,
    Entry,
    Proof,
    RecipientKind,
    RefusedBecause,
)
from app.refusals import Changed, NotVisible, RuleBroken
from app.web.drafts import filled
from app.web.guard import current_actor

bp = Blueprint("recipient", __name__, template_folder="templates", url_prefix="/recipients")
__all__ = ["book_bp", "bp", "home"]

Page = str | Response | tuple[str, int]
OUTSIDE = ",".join([*ALONE, ORGANISATION])
OPEN = "It is on the register and can receive."
NOT_CONFIRMED = "It is not confirmed, and receives nothing. Whoever entered it sees why."
NOT_CHANGED = "The change is not confirmed, and all stays as it was. Whoever proposed it sees why."
CHANGE_WAITS = "The change waits for a second person. Until then all stays as it is here."
WAITS = "It is entered. It can receive once an officer of another agency has confirmed it."


@bp.get("")
@requires(Permission.RECIPIENT_READ)
def index() -> str:
    """The whole register, what is to be done first."""
    return _index(shown.everything(current_actor()), FindForm(formdata=None))


@bp.post("")
@requires(Permission.RECIPIENT_PROPOSE)
def find() -> Page:
    """The register narrowed down; what is looked for travels in no address."""
    entries, form = shown.everything(current_actor()), FindForm()
    if not form.validate_on_submit():
        return _index(entries, form), form.status
    found = shown.narrowed(entries, form.words.data, form.kind.data or "", form.state.data or "")
    return _index(found, form, of=len(entries))


@bp.get("/<uuid:recipient_id>")
@requires(Permission.RECIPIENT_READ)
def show(recipient_id: UUID) -> str:
    """One entry, and who looked at it."""
    entry = shown.one(current_actor(), recipient_id)
    return _show(entry, AgainForm(formdata=None, revision=entry.row.revision))


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.RECIPIENT_PROPOSE)
def create() -> Page:
    """Ask who it is: what is asked next depends on it."""
    actor, form = current_actor(), WhoForm()
    has_victim = queries.is_name_taken(actor, VICTIMS_HAND)
    form.offer(has_victim=has_victim)
    if form.validate_on_submit():
        return redirect(_page_of(form.who.data), 303)
    return render_template("recipient/who.html", form=form), form.status


@bp.route("/new/member", methods=["GET", "POST"])
@requires(Permission.RECIPIENT_PROPOSE)
def which_member() -> Page:
    """Which member agency it is."""
    return _which(MEMBER, "Add a member agency")


@bp.route("/new/legal", methods=["GET", "POST"])
@requires(Permission.RECIPIENT_PROPOSE)
def which_legal() -> Page:
    """Whose own lawyers they are."""
    return _which(LEGAL, "Add a member agency’s own legal team")


@bp.route("/new/member/<uuid:agency_id>", methods=["GET", "POST"])
@requires(Permission.RECIPIENT_PROPOSE)
def create_member(agency_id: UUID) -> Page:
    """A member agency: only who of it may receive is asked."""
    actor = current_actor()
    member, form = agency(actor, agency_id), filled(MemberForm)
    form.offer(_with_account(agency_id))
    if form.validate_on_submit():
        with form.rules():
            entry = form.entry(MEMBER, str(agency_id))
            return _entered(actor, entry, until=form.until.data)
    warning = NRPF_WARNING if member.sector == NRPF_SECTOR else ""
    page = render_template("recipient/member.html", form=form, member=member, warning=warning)
    return page, form.status


@bp.route("/new/legal/<uuid:agency_id>", methods=["GET", "POST"])
@requires(Permission.RECIPIENT_PROPOSE)
def create_legal(agency_id: UUID) -> Page:
    """A member agency's own lawyers."""
    return _outsider(LEGAL, f"Legal team, {agency(current_actor(), agency_id).name}", agency_id)


@bp.route(f"/new/<any({OUTSIDE}):kind>", methods=["GET", "POST"])
@requires(Permission.RECIPIENT_PROPOSE)
def create_outsider(kind: str) -> Page:
    """Somebody outside this MARAC."""
    label = "Another organisation" if kind == ORGANISATION else KIND_LABELS[RecipientKind(kind)]
    return _outsider(kind, label)


@bp.route("/new/victim", methods=["GET", "POST"])
@requires(Permission.RECIPIENT_PROPOSE)
def create_victim() -> Page:
    """The victim's own hand: no name, no address."""
    form = VictimForm()
    if form.validate_on_submit():
        with form.rules():
            entry = Entry(name=VICTIMS_HAND, kind=RecipientKind.VICTIM)
            return _entered(current_actor(), entry)
    return render_template("recipient/victim.html", form=form), form.status


@bp.route("/<uuid:recipient_id>/change", methods=["GET", "POST"])
@requires(Permission.RECIPIENT_PROPOSE)
def change(recipient_id: UUID) -> Page:
    """Change an entry, which then has to be confirmed anew."""
    actor = current_actor()
    row = queries.recipient(actor, recipient_id)
    kind, entry = _kind_of(row), service.entry_of(row)
    if kind == RecipientKind.VICTIM:
        raise NotVisible()
    form: MemberForm | OutsiderForm
    if kind == MEMBER and row.agency_id:
        form = filled(MemberForm, data=words_of(entry, row.revision))
        form.offer(_with_account(row.agency_id))
    else:
        form = filled(OutsiderForm, data=words_of(entry, row.revision))
        form.offer(kind, is_new=False, alone=actor.may(Permission.RECIPIENT_CONFIRM))
    if form.validate_on_submit():
        with form.rules():
            said = replace(form.entry(kind, entry.agency_id), kind=entry.kind)
            revision = form.revision.data
            service.change(
                actor,
                row.id,
                said,
                revision=revision,
                on_register=form.found_it,
                until=form.until.data,
            )
            return _saved(recipient_id)
        form.revision.data = row.revision
    elif form.is_submitted():
        said = form.entry(kind, entry.agency_id)
        _say_what_is_refused(form, said if kind != MEMBER else entry)
    page = render_template("recipient/change.html", form=form, row=row, kind=kind)
    return page, form.status


@bp.post("/<uuid:recipient_id>/again")
@requires(Permission.RECIPIENT_PROPOSE)
def again(recipient_id: UUID) -> Page:
    """All of it is right today: the first of two to say so."""
    actor, form = current_actor(), AgainForm()
    if form.validate_on_submit():
        with form.rules():
            service.propose_again(
                actor,
                recipient_id,
                revision=form.revision.data,
                on_register=form.on_register.data,
            )
            return _saved(recipient_id)
    entry = shown.one(actor, recipient_id)
    form.revision.data = entry.row.revision
    return _show(entry, form), form.status


@bp.route("/<uuid:recipient_id>/confirm/<uuid:check_id>", methods=["GET", "POST"])
@requires(Permission.RECIPIENT_CONFIRM)
def confirm(recipient_id: UUID, check_id: UUID) -> Page:
    """The second person goes through an entry, and signs it."""
    actor, form = current_actor(), ConfirmForm()
    entry = shown.one(actor, recipient_id)
    if entry.waits is None or entry.waits.id != check_id:
        return _overtaken(recipient_id, DECIDED)
    form.offer(entry.as_proposed.entry)
    if form.validate_on_submit():
        how, revision = Proof(form.how.data), form.revision.data
        try:
            service.confirm(actor, recipient_id, check_id, how, revision=revision)
        except Changed as changed:
            return _overtaken(recipient_id, changed.message)
        except RuleBroken as broken:
            form.attach(broken)
        else:
            flash("Confirmed. It can receive from now on.", "success")
            return redirect(url_for("recipient.show", recipient_id=recipient_id), 303)
    return _confirm_page(entry, form, RefuseForm(formdata=None)), form.status


@bp.post("/<uuid:recipient_id>/confirm/<uuid:check_id>/refuse")
@requires(Permission.RECIPIENT_CONFIRM)
def refuse(recipient_id: UUID, check_id: UUID) -> Page:
    """The second person says that it is not right, and why."""
    actor, form = current_actor(), RefuseForm()
    entry = shown.one(actor, recipient_id)
    if form.validate_on_submit():
        try:
            because, revision = RefusedBecause(form.because.data), form.refuse_revision.data
            service.refuse(actor, recipient_id, check_id, because, revision=revision)
        except Changed as changed:
            return _overtaken(recipient_id, changed.message)
        flash(NOT_CHANGED if entry.proposed else NOT_CONFIRMED, "success")
        return redirect(url_for("recipient.show", recipient_id=recipient_id), 303)
    if entry.waits is None:
        return _overtaken(recipient_id, DECIDED)
    confirming = ConfirmForm(formdata=None)
    confirming.offer(entry.as_proposed.entry)
    return _confirm_page(entry, confirming, form), form.status


@bp.route("/<uuid:recipient_id>/close", methods=["GET", "POST"])
@requires(Permission.RECIPIENT_CONFIRM)
def close(recipient_id: UUID) -> Page:
    """Close an entry at once."""
    actor, form = current_actor(), CloseForm()
    row = queries.recipient(actor, recipient_id)
    if form.validate_on_submit():
        service.close(actor, recipient_id)
        flash("It is closed. Nothing reaches it any more.", "success")
        return redirect(url_for("recipient.show", recipient_id=recipient_id), 303)
    return render_template("recipient/close.html", form=form, row=row), form.status


def _index(entries: Sequence[shown.Shown], form: FindForm, of: int | None = None) -> str:
    register = shown.sorted_out(entries)
    actor = current_actor()
    mine = [each for each in register.waiting if each.may_be_confirmed_by(actor)]
    others = [each for each in register.waiting if each not in mine]
    return render_template(
        "recipient/index.html",
        find=form,
        form=form,
        register=register,
        mine=mine,
        others=others,
        of=of,
    )


def _show(entry: shown.Shown, form: AgainForm) -> str:
    regulator = REGULATED.get(RecipientKind(entry.row.kind))
    if regulator:
        form.name_the_register(regulator)
    return render_template(
        "recipient/show.html",
        entry=entry,
        changes=shown.changes(current_actor(), entry) if entry.proposed else None,
        form=form,
        past=shown.past(entry.row),
        member=shown.member_name(entry.row),
        where_to_look=WHERE_TO_LOOK[regulator] if regulator else "",
        may_confirm=entry.may_be_confirmed_by(current_actor()),
    )


def _confirm_page(entry: shown.Shown, form: ConfirmForm, refusing: RefuseForm) -> str:
    form.revision.data = refusing.refuse_revision.data = entry.row.revision
    if entry.proposed:
        form.send.label.text = "Confirm this change"
    return render_template(
        "recipient/confirm.html",
        entry=entry.as_proposed,
        changes=shown.changes(current_actor(), entry),
        form=refusing if refusing.errors else form,
        confirming=form,
        refusing=refusing,
        past=shown.past(entry.row),
        member=shown.member_name(entry.row),
        may_confirm=entry.may_be_confirmed_by(current_actor()),
        own=entry.waits is not None and entry.waits.proposed_by == current_actor().person_id,
    )


def _overtaken(recipient_id: UUID, message: str) -> Response:
    flash(message, "warning")
    return redirect(url_for("recipient.show", recipient_id=recipient_id), 303)


def _which(who: str, label: str) -> Page:
    form = WhichForm()
    form.offer((str(each.id), each.name) for each in agencies(current_actor()))
    if form.validate_on_submit():
        return redirect(url_for(f"recipient.create_{who}", agency_id=form.agency.data), 303)
    return render_template("recipient/which.html", form=form, label=label), form.status


def _outsider(kind: str, label: str, agency_id: UUID | None = None) -> Page:
    actor, form = current_actor(), filled(OutsiderForm)
    form.offer(kind, is_new=True, alone=actor.may(Permission.RECIPIENT_CONFIRM))
    if form.validate_on_submit():
        with form.rules():
            entry = form.entry(kind, str(agency_id or ""))
            return _entered(actor, entry, on_register=form.found_it, until=form.until.data)
    elif form.is_submitted():
        _say_what_is_refused(form, form.entry(kind, str(agency_id or "")))
    page = render_template("recipient/outsider.html", form=form, label=label, kind=kind)
    return page, form.status


def _say_what_is_refused(form: OutsiderForm | MemberForm, entry: Entry) -> None:
    """Say it beside what is missing: whoever names the Home Office is told before all the rest."""
    for refused in screening.blocked(current_actor(), entry, theirs=True):
        form.attach(refused)


def _entered(
    actor: Actor, entry: Entry, *, on_register: bool = False, until: date | None = None
) -> Response:
    row = service.propose(actor, entry, on_register=on_register, until=until)
    return _saved(row.id)


def _saved(recipient_id: UUID) -> Response:
    now = shown.one(current_actor(), recipient_id)
    waits = now.waits is not None
    waiting = CHANGE_WAITS if now.proposed else WAITS
    flash(waiting if waits else OPEN, "information" if waits else "success")
    return redirect(url_for("recipient.show", recipient_id=recipient_id), 303)


def _page_of(who: str) -> str:
    if who in (MEMBER, LEGAL):
        return url_for(f"recipient.which_{who}")
    if who == RecipientKind.VICTIM:
        return url_for("recipient.create_victim")
    return url_for("recipient.create_outsider", kind=who)


def _with_account(agency_id: UUID) -> list[Person]:
    return [each for each in people_of_agency(agency_id) if each.state == PersonState.ACTIVE]


def _kind_of(row: Recipient) -> str:
    """Which page an entry was made on."""
    if row.kind == RecipientKind.OWN_LEGAL_TEAM:
        return LEGAL
    if row.agency_id is not None:
        return MEMBER
    return str(row.kind) if row.kind in (*ALONE, RecipientKind.VICTIM) else ORGANISATION
