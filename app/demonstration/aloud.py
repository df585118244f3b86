"""Made-up words said by telephone: one that a chair has looked at, one that waits for a chair."""

from datetime import timedelta
from uuid import UUID

from app import clock
from app.confidentiality.disclosure import looking, saying
from app.confidentiality.disclosure.spoken import Looked, Rung, Said, Verdict
from app.demonstration.cast import Cast

IDVA, CHAIR = "idva_grace", "chair"
PAST, TODAY = 13, 0
TO_HOUSING, TO_LARKFIELD = "Thamesmere Housing Options", "Larkfield IDVA Service"


def tell_past(cast: Cast, case_id: UUID) -> None:
    """Housing was told that afternoon, after ringing back; the chair read it the same day."""
    with cast.diary.on(PAST, "16:10"):
        row_id = _told(
            cast,
            case_id,
            TO_HOUSING,
            "That the locks were tried last night, so that tonight’s room is not put off.",
            "The office closed at five and the flat was not safe for another night.",
        )
    with cast.diary.on(PAST, "17:05"):
        looking.sign_looked(cast.actor(CHAIR), row_id, Looked(Verdict.READ))


def tell_today(cast: Cast, case_id: UUID) -> None:
    """The IDVA of the next town was told this morning; no chair has looked at it yet."""
    with cast.diary.on(TODAY, "09:55"):
        _told(
            cast,
            case_id,
            TO_LARKFIELD,
            "That she is on the train and must be met at the side door.",
            "The train was on its way, and he knows the front of the station.",
        )


def _told(cast: Cast, case_id: UUID, to: str, words: str, why: str) -> UUID:
    actor, now = cast.actor(IDVA), clock.now()
    people = saying.begin(actor, case_id).people
    said = Said(
        person_id=next(each.id for each in people if each.recipient.name == to),
        rung=Rung.YES,
        rung_at=now - timedelta(minutes=25),
        told_at=now - timedelta(minutes=20),
        items=(),
        words=words,
        why=why,
        agreed_by=None,
    )
    return saying.write_down(actor, case_id, said).id
