"""The confidential address that somebody sent, shown to them again: with why, counted as all are.

A mistake in a safe address is found by nobody but whoever wrote it.
"""

from uuid import UUID, uuid5

from flask import Blueprint, render_template, url_for

from app.access.marks import requires
from app.access.permissions import Permission
from app.marac.party.revealing import MOST_AN_HOUR, REVEAL_LABELS, RevealReason, count_reveal
from app.marac.party.rules import KIND_LABELS, Details, PartyKind
from app.marac.referral import queries, service
from app.marac.referral.journey import Answer
from app.marac.referral.rules import CHANGEABLE
from app.marac.referral.service import OpenReferral
from app.refusals import NotVisible
from app.web.forms import Form, Radios, Submit
from app.web.guard import current_actor

bp = Blueprint("referral_address", __name__, template_folder="templates", url_prefix="/referrals")


class ShowAddress(Form):
    """Why somebody needs to see an address that they sent."""

    reason = Radios(
        "Why do you need this address?",
        list(REVEAL_LABELS.items()),
        needed="Select why you need this address",
    )
    send = Submit("Show the address")


@bp.route("/<uuid:referral_id>/address/<int:number>", methods=["GET", "POST"])
@requires(Permission.ADDRESS_REVEAL)
def show(referral_id: UUID, number: int) -> Answer:
    """Ask why, then show the one address; ``number`` counts the referral's people from 0."""
    actor, form = current_actor(), ShowAddress()
    queries.own(actor, referral_id)
    opened = service.open_referral(actor, referral_id)
    kind, person = _somebody(opened, number)
    shown = form.validate_on_submit()
    if shown:
        somebody = uuid5(referral_id, str(number))
        count_reveal(actor, referral_id, somebody, RevealReason(form.reason.data))
    page = render_template(
        "referral/address.html",
        opened=opened,
        number=number,
        person=person,
        who=KIND_LABELS[kind].lower(),
        form=form,
        shown=shown,
        changeable=opened.state in CHANGEABLE,
        most=MOST_AN_HOUR,
    )
    return page, form.status


def addresses(opened: OpenReferral) -> dict[int, str]:
    """Return where each address that is confidential is shown, by its person's number."""
    return {
        number: url_for("referral_address.show", referral_id=opened.id, number=number)
        for number, (_, person) in enumerate(opened.referred.parties)
        if _is_hidden(person)
    }


def _somebody(opened: OpenReferral, number: int) -> tuple[PartyKind, Details]:
    everybody = opened.referred.parties
    if number >= len(everybody) or not _is_hidden(everybody[number][1]):
        raise NotVisible()
    return everybody[number]


def _is_hidden(person: Details) -> bool:
    return person.address_confidential and bool(person.address or person.postcode)
