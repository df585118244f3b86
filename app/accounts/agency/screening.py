"""Asks the firewall before something is entered, and leaves a trace when it says no."""

from typing import cast

from app.access.actor import Actor
from app.accounts.area.queries import the_area
from app.audit import record
from app.audit.events import FirewallBlocked
from app.db import db, new_id, transaction
from app.db.session import GuardedSession
from app.firewall.screen import Verdict
from app.refusals import Blocked

NO_ROAD = "none"


def screened(actor: Actor | None, verdict: Verdict, field: str, where: str) -> None:
    """Raise ``Blocked`` with the road that is open, unless the verdict allows it.

    ``where`` is a code such as "action.what", which the register of attempts says in words. The
    attempt is kept in a transaction of its own: that of the act is undone, the trace is not. So it
    is called before the act's; within it, it is a fault (``RuntimeError``).
    """
    if verdict.allowed:
        return
    if cast(GuardedSession, db.session()).writing:
        raise RuntimeError("A firewall's refusal inside a transaction would undo its own trace.")
    attempt_id, road = new_id(), verdict.road or NO_ROAD
    with transaction():
        area = None if actor else the_area()
        event = FirewallBlocked(attempt_id, where=where, rule=verdict.rule, road=road)
        record(actor, event, area_id=area.id if area else None)
    message = " ".join(filter(None, (verdict.because, verdict.instead)))
    raise Blocked(field, message, attempt_id, road)
