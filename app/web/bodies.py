"""Reads what is sent before anybody works on it, so that a body that never comes costs nobody.

A form waits here, not in one of the places that strangers have. While too many wait, the one that
has waited longest is let go: what a browser sends is there at once, and what is held back on
purpose is not. A proxy that hands on whole requests makes all this idle.
"""

import threading
from io import BytesIO
from socket import SHUT_RD, socket
from typing import Any

Environ = dict[str, Any]

LONGEST = 1_000_000
"""As many bytes as the application takes; what says that it is longer is refused unread."""
WAIT_AT_ONCE = 8
"""How many bodies of strangers are waited for at one time, of the server's 32 threads."""
SILENT_SECONDS = 10.0
"""How long nothing may come."""
SOCKET = "gunicorn.socket"


class Bodies:
    """The bodies that are being waited for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[int, socket] = {}

    def take(self, environ: Environ, *, is_known: bool) -> bool:
        """Bring the whole body into memory; False when it does not come."""
        told = _length(environ)
        if told == 0 or told > LONGEST:
            return True
        own: socket | None = environ.get(SOCKET)
        if own is not None:
            own.settimeout(SILENT_SECONDS)
            if not is_known:
                self._wait(own)
        try:
            return _read(environ, told)
        finally:
            if own is not None:
                self._came(own)

    def _wait(self, own: socket) -> None:
        with self._lock:
            if len(self._waiting) >= WAIT_AT_ONCE:
                _let_go(self._waiting.pop(next(iter(self._waiting))))
            self._waiting[id(own)] = own

    def _came(self, own: socket) -> None:
        with self._lock:
            self._waiting.pop(id(own), None)
        own.settimeout(None)


def _length(environ: Environ) -> int:
    """How long the body says that it is; -1 where it ends when the server says so."""
    text = str(environ.get("CONTENT_LENGTH") or "")
    if text.isdecimal():
        return int(text)
    return -1 if environ.get("wsgi.input_terminated") else 0


def _read(environ: Environ, told: int) -> bool:
    try:
        body = environ["wsgi.input"].read(told if told > 0 else LONGEST + 1)
    except Exception:  # the server has its own kinds of fault for a body that is none
        _let_go(environ.get(SOCKET))
        return False
    environ["wsgi.input"] = BytesIO(body)
    return told < 0 or len(body) == told


def _let_go(own: socket | None) -> None:
    """Read no more of this connection: whoever waits for it finds its end."""
    if own is None:
        return
    try:
        own.shutdown(SHUT_RD)
    except OSError:
        return  # it is gone already
