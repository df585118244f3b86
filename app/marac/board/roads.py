"""The roads that are open when an action would tell the Home Office: each an action in one press.

Each is specific, honest and says nothing of anybody's status; the assigned IDVA does it. Nothing
is saved by choosing one: it fills the form, and whoever runs the board agrees it or changes it.
"""

from dataclasses import dataclass
from datetime import date

from app.marac.board.by_when import as_typed, day_of


@dataclass(frozen=True)
class Road:
    """A way on. ``way`` is what the register of attempts calls it; ``by`` is by when, in words."""

    key: str
    way: str
    label: str
    what: str
    how_known: str
    by: str

    def due(self, today: date) -> str:
        """The day as the form's box shows it."""
        return as_typed(day_of(self.by, today))


ROADS = (
    Road(
        "1",
        "idva",
        "The IDVA arranges a solicitor",
        "Arrange an appointment with a solicitor for the victim, at a safe time and place",
        "The IDVA tells the coordinator the day of the appointment, and that it was kept",
        "1 week",
    ),
    Road(
        "2",
        "letter",
        "A MARAC letter to the victim’s solicitor",
        "Write the MARAC letter that the victim’s solicitor needs, for the chair to sign",
        "The letter is signed and the solicitor has it",
        "1 week",
    ),
    Road(
        "3",
        "support",
        "A specialist organisation",
        "Put the victim in touch with a specialist organisation from the directory, if she agrees",
        "The organisation says that it has spoken with the victim",
        "1 week",
    ),
)


def road(key: str) -> Road | None:
    """Return the road of this key."""
    return next((each for each in ROADS if each.key == key), None)
