"""Where the circle says who may put a wording into force; this room knows nothing of officers."""

from collections.abc import Callable

from app.access.actor import Actor

MayPublish = Callable[[Actor], None]
_ASKED: list[MayPublish] = []


def ask_before_publishing(may_publish: MayPublish) -> MayPublish:
    """Register a function that raises ``Refused`` for whoever may not publish."""
    if may_publish not in _ASKED:
        _ASKED.append(may_publish)
    return may_publish


def require_publisher(actor: Actor) -> None:
    """Raise ``Refused`` unless everybody who was registered agrees."""
    for may_publish in _ASKED:
        may_publish(actor)
