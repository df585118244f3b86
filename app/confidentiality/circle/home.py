"""The door on the home page: one's own keys that wait, and whom this person can let in."""

from app.access.actor import Actor
from app.access.permissions import Permission
from app.confidentiality.circle.compartment import sections_are_held
from app.confidentiality.circle.door import Doorkeeper
from app.confidentiality.circle.waiting import own_numbers, waiting_count
from app.refusals import Refused
from app.web.home import Panel, home_panel


@home_panel(order=5)
def own_keys(actor: Actor) -> Panel | None:
    """Show the numbers to read out while one's own keys wait for an officer."""
    numbers = own_numbers(actor)
    return Panel("circle/own_keys.html", {"numbers": numbers}) if numbers else None


@home_panel(order=20)
def at_the_door(actor: Actor) -> Panel | None:
    """Show an officer who waits, and anybody whom their own keys can let in."""
    if actor.keyring is None or not actor.may(Permission.DOOR_KEEP):
        return None
    pairs = waiting_count(actor) if actor.may(Permission.KEY_CONFIRM) else 0
    people = _can_let_in(actor)
    if not pairs and people is None:
        return None
    return Panel("circle/home.html", {"pairs": pairs, "people": people})


@home_panel(order=21)
def nobody_holds(actor: Actor) -> Panel | None:
    """Ask officers to name a holder while nobody could read what a referrer writes."""
    if actor.keyring is None or not actor.may(Permission.KEY_CONFIRM):
        return None
    return None if sections_are_held(actor) else Panel("circle/nobody_holds.html")


def _can_let_in(actor: Actor) -> int | None:
    """Count whom a beat would let in; None if a beat would do nothing, or this person may not."""
    try:
        keeper = Doorkeeper(actor)
        if not keeper.has_work():
            return None
        return len({gift.pair.person_id for gift in keeper.gifts()} - {actor.person_id})
    except Refused:
        return None
