"""Fixtures of the circle's tests: an area whose first officer has founded it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.accounts.agency.model import Sector
from app.db.keyfile import create_keys
from app.db.maintenance import create_schema
from tests.confidentiality.borough import (
    CHAIR,
    IDVA,
    REPRESENTATIVE,
    Borough,
    Snapshot,
    founded,
    make,
)


@pytest.fixture(scope="session")
def empty_area(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encrypted database with its tables, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("circle") / "instance"
    create_keys(folder)
    create_schema(folder)
    return folder


@pytest.fixture(scope="session")
def first_borough(empty_area: Path, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """A founded area with its first officer, made once."""
    return make(empty_area, tmp_path_factory.mktemp("founded") / "instance", founded)


@pytest.fixture(scope="session")
def first_peopled(first_borough: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The same with a chair of the police, an IDVA and somebody of housing, all signed."""

    def join_all(app: Flask) -> Borough:
        borough = first_borough.borough.in_app(app)
        borough.add_agency("police", Sector.POLICE)
        borough.add_agency("haven", Sector.IDVA_SERVICE)
        borough.add_agency("housing", Sector.HOUSING)
        borough.join("coordinator", "chair", "police", CHAIR)
        borough.join("coordinator", "idva", "haven", IDVA)
        borough.join("coordinator", "housing", "housing", REPRESENTATIVE)
        return borough

    folder = tmp_path_factory.mktemp("peopled") / "instance"
    return make(first_borough.instance, folder, join_all)


@pytest.fixture
def borough(first_borough: Snapshot, tmp_path: Path) -> Iterator[Borough]:
    """A founded area with its first officer."""
    yield from first_borough.copied(tmp_path / "instance")


@pytest.fixture
def peopled(first_peopled: Snapshot, tmp_path: Path) -> Iterator[Borough]:
    """A founded area with a chair of the police, an IDVA and somebody of housing, all signed."""
    yield from first_peopled.copied(tmp_path / "peopled")
