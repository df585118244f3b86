"""The exact bytes that a chair signs who decides, also when nothing is shared."""

from app.confidentiality.agreement.rules import moment
from app.confidentiality.disclosure.model import Decision, Spoken
from app.vault import signing


def decision_statement(row: Decision, asked: str, chosen: str) -> bytes:
    """Who decided what, of which edition of which request. ``asked`` and ``chosen`` are digests, in
    hex, of the exact content, which holds random salt so that nobody can test guesses."""
    return signing.statement(
        "disclosure-decision",
        area=str(row.area_id),
        record=str(row.record_id),
        request=str(row.request_id),
        edition=str(row.edition),
        requester=str(row.requester_id),
        requester_agency=str(row.requester_agency_id),
        outcome=str(row.outcome),
        release=str(row.release_id or ""),
        asked=asked,
        chosen=chosen,
        person=str(row.decided_by),
        agency=str(row.decided_agency_id),
        key_pair=str(row.key_pair_id),
        at=moment(row.decided_at),
    )


def spoken_statement(row: Spoken, told: str, looked: str) -> bytes:
    """Which chair looked at what was told by word of mouth. ``told`` and ``looked``: digests."""
    return signing.statement(
        "spoken-looked-at",
        area=str(row.area_id),
        record=str(row.record_id),
        spoken=str(row.id),
        told_by=str(row.told_by),
        told_agency=str(row.agency_id),
        told_at=moment(row.told_at),
        told=told,
        looked=looked,
        person=str(row.looked_by),
        agency=str(row.looked_agency_id),
        key_pair=str(row.key_pair_id),
        at=moment(row.looked_at or row.told_at),
    )
