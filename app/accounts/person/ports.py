"""Where the rooms above say who may not administer; this room knows nothing of signatures' chains.

Administrators hold no key that could be held back, so what lapses with their word is this: inviting
people and changing who they are.
"""

from collections.abc import Callable

from app.access.actor import Actor

MayAdminister = Callable[[Actor], None]
_ASKED: list[MayAdminister] = []


def ask_before_administering(may: MayAdminister) -> MayAdminister:
    """Register a function that raises ``Refused`` for whoever may not administer people now."""
    if may not in _ASKED:
        _ASKED.append(may)
    return may


def require_administrator(actor: Actor) -> None:
    """Raise ``Refused`` unless everybody who was registered agrees."""
    for may in _ASKED:
        may(actor)
