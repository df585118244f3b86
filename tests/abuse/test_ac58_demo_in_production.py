"""AC-58: nothing made up gets into a real installation, and no page gives passphrases away."""

import shutil
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.accounts.area.queries import the_area
from app.config import KINDS, Config
from app.demonstration.sheet import FILE

OTHERS = [kind for kind in KINDS if kind != "demonstration"]


def installation(kind: str, migrated_instance: Path, folder: Path) -> Flask:
    """An installation of this kind with an empty database."""
    instance = shutil.copytree(migrated_instance, folder / kind)
    return create_app(
        Config(
            kind=kind,
            instance=Path(instance),
            hostname="marac.example.org",
            tls=True,
            smtp_host="relay.example.org",
            smtp_from="no-reply@example.org",
            log_file=folder / "service.log",
        )
    )


@pytest.mark.parametrize("kind", OTHERS)
def test_the_generator_refuses_outside_the_demonstration(
    kind: str, migrated_instance: Path, tmp_path: Path
) -> None:
    """`flask demo` says why it does nothing, and does nothing."""
    app = installation(kind, migrated_instance, tmp_path)
    result = app.test_cli_runner().invoke(args=["demo"])
    assert result.exit_code == 1
    assert "nothing made up is put into it" in result.output
    assert not (tmp_path / kind / FILE).exists()
    with app.app_context():
        assert the_area() is None


@pytest.mark.parametrize("kind", OTHERS)
def test_the_page_of_passphrases_does_not_exist(
    kind: str, migrated_instance: Path, tmp_path: Path
) -> None:
    """Even with a sheet left in the folder, its page answers as any address that never was."""
    app = installation(kind, migrated_instance, tmp_path)
    (tmp_path / kind / FILE).write_text("[]")
    client = app.test_client()
    where = {"base_url": "https://marac.example.org"}
    answer, nothing = client.get("/demonstration", **where), client.get("/nowhere", **where)
    assert "demonstration.index" not in app.view_functions
    assert (answer.status_code, answer.data) == (404, nothing.data)


@pytest.mark.parametrize("kind", OTHERS)
def test_the_sheet_is_not_printed(kind: str, migrated_instance: Path, tmp_path: Path) -> None:
    """A sheet that was copied into a real installation is not read there."""
    app = installation(kind, migrated_instance, tmp_path)
    (tmp_path / kind / FILE).write_text("[]")
    result = app.test_cli_runner().invoke(args=["demo", "sign-in-sheet"])
    assert result.exit_code == 1
    assert "There is no demonstration here" in result.output
