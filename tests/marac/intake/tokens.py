"""What the tests of the hand-in share: a token, and a system that uses it."""

import json
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from werkzeug.test import TestResponse

from app.db import db
from app.marac.intake.model import HandInToken
from app.marac.intake.rules import Made
from app.marac.intake.schema import EXAMPLE
from app.marac.intake.service import make_token
from app.marac.referral.model import Referral
from tests.builders import World

ADDRESS = "/api/referrals"


def example(**changes: Any) -> dict[str, Any]:
    """The made-up referral of the description, some of it changed."""
    return deepcopy(EXAMPLE) | {"kept_from": []} | changes


@dataclass
class System:
    """An agency's own system, which knows a token and nothing else."""

    world: World
    text: str

    def send(self, body: Any = None, key: str = "", **headers: str) -> TestResponse:
        """Hand something in; without a body the example."""
        sent = {"Authorization": f"Bearer {self.text}"}
        sent |= {"Idempotency-Key": key} if key else {}
        body = example() if body is None else body
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        kind = headers.pop("content_type", "application/json")
        client = self.world.app.test_client()
        return client.post(ADDRESS, data=data, headers=sent | headers, content_type=kind)


def a_token(world: World, who: str = "housing", months: str = "3") -> Made:
    """A token that somebody made."""
    with world.inside():
        return make_token(world.actor(who), "Case system", months, world.members[who].passphrase)


def a_system(world: World, who: str = "housing") -> System:
    """A system with a token of somebody's."""
    return System(world, a_token(world, who).text)


def token_row(world: World) -> HandInToken:
    """The one token there is."""
    with world.inside():
        return db.session.scalars(db.select(HandInToken)).one()


def referral_count(world: World) -> int:
    """How many referrals there are."""
    with world.inside():
        return db.session.scalar(db.select(db.func.count()).select_from(Referral)) or 0
