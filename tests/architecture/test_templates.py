"""Templates: one name each, nothing inline, escaping never switched off."""

import re
from collections import Counter

from flask import Flask
from jinja2 import StrictUndefined, Undefined

from app.demonstration.views import bp as demonstration
from tests.architecture.sources import modules, short, template_name, templates

SWITCHES = re.compile(r"\|\s*safe\b|autoescape|Markup\(|forceescape")
INLINE = re.compile(r"\sstyle\s*=|\son[a-z]+\s*=|<style|javascript:", re.IGNORECASE)
SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE)
FOLDERS = {"base.html", "components.html"}


def test_each_template_has_a_name_of_its_own() -> None:
    """Two templates of one name would show the first for both; each is in its noun's folder."""
    names = Counter(template_name(path) for path in templates())
    assert not [name for name, count in names.items() if count > 1]
    assert not [name for name in names if "/" not in name and name not in FOLDERS]


def test_escaping_is_never_switched_off() -> None:
    """No `safe`, no autoescape block: what people write is shown, never run."""
    found = [short(path) for path in templates() if SWITCHES.search(path.read_text("utf-8"))]
    assert not found, found


def test_nothing_is_inline() -> None:
    """No style, handler or script in a page: the policy would refuse it anyway."""
    found = [
        short(path)
        for path in templates()
        if INLINE.search(path.read_text("utf-8")) or SCRIPT.search(path.read_text("utf-8"))
    ]
    assert not found, found


def test_every_template_can_be_read_strictly(app: Flask) -> None:
    """All of ours compile, and an undefined value in them is a fault; the packages' are lenient."""
    app.register_blueprint(demonstration)  # elsewhere only there where the area is made up
    for path in templates():
        template = app.jinja_env.get_template(template_name(path))
        assert template.environment.undefined is StrictUndefined, short(path)
        assert template.environment.autoescape(template.name)  # type: ignore[operator]
    package = app.jinja_env.get_template("govuk_frontend_wtf/input.html")
    assert package.environment.undefined is Undefined


def test_templates_see_no_settings(app: Flask) -> None:
    """`config` is not there to be printed."""
    assert "config" not in app.jinja_env.globals


def test_every_template_is_used() -> None:
    """Each is rendered, extended, included or imported by something."""
    text = "\n".join(path.read_text("utf-8") for path in [*modules("app"), *templates()])
    unused = [template_name(path) for path in templates() if f'"{template_name(path)}"' not in text]
    assert not unused, unused
