"""Runs the migrations over a connection that may change the schema, whole or not at all."""

from typing import Any

from alembic import context
from alembic.operations.ops import MigrationScript
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import current_app

from app.db import db
from app.db.keyfile import StorageRefused
from app.db.maintenance import schema_change
from app.db.version import render_item


def number_in_order(run: Any, revision: Any, directives: list[MigrationScript]) -> None:
    """Give a new migration the next number, and write none when nothing has changed."""
    if not directives:
        return
    empty = directives[0].upgrade_ops is not None and directives[0].upgrade_ops.is_empty()
    if empty and getattr(context.config.cmd_opts, "autogenerate", False):
        directives.clear()
        return
    versions = list(ScriptDirectory.from_config(context.config).walk_revisions())
    directives[0].rev_id = f"{len(versions) + 1:04d}"


def migrate() -> None:
    """Bring the database of this instance to the version asked for."""
    with schema_change(current_app.config["MARAC"].instance) as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            transactional_ddl=True,
            compare_type=True,
            render_item=render_item,
            process_revision_directives=number_in_order,
        )
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    raise CommandError("Migrations need the encrypted database; they are not written as SQL.")
try:
    migrate()
except StorageRefused as refused:
    raise CommandError(str(refused)) from refused
