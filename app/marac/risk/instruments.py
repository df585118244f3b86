"""The risk forms of an area: those that ship with the system, and those that it has loaded."""

from uuid import UUID

from sqlalchemy import select

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.audit import record
from app.audit.events import InstrumentLoaded
from app.db import db, new_id, transaction
from app.marac.risk.instrument import CORE, Instrument, load
from app.marac.risk.model import RiskInstrument
from app.refusals import RuleBroken

UNKNOWN = "This area has no risk form of that name. See which there are: flask risk list"


def instruments_of(area_id: UUID) -> dict[str, Instrument]:
    """Return the newest wording of each form that this area can use, core-24 first."""
    found = {CORE: load(CORE)}
    for row in _rows(area_id):
        found[row.name] = Instrument.from_dict(row.content)
    return found


def instrument_of(area_id: UUID, name: str = CORE) -> Instrument:
    """Return one form in the area's newest wording; ``RuleBroken`` if there is none."""
    found = instruments_of(area_id).get(name)
    if found is None:
        raise RuleBroken("instrument", UNKNOWN)
    return found


def versions_of(area_id: UUID) -> list[tuple[Instrument, RiskInstrument | None]]:
    """Return every wording, oldest first, with its row where the area has loaded it."""
    loaded = [(Instrument.from_dict(row.content), row) for row in _rows(area_id)]
    return [(load(CORE), None), *loaded]


def load_instrument(actor: Actor | None, area_id: UUID, instrument: Instrument) -> bool:
    """Load a form for an area; return False if just this wording is there already.

    Without an actor only while nobody administers the area. What was answered before keeps the
    questions as they were asked: they are sealed with the answers.
    """
    if actor is not None:
        actor.require(Permission.AREA_CHANGE)
    with transaction():
        if _is_there(area_id, instrument):
            return False
        db.session.add(
            RiskInstrument(
                id=new_id(),
                area_id=area_id,
                name=instrument.id,
                version=instrument.version,
                content=instrument.to_dict(),
                loaded_by=actor.person_id if actor else None,
                loaded_at=clock.now(),
            )
        )
        said = f"{instrument.id}:{instrument.version}".lower()
        record(actor, InstrumentLoaded(area_id, said), area_id=area_id)
    return True


def _is_there(area_id: UUID, instrument: Instrument) -> bool:
    """Say whether this wording is loaded; refuse other words under the same name and version."""
    for known, _ in versions_of(area_id):
        if (known.id, known.version) == (instrument.id, instrument.version):
            if known != instrument:
                raise RuleBroken(
                    "version",
                    f"{known.id} {known.version} is loaded in other words, and people have "
                    "answered them. Give the new wording a new “version”.",
                )
            return True
    return False


def _rows(area_id: UUID) -> list[RiskInstrument]:
    return list(
        db.session.scalars(
            select(RiskInstrument)
            .where(RiskInstrument.area_id == area_id)
            .order_by(RiskInstrument.loaded_at, RiskInstrument.id)
        )
    )
