"""Builders of what was told to somebody outside by word of mouth.

    row = a_telling(marac, to=recipient)            # housing rang the register's number first
    looked_at(marac, row.id)                        # the deputy has read it

Everything is done inside ``world.inside()``.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from app import clock
from app.confidentiality.disclosure import looking, saying
from app.confidentiality.disclosure.model import Spoken
from app.confidentiality.disclosure.spoken import Looked, Rung, Said, Verdict
from app.confidentiality.recipient.trust import people_of
from tests.builders import World


def what_was_said(to: UUID, **more: Any) -> Said:
    """What the form says; ``more`` replaces what is said otherwise. ``to``: the recipient."""
    now = clock.now()
    said = Said(
        person_id=people_of([to])[to][0].id,
        rung=Rung.YES,
        rung_at=now - timedelta(minutes=20),
        told_at=now - timedelta(minutes=10),
        items=("summary.what_happened",),
        words="That he is on his way to the flat",
        why="He had left ten minutes before",
        agreed_by=None,
    )
    return replace(said, **more)


def a_telling(
    world: World, to: UUID, *, by: str = "housing", record: str = "case", **more: Any
) -> Spoken:
    """Somebody told the first named person of a recipient something, and writes it down."""
    return saying.write_down(world.actor(by), world.extra[record], what_was_said(to, **more))


def looked_at(
    world: World, spoken_id: UUID, who: str = "deputy", verdict: Verdict = Verdict.READ,
    words: str = "",
) -> Spoken:  # fmt: skip
    """A chair signs what she says of it, the passphrase having been asked."""
    return looking.sign_looked(world.actor(who), spoken_id, Looked(verdict, words))
