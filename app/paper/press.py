"""The typesetter: values in, the bytes of a tagged PDF out, and nothing else in or out.

What anybody typed reaches Typst as data, never as source. The source is our template alone, handed
over as bytes; its root is an empty folder of this moment, so there is no file to read, no package
to import, and no font but ours. Any warning is a fault.
"""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import font_source_sans_pro
import typst

from app.paper.errors import Unprintable
from app.paper.scrub import scrubbed
from app.paper.text import drawn

TEMPLATES = Path(__file__).parent / "templates"
WEIGHTS = ("Regular", "Semibold", "Bold")
_MONTHS = (
    "January February March April May June July August September October November December"
).split()


def in_words(day: date) -> str:
    """Return a day as letters write it: 3 March 2027."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def typeset(template: str, title: str, data: Mapping[str, Any]) -> bytes:
    """Return the PDF of a template with this data, its metadata gone.

    ``Unprintable`` if Typst refuses or warns. The same values give the same bytes.
    """
    inputs = {"data": json.dumps(_printed(data)), "title": title}
    with TemporaryDirectory(prefix="marac-paper-") as root:
        compiler = typst.Compiler(
            _source(template),
            root=root,
            font_paths=_type().fonts,
            sys_inputs=inputs,
            package_path=root,
            package_cache_path=root,
        )
        pdf = _compiled(compiler)
    return scrubbed(pdf, title)


def _compiled(compiler: typst.Compiler) -> bytes:
    try:
        pdf, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError as fault:
        raise Unprintable(f"The typesetter refused: {type(fault).__name__}") from None
    except BaseException as fault:  # a fault inside Typst itself is no Exception
        if type(fault).__name__ != "PanicException":
            raise
        raise Unprintable("The typesetter broke off") from None
    if warnings or not isinstance(pdf, bytes):
        raise Unprintable(f"The typesetter warned {len(warnings)} times")
    return pdf


def _printed(value: Any) -> Any:
    """Return plain values, each text as the type can draw it."""
    if isinstance(value, str):
        return drawn(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Mapping):
        return {name: _printed(part) for name, part in value.items()}
    return [_printed(part) for part in value]


@cache
def _source(template: str) -> bytes:
    """Return the source of a template, with what all of them share before it."""
    parts = (TEMPLATES / "house.typ", TEMPLATES / f"{template}.typ")
    return b"\n".join(part.read_bytes() for part in parts)


class _Type:
    """Three weights of Source Sans Pro, and no other font, in a folder that lives as we do."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="marac-type-")
        files = Path(font_source_sans_pro.__file__).parent / "files"
        for weight in WEIGHTS:
            name = f"SourceSansPro-{weight}.ttf"
            (Path(self._folder.name) / name).write_bytes((files / name).read_bytes())
        self.fonts = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[self._folder.name],
        )


@cache
def _type() -> _Type:
    return _Type()
