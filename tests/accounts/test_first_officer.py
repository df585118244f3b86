"""Setting an area up: the first officer becomes the root, and nobody else can."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from app.accounts.agency import service as agencies
from app.accounts.area import service as areas
from app.accounts.area.queries import the_area
from app.accounts.person import service
from app.accounts.person.joining import join, welcome
from app.accounts.person.keys import Made
from app.accounts.person.model import Invitation, Person
from app.db import db, transaction
from app.refusals import Refused
from app.vault import totp
from tests.application import make_app

WORDS = {"passphrase": "copper lantern orchard", "again": "copper lantern orchard"}


@pytest.fixture
def empty(migrated_instance: Path, tmp_path: Path) -> Iterator[UUID]:
    """An area with one agency and nobody."""
    folder = tmp_path / "empty"
    shutil.copytree(migrated_instance, folder)
    app = make_app(folder)
    with app.app_context():
        area = areas.create_area("Northbrook")
        agency = agencies.set_up_agency(
            area.id, "Northbrook Police", "police", "020 7946 0000", "police.example.org"
        )
        yield agency.id
        db.engine.dispose()


def set_up(agency_id: UUID, name: str, role: str) -> str:
    """Invite somebody at the command line; the token of their link."""
    email = f"{name.lower().replace(' ', '.')}@police.example.org"
    return service.set_up_person(agency_id, name=name, email=email, job="", roles=[role]).token


def finish(token: str) -> Made:
    """Use a link."""
    return join(token, attests=True, totp_secret=totp.new_secret(), last_step=0, **WORDS)


def test_whoever_comes_before_the_first_officer_waits(empty: UUID) -> None:
    """An administrator cannot join first; their link stays good until the chair has."""
    administrator = set_up(empty, "Alex Novak", "administrator")
    chair = set_up(empty, "Priya Raman", "chair")
    assert welcome(administrator).must_wait
    with pytest.raises(Refused, match="first chair or coordinator"):
        finish(administrator)
    root = finish(chair).keyring.signing_public
    area = the_area()
    assert area is not None
    assert area.root_public == root
    assert finish(administrator).keyring.root_public == root


def test_an_officer_whom_an_administrator_invented_is_no_root(empty: UUID) -> None:
    """With the area's root struck out of the database, an invited officer still waits."""
    finish(set_up(empty, "Priya Raman", "chair"))
    finish(set_up(empty, "Alex Novak", "administrator"))
    token = set_up(empty, "Invented Officer", "chair")
    with transaction() as session:
        area = the_area()
        assert area is not None
        area.root_public = None
        administrator = session.query(Person).filter_by(name="Alex Novak").one()
        for invitation in session.query(Invitation).filter(Invitation.used_at.is_(None)):
            invitation.made_by = administrator.id
    with pytest.raises(Refused):
        finish(token)
