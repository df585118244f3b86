"""`flask action remind`: constant messages, counts on the terminal, nothing without need."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from app import clock
from app.accounts.person.post import NotSent, Post
from app.db import transaction
from app.marac.action.model import Action
from tests.builders import World
from tests.cli.terminal import run


def _overdue(world: World) -> None:
    """The one action of the made-up area, which the police officer owns, was due yesterday."""
    with world.inside(), transaction() as session:
        day = clock.today() - timedelta(days=1)
        session.execute(update(Action).values(due_on=day, state="agreed"))


def test_the_message_says_that_there_is_something_and_not_what(worked: World) -> None:
    """One message with a link to sign in; run again the same day it sends none."""
    _overdue(worked)
    assert "1 person would be told" in run(worked.app, "action", "remind", "--count").output
    outbox = worked.instance / "outbox"
    before = set(outbox.glob("*.eml")) if outbox.exists() else set()
    told = run(worked.app, "action", "remind")
    assert told.exit_code == 0, told.output
    assert "1 person told, about 1 action." in told.output
    message = next(iter(set(outbox.glob("*.eml")) - before)).read_text()
    assert f"To: {worked.members['officer'].email}" in message
    assert "/sign-in" in message
    for word in ("action", "overdue", "locks", "Canary", str(worked.extra["action"])):
        assert word not in message
    assert "0 people told" in run(worked.app, "action", "remind").output


def test_a_relay_that_refuses_is_an_error_for_cron(
    worked: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command ends with an error, and the next run tries again."""
    _overdue(worked)

    def refuse(post: Post, address: str, link: str) -> None:
        raise NotSent

    with monkeypatch.context() as relay:
        relay.setattr(Post, "send", refuse)
        failed = run(worked.app, "action", "remind")
    assert failed.exit_code == 1
    assert "did not go: 1" in failed.output
    assert "1 person told" in run(worked.app, "action", "remind").output
