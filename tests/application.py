"""The application as tests run it."""

from pathlib import Path
from typing import Any

from flask import Flask

from app import create_app
from app.config import Config
from tests.remembering import TEMPLATES
from tests.web.crawl import CrawlingClient


def make_app(instance: Path, **changes: Any) -> Flask:
    """An application on an instance folder. Faults come up as themselves; pages are crawled."""
    app = create_app(Config(kind="testing", instance=instance, **changes))
    app.config["PROPAGATE_EXCEPTIONS"] = True
    app.jinja_env.bytecode_cache = TEMPLATES
    app.test_client_class = CrawlingClient
    return app
