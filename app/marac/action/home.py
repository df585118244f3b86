"""Actions on the home page: one's own, those of one's cases, of one's agency, of the area."""

from collections import defaultdict

from app.access.actor import Actor
from app.access.permissions import Permission, Role
from app.marac.action import following, service, supporting
from app.refusals import Refused
from app.web.home import Panel, home_panel

MOST = 8
LEADS = frozenset({Role.SIGNATORY, Role.REPRESENTATIVE, Role.IDVA})


@home_panel(order=40)
def my_actions(actor: Actor) -> Panel | None:
    """Show what is still to be done; whoever has not signed yet is told so elsewhere."""
    if not actor.may(Permission.ACTION_READ) or actor.keyring is None:
        return None
    try:
        actions = [one for one in service.my_actions(actor) if not one.is_finished]
    except Refused:
        return None
    if not actions:
        return None
    overdue = sum(one.is_overdue for one in actions)
    given = {"actions": actions[:MOST], "count": len(actions), "overdue": overdue}
    return Panel("action/home.html", given)


@home_panel(order=41)
def of_my_cases(actor: Actor) -> Panel | None:
    """Lead an IDVA to the actions of her cases; nothing is opened for the count."""
    if Role.IDVA not in actor.roles or not actor.may(Permission.ACTION_READ):
        return None
    count, overdue = supporting.overdue_of_cases(actor)
    return Panel("action/home_cases.html", {"count": count, "overdue": overdue}) if count else None


@home_panel(order=42)
def of_my_agency(actor: Actor) -> Panel | None:
    """Show whoever leads an agency what is overdue there: number, owner and day, and no more."""
    found = following.of_ones_agency(actor) if LEADS & actor.roles else []
    others = [one for one in found if one.owner_id != actor.person_id]
    return Panel("action/home_lead.html", {"found": others}) if others else None


@home_panel(order=43)
def of_the_area(actor: Actor) -> Panel | None:
    """Show officers how many are overdue, by agency."""
    if not actor.may(Permission.ACTION_AGREE):
        return None
    days: dict[str, list[int]] = defaultdict(list)
    for one in following.overdue(actor):
        days[one.agency].append(one.days_over)
    if not days:
        return None
    agencies = [(name, len(over), max(over)) for name, over in sorted(days.items())]
    count = sum(number for _, number, _ in agencies)
    return Panel("action/home_chair.html", {"agencies": agencies, "count": count})
