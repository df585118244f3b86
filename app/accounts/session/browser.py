"""The session of one browser: nothing but a form token until sign-in, then a row of its own.

A visitor's session is a signed cookie, so that nobody can make the database write by asking for
the sign-in page. From sign-in (or an invitation) on, the cookie is only a token.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask.sessions import SessionMixin
from werkzeug.datastructures import CallbackDict

from app.accounts.session.queries import Account, Row
from app.accounts.session.rules import Lapse, Left
from app.accounts.session.service import Started
from app.vault.keyring import Keyring


@dataclass(frozen=True)
class Open:
    """A session in the database that this browser holds the token of."""

    row: Row
    token: str = field(repr=False)
    account: Account | None = None
    left: Left | None = None
    keyring: Keyring | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Lapsed:
    """A session that ran out: whose it was, so that what they typed can be kept for them."""

    person_id: UUID
    key_pair_id: UUID
    why: Lapse


class BrowserSession(CallbackDict[str, Any], SessionMixin):
    """What Flask calls ``session`` here."""

    def __init__(
        self,
        data: dict[str, Any] | None = None,
        *,
        is_open: Open | None = None,
        lapsed: Lapsed | None = None,
        counts_as_use: bool = False,
        fault: Exception | None = None,
    ) -> None:
        def changed(session: Any) -> None:
            session.modified = True

        super().__init__(data or {}, changed)
        self.modified = False
        self.new = is_open is None and not data
        self.open = is_open
        self.lapsed = lapsed
        self.counts_as_use = counts_as_use
        self.fault = fault
        self.started: Started | None = None
        self.is_over = False

    def adopt(self, started: Started) -> None:
        """Go on with a session just started; the cookie of before is worth nothing from here."""
        self.started = started
        self.open = None
        self.modified = False

    def finish(self) -> None:
        """Forget everything; the answer takes the cookie away."""
        self.clear()
        self.open = None
        self.started = None
        self.is_over = True
