"""A database operator rewrites releases, readers and checks: nothing of it lets anybody receive."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app import clock
from app.confidentiality.gate import service as gate
from app.confidentiality.gate.model import Package, Reader, Receipt, Release
from app.confidentiality.recipient.model import Recipient, RecipientCheck
from app.db import db, transaction
from app.refusals import NotVisible, Refused
from app.vault.errors import VaultError
from tests.builders import World
from tests.releases import a_release

NO = (NotVisible, Refused, VaultError)
Change = Callable[[World, Release], object]

REWRITTEN: dict[str, Change] = {
    "record_id": lambda world, row: uuid4(),
    "subject_id": lambda world, row: uuid4(),
    "subject_revision": lambda world, row: row.subject_revision + 1,
    "kind": lambda world, row: "transfer",
    "form": lambda world, row: "letter",
    "way": lambda world, row: "locked_file",
    "requester_id": lambda world, row: world.person_id("second_idva"),
    "requester_agency_id": lambda world, row: world.agencies["nrpf"],
    "hand_over_by": lambda world, row: world.person_id("housing"),
    "digest": lambda world, row: b"0" * 32,
    "code": lambda world, row: "AAAAA-BBBBB",
    "decided_by": lambda world, row: world.person_id("chair"),
    "decided_agency_id": lambda world, row: world.agencies["police"],
    "key_pair_id": lambda world, row: world.members["coordinator"].keyring.key_id,
    "decided_at": lambda world, row: row.decided_at + timedelta(hours=1),
    "expires_on": lambda world, row: row.expires_on + timedelta(days=30),
    "slip_id": lambda world, row: db.session.get_one(Package, row.package_id).secret_id,
    "statement": lambda world, row: row.statement + b" ",
    "signature": lambda world, row: bytes(64),
    "proof": lambda world, row: row.proof + b" ",
    "proof_signature": lambda world, row: bytes(64),
    "decided_on": lambda world, row: row.decided_on - timedelta(days=1),
    "sealed_content": lambda world, row: row.sealed_content[:-1] + b"0",
}
BY_THE_DATABASE = {"recipient_id", "recipient_kind", "check_id", "good_until", "package_id"}
SAYS_NOTHING = {
    "id",
    "area_id",
    "sealed_passphrase",
    "first_received_at",
    "times_received",
    "revision",
}
"""The key, what is counted: to rewrite them gains nobody anything."""
IN_THE_TRAIL = {"recalled_at", "recalled_by", "stopped_at"}
"""Believed from the trail as well: `tests/abuse/test_ac32_stops_are_in_the_trail.py`."""


def test_every_column_is_spoken_for() -> None:
    """A new column of a release is signed, held by the database, in the trail, or harmless."""
    columns = {column.name for column in Release.__table__.columns}
    assert columns == set(REWRITTEN) | BY_THE_DATABASE | IN_THE_TRAIL | SAYS_NOTHING


@pytest.mark.parametrize("column", sorted(REWRITTEN))
def test_a_rewritten_release_is_received_by_nobody(marac: World, column: str) -> None:
    """What the chair signed is compared with the row before a byte leaves, and no receipt stays."""
    release_id = a_release(marac)
    with marac.inside():
        gate.accept(marac.actor("housing"), release_id)
        row = db.session.get_one(Release, release_id)
        _write(Release, release_id, {column: REWRITTEN[column](marac, row)})
    with marac.inside(), pytest.raises(NO):
        gate.receive(marac.actor("housing"), release_id)
    with marac.inside():
        assert db.session.query(Receipt).count() == 0


def test_untouched_it_is_received(marac: World) -> None:
    """The same steps without the rewriting: so the tests above fail for their own reason."""
    release_id = a_release(marac)
    with marac.inside():
        gate.accept(marac.actor("housing"), release_id)
    with marac.inside():
        assert gate.receive(marac.actor("housing"), release_id).content
        assert db.session.query(Receipt).count() == 1


@pytest.mark.parametrize("who", ["officer", "nrpf", "children", "second_idva", "coordinator"])
def test_a_planted_reader_reads_nothing(marac: World, who: str) -> None:
    """Whoever writes herself in as a reader breaks the chair's signature, for everybody."""
    release_id = a_release(marac)
    with marac.inside(), transaction() as session:
        session.add(Reader(release_id=release_id, person_id=marac.person_id(who)))
    for name in (who, "housing"):
        with marac.inside(), suppress(*NO):
            gate.accept(marac.actor(name), release_id)
        with marac.inside(), pytest.raises(NO):
            gate.receive(marac.actor(name), release_id)


@pytest.mark.parametrize("column", sorted(BY_THE_DATABASE - {"package_id"}))
def test_the_database_ties_a_release_to_its_check(marac: World, column: str) -> None:
    """Another recipient, class, check or day than the one check's is refused by a foreign key."""
    release_id = a_release(marac)
    planted: dict[str, object] = {
        "recipient_id": uuid4(),
        "recipient_kind": "court",
        "check_id": uuid4(),
        "good_until": date(2099, 1, 1),
    }
    with marac.inside(), pytest.raises(IntegrityError):
        _write(Release, release_id, {column: planted[column]})


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("recipient_kind", "immigration_enforcement"),
        ("recipient_kind", "home_office"),
        ("recipient_kind", ""),
    ],
)
def test_the_database_knows_no_other_class(marac: World, column: str, value: str) -> None:
    """There is no class for immigration enforcement, not even for whoever writes rows."""
    release_id = a_release(marac)
    with marac.inside(), pytest.raises(IntegrityError):
        _write(Release, release_id, {column: value})


def test_the_database_refuses_a_chair_who_asked(marac: World) -> None:
    """Nor her agency: a CHECK on both, whatever the program would say."""
    release_id = a_release(marac)
    for column, other in (
        ("decided_by", "requester_id"),
        ("decided_agency_id", "requester_agency_id"),
    ):
        with marac.inside():
            row = db.session.get_one(Release, release_id)
            value = getattr(row, other)
            with pytest.raises(IntegrityError):
                _write(Release, release_id, {column: value})


def test_the_database_refuses_the_home_office(marac: World) -> None:
    """By name and by host, on the register of recipients itself."""
    release_id = a_release(marac)
    for values in (
        {"name": "Home Office"},
        {"name": "The HOME OFFICE liaison"},
        {"name": "UK Visas and Immigration"},
        {"name": "Northbrook Immigration Enforcement"},
        {"name": "Border Force North"},
        {"email_domain": "homeoffice.gov.uk"},
        {"email_domain": "digital.HomeOffice.gov.uk"},
        {"email_domain": "homeoffice.gov.uk.cjsm.net"},
        {"email_domain": "hmpo.gov.uk"},
        {"kind": "immigration_enforcement"},
    ):
        with marac.inside():
            to = db.session.get_one(Release, release_id).recipient_id
            with pytest.raises(IntegrityError):
                _write(Recipient, to, values)


def test_a_check_by_one_person_cannot_be_written(marac: World) -> None:
    """Two people of two agencies: the database compares them."""
    release_id = a_release(marac)
    with marac.inside():
        check = db.session.get_one(Release, release_id).check_id
        row = db.session.get_one(RecipientCheck, check)
        with pytest.raises(IntegrityError):
            _write(RecipientCheck, check, {"confirmed_by": row.proposed_by})


@pytest.mark.parametrize("column", ["name", "telephone", "postal_address", "email_domain"])
def test_a_changed_entry_receives_nothing(marac: World, column: str) -> None:
    """An operator who changes where it goes breaks the two signatures of the entry."""
    release_id = a_release(marac)
    with marac.inside():
        gate.accept(marac.actor("housing"), release_id)
        to = db.session.get_one(Release, release_id).recipient_id
        _write(Recipient, to, {column: "northbrook.example.org"})
    with marac.inside(), pytest.raises(NO):
        gate.receive(marac.actor("housing"), release_id)


def test_a_check_that_has_run_out_receives_nothing(marac: World) -> None:
    """AC-16: the day after its last good day nothing can be received."""
    release_id = a_release(marac)
    with marac.inside():
        gate.accept(marac.actor("housing"), release_id)
        good_until = db.session.get_one(Release, release_id).good_until
    later = clock.now() + (good_until - clock.today()) + timedelta(days=1)
    with clock.pretend(later), marac.inside(), pytest.raises(NO):
        gate.receive(marac.actor("housing"), release_id)


def _write(table: type, row_id: UUID, values: dict[str, object]) -> None:
    """Write past every service, as whoever holds the database and its key could."""
    with transaction() as session:
        session.execute(
            sa.update(table)
            .where(table.id == row_id)  # type: ignore[attr-defined]
            .values(**values)
            .execution_options(synchronize_session=False)
        )
