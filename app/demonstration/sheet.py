"""The made-up people's sign-in sheet: a private file, shown in the terminal and on one page."""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from uuid import UUID

from app import clock
from app.accounts.person.keys import factor_of
from app.accounts.person.queries import active_pair
from app.demonstration.content import borough
from app.vault import totp

FILE = "demonstration.json"


@dataclass(frozen=True)
class Entry:
    """One made-up person and everything needed to sign in as them."""

    key: str
    person_id: str
    name: str
    job: str
    roles: str
    agency: str
    email: str
    suggestion: str
    passphrase: str = field(repr=False)
    totp_secret: str = field(repr=False)

    def code(self) -> str:
        """A code that is valid now and was not used; empty if the next one comes in a moment."""
        pair = active_pair(UUID(self.person_id))
        if pair is None:
            return ""
        now = totp.step_at(clock.now())
        step = max(now, factor_of(pair.id).last_step + 1)
        return totp.code_at(self.totp_secret, step) if step <= now + 1 else ""


def write(instance: Path, entries: Iterable[Entry]) -> Path:
    """Put the sheet where only the owner can read it, all at once."""
    path, fresh = instance / FILE, instance / f".{FILE}.new"
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump([asdict(entry) for entry in entries], file, indent=1)
    fresh.replace(path)
    return path


def read(instance: Path) -> dict[str, Entry]:
    """The sheet by key; empty where none was made."""
    path = instance / FILE
    if not path.exists():
        return {}
    return {each["key"]: Entry(**each) for each in json.loads(path.read_text("utf-8"))}


def grouped(instance: Path) -> list[tuple[str, list[Entry]]]:
    """The sheet by what there is to try."""
    entries = read(instance)
    return (
        [
            (title, [entries[key] for key in keys if key in entries])
            for title, keys in borough().groups
        ]
        if entries
        else []
    )
