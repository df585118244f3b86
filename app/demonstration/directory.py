"""The made-up directory of support, entered by the coordinator as a real one is."""

import tomllib

from app.demonstration.cast import KEEPER, Cast
from app.demonstration.content import FOLDER, Table
from app.marac.support import service
from app.marac.support.rules import Entry, languages_from


def keep_directory(cast: Cast) -> None:
    """Enter every organisation of the data file, on the day after everybody was let in."""
    told = tomllib.loads((FOLDER / "support.toml").read_text("utf-8"))["organisation"]
    cast.say(f"A directory of support: {len(told)} organisations")
    with cast.diary.on(70, "14:00"):
        for table in told:
            service.enter(cast.actor(KEEPER), _entry(table), on_register=True)


def _entry(table: Table) -> Entry:
    lists = {"kinds": tuple(table["kinds"]), "languages": languages_from(table["languages"])}
    return Entry(**{**table, **lists})
