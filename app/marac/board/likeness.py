"""Whether an action says again what an earlier meeting agreed and nobody did.

A review of near misses found the same actions issued again without a look at why they had not been
done before. So it is pointed out, and not refused.
"""

import re
from collections.abc import Iterable

COMMON = frozenset(
    "a an and any are as at be by for from go has have her him his in into is it make of on or our "
    "she that the their them they this to up victim we what when which who will with".split()
)
MOSTLY = 0.6


def is_like(what: str, earlier: str) -> bool:
    """Say whether two actions say mostly the same, whatever the order and the endings."""
    one, other = _stems(what), _stems(earlier)
    if not one or not other:
        return False
    return len(one & other) / len(one | other) >= MOSTLY


def like_one_of(what: str, undone: Iterable[str]) -> bool:
    """Say whether an action is like one of those that were not done."""
    return any(is_like(what, earlier) for earlier in undone)


def _stems(text: str) -> frozenset[str]:
    words = re.findall(r"[^\W_]+", text.casefold())
    return frozenset(_stem(word) for word in words if word not in COMMON)


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
