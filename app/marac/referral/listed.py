"""Adding, changing and taking away the people of a referral that is being written."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for

from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.draft.filling import filled
from app.db import new_id
from app.marac.party.rules import PartyKind
from app.marac.referral import drafting
from app.marac.referral.asking import GROUPS, SomebodyForm, kept_shown
from app.marac.referral.drafting import PEOPLE, Draft
from app.marac.referral.journey import CHECK, Answer
from app.refusals import NotVisible
from app.web.forms import Form, Submit
from app.web.guard import current_actor

bp = Blueprint(
    "referral_people", __name__, template_folder="templates", url_prefix=drafting.PAGES_AT
)
KINDS = [kind.value for kind in GROUPS]
ADD: dict[PartyKind, str] = {
    PartyKind.PERPETRATOR: "Add a perpetrator",
    PartyKind.CHILD: "Add a child",
    PartyKind.OTHER_AT_RISK: "Add somebody else at risk",
}
CHANGE: dict[PartyKind, str] = {
    PartyKind.PERPETRATOR: "Change a perpetrator",
    PartyKind.CHILD: "Change a child",
    PartyKind.OTHER_AT_RISK: "Change somebody else at risk",
}


class Remove(Form):
    """Asks once more, because what was written about somebody is gone afterwards."""

    send = Submit("Remove")


@bp.route(f"/<uuid:draft_id>/people/new/<any({','.join(KINDS)}):kind>", methods=["GET", "POST"])
@requires(Permission.REFERRAL_MAKE)
def add(draft_id: UUID, kind: str) -> Answer:
    """Add somebody."""
    draft = drafting.load(current_actor(), draft_id)
    return _somebody(draft, PartyKind(kind), {"id": str(new_id())}, ADD[PartyKind(kind)])


@bp.route("/<uuid:draft_id>/people/<uuid:entry_id>", methods=["GET", "POST"])
@requires(Permission.REFERRAL_MAKE)
def change(draft_id: UUID, entry_id: UUID) -> Answer:
    """Change what is said of somebody."""
    draft = drafting.load(current_actor(), draft_id)
    group, entry = _entry(draft, entry_id, PEOPLE)
    kind = next(kind for kind, name in GROUPS.items() if name == group)
    return _somebody(draft, kind, entry, CHANGE[kind])


@bp.route("/<uuid:draft_id>/listed/<uuid:entry_id>/remove", methods=["GET", "POST"])
@requires(Permission.REFERRAL_MAKE)
def remove(draft_id: UUID, entry_id: UUID) -> Answer:
    """Take somebody out of a list, after asking."""
    actor = current_actor()
    draft = drafting.load(actor, draft_id)
    group, entry = _entry(draft, entry_id, (*PEOPLE, "kept_from"))
    form, back = Remove(), _list_page(draft, group)
    if form.validate_on_submit():

        def take_out(told: dict[str, Any]) -> None:
            told[group] = [each for each in told[group] if each["id"] != entry["id"]]

        drafting.save(actor, draft_id, take_out)
        return redirect(back, 303)
    kept = {each["id"]: each["name"] for each in kept_shown(actor, draft.told)}
    name = kept.get(entry["id"]) or entry.get("name", "")
    return render_template("referral/remove.html", form=form, name=name, group=group, back_to=back)


def _somebody(draft: Draft, kind: PartyKind, entry: dict[str, Any], heading: str) -> Answer:
    form = filled(SomebodyForm)
    groups = form.ask_about(kind)
    if request.method == "GET" and form.kept_at is None:
        form.show_person(entry)
    elif form.validate_on_submit():
        with form.rules():
            drafting.save(
                current_actor(),
                draft.id,
                lambda told: form.put_person(told, kind, entry["id"]),
            )
            return redirect(_list_page(draft, GROUPS[kind]), 303)
    shown = render_template(
        "referral/somebody.html",
        form=form,
        draft=draft,
        groups=groups,
        heading=heading,
        back_to=_list_page(draft, GROUPS[kind]),
        action=f"{request.path}?then={CHECK}" if _to_check() else request.path,
    )
    return shown, form.status


def _list_page(draft: Draft, group: str) -> str:
    page = {"kept_from": "kept-from", "perpetrators": "perpetrators"}.get(group, "children")
    then = CHECK if _to_check() else None
    return url_for("referral_draft.page", draft_id=draft.id, page=page, then=then)


def _to_check() -> bool:
    return request.args.get("then") == CHECK


def _entry(draft: Draft, entry_id: UUID, groups: tuple[str, ...]) -> tuple[str, dict[str, Any]]:
    for group in groups:
        for each in draft.told.get(group, []):
            if each["id"] == str(entry_id):
                return group, each
    raise NotVisible()
