"""Loading a translation of the page for her from the terminal."""

from pathlib import Path

from click.testing import Result
from flask import Flask

from app.marac.support.explanation import ENGLISH
from tests.builders import World
from tests.cli.terminal import run
from tests.marac.support.translations import as_file, told


def load(app: Flask, world: World, file: Path, who: str = "administrator") -> Result:
    """Run the command as somebody."""
    member = world.members[who]
    words = ("support", "load-explanation", str(file), "--as", member.email)
    return run(app, *words, typed=f"{member.passphrase}\n")


def test_a_translation_is_loaded_listed_and_removed(world: World, tmp_path: Path) -> None:
    """Each step says what happened and what comes next."""
    file = tmp_path / "ur.json"
    file.write_bytes(as_file())
    loaded = load(world.app, world, file)
    assert loaded.exit_code == 0, loaded.output
    assert "Loaded: Urdu (ur)" in loaded.output
    assert "Next:" in loaded.output
    listed = run(world.app, "support", "explanations").output
    assert "checked by Made-up Translators" in listed
    assert str(ENGLISH) in listed
    admin = world.members["administrator"]
    words = ("support", "remove-explanation", "ur", "--as", admin.email)
    removed = run(world.app, *words, typed=f"{admin.passphrase}\n")
    assert "Removed: ur" in removed.output
    assert "Urdu" not in run(world.app, "support", "explanations").output


def test_what_is_missing_is_named_and_nothing_is_loaded(world: World, tmp_path: Path) -> None:
    """All missing sections in one answer, before anybody is asked for a passphrase."""
    file = tmp_path / "ur.json"
    file.write_bytes(as_file(sections=told()["sections"][2:]))
    refused = load(world.app, world, file)
    assert refused.exit_code == 1
    assert "missing sections: short, what" in refused.output
    assert "passphrase" not in refused.output
    assert "Urdu" not in run(world.app, "support", "explanations").output


def test_an_officer_does_not_load_one(world: World, tmp_path: Path) -> None:
    """It is the administrator’s, like the area’s settings."""
    file = tmp_path / "ur.json"
    file.write_bytes(as_file())
    refused = load(world.app, world, file, "chair")
    assert refused.exit_code == 1
    assert "not the address of an administrator" in refused.output


def test_without_an_area_there_is_nothing_to_load_into(app: Flask, tmp_path: Path) -> None:
    """It says how to set one up; the list still names the English."""
    file = tmp_path / "ur.json"
    file.write_bytes(as_file())
    refused = run(app, "support", "load-explanation", str(file))
    assert "flask area create" in refused.output
    assert "English" in run(app, "support", "explanations").output
