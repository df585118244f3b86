"""What this process has worked out once, it does not work out again for every test's application.

Each test has an application of its own, and each would compile the same addresses, templates and
statements anew: nearly half of the time of a test that shows a page. Only what follows from the
source alone is kept here: no row, no session, no setting, nothing of an instance.
"""

import gc
from collections.abc import Callable
from types import CodeType
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from sqlalchemy import Engine
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite as Dialect
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from app.db import db

Builder = Callable[..., tuple[str, str]]
BUILDERS: dict[tuple[Any, ...], Builder] = {}
STATEMENTS: Any = LRUCache(2000)
BETWEEN_COLLECTIONS = 20_000


class RememberedRule(Rule):
    """An address whose builder is compiled once for all applications that have the address."""

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        kinds = tuple((name, type(each)) for name, each in self._converters.items())
        key = (self.rule, tuple(self._trace), kinds, repr(self.defaults), append_unknown)
        if key not in BUILDERS:
            BUILDERS[key] = super()._compile_builder(append_unknown)
        return BUILDERS[key]


class RememberedTemplates(BytecodeCache):
    """Compiled templates, by their source and by the habits of the environment that reads them."""

    def __init__(self) -> None:
        self.code: dict[tuple[str, str], CodeType | None] = {}

    def get_bucket(
        self, environment: Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        """The template as it was compiled under the same habits, or an empty bucket."""
        habits = (environment.undefined, environment.trim_blocks, environment.lstrip_blocks)
        return super().get_bucket(environment, repr((name, habits)), filename, source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket if the very same source was compiled before."""
        bucket.code = self.code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self.code[bucket.key, bucket.checksum] = bucket.code


TEMPLATES = RememberedTemplates()


def remember() -> None:
    """Let every application of this process share what was compiled."""
    Flask.url_rule_class = RememberedRule
    Dialect.__eq__ = _speaks_like  # type: ignore[method-assign]
    Dialect.__hash__ = _words  # type: ignore[method-assign]
    make = db._make_engine

    def make_sharing(*given: Any) -> Engine:
        engine = make(*given)
        engine._compiled_cache = STATEMENTS
        return engine

    db._make_engine = make_sharing  # type: ignore[method-assign]


def collect_less() -> None:
    """What was imported stays until the end: do not look through it for garbage each time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(BETWEEN_COLLECTIONS)


def _speaks_like(self: Dialect, other: object) -> bool:
    """A statement that was compiled for one connection to SQLCipher is right for any other."""
    return type(self) is type(other) and _words(self) == _words(other)


def _words(self: Dialect) -> int:
    return hash((type(self), self.dbapi, self.paramstyle, self.update_returning))
