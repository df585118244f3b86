"""Asks the firewall before something is entered, and leaves a trace when it says no."""

from app.access.actor import Actor
from app.audit import record
from app.audit.events import FirewallBlocked
from app.db import transaction
from app.firewall.screen import Verdict, require


def screened(actor: Actor | None, verdict: Verdict, field: str, where: str) -> None:
    """Raise ``RuleBroken`` with the road that is open; the attempt itself is kept.

    Call it before the transaction of the act: that one is undone, the trace is not.
    """
    if not verdict.allowed:
        with transaction():
            record(actor, FirewallBlocked(subject_id=None, where=where, rule=verdict.rule))
    require(verdict, field)
