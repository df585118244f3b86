"""Nobody is named as a recipient in words, anywhere: they are chosen from the register."""

import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from uuid import UUID

import pytest
from sqlalchemy import ForeignKeyConstraint
from wtforms import StringField, TextAreaField
from wtforms.fields.core import UnboundField

import app
from app.confidentiality.gate.model import Package, Release
from app.confidentiality.gate.service import Subject
from app.db import Base
from app.web.forms import Form, Text
from tests.builders import World

TO_WHOM = re.compile(r"recipient|addressee|send_?to|receiver|\bto\b|email_to|cc|bcc|copy_to")
BOXES = (StringField, TextAreaField)


def forms() -> Iterator[type[Form]]:
    """Every form of the application."""
    for module in walk_packages(app.__path__, "app."):
        if "forms" in module.name or module.name.endswith(("_form", "views", "pages")):
            for each in vars(import_module(module.name)).values():
                if inspect.isclass(each) and issubclass(each, Form) and each is not Form:
                    yield each


def boxes_of(form: type[Form]) -> Iterator[tuple[str, str]]:
    """The boxes of a form that take words, with their labels; choices and numbers left aside."""
    for name in dir(form):
        field = getattr(form, name)
        if isinstance(field, UnboundField) and issubclass(field.field_class, BOXES):
            said = field.args[0] if field.args else field.kwargs.get("label", "")
            yield name, str(said).lower()


TO_WHOM_THE_HARM_IS = {"IdentifyRisk.whom"}
"""A risk says whom it threatens: that is nobody to whom anything goes."""


def test_no_form_takes_a_recipient_as_words(marac: World) -> None:
    """Every form is walked: what says to whom something goes is a choice, never a box."""
    assert marac.app.url_map  # every module of forms is known
    walked = set(forms())
    found = [
        f"{form.__name__}.{name}"
        for form in walked
        for name, label in boxes_of(form)
        if TO_WHOM.fullmatch(name) or label.startswith(("to whom", "recipient", "send it to"))
    ]
    assert set(found) == TO_WHOM_THE_HARM_IS
    assert {"OutsiderForm", "MemberForm", "ConfirmForm"} <= {form.__name__ for form in walked}
    assert len(walked) > 60
    assert sum(1 for form in walked for _ in boxes_of(form)) > 100


def test_the_walk_would_find_one() -> None:
    """A form that asked for it in words would be seen."""

    class Bad(Form):
        recipient = Text("Who is to get it?")

    assert [name for name, _ in boxes_of(Bad) if TO_WHOM.fullmatch(name)] == ["recipient"]


def test_no_address_takes_a_recipient_as_words(marac: World) -> None:
    """Where an address names a recipient, it is by id."""
    for rule in marac.app.url_map.iter_rules():
        for argument in rule.arguments:
            if "recipient" in argument:
                assert f"<uuid:{argument}>" in rule.rule, rule.rule


def test_the_gate_takes_an_id_and_no_words() -> None:
    """Nor does any service hand it anything else."""
    assert Subject.__annotations__["recipient_id"] in (UUID, "UUID")
    assert not any(name in Subject.__annotations__ for name in ("recipient", "email", "address"))


@pytest.mark.parametrize("table", [Package.__table__, Release.__table__])
def test_what_leaves_points_to_the_register(table: object) -> None:
    """By a foreign key, so that the database refuses whoever is not on it."""
    to = {key.column.table.name for key in table.foreign_keys if "recipient" in key.parent.name}  # type: ignore[attr-defined]
    assert to & {"recipient", "recipient_check"}


def test_every_column_that_names_a_recipient_points_to_the_register() -> None:
    """In every table: an id with a foreign key, or a part of one; never words."""
    for table in Base.metadata.tables.values():
        keyed = {
            column.name
            for constraint in table.constraints
            if isinstance(constraint, ForeignKeyConstraint)
            for column in constraint.columns
        }
        for column in table.columns:
            if column.name in ("recipient", "recipient_id", "recipient_name", "recipient_email"):
                assert column.name == "recipient_id", f"{table.name}.{column.name}"
                assert column.name in keyed, f"{table.name}.{column.name}"


def test_no_command_takes_a_recipient() -> None:
    """The command line enters nobody: an entry is signed, and a command holds no keys."""
    for source in (Path(app.__path__[0]) / "cli").glob("*.py"):
        text = source.read_text("utf-8")
        assert "recipient.service" not in text, source.name
        assert "recipient.proposing" not in text, source.name
        assert "recipient.confirming" not in text, source.name
