"""What of a form is kept as a draft: the person's words, never a passphrase, a code or a token."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

NEVER = frozenset({"csrf_token", "page_of_form", "passphrase", "again", "new", "code", "token"})
NEVER_HOLDING = ("passphrase", "password", "token", "secret")
LASTS = timedelta(days=7)
MOST_FIELDS = 300
MOST_CHARACTERS = 200_000

Fields = dict[str, list[str]]


def worth_keeping(fields: Mapping[str, Sequence[str]]) -> Fields:
    """Return the fields that may be kept; nothing if there is nothing, or absurdly much."""
    kept = {name: list(values) for name, values in fields.items() if _may_be_kept(name)}
    size = sum(len(name) + len(value) for name, values in kept.items() for value in values)
    if len(kept) > MOST_FIELDS or size > MOST_CHARACTERS:
        return {}
    return kept if any(value.strip() for values in kept.values() for value in values) else {}


def _may_be_kept(name: str) -> bool:
    return name not in NEVER and not any(word in name.lower() for word in NEVER_HOLDING)
