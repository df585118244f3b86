"""A confidential address, alone on its page: who needs it says why, and the trail is first."""

from uuid import UUID

from flask import Blueprint, render_template

from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.person.queries import person_names
from app.marac.case import reasons, service
from app.marac.case.asking import Page, ask_about_case
from app.marac.case.forms import RevealAddress
from app.marac.case.opened import OpenedCase
from app.marac.party.revealing import MOST_AN_HOUR, RevealReason, count_reveal, too_many_asked
from app.marac.party.rules import KIND_LABELS
from app.marac.party.service import OpenParty
from app.refusals import NotVisible
from app.web.guard import current_actor
from app.web.home import Panel, home_panel

bp = Blueprint("case_revealing", __name__, template_folder="templates", url_prefix="/cases")


@home_panel(order=42)
def asked_too_often(actor: Actor) -> Panel | None:
    """Tell officers who asked for more confidential addresses than an hour allows."""
    entries = too_many_asked(actor) if actor.may(Permission.KEY_CONFIRM) else []
    people = {entry.actor_id for entry in entries if entry.actor_id}
    names = sorted(person_names(people).values())
    return Panel("case/asked_too_often.html", {"names": names}) if names else None


@bp.route("/<uuid:case_id>/people/<uuid:party_id>/address", methods=["GET", "POST"])
@requires(Permission.ADDRESS_REVEAL)
def show(case_id: UUID, party_id: UUID) -> Page:
    """Ask why, then show the one address."""
    actor = current_actor()
    reason = reasons.reason_for(actor, case_id)
    if reason is None:
        return ask_about_case(actor, case_id)
    opened = service.open_case(actor, case_id, reason)
    party, form = _party(opened, party_id), RevealAddress()
    if not form.validate_on_submit():
        return _page(opened, party, form, shown=False), form.status
    count_reveal(actor, case_id, party_id, RevealReason(form.reason.data))
    return _page(opened, party, form, shown=True)


def _party(opened: OpenedCase, party_id: UUID) -> OpenParty:
    found = next((each for each in opened.parties if each.id == party_id), None)
    if found is None or not found.details.address_confidential:
        raise NotVisible()
    return found


def _page(opened: OpenedCase, party: OpenParty, form: RevealAddress, *, shown: bool) -> str:
    return render_template(
        "case/address.html",
        opened=opened,
        party=party,
        person=party.details,
        most=MOST_AN_HOUR,
        who=KIND_LABELS[party.kind].lower(),
        form=form,
        shown=shown,
    )
