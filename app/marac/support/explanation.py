"""The page for her as data: the English that ships, and a file with a checked translation of it.

A translation has the same codes as the English text, no more and no fewer. Markup in a file is
stripped to text; the Markdown that remains is rendered with HTML off.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Self

from app.refusals import RuleBroken
from app.web.text import one_line, plain

ENGLISH = Path(__file__).parent / "explanations" / "en.toml"
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}")
DIRECTIONS = ("ltr", "rtl")
MOST_BYTES = 200_000
MOST_BODY, MOST_LINE = 6000, 200
LEAST_WHO = 3


@dataclass(frozen=True)
class Section:
    """A part of the page: a code that never changes, a heading, and Markdown."""

    code: str
    heading: str
    body: str


@dataclass(frozen=True)
class Wording:
    """The whole page in one language. ``version`` is that of the English text it says."""

    language: str
    name: str
    english_name: str
    direction: str
    version: str
    sections: tuple[Section, ...]
    labels: Mapping[str, str]

    def to_dict(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Self:
        """Read what ``to_dict`` wrote."""
        sections = tuple(Section(**each) for each in given["sections"])
        return cls(**{**given, "sections": sections})


@dataclass(frozen=True)
class Translation:
    """A translation out of a file: the page, and who checked it, when."""

    wording: Wording
    checked_by: str
    checked_on: date


@cache
def english() -> Wording:
    """The text that ships, from which every translation is made."""
    return _wording(tomllib.loads(ENGLISH.read_text("utf-8")), "version")


def read_translation(data: bytes, today: date) -> Translation:
    """Read a file, TOML or JSON; ``RuleBroken`` says in one sentence what is missing or odd."""
    given = _parsed(data)
    checked_by = one_line(str(given.get("checked_by", "")))
    if not LEAST_WHO <= len(checked_by) <= 120:
        raise RuleBroken("checked_by", "The file must say who checked it: checked_by, a name.")
    checked_on = _date(given.get("checked_on"))
    if checked_on is None or checked_on > today:
        raise RuleBroken(
            "checked_on", "The file must say when it was checked: checked_on, like 2026-03-27."
        )
    _check_head(given)
    _check_codes(given)
    return Translation(_wording(given, "of_version"), checked_by, checked_on)


def _parsed(data: bytes) -> dict[str, Any]:
    if len(data) > MOST_BYTES:
        raise RuleBroken("file", "This file is too long to be a translation of the page.")
    try:
        text = data.decode("utf-8-sig")
        found = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except (
        UnicodeDecodeError,
        tomllib.TOMLDecodeError,
        json.JSONDecodeError,
        RecursionError,
    ) as no:
        where = f" ({no})" if isinstance(no, tomllib.TOMLDecodeError | json.JSONDecodeError) else ""
        raise RuleBroken("file", f"This is not a TOML or JSON file in UTF-8{where}.") from None
    return dict(found)


def _check_head(given: Mapping[str, Any]) -> None:
    language = str(given.get("language", ""))
    if not LANGUAGE.fullmatch(language) or language.partition("-")[0] == "en":
        raise RuleBroken(
            "language",
            "language must be the code of a language other than English, in small letters, like "
            "pl, ur or pa-arab.",
        )
    if given.get("direction") not in DIRECTIONS:
        raise RuleBroken("direction", "direction must be ltr, or rtl for right to left.")
    if given.get("of_version") != english().version:
        raise RuleBroken(
            "of_version",
            f"of_version must be “{english().version}”, the version of the English text in use. "
            "Check the translation against that text first.",
        )
    for name in ("name", "english_name"):
        if not one_line(str(given.get(name, ""))):
            raise RuleBroken(name, f"{name} is missing: what the language is called.")


def _check_codes(given: Mapping[str, Any]) -> None:
    """Every section and every label of the English text, and none besides."""
    sections, labels = given.get("sections"), given.get("labels")
    if not isinstance(sections, list) or not all(isinstance(each, dict) for each in sections):
        raise RuleBroken("sections", "The file has no sections.")
    if not isinstance(labels, dict):
        raise RuleBroken("labels", "The file has no labels.")
    own = [str(each.get("code", "")) for each in sections]
    empty = [
        str(each.get("code", ""))
        for each in sections
        if not plain(str(each.get("body", ""))) or not one_line(str(each.get("heading", "")))
    ]
    blank = [code for code, text in labels.items() if not one_line(str(text))]
    expected = [section.code for section in english().sections]
    _refuse("missing sections", [code for code in expected if code not in own])
    _refuse("sections without words", empty)
    _refuse("sections that the English text has not", sorted(set(own) - set(expected)))
    _refuse("sections given twice", sorted({code for code in own if own.count(code) > 1}))
    _refuse("missing labels", [code for code in english().labels if code not in labels])
    _refuse("labels without words", blank)
    _refuse("labels that the English text has not", sorted(set(labels) - set(english().labels)))


def _refuse(what: str, codes: list[str]) -> None:
    if codes:
        raise RuleBroken("sections", f"Nothing was loaded: {what}: {', '.join(codes)}.")


def _wording(given: Mapping[str, Any], version: str) -> Wording:
    order = [each["code"] for each in given["sections"]]
    if version == "of_version":
        order = [section.code for section in english().sections]
    by_code = {each["code"]: each for each in given["sections"]}
    wording = Wording(
        language=str(given["language"]),
        name=one_line(str(given["name"])),
        english_name=one_line(str(given["english_name"])),
        direction=str(given["direction"]),
        version=str(given[version]),
        sections=tuple(_section(by_code[code]) for code in order),
        labels={code: one_line(str(text)) for code, text in given["labels"].items()},
    )
    _check_lengths(wording)
    return wording


def _section(given: Mapping[str, Any]) -> Section:
    return Section(str(given["code"]), one_line(str(given["heading"])), plain(str(given["body"])))


def _check_lengths(wording: Wording) -> None:
    long = [each.code for each in wording.sections if len(each.body) > MOST_BODY]
    long += [each.code for each in wording.sections if len(each.heading) > MOST_LINE]
    long += [code for code, text in wording.labels.items() if len(text) > MOST_LINE]
    long += [name for name in (wording.name, wording.english_name) if len(name) > 60]
    _refuse("too long", long)


def _date(given: object) -> date | None:
    if isinstance(given, date):
        return date(given.year, given.month, given.day)
    try:
        return date.fromisoformat(str(given))
    except ValueError:
        return None
