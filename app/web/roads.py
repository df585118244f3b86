"""The roads that are open when the firewall says no: where each leads, for whoever may go there.

Nothing leaves for the Home Office. What she needs goes through a regulated adviser or her IDVA
(SafeLives, "Guidance for MARACs on sharing information relating to immigration").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from flask import url_for
from werkzeug.routing import BuildError

from app.access.permissions import Permission


@dataclass(frozen=True)
class Way:
    """One way on. ``code`` is what the trail keeps when somebody takes it."""

    code: str
    text: str
    hint: str
    endpoint: str
    permission: Permission

    @property
    def address(self) -> str:
        """Where it leads; empty if there is no such page."""
        try:
            return url_for(self.endpoint)
        except BuildError:
            return ""


LETTER = Way(
    "letter",
    "Write a letter to the victim’s solicitor or adviser",
    "The chair signs it. The solicitor or adviser decides what to do with it.",
    "letter.start",
    Permission.LETTER_WRITE,
)
IDVA = Way(
    "idva",
    "Go through the IDVA",
    "The IDVA speaks with the victim and arranges a solicitor.",
    "register.idvas",
    Permission.SUPPORT_READ,
)
SUPPORT = Way(
    "support",
    "Find a regulated adviser in the directory of support",
    "Only they may advise about immigration status.",
    "support.index",
    Permission.SUPPORT_READ,
)
LEADS_TO: dict[str, Sequence[Way]] = {
    "solicitor_letter": (LETTER, IDVA, SUPPORT),
    "idva": (IDVA, LETTER, SUPPORT),
    "regulated_advice": (SUPPORT, IDVA),
}
"""The ways of each road that a verdict names; a name to be written again needs none."""


class Asker(Protocol):
    """What says whether somebody may go there: ``page`` of the templates."""

    def may(self, permission: Permission | str) -> bool:
        """Whether they hold the permission."""


@dataclass(frozen=True)
class OfferedWay:
    """A way as one person is shown it: those whose role does not lead there only read of it."""

    code: str
    text: str
    hint: str
    is_open: bool


def ways(road: str, asker: Asker, where: str = "") -> list[OfferedWay]:
    """Return the ways of a road in the order to be shown; none for what is to be written again.

    ``where``: the blueprint of the page. A letter offers no letter, and the directory not itself.
    """
    here = where.partition("_")[0]
    return [
        OfferedWay(way.code, way.text, way.hint, asker.may(way.permission))
        for way in LEADS_TO.get(road, ())
        if way.address and not (way is not IDVA and way.endpoint.partition(".")[0] == here)
    ]


def leads_to(road: str, code: str) -> Way | None:
    """Return the way of this code, if it is one of this road's."""
    return next((way for way in LEADS_TO.get(road, ()) if way.code == code), None)
