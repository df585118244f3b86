"""What a connection of the running application may ask of SQLite: a short list, all else refused.

It may read and change rows. It may not drop a trigger, attach a file, change the schema or the
key, or touch a row of the audit trail once written.
"""

from sqlcipher3 import dbapi2 as sqlcipher

RECURSIVE = 33
SAVEPOINT = sqlcipher.SQLITE_SAVEPOINT

ALLOWED = frozenset(
    {
        sqlcipher.SQLITE_READ,
        sqlcipher.SQLITE_SELECT,
        sqlcipher.SQLITE_TRANSACTION,
        SAVEPOINT,
        RECURSIVE,
    }
)
CHANGES = frozenset({sqlcipher.SQLITE_UPDATE, sqlcipher.SQLITE_DELETE})
PRAGMAS = frozenset({"read_uncommitted", "table_info", "table_xinfo", "data_version"})
REFUSED_FUNCTIONS = frozenset({"load_extension", "sqlcipher_export", "fts3_tokenizer"})
APPEND_ONLY = frozenset({"audit_row"})
STAYS = frozenset(
    {"minutes_acceptance", "minutes_copy", "minutes_draft", "minutes_leaf", "minutes_signature"}
    | {"minutes_version", "action_log", "action_reminder"}
    | {"publication", "conflict", "conflict_decision"}
)
"""Minutes, logs, signed agendas, what was found of conflicts: an edit, an approval, a signature is
a row of its own and stays as it is."""
KEPT = frozenset(
    {
        "action",
        "passing",
        "decision",
        "disclosure_request",
        "enquiry",
        "hand_over",
        "letter",
        "reader",
        "receipt",
    }
    | {"minutes", "release", "spoken", "telling"}
    | {"feedback", "feedback_asked", "flag_end", "flag_notice", "pack", "pack_copy"}
    | {"meeting", "attendance", "departure", "reply", "contribution", "hearing_note"}
    | {"identified_risk", "research_request"}
)
"""What was asked, heard, decided, sent, received and told: rows may change, and none is ever taken
out."""
OWN_BOOKKEEPING = frozenset({"alembic_version", "sqlite_master", "sqlite_sequence"})


def _is_allowed(action: int, first: str | None, second: str | None) -> bool:
    if action in ALLOWED:
        return True
    if action == sqlcipher.SQLITE_INSERT:
        return first not in OWN_BOOKKEEPING
    if action == sqlcipher.SQLITE_DELETE and first in KEPT:
        return False
    if action in CHANGES:
        return first not in APPEND_ONLY | STAYS | OWN_BOOKKEEPING
    if action == sqlcipher.SQLITE_FUNCTION:
        return (second or "").lower() not in REFUSED_FUNCTIONS
    return action == sqlcipher.SQLITE_PRAGMA and (first or "").lower() in PRAGMAS


def authorize(
    action: int, first: str | None, second: str | None, database: str | None, inside: str | None
) -> int:
    """SQLite asks this once for each thing a statement would do."""
    allowed = _is_allowed(action, first, second)
    return int(sqlcipher.SQLITE_OK if allowed else sqlcipher.SQLITE_DENY)
