"""Asks the firewall from the terminal: may this recipient be, may these words be undertaken?"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import IO, Any, NoReturn

import click

from app.firewall.screen import (
    CLEAR,
    Verdict,
    screen_commitment,
    screen_email,
    screen_narrative,
    screen_recipient,
)

firewall = click.Group("firewall", help="What may leave, and to whom: pure rules, no database.")

REFUSED, BAD = 3, 2
COMMITMENT, NARRATIVE = "commitment", "narrative"
CONTEXTS = {COMMITMENT: screen_commitment, NARRATIVE: screen_narrative}
KEYS = ("name", "email", "text", "context")
SHOWN = ("allowed", "rule", "because", "instead")
LONGEST_LINE = 100_000  # bytes


class BadLine(ValueError):
    """What is wrong with a line; never a word of what stood in it."""


@firewall.command("check")
@click.option("--name", help="The name of a recipient: an organisation.")
@click.option("--email", help="An e-mail address of it.")
@click.option("--text", help="What somebody undertakes to do, or with --context what was said.")
@click.option("--context", type=click.Choice(list(CONTEXTS)), help=f"Of --text; or {COMMITMENT}.")
@click.option(
    "--jsonl",
    "file",
    type=click.File("rb"),
    help="A file of objects with name, email, text, context, one a line; - for standard input.",
)
@click.pass_context
def check(ctx: click.Context, /, file: IO[bytes] | None, **given: str | None) -> None:
    """Print a verdict a line, as JSON. Exits 0 if all is allowed, 3 if anything is refused.

    Needs no database and no keys, and keeps nothing of what it is given. Lines of a file that
    cannot be read are named by their number, the others judged all the same, and it exits 2.
    """
    if (file is None) == (not any(given.values())):
        raise click.UsageError("Give --name, --email or --text, or else --jsonl.")
    if file is not None:
        ctx.exit(_check_file(file))
    try:
        verdict = judged(given)
    except BadLine as bad:
        raise click.UsageError(str(bad)) from None
    _show(verdict)
    ctx.exit(0 if verdict.allowed else REFUSED)


def judged(given: Mapping[str, Any]) -> Verdict:
    """Judge one object: the first refusal of its parts, else the first remark, else clear.

    Raises ``BadLine`` if it has other keys, values that are not text, or nothing to judge.
    """
    if not given.keys() <= set(KEYS):
        raise BadLine("use no other keys than name, email, text and context.")
    if not all(value is None or isinstance(value, str) for value in given.values()):
        raise BadLine("every value must be text in quotation marks.")
    context = given.get("context") or COMMITMENT
    if context not in CONTEXTS:
        raise BadLine("context must be commitment or narrative.")
    said = list(_verdicts(given, context))
    if not said:
        raise BadLine("there is no name, email or text in it.")
    refused = (verdict for verdict in said if not verdict.allowed)
    remarked = (verdict for verdict in said if verdict != CLEAR)
    return next(refused, None) or next(remarked, CLEAR)


def _verdicts(given: Mapping[str, Any], context: str) -> Iterator[Verdict]:
    if name := given.get("name"):
        yield screen_recipient(name)
    if email := given.get("email"):
        yield screen_email(email)
    if text := given.get("text"):
        yield CONTEXTS[context](text)


def _check_file(file: IO[bytes]) -> int:
    """Judge each line, show each verdict, and return the exit code."""
    refused = bad = judged_lines = 0
    for number, line in enumerate(_lines(file), 1):
        if line is not None and not line.strip(b"\xef\xbb\xbf \t\r\n"):
            continue
        try:
            verdict = judged(_object(line))
        except BadLine as fault:
            bad += 1
            click.echo(f"Line {number}: {fault}", err=True)
            continue
        judged_lines += 1
        refused += not verdict.allowed
        _show(verdict, line=number)
    if not judged_lines and not bad:
        click.echo("There is no line in the file to judge.", err=True)
        return BAD
    return BAD if bad else REFUSED if refused else 0


def _lines(file: IO[bytes]) -> Iterator[bytes | None]:
    """Yield the lines of a file; ``None`` for one that is too long, of which nothing is kept."""
    while line := file.readline(LONGEST_LINE + 1):
        if len(line) <= LONGEST_LINE:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(LONGEST_LINE)
        yield None


def _object(line: bytes | None) -> Mapping[str, Any]:
    if line is None:
        raise BadLine(f"it is longer than {LONGEST_LINE:,} bytes.")
    try:
        given = json.loads(
            line.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number
        )
    except UnicodeDecodeError:
        raise BadLine("it is not UTF-8. Save the file as UTF-8.") from None
    except BadLine:
        raise
    except (ValueError, RecursionError):
        raise BadLine("it is not JSON.") from None
    if not isinstance(given, dict):
        raise BadLine('it is not an object like {"name": "…", "email": "…"}.')
    return given


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    given = dict(pairs)
    if len(given) < len(pairs):
        raise BadLine("a key stands in it twice.")
    return given


def _no_number(_: str) -> NoReturn:
    raise BadLine("every value must be text in quotation marks.")


def _show(verdict: Verdict, **where: int) -> None:
    shown = {key: value for key, value in asdict(verdict).items() if key in SHOWN}
    click.echo(json.dumps(where | shown, ensure_ascii=False))
