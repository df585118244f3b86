"""Browsers for the journeys: one per person, each watched for refused scripts and faults."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.served import Served, serve
from tests.browser.visitor import DESKTOP, Visitor
from tests.demonstration.conftest import made_once


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration area made once; nobody changes this one."""
    return made_once(tmp_path_factory)


@pytest.fixture
def served(demonstration: Path, tmp_path: Path) -> Iterator[Served]:
    """A running server on a copy of the demonstration area."""
    with serve(demonstration, tmp_path) as running:
        yield running


@pytest.fixture
def visitor(served: Served, browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """Open a browser context of its own for one person; all are checked when the test ends."""
    visitors: list[Visitor] = []

    def open_as(key: str = "", size: dict[str, int] = DESKTOP, script: bool = True) -> Visitor:
        context = browser.new_context(
            base_url=served.address, viewport=size, java_script_enabled=script
        )
        visitors.append(Visitor(served, context, key))
        if key:
            visitors[-1].sign_in()
        return visitors[-1]

    yield open_as
    for each in visitors:
        each.check_nothing_was_refused()
        each.context.close()
