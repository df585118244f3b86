"""Parses JSON from outside: an object, of a bounded size and depth, each name given once."""

import json
from typing import Any, NoReturn

from app.refusals import RuleBroken

MOST_BYTES = 256_000
MOST_DEPTH = 12
NOT_JSON = "This is not JSON. Send one object, written in UTF-8."
NOT_AN_OBJECT = "Send one object, with the fields of a referral."
TOO_DEEP = "This is nested deeper than any referral is."
TOO_LONG = f"This is longer than {MOST_BYTES // 1000} kB, which is more than any referral needs."
TWICE = "A field is given twice. Give each field once."


def parse_object(data: bytes) -> dict[str, Any]:
    """Return the one object that these bytes are; ``RuleBroken`` if they are anything else."""
    if len(data) > MOST_BYTES:
        raise RuleBroken("", TOO_LONG)
    try:
        found = json.loads(
            data.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_constant
        )
        deep = _depth(found)
    except RecursionError:
        raise RuleBroken("", TOO_DEEP) from None
    except ValueError:
        raise RuleBroken("", NOT_JSON) from None
    if deep > MOST_DEPTH:
        raise RuleBroken("", TOO_DEEP)
    if not isinstance(found, dict):
        raise RuleBroken("", NOT_AN_OBJECT)
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise RuleBroken("", TWICE)
    return found


def _no_constant(_name: str) -> NoReturn:
    raise ValueError(NOT_JSON)


def _depth(value: Any) -> int:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max((_depth(each) for each in inside), default=0)
