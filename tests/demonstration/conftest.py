"""The demonstration, made once for all its tests."""

import shutil
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.config import Config
from tests.browser.served import make_demonstration
from tests.remembering import TEMPLATES
from tests.web.crawl import CrawlingClient

MADE: list[Path] = []


def demonstration_app(instance: Path) -> Flask:
    """The application of a demonstration."""
    app = create_app(Config(kind="demonstration", instance=instance))
    app.config["PROPAGATE_EXCEPTIONS"] = True
    app.jinja_env.bytecode_cache = TEMPLATES
    app.test_client_class = CrawlingClient
    return app


def made_once(folders: pytest.TempPathFactory) -> Path:
    """Make the demonstration, once for all tests of a session that ask for it, served or not."""
    if not MADE:
        folder = folders.mktemp("demonstration") / "instance"
        said = make_demonstration(folder)
        (folder / "said.txt").write_text(said, "utf-8")
        MADE.append(folder)
    return MADE[0]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The instance folder of a demonstration that was just made; nobody changes this one."""
    return made_once(tmp_path_factory)


@pytest.fixture
def demonstration(made: Path, tmp_path: Path) -> Flask:
    """A demonstration of this test's own."""
    shutil.copytree(made, tmp_path / "instance")
    return demonstration_app(tmp_path / "instance")
