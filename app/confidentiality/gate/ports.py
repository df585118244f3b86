"""Where the nouns above say how what they want to let out stands now.

The gate knows no request and no letter. Whoever owns one registers a function that says at which
revision it stands, or None if it was withdrawn: the gate asks again whenever somebody receives it.
"""

from collections.abc import Callable
from uuid import UUID

from app.confidentiality.gate.model import ExitKind

Stands = Callable[[UUID], int | None]
_SUBJECTS: dict[ExitKind, Stands] = {}


def register_subject(kind: ExitKind, stands: Stands) -> None:
    """Say who knows at which revision a subject of this kind stands."""
    _SUBJECTS[kind] = stands


def stands_at(kind: str, subject_id: UUID) -> int | None:
    """Return the revision at which a subject stands; None if withdrawn, or if nobody knows it."""
    stands = _SUBJECTS.get(ExitKind(kind))
    return stands(subject_id) if stands else None
