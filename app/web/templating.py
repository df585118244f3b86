"""How templates are found and read: ours strictly, the GOV.UK packages' as they were written."""

import zlib
from collections.abc import Callable, MutableMapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flask import Flask, url_for
from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
    Undefined,
)

from app.clock import london
from app.web import navigation

TEMPLATES = Path(__file__).parent / "templates"
PACKAGES = ("govuk_frontend_jinja", "govuk_frontend_wtf")


class AsWritten(BaseLoader):
    """Loads the GOV.UK packages' templates, whose macros count on undefined values being empty."""

    def __init__(self, packages: BaseLoader) -> None:
        self.packages = packages
        self.lenient: Environment | None = None

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        """Compile under an overlay of our environment that is as lenient as Jinja's default."""
        if environment.undefined is Undefined:
            return self.packages.load(environment, name, globals)
        if self.lenient is None:
            self.lenient = environment.overlay(
                undefined=Undefined, trim_blocks=False, lstrip_blocks=False
            )
        return self.packages.load(self.lenient, name, globals)

    def list_templates(self) -> list[str]:
        """Every template of the packages."""
        return self.packages.list_templates()


def init_app(app: Flask) -> None:
    """Set the environment up before anything renders."""
    app.jinja_options = {
        "undefined": StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
    }
    packages = PrefixLoader({name: PackageLoader(name) for name in PACKAGES})
    environment = app.jinja_env
    own = environment.loader
    assert own is not None
    environment.loader = ChoiceLoader([FileSystemLoader(TEMPLATES), own, AsWritten(packages)])
    environment.globals.pop("config", None)
    environment.globals["asset"] = versioned_asset(Path(str(app.static_folder)))
    environment.globals["page"] = navigation.Page()
    environment.filters.update(day=day, long_day=long_day, clock_time=clock_time, moment=moment)


def versioned_asset(folder: Path) -> Callable[[str], str]:
    """A function that gives a static file's address, which changes when the file does."""
    marks: dict[str, str] = {}

    def asset(name: str) -> str:
        if name not in marks and (folder / name).is_file():
            marks[name] = f"{zlib.crc32((folder / name).read_bytes()):08x}"
        return url_for("static", filename=name, v=marks.get(name))

    return asset


def day(value: date) -> str:
    """A date in full, as in 3 March 2027; of a moment, London's date."""
    local = london(value) if isinstance(value, datetime) else value
    return f"{local.day} {local:%B %Y}"


def long_day(value: date) -> str:
    """A date with its weekday, as in Wednesday 3 March 2027; of a moment, London's date."""
    local = london(value) if isinstance(value, datetime) else value
    return f"{local:%A} {day(value)}"


def clock_time(value: datetime) -> str:
    """A time of day as GOV.UK writes it: 9:05am."""
    local = london(value)
    return f"{local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def moment(value: datetime) -> str:
    """A date and a time, as in 3 March 2027 at 9:05am."""
    return f"{day(value)} at {clock_time(value)}"
