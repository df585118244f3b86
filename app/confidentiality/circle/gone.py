"""What the trail says of people and key pairs that were put out, whatever their rows say now.

That somebody was put out is a column, which whoever owns the file can clear. The trail is not to be
changed unseen: its rows are chained, and another organisation holds its head. A row more at its end
breaks nothing, so no row takes anybody back: only what an officer signed afterwards does.
"""

from collections.abc import Collection
from uuid import UUID

from app.audit.events import KeyPairRefused, PersonExpelled
from app.audit.queries import latest_each

_TAGS = (PersonExpelled.tag, KeyPairRefused.tag)


def gone_since(ids: Collection[UUID]) -> dict[UUID, str]:
    """Return when these people or key pairs were put out last, as the trail writes moments."""
    if not ids:
        return {}
    return {one: at for (_, one), at in sorted(latest_each(_TAGS, ids).items(), key=_by_moment)}


def _by_moment(found: tuple[tuple[str, UUID], str]) -> str:
    return found[1]
