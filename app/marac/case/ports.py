"""What the nouns above a case tell its page: that it is being heard, and parts of their own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import render_template
from markupsafe import Markup

from app.access.actor import Actor
from app.confidentiality.circle.ring import Ring


@dataclass(frozen=True)
class Part:
    """A part of the case page: a template with its context, as a panel of the home page is.

    The template begins with an <h2> that has ``anchor`` as its id; the contents name ``heading``.
    """

    template: str
    heading: str
    anchor: str
    context: dict[str, Any] = field(default_factory=dict)

    @property
    def html(self) -> Markup:
        """The part as the page shows it."""
        return Markup(render_template(self.template, **self.context))  # noqa: S704 - our own template, escaped


Hears = Callable[[Actor, UUID], bool]
MakesPart = Callable[[Ring, UUID], Part | None]

_hearings: list[Hears] = []
_parts: dict[MakesPart, int] = {}


def hears(answer: Hears) -> Hears:
    """Register who knows whether a person has signed the open meeting that hears a case."""
    _hearings.append(answer)
    return answer


def case_part(order: int) -> Callable[[MakesPart], MakesPart]:
    """Register a part of the case page; a lower order is shown first, of equals the first one."""

    def register(make: MakesPart) -> MakesPart:
        _parts[make] = order
        return make

    return register


def is_heard_by(actor: Actor, case_id: UUID) -> bool:
    """Say whether this person is hearing the case now, so that nobody asks them why."""
    return any(answer(actor, case_id) for answer in _hearings)


def parts_for(ring: Ring, case_id: UUID) -> list[Part]:
    """The parts that other nouns add to the page of a case, with the ring that opened it."""
    made = (make(ring, case_id) for make in sorted(_parts, key=_parts.__getitem__))
    return [part for part in made if part is not None]
