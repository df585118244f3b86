"""`flask firewall check`: a verdict a line, for an address book, without keys or a database."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli.firewall import firewall
from app.db.startup import stands_alone

ROOT = Path(__file__).parents[2]
KEYS = {"allowed", "rule", "because", "instead"}
CANARY = "Zebrafinch"


def check(*words: str, typed: str | bytes = "") -> Result:
    """Run the command with these options and this standard input."""
    return CliRunner().invoke(firewall, ["check", *words], input=typed)


def verdicts(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def lines(*objects: object) -> str:
    return "\n".join(json.dumps(each) for each in objects)


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        (["--name", "Home Office"], "home-office-name"),
        (["--email", "desk@homeoffice.gov.uk.cjsm.net"], "home-office-address"),
        (["--text", "Police to notify UKVI"], "home-office-commitment"),
        (["--name", "Harbour Law Centre", "--email", "a@hmpo.gov.uk"], "home-office-address"),
        (["--name", "Harbour Law Centre", "--text", "Tell the HO"], "home-office-commitment"),
    ],
)
def test_what_is_refused_says_why_and_what_instead(words: list[str], rule: str) -> None:
    """One JSON object, its four parts filled, and exit code 3."""
    result = check(*words)
    (verdict,) = verdicts(result)
    assert verdict.keys() == KEYS
    assert (verdict["allowed"], verdict["rule"]) == (False, rule)
    assert verdict["because"]
    assert "solicitor" in str(verdict["instead"])
    assert result.exit_code == 3


def test_what_is_allowed_exits_with_nought() -> None:
    """A clear recipient, and one that is allowed with a warning, which is shown."""
    clear = check("--name", "Harbour Law Centre", "--email", "immigration@law.example.org")
    assert verdicts(clear) == [{"allowed": True, "rule": "clear", "because": "", "instead": ""}]
    warned = check("--name", "Migrant Help")
    assert [(each["allowed"], each["rule"]) for each in verdicts(warned)] == [(True, "warn")]
    assert (clear.exit_code, warned.exit_code) == (0, 0)


def test_narrative_is_never_refused() -> None:
    """What he threatens may be written down; the sealed section is only offered."""
    words = "He says that he will report her to the Home Office"
    as_action, as_narrative = (
        check("--text", words),
        check("--text", words, "--context", "narrative"),
    )
    assert (as_action.exit_code, as_narrative.exit_code) == (3, 0)
    assert verdicts(as_narrative)[0]["rule"] == "compartment"


def test_an_address_book_gets_a_verdict_for_each_line(tmp_path: Path) -> None:
    """Each verdict bears the number of its line; empty lines are passed over."""
    book = tmp_path / "book.jsonl"
    book.write_text(
        lines({"name": "Harbour Law Centre", "email": "a@law.example.org"})
        + "\n\n"
        + lines({"email": "desk@ukvi.homeoffice.gov.uk"}, {"text": "Ring her", "context": None}),
        "utf-8",
    )
    result = check("--jsonl", str(book))
    assert [(each["line"], each["allowed"]) for each in verdicts(result)] == [
        (1, True),
        (3, False),
        (4, True),
    ]
    assert result.exit_code == 3
    assert not result.stderr


def test_an_address_book_that_is_all_right_exits_with_nought() -> None:
    """From standard input too, and with the mark that some editors put before UTF-8."""
    typed = "\ufeff" + lines({"name": "Harbour Law Centre"}, {"name": "Northmere Council"})
    result = check("--jsonl", "-", typed=typed)
    assert (len(verdicts(result)), result.exit_code) == (2, 0)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"oops", "not JSON"),
        (b'{"name": "', "not JSON"),
        (b"[" * 5000, "not JSON"),
        (b'["Home Office"]', "not an object"),
        (b'{"name": 1}', "must be text"),
        (b'{"name": NaN}', "must be text"),
        (b'{"name": "A", "name": "Home Office"}', "twice"),
        (b'{"Name": "Home Office"}', "no other keys"),
        (b'{"name": "A", "context": "story"}', "commitment or narrative"),
        (b'{"name": "", "email": null}', "no name, email or text"),
        (b'{"name": "caf\xe9"}', "not UTF-8"),
        (b'{"name": "' + b"a" * 100_001 + b'"}', "longer than"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_a_bad_line_is_named_and_the_others_are_judged(line: bytes, said: str) -> None:
    """Its number and what to change on standard error, exit code 2, no other verdict lost."""
    good = lines({"name": "Harbour Law Centre"}).encode()
    bad = lines({"name": "Home Office"}).encode()
    result = check("--jsonl", "-", typed=b"\n".join([good, line, bad]))
    assert [(each["line"], each["allowed"]) for each in verdicts(result)] == [(1, True), (3, False)]
    assert result.stderr.startswith("Line 2: ")
    assert said in result.stderr
    assert result.exit_code == 2


def test_a_bad_line_is_not_repeated() -> None:
    """What stood in it may be about somebody: the message holds not a word of it."""
    result = check("--jsonl", "-", typed=f'{{"name": "{CANARY}", "{CANARY}": 1}}\n{CANARY}\n')
    assert CANARY not in result.output


@pytest.mark.parametrize(
    "words", [[], ["--context", "narrative"], ["--name", "A", "--jsonl", "-"], ["--name", ""]]
)
def test_without_anything_to_judge_it_says_what_to_give(words: list[str]) -> None:
    """No option, or two ways at once: how it is used, and exit code 2."""
    result = check(*words)
    assert result.exit_code == 2
    assert not result.stdout
    assert result.stderr


def test_an_empty_file_is_not_all_right() -> None:
    """Nothing judged is not everything allowed."""
    assert check("--jsonl", "-", typed="\n\n").exit_code == 2


def test_it_runs_before_there_is_anything(tmp_path: Path) -> None:
    """No settings, no keys, no database, no installation; and it leaves no file behind."""
    result = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "firewall", "check", "--name", CANARY],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "MARAC_INSTANCE": str(tmp_path / "none")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert json.loads(result.stdout)["rule"] == "clear"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("command", "alone"),
    [
        ("flask --app wsgi firewall check", True),
        ("/x/bin/flask --debug -A wsgi firewall", True),
        ("flask person list firewall", False),
        ("gunicorn wsgi:app firewall", False),
        ("flask", False),
    ],
)
def test_no_server_starts_without_its_settings(command: str, alone: bool) -> None:
    """Only this command does without; whatever else is run gets the whole application."""
    assert stands_alone(command.split()) is alone
