"""The made-up register of recipients: entered by one, confirmed by another, as a real one is."""

import tomllib
from datetime import timedelta
from typing import Any

from app.confidentiality.recipient import queries, service
from app.confidentiality.recipient.model import Recipient
from app.confidentiality.recipient.rules import (
    REGULATED,
    Entry,
    Named,
    Proof,
    RecipientKind,
)
from app.demonstration.cast import Cast
from app.demonstration.content import FOLDER, Table

ENTERED, CONFIRMED = 69, 68
_LINES = (
    "name",
    "postal_address",
    "email_domain",
    "telephone",
    "number",
    "proof",
    "proof_kind",
    "dpo_name",
    "dpo_note",
)


def keep_register(cast: Cast) -> None:
    """Enter the register of the data file, on the days after the directory of support."""
    told = [table for table in _told() if "days_ago" not in table]
    cast.say(f"A register of recipients: {len(_told())} of them")
    entered = [(table, _enter(cast, table, ENTERED)) for table in told]
    for table, row in entered:
        if "second" in table:
            _confirm(cast, table["second"], row)


def enter_newest(cast: Cast) -> None:
    """Enter what waits today for a second person."""
    for table in _told():
        if "days_ago" in table:
            _enter(cast, table, table["days_ago"])


def _told() -> list[Table]:
    return list(tomllib.loads((FOLDER / "recipients.toml").read_text("utf-8"))["recipient"])


def _enter(cast: Cast, table: Table, days_ago: int) -> Recipient:
    left = table.get("days_left")
    until = cast.diary.today + timedelta(days=left) if left is not None else None
    with cast.diary.on(days_ago, "15:00"):
        actor = cast.actor(table["by"])
        return service.propose(actor, _entry(cast, table), on_register=True, until=until)


def _confirm(cast: Cast, who: str, row: Recipient) -> None:
    with cast.diary.on(CONFIRMED, "11:00"):
        check = queries.waiting_check(row.id)
        how = Proof.PUBLIC_REGISTER if row.kind in REGULATED else Proof.CALLED_BACK
        if check is not None:
            service.confirm(cast.actor(who), row.id, check.id, how, revision=row.revision)


def _entry(cast: Cast, table: Table) -> Entry:
    kind = table.get("kind", RecipientKind.COUNCIL)  # a member's follows from its sector
    on = table.get("dpo_days_ago")
    lines: dict[str, Any] = {name: table.get(name, "") for name in _LINES}
    if kind in REGULATED:
        lines["proof_kind"] = Proof.PUBLIC_REGISTER
    people = [Named(**each) for each in table.get("people", ())]
    people += [Named("", person_id=str(cast.person_id(key))) for key in table.get("accounts", ())]
    return Entry(
        **lines,
        kind=kind,
        agency_id=str(cast.agencies[table["member"]]) if "member" in table else "",
        dpo_on=(cast.diary.today - timedelta(days=on)).isoformat() if on else "",
        people=tuple(people),
    )
