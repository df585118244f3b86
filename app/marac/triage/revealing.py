"""A confidential address in triage: whether it lies in this area is judged by seeing it.

It is shown alone, with a reason, and counted as everywhere (AC-08). Once the referral is a case,
the case's page shows it.
"""

from uuid import UUID, uuid5

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response

from app.access.marks import requires
from app.access.permissions import Permission
from app.marac.party.revealing import MOST_AN_HOUR, RevealReason, count_reveal
from app.marac.party.rules import KIND_LABELS
from app.marac.referral.revealing import ShowAddress, addresses
from app.marac.referral.service import OpenReferral
from app.marac.triage import service
from app.refusals import NotVisible
from app.web.guard import current_actor

bp = Blueprint("triage_revealing", __name__, template_folder="templates", url_prefix="/triage")
Page = str | tuple[str, int] | Response


@bp.route("/<uuid:referral_id>/address/<int:number>", methods=["GET", "POST"])
@requires(Permission.ADDRESS_REVEAL)
def show(referral_id: UUID, number: int) -> Page:
    """Ask why, then show the one address; ``number`` counts the referral's people from 0."""
    actor, form = current_actor(), ShowAddress()
    seen = service.look(actor, referral_id)
    if not seen.is_open or number not in addresses(seen.opened):
        raise NotVisible()
    kind, person = seen.told.parties[number]
    shown = form.validate_on_submit()
    if shown:
        somebody = uuid5(referral_id, str(number))
        count_reveal(actor, referral_id, somebody, RevealReason(form.reason.data))
    page = render_template(
        "triage/address.html",
        opened=seen.opened,
        number=number,
        person=person,
        who=KIND_LABELS[kind].lower(),
        form=form,
        shown=shown,
        most=MOST_AN_HOUR,
    )
    return page, form.status


def ways(opened: OpenReferral) -> dict[int, str]:
    """Return where an officer is shown each confidential address, by its person's number."""
    return {
        number: url_for("triage_revealing.show", referral_id=opened.id, number=number)
        for number in addresses(opened)
    }
