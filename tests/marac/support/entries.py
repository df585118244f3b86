"""Made-up organisations for the tests of the directory."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from app.marac.support import service
from app.marac.support.rules import Cost, Entry, Funds, Kind
from tests.builders import World

REFUGE = Entry(
    name="Lantern Refuge",
    kinds=(Kind.REFUGE,),
    about="A voice at any hour.",
    who_for="Women and their children",
    telephone="020 7946 0701",
    hours="Day and night",
    languages=("Arabic", "English"),
    no_recourse=Funds.YES,
    cost=Cost.FREE,
)
ADVISER = Entry(
    name="Wren Advice",
    kinds=(Kind.IMMIGRATION_ADVISER,),
    telephone="020 7946 0702",
    email="office@wren-advice.example.org",
    website="www.wren-advice.example.org",
    languages=("Polish",),
    no_recourse=Funds.NOT_KNOWN,
    cost=Cost.LEGAL_AID,
    numbers={"iaa": "F000000001"},
)
TYPED = {
    "name": "Kite Project",
    "kinds": "children",
    "telephone": "020 7946 0703",
    "languages": "urdu, Pashto",
    "no_recourse": "yes",
    "cost": "free",
}


def other(entry: Entry, **changes: Any) -> Entry:
    """The entry with something changed."""
    return replace(entry, **changes)


def entered(world: World, *entries: Entry, who: str = "coordinator") -> list[UUID]:
    """Enter organisations as an officer does; the ids come back."""
    with world.inside():
        return [service.enter(world.actor(who), entry, on_register=True).id for entry in entries]
