"""Two officers say that a case of today is of the same victim as one that was heard before."""

from collections.abc import Iterable
from uuid import UUID

from app.demonstration.cast import KEEPER, Cast
from app.marac.match import deciding
from app.marac.match import queries as matches
from app.marac.match.indexing import index_missing
from app.marac.party.rules import PartyKind

SECOND = "deputy"
WHY = "Same name, date of birth and address; the referrer says that it is she."


def tell_repeats(cast: Cast, days_ago: int, pairs: Iterable[tuple[UUID, UUID]]) -> None:
    """The coordinator says so, and the deputy confirms it the same afternoon."""
    said = []
    with cast.diary.on(days_ago, "13:10"):
        keeper = cast.actor(KEEPER)
        while index_missing(keeper):
            pass
        for one, other in pairs:
            row = deciding.decide(keeper, _victim(cast, one), _victim(cast, other), "same", WHY)
            said.append(row.id)
    with cast.diary.on(days_ago, "15:40"):
        deciding.confirm(cast.actor(SECOND), *said)


def _victim(cast: Cast, record_id: UUID) -> UUID:
    rows = matches.subjects_of(cast.actor(KEEPER), [record_id])
    return next(row.id for row in rows if row.kind == PartyKind.VICTIM)
