"""AC-30: minutes are approved, then edited, and the chair signs what she read or nothing."""

import threading
from collections.abc import Callable

import pytest

from app.db import db
from app.marac.minutes import approving, drafting, reading, signing
from app.refusals import Changed, RuleBroken
from tests.builders import World
from tests.marac.minutes.sitting import approve, draft_of, put_better, whole
from tests.marac.table import Table

NEW = "Words that nobody approved."


def test_an_edit_voids_the_approval(held: Table) -> None:
    """Nothing is signed until it is approved again; then the edit is what is signed."""
    version = approve(held)
    put_better(held, draft_of(held, held.case(0)), {"note": NEW})
    assert whole(held).approved_id is None
    with pytest.raises(Changed):
        signing.sign_read(held.world.actor("chair"), whole(held).id, version)
    again = approve(held)
    with pytest.raises(Changed):
        signing.sign_read(held.world.actor("chair"), whole(held).id, version)
    signing.sign_read(held.world.actor("chair"), whole(held).id, again)
    assert reading.read(held.world.actor("idva"), held.meeting_id).cases[0].words["note"] == NEW


def test_an_edit_between_reading_and_approving_approves_nothing(held: Table) -> None:
    """The approver saw another state."""
    coordinator = held.world.actor("coordinator")
    drafting.write(coordinator, held.meeting_id)
    seen = whole(held).revision
    put_better(held, draft_of(held, held.case(0)), {"note": NEW})
    with pytest.raises(Changed):
        approving.approve(coordinator, whole(held).id, seen)


@pytest.mark.parametrize("round_", range(4))
def test_of_an_edit_and_a_signature_at_once_one_holds(held: Table, round_: int) -> None:
    """What readers see is what the chair signed, or the edit stands and nothing is signed."""
    version = approve(held)
    minutes_id, part = whole(held).id, draft_of(held, held.case(0))
    barrier, said = threading.Barrier(2), dict[str, str]()
    db.session.remove()
    world = held.world

    def sign() -> None:
        signing.sign_read(world.actor("chair"), minutes_id, version)

    def edit() -> None:
        put_better(held, part, {"note": NEW})

    acts = [
        threading.Thread(target=together, args=(world, barrier, said, name, act))
        for name, act in (("sign", sign), ("edit", edit))
    ]
    for act in acts:
        act.start()
    for act in acts:
        act.join()
    assert sorted(said.values()) == ["done", "refused"], said
    if said["sign"] == "done":
        found = reading.read(world.actor("idva"), held.meeting_id)
        assert found.cases[0].words["note"] == ""
    else:
        assert whole(held).approved_id is None
        assert draft_of(held, held.case(0)).words["note"] == NEW


def together(
    world: World,
    barrier: threading.Barrier,
    said: dict[str, str],
    name: str,
    act: Callable[[], None],
) -> None:
    """Do it at the same moment as the other."""
    with world.app.app_context():
        barrier.wait(10)
        try:
            act()
            said[name] = "done"
        except RuleBroken:
            said[name] = "refused"
        finally:
            db.session.remove()
