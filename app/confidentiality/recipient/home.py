"""The register on the home page: what waits for this officer, what runs out, what was refused."""

from datetime import timedelta

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.confidentiality.recipient import queries, shown
from app.confidentiality.recipient.rules import State
from app.web.home import Panel, home_panel

SHOWN_FOR = timedelta(days=14)
"""How long a change that was refused is shown to whoever proposed it: nothing waits on it."""


@home_panel(order=85)
def recipients(actor: Actor) -> Panel | None:
    """Show officers what to look at, and everybody which of their own entries were refused."""
    if actor.keyring is None or not actor.may(Permission.RECIPIENT_READ):
        return None
    if not actor.may(Permission.RECIPIENT_CONFIRM) and not queries.was_ever_refused(actor):
        return None
    entries = shown.everything(actor)
    counts = dict.fromkeys(("waiting", "soon", "stale", "broken"), 0)
    counts["refused"] = sum(_refused(each, actor) for each in entries)
    if actor.may(Permission.RECIPIENT_CONFIRM):
        counts |= {
            "waiting": sum(each.may_be_confirmed_by(actor) for each in entries),
            "soon": sum(each.state == State.DUE_SOON and not each.waits for each in entries),
            "stale": sum(each.state == State.STALE for each in entries),
            "broken": sum(each.state == State.BROKEN for each in entries),
        }
    return Panel("recipient/panel.html", counts) if any(counts.values()) else None


def _refused(each: shown.Shown, actor: Actor) -> bool:
    newest = each.newest
    if newest is None or newest.refused_at is None or newest.proposed_by != actor.person_id:
        return False
    is_new = clock.now() - newest.refused_at < SHOWN_FOR
    return each.state == State.REFUSED or (each.change_was_refused and is_new)
