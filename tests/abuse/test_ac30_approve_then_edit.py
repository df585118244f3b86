"""AC-30: approve, then edit; and everything that races with a signature."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from app import clock
from app.confidentiality.disclosure import deciding, requesting, service
from app.confidentiality.disclosure.model import Decision
from app.confidentiality.disclosure.rules import RequestState
from app.confidentiality.gate import handing
from app.confidentiality.gate import service as gate
from app.confidentiality.gate.model import Release
from app.db import db, transaction
from app.marac.case import service as cases
from app.refusals import Changed, NotVisible, Refused, RuleBroken
from tests.asking import a_choice, a_request, signed
from tests.builders import World
from tests.exits import a_recipient

NEW = "To change the locks of the flat"


def edit(marac: World, request_id, revision: int) -> None:  # type: ignore[no-untyped-def]
    """The requester says another purpose."""
    service.save(
        marac.actor("housing"),
        request_id,
        "purpose",
        lambda asked: replace(asked, purpose=NEW),
        revision,
    )


def revision_of(marac: World, request_id) -> int:  # type: ignore[no-untyped-def]
    """At which revision the requester sees the request."""
    return service.open_request(marac.actor("housing"), request_id).row.revision


def test_an_edit_between_looking_and_signing_signs_nothing(marac: World) -> None:
    """The chair is told, and the bytes she saw never leave."""
    with marac.inside():
        request_id = a_request(marac, a_recipient(marac))
        prepared = a_choice(marac, request_id)
        edit(marac, request_id, revision_of(marac, request_id))
        with pytest.raises(Changed):
            signed(marac, request_id, prepared)
    with marac.inside():
        assert db.session.scalar(select(func.count()).select_from(Release)) == 0
        assert db.session.scalar(select(func.count()).select_from(Decision)) == 0


def test_a_change_of_the_case_between_looking_and_signing_signs_nothing(marac: World) -> None:
    """An item that says something else now is not released as it was."""
    with marac.inside():
        request_id = a_request(marac, a_recipient(marac))
        prepared = a_choice(marac, request_id)
        coordinator, case = marac.actor("coordinator"), marac.extra["case"]
        opened = cases.open_case(coordinator, case, "preparing")  # type: ignore[arg-type]
        told = replace(opened.summary, what_happened="He came back on Sunday.")
        cases.change_summary(coordinator, case, told, opened.case.revision)
        with pytest.raises(Changed):
            signed(marac, request_id, prepared)


def test_other_bytes_than_she_saw_are_not_signed(marac: World) -> None:
    """A digest of another package, or none, is refused."""
    with marac.inside():
        request_id = a_request(marac, a_recipient(marac))
        prepared = a_choice(marac, request_id)
        for digest in ("", "00" * 32, prepared.digest.swapcase() + "0"):
            with pytest.raises(Changed):
                signed(marac, request_id, replace(prepared, digest=digest))


def test_an_edit_after_the_signature_stops_what_was_signed(marac: World) -> None:
    """Nobody receives it, and the chair decides anew."""
    with marac.inside():
        request_id = a_request(marac, a_recipient(marac))
        decision = signed(marac, request_id, a_choice(marac, request_id))
        edit(marac, request_id, revision_of(marac, request_id))
        with pytest.raises((Refused, NotVisible)):
            gate.hand_over(marac.actor("housing"), decision.release_id)
        assert signed(marac, request_id, a_choice(marac, request_id)).edition == 2


def test_what_was_received_is_not_edited_any_more(marac: World) -> None:
    """A decision that somebody has acted on stays as it was signed."""
    with marac.inside():
        request_id = a_request(marac, a_recipient(marac))
        decision = signed(marac, request_id, a_choice(marac, request_id))
        gate.hand_over(marac.actor("housing"), decision.release_id)
        handing.note(marac.actor("housing"), decision.release_id, "in_person", clock.today())
        with pytest.raises(RuleBroken, match="received this already"):
            edit(marac, request_id, revision_of(marac, request_id))


def together(gate_: threading.Barrier) -> Callable[[], object]:
    """A transaction that waits until everybody stands before the write lock."""

    @contextmanager
    def begin() -> Iterator[object]:
        if not getattr(LOCAL, "waited", False):
            LOCAL.waited = True
            gate_.wait(20)
        with transaction() as session:
            yield session

    return begin


LOCAL = threading.local()


def race(marac: World, *acts: Callable[[], object]) -> list[str]:
    """Run acts at once, each on its own connection; say what came of each, in order."""
    said = ["" for _ in acts]

    def run(number: int, act: Callable[[], object]) -> None:
        LOCAL.waited = False
        with marac.app.app_context():
            try:
                act()
                said[number] = "done"
            except (Changed, Refused, NotVisible):
                said[number] = "told"

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


@pytest.mark.parametrize("attempt", range(3))
def test_two_chairs_sign_at_one_moment(
    marac: World, monkeypatch: pytest.MonkeyPatch, attempt: int
) -> None:
    """One wins, the other is told; there is one decision and one release."""
    with marac.inside():
        request_id = a_request(marac, a_recipient(marac))
        ready = {who: a_choice(marac, request_id, who) for who in ("deputy", "chair")}
    barrier = threading.Barrier(2)
    monkeypatch.setattr(deciding, "transaction", together(barrier))
    said = race(
        marac,
        lambda: signed(marac, request_id, ready["deputy"], "deputy"),
        lambda: signed(marac, request_id, ready["chair"], "chair"),
    )
    assert sorted(said) == ["done", "told"]
    with marac.inside():
        assert db.session.scalar(select(func.count()).select_from(Decision)) == 1
        assert db.session.scalar(select(func.count()).select_from(Release)) == 1


@pytest.mark.parametrize("attempt", range(3))
def test_an_edit_and_a_signature_at_one_moment(
    marac: World, monkeypatch: pytest.MonkeyPatch, attempt: int
) -> None:
    """Whichever is first: no release of the old words can be received afterwards."""
    with marac.inside():
        request_id = a_request(marac, a_recipient(marac))
        prepared = a_choice(marac, request_id)
        revision = revision_of(marac, request_id)
    barrier = threading.Barrier(2)
    monkeypatch.setattr(deciding, "transaction", together(barrier))
    monkeypatch.setattr(requesting, "transaction", together(barrier))
    said = race(
        marac,
        lambda: signed(marac, request_id, prepared),
        lambda: edit(marac, request_id, revision),
    )
    assert "done" in said
    monkeypatch.undo()
    with marac.inside():
        opened = service.open_request(marac.actor("chair"), request_id)
        edited = opened.asked.purpose == NEW
        assert edited == (said[1] == "done")
        for row in gate.releases_about(marac.actor("chair"), marac.extra["case"]):
            if edited:
                assert opened.state is RequestState.WAITING
                with pytest.raises((Refused, NotVisible)):
                    gate.hand_over(marac.actor("housing"), row.id)
