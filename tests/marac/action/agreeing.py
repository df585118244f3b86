"""A case being heard with a risk to answer, so that actions can be agreed in a line."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from app import clock
from app.marac.action import service
from app.marac.action.model import Action
from tests.marac.table import Table


@dataclass
class Agreeing:
    """A case being heard, with a risk to answer."""

    table: Table
    risk_id: UUID
    given: dict[str, Any] = field(default_factory=dict)

    def agree(self, who: str = "chair", **other: Any) -> Action:
        """Agree an action, by default of the second IDVA, who is not at the meeting."""
        world = self.table.world
        owner = other.pop("owner", "second_idva")
        given: dict[str, Any] = {
            "risk_id": self.risk_id,
            "what": "Change the locks",
            "how_known": "A photograph of the new lock",
            "agency_id": world.members[owner].agency_id,
            "owner_id": world.person_id(owner),
            "due_on": clock.today() + timedelta(days=7),
        }
        return service.agree_action(world.actor(who), self.table.item(0), **(given | other))
