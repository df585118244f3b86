"""The exact bytes that a member signs, where a regulation wants the letter to be a member’s."""

from uuid import UUID

from app.vault import signing


def member_statement(
    area_id: UUID,
    case_id: UUID,
    letter_id: UUID,
    edition: int,
    digest: str,
    code: str,
    person_id: UUID,
    agency_id: UUID,
    key_pair_id: UUID,
    on: str,
) -> bytes:
    """Return the statement: these bytes of paper (SHA-256, in hex), by whom, as whose member."""
    return signing.statement(
        "letter-by-member",
        area=str(area_id),
        case=str(case_id),
        letter=str(letter_id),
        edition=str(edition),
        digest=digest,
        code=code,
        person=str(person_id),
        agency=str(agency_id),
        key_pair=str(key_pair_id),
        on=on,
    )
