"""The frame of every page: the menu that this person's permissions open, and the session's clock.

To put a page into the menu, add a line to ITEMS or to one of its groups. An endpoint that is not
there is left out, and so is a group of which somebody may see nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import current_app, g, request, url_for

from app.access.actor import Actor
from app.access.permissions import Permission
from app.refusals import Blocked
from app.web.roads import OfferedWay, ways

SERVICE_NAME = "Domestic abuse MARAC"


@dataclass(frozen=True)
class Item:
    """A line of the menu: what it says, where it leads, who sees it (None: who is signed in)."""

    text: str
    endpoint: str
    permission: Permission | None = None


@dataclass(frozen=True)
class Group:
    """Lines of the menu under one heading that opens."""

    text: str
    items: tuple[Item, ...]


CASES = Group(
    "Cases and referrals",
    (
        Item("Your cases", "case.index", Permission.CASE_READ),
        Item("Referrals", "referral.index", Permission.REFERRAL_MAKE),
        Item("Triage", "triage.index", Permission.REFERRAL_TRIAGE),
        Item("Actions", "action.index", Permission.ACTION_READ),
    ),
)
MEETINGS = Group(
    "Meetings",
    (
        Item("Meetings", "calendar.index", Permission.MEETING_READ),
        Item("Research", "research.index", Permission.RESEARCH_READ),
        Item("Minutes", "minutes.index", Permission.MINUTES_READ),
        Item("12-month list", "flag.index", Permission.FLAG_READ),
    ),
)
SHARING = Group(
    "Letters and sharing",
    (
        Item("Letters", "letter.index", Permission.LETTER_WRITE),
        Item("Requests to share", "disclosure.index", Permission.DISCLOSURE_READ),
        Item("Released to you", "gate.index", Permission.RELEASE_READ),
        Item("Recipients", "recipient.index", Permission.RECIPIENT_READ),
        Item("What the law requires", "register.outside", Permission.SUPPORT_READ),
    ),
)
HOUSE = Group(
    "This MARAC",
    (
        Item("Area", "area.show", Permission.AREA_READ),
        Item("Agencies", "agency.index", Permission.AGENCY_READ),
        Item("People", "person.index", Permission.PERSON_READ),
        Item("Agreements", "agreement.index", Permission.AGREEMENT_READ),
        Item("Door", "circle.door", Permission.KEY_CONFIRM),
        Item("Who attests for whom", "attesting.index", Permission.KEY_CONFIRM),
        Item("What was refused", "register.index", Permission.REGISTER_READ),
    ),
)
ITEMS: tuple[Item | Group, ...] = (
    Item("Home", "home.index"),
    MEETINGS,
    CASES,
    SHARING,
    Item("Somebody has asked", "callers.ask", Permission.ENQUIRY_RECORD),
    Item("Support", "support.index", Permission.SUPPORT_READ),
    HOUSE,
)
"""A call comes in a hurry, so that it is never under a heading."""


class Page:
    """What base.html asks about the request at hand; a template knows it as ``page``."""

    service_name = SERVICE_NAME

    @property
    def actor(self) -> Actor | None:
        """The signed-in person, if any."""
        actor: Actor | None = g.get("actor")
        return actor

    @property
    def area_name(self) -> str:
        """The MARAC area of the signed-in person."""
        return str(g.get("area_name", ""))

    @property
    def person_name(self) -> str:
        """The signed-in professional's own name."""
        return str(g.get("person_name", ""))

    @property
    def idle_seconds(self) -> int:
        """How long the session lasts from now if nothing is done; 0 when there is none."""
        return int(g.get("idle_seconds", 0))

    @property
    def absolute_seconds(self) -> int:
        """How long the session lasts from now whatever is done; 0 when there is none."""
        return int(g.get("absolute_seconds", 0))

    @property
    def here(self) -> str:
        """The path of this page: what the hidden screen leads back to."""
        return request.path

    @property
    def blocked(self) -> Blocked | None:
        """What the firewall refused in this request, if it refused something."""
        blocked: Blocked | None = g.get("blocked")
        return blocked

    def roads(self, road: str) -> list[OfferedWay]:
        """The ways of a road, by the road's code, as this person is shown them."""
        return ways(road, self, request.blueprint or "")

    def has(self, endpoint: str) -> bool:
        """Whether there is a view of this name."""
        return endpoint in current_app.view_functions

    def may(self, permission: Permission | str) -> bool:
        """Whether the signed-in person holds a permission; only ever hides a link."""
        return self.actor is not None and self.actor.may(Permission(permission))

    def menu(self) -> Iterator[dict[str, Any]]:
        """What this person sees, in order: lines, and headings with their lines under ``pages``."""
        if self.actor is None:
            return
        for each in ITEMS:
            if isinstance(each, Item):
                yield from self._line(each)
                continue
            lines = [line for item in each.items for line in self._line(item)]
            if len(lines) == 1:
                yield lines[0]
            elif lines:
                active = any(line["active"] for line in lines)
                yield {"text": each.text, "pages": lines, "active": active}

    def _line(self, item: Item) -> Iterator[dict[str, Any]]:
        if self.has(item.endpoint) and (item.permission is None or self.may(item.permission)):
            address = url_for(item.endpoint)
            yield {"text": item.text, "href": address, "active": self._is_in(address)}

    def _is_in(self, address: str) -> bool:
        return self.here == address or (address != "/" and self.here.startswith(f"{address}/"))
