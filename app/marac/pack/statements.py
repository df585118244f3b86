"""The exact bytes that two officers sign for a paper pack: which meeting, cases, why, whose."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from app.confidentiality.circle.statements import moment
from app.marac.pack.model import Pack, PackCopy
from app.vault import signing


def copies_said(copies: Iterable[PackCopy]) -> str:
    """Return the copies in one line: number, code, person, in the order of their numbers."""
    ordered = sorted(copies, key=lambda copy: copy.number)
    return " ".join(f"{copy.number}:{copy.code}:{copy.person_id}" for copy in ordered)


def asked(pack: Pack, copies: Iterable[PackCopy]) -> bytes:
    """Who asks for which copies, for which meeting, why and when."""
    return _statement("pack-asked", pack, copies, pack.asked_by, pack.asked_with, pack.asked_at)


def agreed(pack: Pack, copies: Iterable[PackCopy]) -> bytes:
    """Who agrees to the very same, and when: the hours count from here."""
    assert pack.agreed_by is not None
    assert pack.agreed_with is not None
    assert pack.agreed_at is not None
    return _statement("pack-agreed", pack, copies, pack.agreed_by, pack.agreed_with, pack.agreed_at)


def _statement(
    kind: str, pack: Pack, copies: Iterable[PackCopy], person: UUID, pair: UUID, at: datetime
) -> bytes:
    return signing.statement(
        kind,
        area=str(pack.area_id),
        pack=str(pack.id),
        meeting=str(pack.meeting_id),
        meeting_at=moment(pack.meeting_at),
        cases=" ".join(sorted(pack.cases)),
        reason=str(pack.reason),
        copies=copies_said(copies),
        person=str(person),
        key_pair=str(pair),
        at=moment(at),
    )
