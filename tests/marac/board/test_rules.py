"""What of the board is new, told by marks alone."""

from app.marac.board.rules import Part, changed, whole

MARKS = {part: f"mark-{number}" for number, part in enumerate(Part)}


def test_who_has_nothing_gets_everything() -> None:
    """A first look, and a mark nobody made, bring the whole board."""
    assert changed(MARKS, []) == frozenset(Part)
    assert changed(MARKS, ["made up"]) == frozenset(Part)


def test_who_has_everything_gets_nothing() -> None:
    """An unchanged board has no new part."""
    assert changed(MARKS, [whole(MARKS)]) == frozenset()


def test_only_what_is_new_is_sent() -> None:
    """A new risk does not bring the agenda along."""
    newer = MARKS | {Part.RISKS: "another"}
    assert changed(newer, [whole(MARKS)]) == {Part.RISKS}
