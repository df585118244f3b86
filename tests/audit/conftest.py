"""Fixtures of the audit tests: one fresh instance and one small application each."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.storage.small_app import close, make_app, make_instance


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """A folder with keys and an encrypted database."""
    return make_instance(tmp_path / "instance")


@pytest.fixture
def app(instance: Path) -> Iterator[Flask]:
    """A small application, inside its context."""
    app = make_app(instance)
    with app.app_context():
        yield app
    close(app)
