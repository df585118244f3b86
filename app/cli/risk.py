"""Commands about risk forms: load one for the area, list them, score a file of answers."""

import json
from datetime import date
from pathlib import Path
from typing import IO, Any, NoReturn

import click
from sqlalchemy.exc import OperationalError

from app import clock
from app.accounts.area.queries import the_area
from app.accounts.area.rules import REPEAT_ANCHORS
from app.cli.asking import ACTING_AS, PASSPHRASE_FILE, PlainGroup, administrator, existing_area
from app.marac.referral.parts import Part
from app.marac.referral.reading import WHOLE, read_assessment
from app.marac.risk import instruments
from app.marac.risk.instrument import CORE, IMMIGRATION, Instrument, load
from app.marac.risk.reading import read_instrument
from app.marac.risk.rules import Thresholds, score, score_whole
from app.marac.risk.service import NewAssessment
from app.refusals import RuleBroken

risk = PlainGroup("risk", help="Risk forms, and how answers count.")

USUAL = Thresholds()
PASSED_OVER = (
    "no file with such words can be loaded. Somebody changed the database. Look who could."
)
FILE = click.File("r", encoding="utf-8")
ANCHORS = click.Choice(sorted(REPEAT_ANCHORS))


class BadFile(click.ClickException):
    """What is wrong with a file and what to change, in one sentence."""

    exit_code = 2


@risk.command("load")
@click.argument("file", type=FILE)
@ACTING_AS
@PASSPHRASE_FILE
def load_file(file: IO[str], acting_as: str | None, passphrase_file: IO[str] | None) -> None:
    """Load a risk form from a data file, or other words for core-24."""
    area = existing_area()
    read = _read(file)
    actor = administrator(area, acting_as, passphrase_file)
    try:
        is_new = instruments.load_instrument(actor, area.id, read)
    except RuleBroken as broken:
        _bad(file.name, broken)
    if is_new:
        click.echo(f"Loaded: {read.id} {read.version}, {len(read.topics)} topics.")
        click.echo("New assessments use it from now on. What was answered keeps its own questions.")
    else:
        click.echo(f"{read.id} {read.version} is loaded already, in the same words.")


@risk.command("list")
def list_forms() -> None:
    """List the area's risk forms and their versions."""
    area = existing_area()
    for form, row in instruments.versions_of(area.id):
        since = f"loaded on {clock.london(row.loaded_at):%d %B %Y}" if row else "ships with this"
        click.echo(f"{form.id:24} {form.version:12} {len(form.topics):3} topics  {since}")
    for odd in instruments.passed_over(area.id):
        click.echo(f"{odd.name!a:24.24} {odd.version!a:12.12} not used: {PASSED_OVER}")


@risk.command("score")
@click.option("--instrument", "name", default=CORE, help="A form’s name, or its data file.")
@click.option("--answers", "file", type=FILE, required=True, help="The answers, as JSON.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day of the assessment.")
@click.option("--visible-high-risk", default=USUAL.visible_high_risk, type=click.IntRange(1))
@click.option("--escalation", default=USUAL.escalation_incidents, type=click.IntRange(1))
@click.option("--repeat-months", default=USUAL.repeat_months, type=click.IntRange(1, 60))
@click.option("--repeat-anchor", default=USUAL.repeat_anchor, type=ANCHORS)
def score_file(name: str, file: IO[str], on: Any, **settings: Any) -> None:
    """Print how answers count, as JSON. Nothing is stored; judgement stands at any count."""
    form = _form(name)
    new = _answers(file, form)
    thresholds = Thresholds(
        settings["visible_high_risk"],
        settings["escalation"],
        settings["repeat_months"],
        settings["repeat_anchor"],
    )
    day = on.date() if on else clock.today()
    click.echo(json.dumps(_scored(form, new, thresholds, day), indent=2, ensure_ascii=False))


def _scored(
    form: Instrument, new: NewAssessment, thresholds: Thresholds, day: date
) -> dict[str, Any]:
    shown = score(form, new.answers, new.judgement, new.circumstances, thresholds, day)
    whole = score_whole(form, new.answers, load(IMMIGRATION), new.immigration, thresholds)
    return {
        "instrument": form.id,
        "version": form.version,
        "on": day.isoformat(),
        "core": whole.core,
        "core_of": whole.core_of,
        "immigration": whole.immigration,
        "immigration_of": whole.immigration_of,
        "total": whole.total,
        "total_of": whole.total_of,
        "criteria": [
            {"criterion": met.criterion, "label": met.label, "because": met.because}
            for met in shown.criteria
        ],
        "reached_only_with_immigration": whole.reached_only_with_immigration,
        "judgement_stands": True,
    }


def _form(name: str) -> Instrument:
    if name == CORE:
        return load(CORE)
    if Path(name).is_file():
        with Path(name).open(encoding="utf-8") as file:
            return _read(file)
    known = _loaded()
    if name not in known:
        raise BadFile(
            f"There is no risk form or file named {name}. Use one of: {', '.join(known)}."
        )
    return known[name]


def _loaded() -> dict[str, Instrument]:
    """The area's forms; where there is no area yet, those that ship."""
    try:
        area = the_area()
    except OperationalError:
        area = None
    return instruments.instruments_of(area.id) if area else {CORE: load(CORE)}


def _read(file: IO[str]) -> Instrument:
    try:
        return read_instrument(_text(file))
    except RuleBroken as broken:
        _bad(file.name, broken)


def _answers(file: IO[str], form: Instrument) -> NewAssessment:
    try:
        given = json.loads(_text(file))
    except ValueError as fault:
        raise BadFile(f"{file.name} is not JSON: {fault}. Correct it and try again.") from None
    try:
        return read_assessment(Part(_in_whole(given, form), "", WHOLE), {form.id: form})
    except RuleBroken as broken:
        _bad(file.name, broken)


def _in_whole(given: Any, form: Instrument) -> Any:
    """A file holds a referral’s ``risk`` and ``immigration``, or the risk part, or its answers."""
    if not isinstance(given, dict) or "risk" in given:
        whole = given
    elif given and given.keys() <= form.codes:
        whole = {"risk": {"answers": given}}
    else:
        part = {name: value for name, value in given.items() if name != "immigration"}
        whole = {"risk": part, "immigration": given.get("immigration")}
    if isinstance(whole, dict) and isinstance(whole.get("risk"), dict):
        return whole | {"risk": {"instrument": form.id} | whole["risk"]}
    return whole


def _text(file: IO[str]) -> str:
    try:
        return file.read()
    except UnicodeDecodeError:
        raise BadFile(f"{file.name} is not UTF-8 text. Save it as UTF-8 and try again.") from None


def _bad(name: str, broken: RuleBroken) -> NoReturn:
    raise BadFile(f"{name}, {broken.field}: {broken.message}")
