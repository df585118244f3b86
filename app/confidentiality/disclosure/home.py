"""Requests to share on the home page: what waits for a chair, and what the area still lacks."""

from datetime import timedelta

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.confidentiality.disclosure import queries, shown
from app.confidentiality.disclosure.rules import STATE_LABELS, RequestState
from app.web.home import Panel, home_panel

A_WEEK = timedelta(days=7)


@home_panel(order=15)
def to_decide(actor: Actor) -> Panel | None:
    """Tell chairs how many requests wait. Days and counts only; nothing is opened for it."""
    if actor.keyring is None or not actor.may(Permission.DISCLOSURE_DECIDE):
        return None
    rows = queries.waiting(actor)
    if not rows:
        return None
    first = shown.days_left(rows[0].decide_by)
    return Panel("disclosure/panel.html", {"count": len(rows), "first": first})


@home_panel(order=41)
def own_decided(actor: Actor) -> Panel | None:
    """Tell a requester what was decided this week, and what was stopped. Days and states only."""
    if actor.keyring is None or not actor.may(Permission.DISCLOSURE_REQUEST):
        return None
    since = clock.now() - A_WEEK
    rows = [
        row
        for row in queries.own(actor)
        if row.state == RequestState.STOPPED
        or (row.state == RequestState.DECIDED and row.changed_at >= since)
    ]
    found = [{"row": row, "state": STATE_LABELS[RequestState(row.state)]} for row in rows]
    return Panel("disclosure/own.html", {"requests": found}) if found else None


@home_panel(order=22)
def no_second_agency(actor: Actor) -> Panel | None:
    """Ask officers for a deputy of another agency while the area has none (architecture §3)."""
    if not actor.may(Permission.KEY_CONFIRM) or queries.has_two_agencies(actor.area_id):
        return None
    return Panel("disclosure/no_deputy.html")
