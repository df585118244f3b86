"""`flask verify FILE`: whoever was given a paper checks it from the public keys alone."""

from pathlib import Path

import pytest
from click.testing import Result

from app.paper import lock
from tests.application import make_app
from tests.builders import World
from tests.cli.terminal import run
from tests.confidentiality.seals import CODE, PDF
from tests.confidentiality.test_sealing import a_paper

PASSPHRASE = "copper-lantern-orchard-violet"


@pytest.fixture
def paper(marac: World, tmp_path: Path) -> tuple[Path, str]:
    """A letter that the coordinator signed, in a file, and the root in hex."""
    data, root = a_paper(marac)
    file = tmp_path / "letter.pdf"
    file.write_bytes(data)
    return file, root.hex()


def check(world: World, file: Path, *more: str, typed: str | None = None) -> Result:
    """Run the command on a file and see that nothing of the letter is printed."""
    result = run(world.app, "verify", str(file), *more, typed=typed)
    printed = result.output + result.stderr
    assert not [word for word in ("Canary", "Łukasz", "Adeyemi", CODE) if word in printed]
    return result


def test_a_genuine_letter(marac: World, paper: tuple[Path, str]) -> None:
    """Against the area of this installation: its name, the day, an officer, and exit 0."""
    result = check(marac, paper[0])
    assert result.exit_code == 0, result.output
    assert "Genuine, and unaltered." in result.output
    assert "Signed on 3 March 2027 for the Northbrook MARAC, by an officer" in result.output


def test_without_an_installation_the_root_is_enough(
    paper: tuple[Path, str], tmp_path: Path
) -> None:
    """A law centre has neither keys nor database: the root in hex is all it needs."""
    result = run(make_app(tmp_path / "nothing"), "verify", str(paper[0]), "--root", paper[1])
    assert result.exit_code == 0, result.output
    assert "Genuine" in result.output
    assert paper[1] in result.output


def test_an_altered_letter(marac: World, paper: tuple[Path, str]) -> None:
    """Exit 3, and not to be relied on."""
    paper[0].write_bytes(paper[0].read_bytes().replace(b"%PDF-1.7", b"%PDF-1.6"))
    result = check(marac, paper[0])
    assert result.exit_code == 3
    assert "Altered" in result.stderr


def test_what_is_not_ours(marac: World, paper: tuple[Path, str]) -> None:
    """Without a seal, or sealed under another root: exit 3."""
    result = check(marac, paper[0], "--root", "00" * 32)
    assert (result.exit_code, "Not ours" in result.stderr) == (3, True)
    paper[0].write_bytes(PDF)
    result = check(marac, paper[0])
    assert (result.exit_code, "Not ours" in result.stderr) == (3, True)


def test_a_locked_letter(marac: World, paper: tuple[Path, str]) -> None:
    """Without the passphrase nobody can say; with it the original inside is checked."""
    paper[0].write_bytes(lock(PDF, PASSPHRASE, {"letter.pdf": paper[0].read_bytes()}))
    result = check(marac, paper[0])
    assert (result.exit_code, "needs the passphrase" in result.stderr) == (2, True)
    result = check(marac, paper[0], "--passphrase-prompt", typed="wrong\n")
    assert (result.exit_code, "does not open this file" in result.stderr) == (2, True)
    result = check(marac, paper[0], "--passphrase-prompt", typed=f"{PASSPHRASE}\n")
    assert (result.exit_code, "Genuine" in result.output) == (0, True)
    assert PASSPHRASE not in result.output


def test_a_locked_file_without_a_seal_inside(marac: World, tmp_path: Path) -> None:
    """Anybody can lock a file: what is inside is not ours."""
    file = tmp_path / "other.pdf"
    file.write_bytes(lock(PDF, PASSPHRASE))
    result = check(marac, file, "--passphrase-prompt", typed=f"{PASSPHRASE}\n")
    assert (result.exit_code, "Not ours" in result.stderr) == (3, True)


def test_without_an_area_and_without_a_root_nothing_can_be_said(
    paper: tuple[Path, str], tmp_path: Path
) -> None:
    """One sentence that says what to give, and exit 2."""
    result = run(make_app(tmp_path / "nothing"), "verify", str(paper[0]))
    assert result.exit_code == 2
    assert "--root" in result.stderr


@pytest.mark.parametrize("root", ["xyz", "00", "00" * 33])
def test_a_root_that_is_none(marac: World, paper: tuple[Path, str], root: str) -> None:
    """It is said what a root looks like."""
    result = check(marac, paper[0], "--root", root)
    assert result.exit_code == 2
    assert "64 hex digits" in result.stderr


def test_the_root_is_printed_where_the_area_is_shown(marac: World, paper: tuple[Path, str]) -> None:
    """So that it can be published, and given to whoever checks papers."""
    assert paper[1] in run(marac.app, "area", "show").output
