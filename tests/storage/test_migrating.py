"""Migrations: whole or not at all, with the audit trail's rules put up again afterwards."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
import sqlalchemy as sa
from flask import Flask

from app.db import db, ddl
from app.db.connection import open_for_maintenance
from app.db.keyfile import StorageRefused, create_keys, database_key, database_path
from app.db.maintenance import maintenance_engine
from app.db.startup import check_storage
from app.db.version import MIGRATIONS
from tests.storage.small_app import OwnBase, close, make_app

FIRST = """
    op.create_table("note",
        sa.Column("id", sa.Integer(), primary_key=True), sa.Column("text", sa.Text()))
    op.create_table("remark",
        sa.Column("note_id", sa.Integer(), sa.ForeignKey("note.id"), nullable=False))
    op.create_table("audit_row",
        *[sa.Column(name, sa.String()) for name in
          ("at", "area_id", "actor_id", "agency_id", "session_ref", "tag", "subject_kind",
           "subject_id", "detail")],
        sa.Column("seq", sa.Integer(), primary_key=True),
        sa.Column("prev", sa.LargeBinary()), sa.Column("hash", sa.LargeBinary()))
    op.execute("INSERT INTO note VALUES (1, 'kept')")
    op.execute("INSERT INTO remark VALUES (1)")
"""

REBUILD = """
    with op.batch_alter_table("note", recreate="always") as batch:
        batch.add_column(sa.Column("more", sa.String()))
    with op.batch_alter_table("audit_row", recreate="always") as batch:
        batch.alter_column("at", nullable=False)
"""


class Migrations:
    """A copy of the project's migration environment with versions of the test's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(
            MIGRATIONS, folder, ignore=shutil.ignore_patterns("versions", "__pycache__")
        )
        (folder / "versions").mkdir()

    def add(self, number: int, upgrade: str, downgrade: str = "    pass") -> None:
        """Write one version file."""
        before = f'"{number - 1:04}"' if number > 1 else "None"
        (self.folder / "versions" / f"{number:04}_test.py").write_text(
            "import sqlalchemy as sa\nfrom alembic import op\n"
            f'revision = "{number:04}"\ndown_revision = {before}\n'
            f"def upgrade():\n{upgrade}\ndef downgrade():\n{downgrade}\n"
        )

    def upgrade(self) -> None:
        """Run `flask db upgrade`."""
        flask_migrate.upgrade(directory=str(self.folder))


@pytest.fixture
def migrations(tmp_path: Path) -> Migrations:
    """An empty series of migrations."""
    return Migrations(tmp_path / "migrations")


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """An application with keys but no database yet."""
    create_keys(tmp_path / "instance")
    app = make_app(tmp_path / "instance")
    flask_migrate.Migrate(app, db)
    with app.app_context():
        yield app
    close(app)


def rows(app: Flask, statement: str) -> list[tuple[object, ...]]:
    """What a statement gives on a connection of its own."""
    instance = app.config["MARAC"].instance
    connection = open_for_maintenance(database_path(instance), database_key(instance))
    found: list[tuple[object, ...]] = connection.execute(statement).fetchall()
    connection.close()
    return found


def missing(app: Flask) -> list[str]:
    """The rules that the database has lost."""
    with maintenance_engine(app.config["MARAC"].instance).connect() as connection:
        return ddl.missing(connection)


def test_from_nothing_to_a_database_that_starts(app: Flask, migrations: Migrations) -> None:
    """The first migration makes the file, encrypted, with every rule in place."""
    migrations.add(1, FIRST)
    migrations.upgrade()
    assert missing(app) == []
    check_storage(app.config["MARAC"].instance, migrations.folder)


def test_rebuilding_tables_keeps_rows_references_and_rules(
    app: Flask, migrations: Migrations
) -> None:
    """SQLite changes a table by rebuilding it; rows that point at it and triggers survive."""
    migrations.add(1, FIRST)
    migrations.upgrade()
    migrations.add(2, REBUILD)
    migrations.upgrade()
    assert rows(app, "SELECT * FROM note") == [(1, "kept", None)]
    assert rows(app, "SELECT * FROM remark") == [(1,)]
    assert missing(app) == []


def test_a_failing_migration_leaves_everything_as_it_was(
    app: Flask, migrations: Migrations
) -> None:
    """Version, tables, rows and rules: as if nobody had tried."""
    migrations.add(1, FIRST)
    migrations.upgrade()
    before = rows(app, "SELECT name, sql FROM sqlite_master ORDER BY name")
    migrations.add(2, REBUILD + '    op.execute("DROP TABLE nowhere")')
    with pytest.raises(sa.exc.OperationalError, match="nowhere"):
        migrations.upgrade()
    assert rows(app, "SELECT name, sql FROM sqlite_master ORDER BY name") == before
    assert rows(app, "SELECT version_num FROM alembic_version") == [("0001",)]


def test_a_migration_may_not_leave_rows_that_point_at_nothing(
    app: Flask, migrations: Migrations, caplog: pytest.LogCaptureFixture
) -> None:
    """Foreign keys are off while tables are rebuilt, so they are all checked before the commit."""
    migrations.add(1, FIRST)
    migrations.upgrade()
    migrations.add(2, '    op.execute("DELETE FROM note")')
    with pytest.raises(SystemExit):
        migrations.upgrade()
    assert "rows of remark would point at nothing" in caplog.text
    assert rows(app, "SELECT text FROM note") == [("kept",)]


def test_a_database_behind_the_program_does_not_start(app: Flask, migrations: Migrations) -> None:
    """A new version of the program says `make migrate` instead of failing page by page."""
    migrations.add(1, FIRST)
    migrations.upgrade()
    migrations.add(2, REBUILD)
    with pytest.raises(StorageRefused, match="make migrate"):
        check_storage(app.config["MARAC"].instance, migrations.folder)


def test_down_to_nothing_and_up_again(app: Flask, migrations: Migrations) -> None:
    """Going back works too, the rules going and coming with their table."""
    drop = '    [op.drop_table(name) for name in ("remark", "note", "audit_row")]'
    migrations.add(1, FIRST, drop)
    migrations.upgrade()
    flask_migrate.downgrade(directory=str(migrations.folder), revision="base")
    assert len(missing(app)) == 3
    migrations.upgrade()
    assert missing(app) == []


def test_a_new_migration_gets_the_next_number_and_plain_types(
    app: Flask, migrations: Migrations, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`flask db migrate` numbers in order and never writes today's column classes."""
    monkeypatch.setitem(db.metadatas, None, OwnBase.metadata)
    migrations.add(1, '    op.execute("SELECT 1")')
    migrations.upgrade()
    flask_migrate.migrate(directory=str(migrations.folder), message="notes")
    written = (migrations.folder / "versions" / "0002_notes.py").read_text()
    assert 'down_revision = "0001"' in written.replace("'", '"')
    assert "sa.LargeBinary()" in written
    assert "Sealed" not in written
    migrations.upgrade()
    flask_migrate.migrate(directory=str(migrations.folder), message="nothing new")
    assert len(list((migrations.folder / "versions").glob("*.py"))) == 2
