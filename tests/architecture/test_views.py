"""Every view says who may call it, and every address is one that may be written down."""

import re

import pytest
from flask import Flask
from werkzeug.routing import Rule

from app.access.marks import Public, Requires, rule_of
from tests.architecture.matrix import FILE, matrix

READING_VERBS = ("read", "see", "view")
SEGMENT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)?")
VARIABLE = re.compile(r"<(?:([a-z]+)(?:\([^)]*\))?:)?([a-z_]+)>")
CONVERTERS = {"any", "int", "uuid"}
ONE_TIME = "token"  # of an invitation: random, used once, and part of the link by its nature
NAMING = ("name", "email", "slug", "title")
PUBLIC_POSTS_AT_MOST = 8


def rules(app: Flask) -> list[Rule]:
    """The addresses of our own views."""
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def test_every_endpoint_declares_its_access_rule(app: Flask) -> None:
    """A view without a mark is refused at run time, and does not get as far as a commit."""
    unmarked = [name for name, view in app.view_functions.items() if rule_of(view) is None]
    assert not unmarked, unmarked


def test_a_change_is_never_guarded_by_a_permission_to_read(app: Flask) -> None:
    """Whoever may only look can only look."""
    wrong = [
        f"{rule.endpoint}: {access.permission}"
        for rule in rules(app)
        if "POST" in (rule.methods or ())
        and isinstance(access := rule_of(app.view_functions[rule.endpoint]), Requires)
        and access.permission.value.partition(":")[2] in READING_VERBS
    ]
    assert not wrong, wrong


def test_nothing_changes_by_a_link(app: Flask) -> None:
    """No method but GET and POST, and signing out is a POST."""
    odd = [
        rule.endpoint
        for rule in rules(app)
        if set(rule.methods or ()) - {"GET", "HEAD", "OPTIONS", "POST"}
    ]
    assert not odd, odd
    out = [rule for rule in rules(app) if rule.rule == "/sign-out"]
    assert all("GET" not in (rule.methods or ()) for rule in out)


def test_few_views_are_open_to_everybody(app: Flask) -> None:
    """What the signed-out can send is only what signing in and joining need."""
    public = [
        rule.endpoint
        for rule in rules(app)
        if "POST" in (rule.methods or ())
        and isinstance(rule_of(app.view_functions[rule.endpoint]), Public)
    ]
    assert len(public) <= PUBLIC_POSTS_AT_MOST, public


def test_addresses_are_plain_and_carry_no_name(app: Flask) -> None:
    """Small letters and hyphens; what varies is a random id or a number, never somebody's name."""
    wrong = []
    for rule in rules(app):
        for part in filter(None, rule.rule.split("/")):
            variable = VARIABLE.fullmatch(part)
            if variable is None and not SEGMENT.fullmatch(part):
                wrong.append(rule.rule)
            elif variable and variable[1] not in CONVERTERS and variable[2] != ONE_TIME:
                wrong.append(rule.rule)
            elif variable and any(word in variable[2] for word in NAMING):
                wrong.append(rule.rule)
    assert not wrong, wrong


def test_the_access_matrix_is_up_to_date(app: Flask) -> None:
    """A change of rights is a line in a difference that somebody reads."""
    if not FILE.exists():
        pytest.fail("Run `make matrix` and commit tests/access_matrix.txt.")
    assert FILE.read_text() == matrix(app), "Run `make matrix`, read the difference, commit it."
