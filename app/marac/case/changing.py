"""The pages on which a case is changed. Two people may do so at once, and neither loses a word."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for

from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.draft.filling import filled
from app.accounts.person.queries import person_names
from app.marac.case import queries, reasons, service
from app.marac.case.asking import Page, ask_about_case
from app.marac.case.forms import ChangeParty, ChangeSummary, Changing
from app.marac.case.merging import Merged, marks, merge
from app.marac.case.opened import OpenedCase
from app.marac.party.revealing import was_shown
from app.marac.party.rules import GROUPS_OF, KIND_LABELS, LABELS, Details, PartyKind
from app.marac.party.service import OpenParty
from app.marac.referral.rules import SUMMARY_LABELS
from app.refusals import NotVisible, Refused
from app.web.guard import current_actor
from app.web.templating import day

bp = Blueprint("case_changing", __name__, template_folder="templates", url_prefix="/cases")
Groups = Sequence[tuple[str, Sequence[str]]]
ADDRESS = ("address", "postcode", "address_confidential")
ADDABLE = [kind.value for kind in PartyKind if kind is not PartyKind.VICTIM]


@dataclass(frozen=True)
class Editing:
    """What a page changes: the form, what is written now, and how it is saved."""

    opened: OpenedCase
    heading: str
    form: Changing
    groups: Groups
    labels: Mapping[str, str]
    now: Any
    revision: int
    saved_by: UUID | None
    save: Callable[[Any, int], None]
    hides_address_of: UUID | None = None


@dataclass(frozen=True)
class Conflict:
    """What the other person saved, to be shown beside what this one wrote."""

    who: str
    taken: list[str]
    contested: list[dict[str, Any]]


@bp.route("/<uuid:case_id>/summary", methods=["GET", "POST"])
@requires(Permission.CASE_CHANGE)
def summary(case_id: UUID) -> Page:
    """Change what happened, what the victim wants and what is in place."""
    actor = current_actor()
    reason = reasons.reason_for(actor, case_id)
    if reason is None:
        return ask_about_case(actor, case_id)
    return _change(_editing_summary(actor, service.open_case(actor, case_id, reason)))


@bp.route("/<uuid:case_id>/people/<uuid:party_id>", methods=["GET", "POST"])
@requires(Permission.CASE_CHANGE)
def party(case_id: UUID, party_id: UUID) -> Page:
    """Change what is known of one person, and how to reach them safely."""
    actor = current_actor()
    reason = reasons.reason_for(actor, case_id)
    if reason is None:
        return ask_about_case(actor, case_id)
    return _change(_editing_party(actor, service.open_case(actor, case_id, reason), party_id))


@bp.route("/<uuid:case_id>/people/<uuid:party_id>/address/change", methods=["GET", "POST"])
@requires(Permission.CASE_CHANGE)
def address(case_id: UUID, party_id: UUID) -> Page:
    """Change a confidential address, for somebody who was shown it within the hour."""
    actor = current_actor()
    reason = reasons.reason_for(actor, case_id)
    if reason is None:
        return ask_about_case(actor, case_id)
    opened = service.open_case(actor, case_id, reason)
    if not was_shown(actor, _party(opened, party_id).id):
        return redirect(url_for("case_revealing.show", case_id=case_id, party_id=party_id), 303)
    return _change(_editing_address(actor, opened, party_id))


@bp.route(f"/<uuid:case_id>/people/new/<any({','.join(ADDABLE)}):kind>", methods=["GET", "POST"])
@requires(Permission.CASE_CHANGE)
def add(case_id: UUID, kind: str) -> Page:
    """Add a perpetrator, a child or somebody else at risk."""
    actor = current_actor()
    reason = reasons.reason_for(actor, case_id)
    if reason is None:
        return ask_about_case(actor, case_id)
    return _add(actor, service.open_case(actor, case_id, reason), PartyKind(kind))


def _add(actor: Actor, opened: OpenedCase, kind: PartyKind) -> Page:
    _only_writers(opened)
    form = filled(ChangeParty)
    form.ask_about(kind)
    if form.validate_on_submit():
        with form.rules():
            service.add_party(actor, opened.case.id, kind, form.written(Details(name="")))
            return redirect(url_for("case.show", case_id=opened.case.id), 303)
    return _page(opened, f"Add: {KIND_LABELS[kind].lower()}", form, GROUPS_OF[kind])


def _editing_party(actor: Actor, opened: OpenedCase, party_id: UUID) -> Editing:
    party = _party(opened, party_id)
    hidden = ADDRESS if party.details.address_confidential else ()
    form = filled(ChangeParty)
    form.ask_about(party.kind, hidden)
    groups = [
        (heading, asked)
        for heading, names in GROUPS_OF[party.kind]
        if (asked := [name for name in names if name not in hidden])
    ]
    editing = _of_party(actor, opened, party, form, groups)
    return replace(editing, hides_address_of=party.id) if hidden else editing


def _editing_address(actor: Actor, opened: OpenedCase, party_id: UUID) -> Editing:
    form = filled(ChangeParty)
    form.ask_only(ADDRESS)
    return _of_party(actor, opened, _party(opened, party_id), form, [("", ADDRESS)])


def _party(opened: OpenedCase, party_id: UUID) -> OpenParty:
    party = next((each for each in opened.parties if each.id == party_id), None)
    if party is None:
        raise NotVisible()
    return party


def _of_party(
    actor: Actor, opened: OpenedCase, party: OpenParty, form: ChangeParty, groups: Groups
) -> Editing:
    def save(details: Details, revision: int) -> None:
        service.change_party(actor, opened.case.id, party.id, details, revision)

    return Editing(
        opened=opened,
        heading=_heading(party),
        form=form,
        groups=groups,
        labels=LABELS,
        now=party.details,
        revision=party.revision,
        saved_by=party.updated_by,
        save=save,
    )


def _editing_summary(actor: Actor, opened: OpenedCase) -> Editing:
    def save(summary: Any, revision: int) -> None:
        service.change_summary(actor, opened.case.id, summary, revision)

    form = filled(ChangeSummary)
    return Editing(
        opened=opened,
        heading="Change what happened",
        form=form,
        groups=[("", [name for name in SUMMARY_LABELS if name in form])],
        labels=SUMMARY_LABELS,
        now=opened.summary,
        revision=opened.case.revision,
        saved_by=queries.last_change_of_summary(actor, opened.case.id),
        save=save,
    )


def _change(editing: Editing) -> Page:
    _only_writers(editing.opened)
    form, conflict = editing.form, None
    if request.method == "GET" and form.kept_at is None:
        _show(editing, editing.now)
    elif form.validate_on_submit():
        with form.rules():
            conflict = _save(editing)
            if conflict is None:
                return redirect(url_for("case.show", case_id=editing.opened.case.id), 303)
    return _page(
        editing.opened, editing.heading, form, editing.groups, conflict, editing.hides_address_of
    )


def _save(editing: Editing) -> Conflict | None:
    """Save what was typed, unless somebody else saved something that this person has not seen."""
    mine = editing.form.written(editing.now)
    merged = merge(mine, editing.now, editing.form.marks())
    seen = editing.form.revision.data == editing.revision
    if seen or not (merged.taken or merged.contested):
        editing.save(mine, editing.revision)
        return None
    _show(editing, merged.values)
    return _conflict(editing, mine, merged)


def _conflict(editing: Editing, mine: Any, merged: Merged[Any]) -> Conflict:
    names = person_names([editing.saved_by] if editing.saved_by else [])
    return Conflict(
        who=next(iter(names.values()), "Somebody else"),
        taken=[editing.labels[name] for name in merged.taken],
        contested=[
            {
                "label": editing.labels[name],
                "theirs": _words(getattr(editing.now, name)),
                "mine": _words(getattr(mine, name)),
            }
            for name in merged.contested
        ],
    )


def _show(editing: Editing, values: Any) -> None:
    editing.form.show(values)
    shown = {name: mark for name, mark in marks(editing.now).items() if name in editing.form}
    editing.form.remember(editing.revision, shown)


def _words(value: Any) -> str:
    """A field's value as somebody would say it."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, date):
        return day(value)
    return {"not_known": "Not known", "yes": "Yes", "no": "No"}.get(value, str(value or ""))


def _heading(party: OpenParty) -> str:
    if party.kind is PartyKind.VICTIM:
        return "Change contact and details"
    return f"Change: {KIND_LABELS[party.kind].lower()}"


def _only_writers(opened: OpenedCase) -> None:
    if not opened.may_change:
        raise Refused(service.NOT_A_WRITER)


def _page(
    opened: OpenedCase,
    heading: str,
    form: Changing,
    groups: Groups,
    conflict: Conflict | None = None,
    hides_address_of: UUID | None = None,
) -> Page:
    page = render_template(
        "case/change.html",
        opened=opened,
        heading=heading,
        form=form,
        groups=groups,
        conflict=conflict,
        hides_address_of=hides_address_of,
        action=request.path,
    )
    return page, 409 if conflict else form.status
