"""What every test may ask for: an application on a fresh encrypted database, or a whole area."""

import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings

from app.db import db
from app.db.keyfile import create_keys
from scripts.chromium import find_browser
from tests.application import make_app
from tests.builders import World, build_world, snapshot
from tests.remembering import collect_less, remember
from tests.worked import build_worked
from tests.working import build_working

HERE = ("127.0.0.1", "::1", "localhost")
settings.register_profile(
    "house",
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
    # New examples at every run of a developer's; the same ones where a run decides about a landing.
    derandomize=os.environ.get("CI") == "true",
)
settings.load_profile("house")
remember()


def pytest_collection_finish() -> None:
    """Everything is imported now."""
    collect_less()


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """No test talks to anything but this machine."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in HERE:
            raise RuntimeError(f"A test tried to reach {address!r}.")
        real(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", connect)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def migrated_instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys and an empty database with every migration, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("template") / "instance"
    create_keys(folder)
    result = make_app(folder).test_cli_runner().invoke(args=["db", "upgrade"])
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture(scope="session")
def first_world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The made-up area as it was built; nobody changes this one."""
    folder = tmp_path_factory.mktemp("world") / "instance"
    return snapshot("first", lambda: build_world(folder))


@pytest.fixture
def world(first_world: World, tmp_path: Path) -> Iterator[World]:
    """An area of this test's own."""
    own = first_world.copy_to(tmp_path / "world")
    yield own
    own.close()


@pytest.fixture(scope="session")
def first_marac(first_world: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The area at work as it was built; nobody changes this one."""
    folder = tmp_path_factory.mktemp("marac") / "instance"
    return snapshot("working", lambda: build_working(first_world.copy_to(folder)))


@pytest.fixture
def marac(first_marac: World, tmp_path: Path) -> Iterator[World]:
    """An area at work of this test's own: confirmed, signed, with a case on the list."""
    own = first_marac.copy_to(tmp_path / "marac")
    yield own
    own.close()


@pytest.fixture(scope="session")
def first_worked(first_marac: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The area in the middle of a meeting as it was built; nobody changes this one."""
    folder = tmp_path_factory.mktemp("worked") / "instance"
    return snapshot("worked", lambda: build_worked(first_marac.copy_to(folder)))


@pytest.fixture
def worked(first_worked: World, tmp_path: Path) -> Iterator[World]:
    """An area of this test's own in which every kind of sealed value has been written."""
    own = first_worked.copy_to(tmp_path / "worked")
    yield own
    own.close()


@pytest.fixture
def app(request: pytest.FixtureRequest, migrated_instance: Path, tmp_path: Path) -> Iterator[Flask]:
    """The application: on the area of a test that asks for ``world``, else on an empty database."""
    for name in ("world", "marac", "worked"):
        if name in request.fixturenames:
            yield request.getfixturevalue(name).app
            return
    shutil.copytree(migrated_instance, tmp_path / "instance")
    app = make_app(tmp_path / "instance")
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """Keep pytest-flask from sharing one context between requests: each must stand alone."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Playwright drives the machine's own Chromium, which stays off the network."""
    quiet = ["--disable-gpu", "--no-first-run", "--disable-background-networking"]
    quiet += ["--disable-component-update", "--disable-sync", "--disable-quic"]
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": find_browser(), "args": quiet + sandbox}
