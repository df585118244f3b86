"""The risk forms of an area: those that ship with the system, and those that it has loaded.

Rows are not signed: whoever loads a form holds no key. So each is read by the rules of a file again
whenever it is used, and one that fails is passed over: what ships stands in its place.
"""

import json
from functools import lru_cache
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
from app.marac.risk.reading import read_instrument
from app.refusals import RuleBroken

UNKNOWN = "This area has no risk form of that name. See which there are: flask risk list"

IN_THE_WAY = (
    "This name and version are in the table already, in words that no file may have, so they are "
    "not used. Somebody has changed the database: see flask risk list. Give the form a new "
    "“version”."
)


def instruments_of(area_id: UUID) -> dict[str, Instrument]:
    """Return the newest wording of each form that this area can use, core-24 first."""
    found = {CORE: load(CORE)}
    return found | {form.id: form for form, _ in _usable(area_id)}


def instrument_of(area_id: UUID, name: str = CORE) -> Instrument:
    """Return one form in the area's newest wording; ``RuleBroken`` if there is none."""
    found = instruments_of(area_id).get(name)
    if found is None:
        raise RuleBroken("instrument", UNKNOWN)
    return found


def versions_of(area_id: UUID) -> list[tuple[Instrument, RiskInstrument | None]]:
    """Return every wording in use, oldest first, with its row where the area has loaded it."""
    return [(load(CORE), None), *_usable(area_id)]


def passed_over(area_id: UUID) -> list[RiskInstrument]:
    """Return the rows that are not used, because no file with their words could be loaded."""
    return [row for row in _rows(area_id) if _read(row) is None]


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
    if any(
        (row.name, row.version) == (instrument.id, instrument.version) for row in _rows(area_id)
    ):
        raise RuleBroken("version", IN_THE_WAY)
    return False


def _usable(area_id: UUID) -> list[tuple[Instrument, RiskInstrument]]:
    return [(form, row) for row in _rows(area_id) if (form := _read(row)) is not None]


def _read(row: RiskInstrument) -> Instrument | None:
    """Return what a row holds, if it is what it is called and could have come from a file."""
    try:
        form = _read_text(json.dumps(row.content))
    except RuleBroken:
        return None
    return form if (form.id, form.version) == (row.name, row.version) else None


@lru_cache(maxsize=64)
def _read_text(text: str) -> Instrument:
    return read_instrument(text)


def _rows(area_id: UUID) -> list[RiskInstrument]:
    return list(
        db.session.scalars(
            select(RiskInstrument)
            .where(RiskInstrument.area_id == area_id)
            .order_by(RiskInstrument.loaded_at, RiskInstrument.id)
        )
    )
