"""Fixtures of the circle's tests: an area whose first officer has founded it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.accounts.agency.model import Sector
from app.db.keyfile import create_keys
from app.db.maintenance import create_schema
from tests.confidentiality.borough import (
    CHAIR,
    IDVA,
    REPRESENTATIVE,
    Borough,
    close,
    founded,
    make_app,
)


@pytest.fixture(scope="session")
def empty_area(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encrypted database with its tables, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("circle") / "instance"
    create_keys(folder)
    create_schema(folder)
    return folder


@pytest.fixture
def borough(empty_area: Path, tmp_path: Path) -> Iterator[Borough]:
    """A founded area with its first officer."""
    shutil.copytree(empty_area, tmp_path / "instance")
    app = make_app(tmp_path / "instance")
    with app.app_context():
        yield founded(app)
        close(app)


@pytest.fixture
def peopled(borough: Borough) -> Borough:
    """The same with a chair of the police, an IDVA and somebody of housing, all signed."""
    borough.add_agency("police", Sector.POLICE)
    borough.add_agency("haven", Sector.IDVA_SERVICE)
    borough.add_agency("housing", Sector.HOUSING)
    borough.join("coordinator", "chair", "police", CHAIR)
    borough.join("coordinator", "idva", "haven", IDVA)
    borough.join("coordinator", "housing", "housing", REPRESENTATIVE)
    return borough
