"""The exact bytes of a row that its hash is over."""

import json
from collections.abc import Mapping

COLUMNS = (
    "seq",
    "at",
    "area_id",
    "actor_id",
    "agency_id",
    "session_ref",
    "tag",
    "subject_kind",
    "subject_id",
    "detail",
)


def body(row: Mapping[str, object]) -> bytes:
    """Every column but the links, in a form that is the same for the same values, always."""
    return canonical({"version": 1, **{name: row[name] for name in COLUMNS}}).encode("ascii")


def canonical(value: object) -> str:
    """JSON with one possible spelling."""
    return json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
