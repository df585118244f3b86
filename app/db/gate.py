"""One writer at a time, in the order of asking: SQLite's own waiting lets some starve."""

import threading
from collections import deque
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any
from weakref import WeakSet

from sqlcipher3 import dbapi2 as sqlcipher

NEVER_SEEN = -1
MOST_FOUND = 5_000


class GateTimeout(Exception):
    """Nobody let this thread write within the time it could wait."""


class Turn:
    """One thread's place in the queue."""

    def __init__(self) -> None:
        self.thread = threading.get_ident()
        self.called = threading.Event()


class Memory:
    """What was found while so many moves were counted; any further one empties it."""

    def __init__(self) -> None:
        self.moves = 0
        self.found: dict[Hashable, Any] = {}

    def at(self, moves: int) -> dict[Hashable, Any]:
        """What still holds after so many moves, to be read and added to."""
        if moves != self.moves or len(self.found) >= MOST_FOUND:
            self.moves, self.found = moves, {}
        return self.found


class Gate:
    """A fair lock: whoever leaves hands it to whoever has waited longest.

    ``changes`` counts the transactions that changed more than the audit trail: this process's as
    they are committed, another's when the next writer here has its turn. ``moves`` leaves out those
    that only changed what is said at a hearing. ``writer`` is the one connection that writes,
    ``version`` the file's as that connection last saw it, ``memory`` what ``found_before`` keeps.
    """

    def __init__(self) -> None:
        self.changes = 0
        self.moves = 0
        self.version = NEVER_SEEN
        self.memory = Memory()
        self.writer: sqlcipher.Connection | None = None
        self._open: WeakSet[sqlcipher.Connection] = WeakSet()
        self._lock = threading.Lock()
        self._holder: Turn | None = None
        self._waiting: deque[Turn] = deque()

    def acquire(self, timeout: float) -> None:
        """Wait for this thread's turn to write."""
        turn = Turn()
        with self._lock:
            if self._holder is None:
                self._holder = turn
                return
            if self._holder.thread == turn.thread:
                raise RuntimeError("This thread is already writing through another session.")
            self._waiting.append(turn)
        if not turn.called.wait(timeout):
            self._give_up(turn)

    def entered_by(self, connection: sqlcipher.Connection) -> None:
        """Count a connection that may ask for its turn."""
        with self._lock:
            self._open.add(connection)

    def left_by(self, connection: sqlcipher.Connection) -> None:
        """Forget a connection; with the last one goes the one that writes."""
        with self._lock:
            was_known = connection in self._open
            self._open.discard(connection)
            is_last = was_known and not self._open and self._holder is None
        if is_last:
            self.drop_writer()

    def drop_writer(self) -> None:
        """Close the connection that writes; the next writer opens another."""
        writer, self.writer, self.version = self.writer, None, NEVER_SEEN
        if writer is not None:
            writer.close()

    def release(self) -> None:
        """Let the next in the queue write."""
        with self._lock:
            self._holder = self._waiting.popleft() if self._waiting else None
            if self._holder is not None:
                self._holder.called.set()

    def _give_up(self, turn: Turn) -> None:
        with self._lock:
            if turn.called.is_set():  # called at the very last moment
                return
            self._waiting.remove(turn)
        raise GateTimeout("Other writers kept the database busy.")


_gates: dict[Path, Gate] = {}
_gates_lock = threading.Lock()


def gate_for(database: Path) -> Gate:
    """The one gate of this process for a database file."""
    with _gates_lock:
        return _gates.setdefault(database.resolve(), Gate())


def counts_changes(database: Path) -> Callable[[], int]:
    """Return a function that says how often this process has changed a database file so far."""
    gate = gate_for(database)
    return lambda: gate.changes


def counts_moves(database: Path) -> Callable[[], int]:
    """Return the same of changes of more than what is said at a hearing."""
    gate = gate_for(database)
    return lambda: gate.moves
