"""The agreements on the home page: what this person has still to sign, or waits to be signed."""

from app.access.actor import Actor
from app.access.permissions import Permission
from app.confidentiality.agreement import shown
from app.web.home import Panel, home_panel


@home_panel(order=10)
def agreements_to_sign(actor: Actor) -> Panel | None:
    """Show what is to be signed; nothing when nothing is."""
    if not actor.may(Permission.AGREEMENT_SIGN):
        return None
    mine = shown.to_sign(actor)
    signatories = shown.waits_for_signatory(actor)
    if not mine and signatories is None:
        return None
    return Panel("agreement/home.html", {"to_sign": mine, "signatories": signatories})
