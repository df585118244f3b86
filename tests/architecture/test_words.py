"""Names and words that this house does without."""

import re

from tests.architecture.sources import ROOT, modules, short, templates

NO_ROOM_FOR = {"common", "helper", "helpers", "manager", "misc", "shared", "util", "utils"}
NEVER_SAID = ("illegal immigrant", "illegal migrant", "illegals", "low risk", "low-risk")
TIME_ASKED = re.compile(
    r"\b(?:datetime\.(?:now|today|utcnow)|date\.today|time\.time|gmtime|localtime)\("
)
TIME_MAY_BE_ASKED = {"app/clock.py"}
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|lorem ipsum)\b", re.IGNORECASE)


def test_there_is_no_junk_drawer() -> None:
    """No module or folder is called utils, helpers, common or the like."""
    drawers = [
        short(path)
        for path in modules("app", "scripts", "tests")
        if NO_ROOM_FOR & {part.removesuffix(".py") for part in path.relative_to(ROOT).parts}
    ]
    assert not drawers, drawers


def test_only_the_clock_is_asked_for_the_time() -> None:
    """What depends on today can be tested on any day."""
    askers = [
        short(path)
        for path in modules("app")
        if short(path) not in TIME_MAY_BE_ASKED and TIME_ASKED.search(path.read_text("utf-8"))
    ]
    assert not askers, askers


def test_nobody_is_called_what_nobody_should_be() -> None:
    """Nobody is illegal, and no risk is low: a low score is not a safe person."""
    own = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    said = [
        f"{short(path)}: {words}"
        for path in [*modules("app"), *templates(), *own]
        for words in NEVER_SAID
        if path.exists() and words in path.read_text("utf-8").lower()
    ]
    assert not said, said


def test_nothing_is_left_for_later() -> None:
    """What is here is finished; what is not finished is not here."""
    left = [
        f"{short(path)}: {found.group()}"
        for path in [*modules("app", "scripts", "migrations"), *templates()]
        if (found := UNFINISHED.search(path.read_text("utf-8")))
    ]
    assert not left, left
