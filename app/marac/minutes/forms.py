"""The forms of minutes: a part with its texts, an accepted word, an approval, the signature."""

from typing import Any
from uuid import UUID

from wtforms import HiddenField

from app.marac.minutes.rules import LONGEST_REASON, LONGEST_TEXT, Passage
from app.web.forms import Form, LongText, Passphrase, Revision, Submit


class EditPart(Form):
    """One part; each of its texts has a box of its own (``edit_form``). ``seen`` is its edition."""

    seen = HiddenField()
    why = LongText(
        "What are you amending, and why?",
        most=LONGEST_REASON,
        rows=3,
        hint="Everybody who reads this part reads this too.",
    )
    send = Submit("Save")

    @property
    def given(self) -> dict[str, str]:
        """What was typed, by the place of each text."""
        boxes = {name: field for name, field in self._fields.items() if name.startswith(BOX)}
        return {place_of(name): str(field.data) for name, field in boxes.items()}


BOX = "text_"


def box_of(place: str) -> str:
    """The name of the box for a place."""
    return BOX + place.replace(".", "_")


def place_of(box: str) -> str:
    """The place that a box is for."""
    return box.removeprefix(BOX).replace("_", ".")


def edit_form(passages: list[tuple[Passage, str]]) -> type[EditPart]:
    """Return the form of a part with these texts."""
    boxes: dict[str, Any] = {
        box_of(said.place): LongText(said.heading, most=LONGEST_TEXT, rows=_rows(now))
        for said, now in passages
    }
    return type("EditThisPart", (EditPart,), boxes)


def _rows(text: str) -> int:
    return min(12, len(text) // 60 + text.count("\n") + 1)


class Approve(Form):
    """Approve the minutes as they were read."""

    revision = Revision()
    signers = HiddenField()
    send = Submit("Approve for signature")

    @property
    def seen(self) -> set[UUID] | None:
        """Who could sign as the page said it; None of a page that did not."""
        try:
            return {UUID(each) for each in (self.signers.data or "").split()} or None
        except ValueError:
            return set()


class Accept(Form):
    """Let words about somebody's status stand."""

    leaf = HiddenField()
    place = HiddenField()
    reason = LongText(
        "Why must these words stay?",
        needed="Enter why these words must stay in the minutes",
        most=LONGEST_REASON,
        rows=2,
    )
    send = Submit("Keep these words", secondary=True)


class SignMinutes(Form):
    """The chair signs exactly the version that was shown."""

    version = HiddenField()
    passphrase = Passphrase("Your passphrase", needed="Enter your passphrase to sign")
    send = Submit("Sign these minutes")
