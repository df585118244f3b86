"""Remembers in this process what a transaction found, until anything has moved.

A transaction holds the write lock, so nobody changes anything while it looks, and the gate knows
whether anything was changed since an earlier one looked: by this process as it counts, by another
because the connection that writes sees that somebody else wrote. So what was found then is what
would be found now. A row of the trail counts as well, but for what decides nothing: that a case was
read, and what was written on its board.
"""

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from app.db.base import db
from app.db.session import GuardedSession

Found = TypeVar("Found")


def found_before(key: Hashable, find: Callable[[], Found]) -> Found:
    """Return what was found under this key if it still holds, else find it and remember it.

    Outside a transaction, and in one that has itself changed something, it is always found anew.
    Remembered are rows, checks and public keys: never a word of a case, and never an opened key.
    """
    if not is_still():
        return find()
    turn = cast(GuardedSession, db.session()).turn
    assert turn is not None  # it is somebody's turn, or it would not be still
    kept = turn.gate.memory.at(turn.gate.moves)
    if key in kept:
        return cast(Found, kept[key])
    found = find()
    if is_still():
        kept[key] = found
    return found


def is_still() -> bool:
    """Say whether this is a transaction in which nothing has moved so far."""
    session = cast(GuardedSession, db.session())
    turn = session.turn
    if turn is None or turn.has_moved or not turn.restricted:
        return False
    return not (session.new or session.dirty or session.deleted)
