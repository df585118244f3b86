"""The board's pages as people's browsers ask for them."""

from contextvars import Context
from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.db import db
from tests.marac.table import Table

IN_PLACE = {"X-In-Place": "1"}


@dataclass
class Room:
    """The meeting, and a browser for each person."""

    table: Table
    browsers: dict[str, FlaskClient] = field(default_factory=dict)

    @property
    def meeting(self) -> str:
        """The address of the meeting."""
        return f"/meetings/{self.table.meeting_id}"

    def board(self, number: int = 0) -> str:
        """The address of a case's board."""
        return f"{self.meeting}/board/{self.table.item(number)}"

    def get(self, who: str, address: str, headers: dict[str, str] | None = None) -> TestResponse:
        """Ask for a page."""
        return self._send("get", who, address, headers=headers or {})

    def post(
        self, who: str, address: str, data: dict[str, str], headers: dict[str, str] | None = None
    ) -> TestResponse:
        """Send a form with the token that this person's pages carry."""
        token = self.get(who, "/meetings").text.split('data-csrf="')[1].split('"')[0]
        form = {"csrf_token": token, **data}
        return self._send("post", who, address, data=form, headers=headers or {})

    def _send(self, method: str, who: str, address: str, **given: Any) -> TestResponse:
        """Send a request in a context of its own, and see afterwards what it left behind."""
        if who not in self.browsers:
            self.browsers[who] = Context().run(self.table.world.client, who)
        answer = Context().run(getattr(self.browsers[who], method), address, **given)
        db.session.rollback()
        return answer
