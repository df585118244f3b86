"""A letter names the page on which anybody checks it, where the installation knows its name."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app import clock
from app.confidentiality.gate import ports, views
from app.marac.letter.deciding import _drawn
from app.marac.letter.rules import Purpose
from tests.marac.letter.writing import Desk


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """What one installation says of itself is not another's."""
    before = ports.public_page()
    yield
    ports.set_public_page(before)


@pytest.mark.parametrize(
    ("hostname", "where"),
    [
        ("marac.example.org", "at marac.example.org/verify"),
        (None, "on the public page of this MARAC for checking papers"),
    ],
)
def test_a_letter_says_where_it_is_checked(desk: Desk, hostname: str | None, where: str) -> None:
    """So that a solicitor need not look for it, nor believe a page that somebody sends them."""
    app = desk.world.app
    config = app.config["MARAC"]
    app.config["MARAC"] = replace(config, hostname=hostname)
    views.wire(app)
    app.config["MARAC"] = config
    opened = desk.open(desk.asked(Purpose.HEARD_ADVISER), "chair")
    drawn = _drawn(desk.world.person_id("chair"), opened, clock.today())
    assert drawn.check == (
        f"The file of this letter can be checked {where}. "
        "The page says only whether it is genuine.",
    )
