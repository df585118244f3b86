"""The form on which a chair decides item by item; it has as many parts as there are items."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from wtforms import HiddenField

from app.confidentiality.disclosure.building import ShownItem
from app.confidentiality.disclosure.content import Chosen, ItemChoice
from app.confidentiality.disclosure.rules import LONGEST_TEXT, Outcome
from app.confidentiality.recipient.rules import Way
from app.web.fields import Choice
from app.web.forms import (
    Checkboxes,
    DateBoxes,
    Form,
    LongText,
    Passphrase,
    Radios,
    Revision,
    Select,
    Submit,
    Text,
)

ANSWERS = [
    (Outcome.FULL.value, "All"),
    (Outcome.PART.value, "Part"),
    (Outcome.REFUSED.value, "Nothing"),
]
WHY = {
    Outcome.PART.value: "Enter why you leave out part of ‘{title}’",
    Outcome.REFUSED.value: "Enter why nothing of ‘{title}’ is shared",
}
SHORTEST = 90


class DecideForm(Form):
    """What is decided of the whole. The parts of the items are added by ``decide_form``."""

    reasons = LongText(
        "Your reasons",
        hint="Needed if nothing is shared. The requester, the officers and the victim’s IDVA read "
        "them.",
        most=LONGEST_TEXT,
        rows=3,
    )
    conditions = LongText(
        "Conditions of your own",
        hint="One on each line. The usual ones are added by themselves.",
        most=LONGEST_TEXT,
        rows=3,
    )
    expires_on = DateBoxes("Until when can it be received?")
    readers = Checkboxes("Who may read it?")
    hand_over_by = Select("Who hands it over?")
    edition = Revision()
    send = Submit("See exactly what would leave")
    shown: Sequence[ShownItem] = ()

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for every reason that is missing at once, each by the name of its item."""
        whole = bool(super().validate(extra_validators))
        answers = [self[f"answer_{number}"].data for number in range(len(self.shown))]
        if all(answer == Outcome.REFUSED for answer in answers):
            return whole
        for number, (answer, each) in enumerate(zip(answers, self.shown, strict=True)):
            box = self[f"reason_{number}"]
            if answer in WHY and not box.data:
                box.errors = [*box.errors, WHY[answer].format(title=each.item.title)]
                whole = False
        return whole

    def fields_of(self, number: int) -> list[Any]:
        """The boxes of one item that its card shows beneath the first question."""
        names = (f"left_{number}", f"names_{number}", f"why_{number}", f"instead_{number}")
        return [self[name] for name in names if name in self]

    def opens(self, number: int) -> bool:
        """Say whether the rest of an item stands open: something is said or wrong there."""
        fields = self.fields_of(number)
        return bool(self.shown[number].flagged) or any(each.data or each.errors for each in fields)

    def chosen(self, way: Way) -> Chosen:
        """Return what is decided, as the service takes it."""
        items = tuple(self._choice(number, each) for number, each in enumerate(self.shown))
        return Chosen(
            items=items,
            reasons=self.reasons.data,
            conditions=self.conditions.data,
            expires_on=self.expires_on.data,
            readers=tuple(map(UUID, self.readers.data)) if way is Way.BROWSER else (),
            hand_over_by=UUID(self.hand_over_by.data)
            if way is not Way.BROWSER and self.hand_over_by.data
            else None,
        )

    def show(self, chosen: Chosen) -> None:
        """Put into the boxes what was chosen before."""
        self.reasons.data, self.conditions.data = chosen.reasons, chosen.conditions
        self.expires_on.data = chosen.expires_on
        self.readers.data = [str(each) for each in chosen.readers]
        self.hand_over_by.data = str(chosen.hand_over_by or "")
        for number, each in enumerate(self.shown):
            if choice := chosen.of(each.item.key):
                self[f"answer_{number}"].data = choice.answer.value
                self[f"left_{number}"].data = [str(n) for n in choice.left_out]
                self[f"instead_{number}"].data = choice.instead
                self[f"reason_{number}"].data = choice.reason
                if f"names_{number}" in self:
                    self[f"names_{number}"].data = list(choice.shown)
                    self[f"why_{number}"].data = choice.why_shown

    def offer(
        self, readers: Iterable[Choice], handers: Iterable[Choice], last: date | None
    ) -> None:
        """Put into the lists who may read or hand over; suggest a last day."""
        self.readers.choices = readers
        self.hand_over_by.choices = [("", "Choose"), *handers]
        if not self.is_submitted():
            self.expires_on.data = last

    def _choice(self, number: int, each: ShownItem) -> ItemChoice:
        answer = Outcome(self[f"answer_{number}"].data)
        part = answer is Outcome.PART
        names = f"names_{number}"
        has_names = names in self and answer is not Outcome.REFUSED
        return ItemChoice(
            key=each.item.key,
            answer=answer,
            left_out=tuple(int(n) for n in self[f"left_{number}"].data) if part else (),
            instead=self[f"instead_{number}"].data if answer is not Outcome.REFUSED else "",
            shown=tuple(self[names].data) if has_names else (),
            why_shown=self[f"why_{number}"].data if has_names else "",
            reason=self[f"reason_{number}"].data if answer is not Outcome.FULL else "",
        )


def decide_form(shown: Sequence[ShownItem]) -> type[DecideForm]:
    """Make the form for these items."""
    parts: dict[str, Any] = {"shown": shown}
    for number, each in enumerate(shown):
        parts |= _parts(number, each)
    return type("DecideForm", (DecideForm,), parts)


def _parts(number: int, each: ShownItem) -> dict[str, Any]:
    free = [passage for passage in each.passages if not passage.is_flagged]
    parts: dict[str, Any] = {
        f"answer_{number}": Radios(
            "How much of it is shared?",
            ANSWERS,
            inline=True,
            needed=f"Select what you decide of ‘{each.item.title}’",
        ),
        f"left_{number}": Checkboxes(
            "If part: tick what is left out",
            [(str(passage.number), _short(passage.name, passage.text)) for passage in free],
        ),
        f"instead_{number}": LongText(
            "In your own words, instead of what is left out", most=LONGEST_TEXT, rows=2
        ),
        f"reason_{number}": LongText(
            "If not all of it: why?", most=LONGEST_TEXT, rows=2, hint="The requester reads it."
        ),
    }
    if each.people:
        people = [(one.key, f"{one.name}, {one.role}") for one in each.people]
        parts[f"names_{number}"] = Checkboxes("Names that are taken out, unless you tick", people)
        parts[f"why_{number}"] = Text("Why does the reader need them?")
    return parts


def _short(name: str, text: str) -> str:
    whole = f"{name}: {text}" if name else text
    return whole if len(whole) <= SHORTEST else f"{whole[:SHORTEST].rstrip()}…"


class NothingForm(Form):
    """That nothing is shared, and why."""

    reasons = LongText(
        "Why is nothing shared?",
        needed="Enter why nothing is shared",
        hint="The requester, the officers and the victim’s IDVA read it.",
        most=LONGEST_TEXT,
        rows=4,
    )
    edition = Revision()
    send = Submit("Continue to sign")

    def chosen(self, items: Sequence[ShownItem]) -> Chosen:
        """Return the decision to share none of these items."""
        choices = tuple(ItemChoice(each.item.key, Outcome.REFUSED) for each in items)
        return Chosen(choices, reasons=self.reasons.data)


class SignForm(Form):
    """The signature under the exact bytes that the page shows."""

    prepared = HiddenField()
    digest = HiddenField()
    edition = Revision()
    passphrase = Passphrase("Your passphrase", needed="Enter your passphrase to sign")
    send = Submit("Sign this decision")
