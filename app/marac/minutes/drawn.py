"""What a copy of minutes holds, and the pages that follow from it: anybody can do it again.

A copy holds, in the order of reading, every leaf of its reader with its salt; for each version the
hashes of all its leaves and the chair's signed words; and what the reader signed on taking it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from app import clock
from app.marac.minutes import rules
from app.paper import MinutesPaper, Signature, render_minutes
from app.vault.tree import Leaf

Held = dict[str, Any]


def leaf_of(entry: Held) -> Leaf:
    """A leaf of a copy as the tree knows it."""
    return Leaf(bytes.fromhex(entry["salt"]), rules.canonical(entry["words"]))


def draw(
    leaves: Sequence[Held],
    signers: Sequence[tuple[str, str]],
    copied: Mapping[str, str],
) -> bytes:
    """Return the pages. ``signers``: name and moment; ``copied``: what the reader signs."""
    return render_minutes(
        MinutesPaper(
            parts=tuple(each["words"] for each in leaves),
            signatures=tuple(
                Signature(name, in_words(at), whole=len(signers) == 1) for name, at in signers
            ),
            reader=copied["name"],
            taken=in_words(copied["at"]),
            code=copied["code"],
        )
    )


def in_words(moment: str) -> str:
    """A signed moment as people read it, in London: 3 March 2027 at 2:10pm."""
    at = clock.london(datetime.fromisoformat(moment))
    time = f"{at.hour % 12 or 12}:{at:%M}{'am' if at.hour < 12 else 'pm'}"
    return f"{at.day} {at:%B %Y} at {time}"
