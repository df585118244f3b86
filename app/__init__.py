"""The composition root: create_app() is the only place that knows everyone."""

import os
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from flask import Blueprint, Flask

from app.config import Config

NOUNS = tuple(
    f"{floor}.{noun}"
    for floor, nouns in (
        ("accounts", "area agency person session draft signin"),
        ("confidentiality", "agreement circle recipient gate disclosure register"),
        (
            "marac",
            "party match risk support referral case meeting invitation agenda calendar "
            "conflict research action readiness board feedback flag minutes pack triage intake "
            "letter",
        ),
    )
    for noun in nouns.split()
)
"""Every noun, lowest first. Its ``model`` is imported; the blueprints of its ``views`` are
registered; and if ``views`` has a function ``wire(app)``, it is called with the application."""


def create_app(config: Config | None = None) -> Flask:
    """Build the application from its settings; tests hand their own."""
    from app import db, errors, web
    from app.db.startup import init_storage
    from app.extensions import csrf, login_manager, migrate

    config = config or Config.from_env(os.environ)
    app = web.Application(__name__, instance_path=str(config.instance), static_folder="web/static")
    app.config.from_mapping(_flask_settings(config), MARAC=config)
    app.secret_key = _secret_key(config)
    init_storage(app)
    migrate.init_app(app, db.db, directory=os.path.join(app.root_path, "..", "migrations"))
    web.init_app(app)
    csrf.init_app(app)  # after web, so that the guard asks first who is calling
    login_manager.init_app(app)
    for noun in NOUNS:
        _move_in(app, noun)
    if config.kind == "demonstration":
        _move_in(app, "demonstration")
    _add_commands(app)
    errors.init_app(app)
    return app


def create_terminal() -> Flask:
    """Build what `flask firewall` needs, which asks for no settings, no keys and no database."""
    app = Flask(__name__, static_folder=None)
    app.cli.add_command(import_module("app.cli.firewall").firewall)
    return app


def _flask_settings(config: Config) -> dict[str, object]:
    """What Flask and its extensions are told; nothing here is for an installation to decide."""
    return {
        "TESTING": config.kind == "testing",
        "TRUSTED_HOSTS": [config.hostname] if config.hostname else None,
        "MAX_CONTENT_LENGTH": 1_000_000,
        "MAX_FORM_MEMORY_SIZE": 1_000_000,
        "PREFERRED_URL_SCHEME": "https" if config.tls else "http",
        "SESSION_COOKIE_NAME": "__Host-marac" if config.tls else "marac",
        "SESSION_COOKIE_SECURE": config.tls,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Strict",
        "WTF_CSRF_TIME_LIMIT": None,  # the token dies with the session, which has its own limits
        "WTF_CSRF_SSL_STRICT": False,  # we send no referrer; the guard asks Sec-Fetch-Site instead
    }


def _secret_key(config: Config) -> bytes | None:
    """The key of cookies and form tokens; none before `flask keys create` has been run."""
    from app.db.keyfile import APPLICATION_KEY, application_key

    return (
        application_key(config.instance) if (config.instance / APPLICATION_KEY).exists() else None
    )


def _move_in(app: Flask, noun: str) -> None:
    """Bring one noun's tables and pages into the application."""
    _module(f"app.{noun}.model")
    views = _module(f"app.{noun}.views")
    if views is None:
        return
    for thing in list(vars(views).values()):
        if isinstance(thing, Blueprint):
            app.register_blueprint(thing)
    if hasattr(views, "wire"):
        views.wire(app)


def _add_commands(app: Flask) -> None:
    cli = _module("app.cli")
    if cli is not None:
        cli.register(app)


def _module(name: str) -> ModuleType | None:
    """A module of ours, or None where a noun has no such room."""
    return import_module(name) if find_spec(name) else None
