"""What the tests' applications share is what each of them would have worked out for itself."""

from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
from flask import Flask
from jinja2 import DictLoader, Environment
from werkzeug.routing import AnyConverter, IntegerConverter, Rule, UUIDConverter

from app.accounts.area.model import Area
from app.db import db, transaction
from tests.builders import World
from tests.remembering import STATEMENTS, RememberedRule, RememberedTemplates

SOURCE = "{% if true %}\n  <p>{{ word }}</p>\n{% endif %}\n"


def test_every_address_is_built_as_the_library_builds_it(app: Flask) -> None:
    """Of every page, with its ids alone and with more than it asks for."""
    rules = list(app.url_map.iter_rules())
    assert len(rules) > 200
    for rule in rules:
        assert type(rule) is RememberedRule
        fresh = Rule(rule.rule, defaults=rule.defaults, endpoint=rule.endpoint)
        fresh.bind(app.url_map)
        given = {name: _some(rule, name) for name in rule.arguments}
        assert rule.build({**given, "more": "a b"}) == fresh.build({**given, "more": "a b"})
        assert rule.build(given, False) == fresh.build(given, False)


def test_addresses_that_differ_only_in_a_default_are_not_mixed_up(app: Flask) -> None:
    """Each is built with its own word."""
    addresses = []
    for word in ("one", "two"):
        rule = RememberedRule("/pages/<word>", defaults={"word": word}, endpoint="pages")
        rule.bind(app.url_map)
        addresses.append(rule.build({}))
    assert addresses == [("", "/pages/one"), ("", "/pages/two")]


def test_a_template_is_shared_only_under_the_same_habits_and_source() -> None:
    """Spaces are trimmed where the environment says so; a changed template is read again."""
    remembered = RememberedTemplates()

    def read(source: str, trim: bool) -> str:
        environment = Environment(
            autoescape=True,
            loader=DictLoader({"page.html": source}),
            trim_blocks=trim,
            bytecode_cache=remembered,
        )
        return environment.get_template("page.html").render(word="<b>")

    loose, trimmed = read(SOURCE, False), read(SOURCE, True)
    assert (loose, trimmed) == ("\n  <p>&lt;b&gt;</p>\n", "  <p>&lt;b&gt;</p>\n")
    assert read(SOURCE, False) == loose
    assert read(SOURCE, True) == trimmed
    assert len(remembered.code) == 2
    assert read(SOURCE.replace("p>", "i>"), True) == "  <i>&lt;b&gt;</i>\n"


def test_a_statement_is_compiled_once_and_answers_from_the_database_that_is_asked(
    world: World, tmp_path: Path
) -> None:
    """Two areas with other names: compiled for the first alone, and each gives its own answer."""
    other = world.copy_to(tmp_path / "other")
    with other.inside(), transaction():
        db.session.get_one(Area, world.area_id).name = "Southbrook"
    said, compiled = [], []
    for each in (world, other):
        with each.inside():
            asked = sa.select(Area.name.label("as_it_is_called")).order_by(Area.created_at)
            said.append(db.session.scalars(asked).all())
        compiled.append(len(STATEMENTS))
    other.close()
    assert said == [["Northbrook"], ["Southbrook"]]
    assert compiled[0] == compiled[1]


def _some(rule: Rule, name: str) -> object:
    """A value that fits the place in the address."""
    converter = rule._converters[name]
    if isinstance(converter, UUIDConverter):
        return UUID(int=7)
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 3 if isinstance(converter, IntegerConverter) else "words & Übermut"
