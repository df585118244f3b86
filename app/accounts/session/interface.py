"""Opens the browser's session before each request and saves it after, in place of Flask's own."""

from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from flask import Flask, Request, Response
from flask.sessions import SessionInterface
from itsdangerous import BadSignature, URLSafeTimedSerializer

from app import clock
from app.accounts.area.rules import Settings
from app.accounts.session import queries, rules, service
from app.accounts.session.browser import BrowserSession, Lapsed, Open
from app.accounts.session.meeting import is_in_meeting
from app.config import Config
from app.refusals import Unavailable
from app.vault import sealing
from app.vault.errors import DoesNotOpen
from app.vault.keyring import Keyring

SIGNED_IN = "s."
VISITOR = "v."
POLL = "X-Poll"


class DbSessions(SessionInterface):
    """Sessions whose rows are in the database and whose secret is in the cookie."""

    session_class = BrowserSession

    def open_session(self, app: Flask, request: Request) -> BrowserSession:
        """Find the session that the cookie belongs to; anything wrong gives an empty one."""
        cookie = request.cookies.get(self.get_cookie_name(app), "")
        if _is_static(app, request):
            return BrowserSession()
        if cookie.startswith(SIGNED_IN):
            counts = POLL not in request.headers
            return _open_or_fault(app, cookie.removeprefix(SIGNED_IN), counts_as_use=counts)
        if cookie.startswith(VISITOR):
            return BrowserSession(_visitor_data(app, cookie.removeprefix(VISITOR)))
        return BrowserSession()

    def save_session(self, app: Flask, session: Any, response: Response) -> None:
        """Write what changed, and set the cookie only when it is another one."""
        session = cast(BrowserSession, session)
        if session.fault is not None:
            return
        response.vary.add("Cookie")
        if session.started is not None:
            self._set(app, response, SIGNED_IN + session.started.token)
        elif session.open is not None:
            _save_row(session, session.open)
        elif session.is_over and not session:
            self._take_away(app, response)
        elif session.modified or session.lapsed:
            self._set(app, response, VISITOR + _visitor_cookie(app).dumps(dict(session)))

    def _set(self, app: Flask, response: Response, value: str) -> None:
        response.set_cookie(
            self.get_cookie_name(app),
            value,
            path="/",
            secure=self.get_cookie_secure(app),
            httponly=True,
            samesite=self.get_cookie_samesite(app),
        )

    def _take_away(self, app: Flask, response: Response) -> None:
        response.delete_cookie(
            self.get_cookie_name(app),
            path="/",
            secure=self.get_cookie_secure(app),
            httponly=True,
            samesite=self.get_cookie_samesite(app),
        )


def _open_or_fault(app: Flask, token: str, *, counts_as_use: bool) -> BrowserSession:
    """Keep a fault for the loader to raise: from there on there is a page that can say it."""
    try:
        return _open_row(app, token, counts_as_use=counts_as_use)
    except DoesNotOpen as fault:  # the cookie is right, so what it opens was altered
        fault.note()
        return BrowserSession()
    except Exception as fault:
        return BrowserSession(fault=fault)


def _open_row(app: Flask, token: str, *, counts_as_use: bool) -> BrowserSession:
    row = queries.by_token(token)
    if row is None:
        return BrowserSession()
    key = service.sealing_key(token)
    data = sealing.unseal_json(key, service.DATA, row.id, row.sealed_data)
    if row.person_id is None or row.key_pair_id is None:
        return _open_enrolment(row, token, data, counts_as_use=counts_as_use)
    account = row.account
    if account is None:
        return BrowserSession()
    limits = _limits(app, account.settings, row.person_id)
    why = rules.lapse(row.created_at, row.seen_at, clock.now(), limits)
    if why is not None or row.sealed_keyring is None:
        return _lapse(row, data, account.area_id, why or rules.Lapse.IDLE)
    keyring = sealing.unseal(key, service.KEYRING, row.id, row.sealed_keyring)
    left = rules.left(row.created_at, clock.now(), limits)
    is_open = Open(row, token, account, left, Keyring.from_bytes(keyring))
    return BrowserSession(data, is_open=is_open, counts_as_use=counts_as_use)


def _open_enrolment(
    row: queries.Row, token: str, data: dict[str, Any], *, counts_as_use: bool
) -> BrowserSession:
    """An invitation being used: nobody is signed in yet, and it lasts like an idle session."""
    limits = _as_limits(Settings())
    if rules.lapse(row.created_at, row.seen_at, clock.now(), limits):
        return BrowserSession()
    return BrowserSession(data, is_open=Open(row, token), counts_as_use=counts_as_use)


def _lapse(
    row: queries.Row, data: dict[str, Any], area_id: UUID, why: rules.Lapse
) -> BrowserSession:
    """Go on as a visitor, with the token of before: a form that was open can still be kept."""
    assert row.person_id is not None
    assert row.key_pair_id is not None
    if row.sealed_keyring is not None:
        service.lapse(row.id, row.person_id, area_id, why)
    kept = {name: data[name] for name in ("csrf_token",) if name in data}
    return BrowserSession(kept, lapsed=Lapsed(row.person_id, row.key_pair_id, why))


def _save_row(session: BrowserSession, is_open: Open) -> None:
    row = is_open.row
    if session.modified:
        service.save(row.id, is_open.token, dict(session))
    elif session.counts_as_use and clock.now() - row.seen_at >= rules.FRESH:
        try:
            service.touch(row.id)
        except Unavailable:
            return  # the page is ready; that it was used can be noted by the next one


def _limits(app: Flask, settings: Settings, person_id: UUID) -> rules.Limits:
    config = cast(Config, app.config["MARAC"])
    ceiling = rules.Limits(config.idle_timeout, config.absolute_timeout)
    in_meeting = min(timedelta(minutes=settings.meeting_idle_minutes), config.meeting_idle_timeout)
    return rules.limits(
        _as_limits(settings), ceiling, in_meeting if is_in_meeting(person_id) else None
    )


def _as_limits(settings: Settings) -> rules.Limits:
    return rules.Limits(
        timedelta(minutes=settings.idle_minutes), timedelta(hours=settings.absolute_hours)
    )


def _visitor_cookie(app: Flask) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(app.secret_key or "", salt="visitor session")


def _visitor_data(app: Flask, value: str) -> dict[str, Any]:
    lasts = int(rules.VISITOR_LASTS.total_seconds())
    try:
        return dict(_visitor_cookie(app).loads(value, max_age=lasts))
    except BadSignature:
        return {}


def _is_static(app: Flask, request: Request) -> bool:
    return request.path.startswith(f"{app.static_url_path}/")
