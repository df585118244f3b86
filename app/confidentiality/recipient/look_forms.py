"""What is asked of whoever looks at an entry: at the public register, again, or as the second."""

from typing import Any

from wtforms.validators import ValidationError

from app import clock
from app.confidentiality.recipient.checking import hows_of
from app.confidentiality.recipient.numbers import REGULATOR_LABELS, Regulator
from app.confidentiality.recipient.rules import REFUSED_LABELS, REGULATED, Entry, Proof
from app.web.forms import Checkbox, Form, Radios, Revision, Submit

HOW_WORDS: dict[Proof, str] = {
    Proof.CALLED_BACK: "I rang them on a number that I found myself",
    Proof.PUBLIC_REGISTER: "I found them on a public register today",
    Proof.SIGNED_AGREEMENT: "I have seen the agreement that they signed",
    Proof.MEMBER: "I know that these people work at this member agency",
    Proof.BY_HAND: "It is only ever handed over in person",
}
PUBLISHED = (
    "The telephone number, the address and the email domain stand on that register too, or are "
    "published by the organisation itself"
)
PUBLISHED_HINT = "Look at its own website, found through the register, never through this entry."
PUBLISHED_NEEDED = (
    "Find the telephone number, the address and the email domain there too, and tick that you did"
)


class RegisterTicks(Form):
    """Two ticks of an officer who looked alone: on the register, and how they are reached."""

    on_register = Checkbox("I found it on the regulator’s public register today")
    published = Checkbox(PUBLISHED)

    def validate_published(self, field: Any) -> None:
        """Ask for both or neither: a register holds a name and a number, and no mailbox."""
        if "on_register" in self and self.on_register.data and not field.data:
            raise ValidationError(PUBLISHED_NEEDED)

    def name_the_register(self, regulator: Regulator) -> None:
        """Say on which register, and on which day."""
        today = clock.today()
        where = f"the public register of the {REGULATOR_LABELS[regulator]}"
        day = f"{today.day} {today:%B %Y}"
        self.on_register.label.text = f"I found the name and the number on {where} today, {day}"


class AgainForm(RegisterTicks):
    """Somebody says that all of an entry is right today."""

    revision = Revision()
    send = Submit("All of this is right today", secondary=True)


class ConfirmForm(Form):
    """The second person says how they made sure."""

    how = Radios("How have you made sure?", needed="Select how you made sure")
    published = Checkbox(
        PUBLISHED,
        needed=PUBLISHED_NEEDED,
        hint=PUBLISHED_HINT,
    )
    right = Checkbox(
        "The name, the people and the addresses are right",
        needed="Go through the entry, and tick that all of it is right",
    )
    revision = Revision()
    send = Submit("Confirm this recipient")

    def offer(self, entry: Entry) -> None:
        """List the ways of making sure that count for this entry.

        On a regulator's register stand a name and a number; whoever would move a mailbox leaves
        those as they are, so how they are reached is asked for by itself.
        """
        if entry.kind not in REGULATED:
            del self.published
        self.how.choices = [(each.value, HOW_WORDS[each]) for each in hows_of(entry)]


class RefuseForm(Form):
    """The second person says why not."""

    because = Radios(
        "Why not?",
        [(code.value, label) for code, label in REFUSED_LABELS.items()],
        needed="Select why it is not right",
    )
    refuse_revision = Revision()
    send_refusal = Submit("Do not confirm it", secondary=True)


class CloseForm(Form):
    """An entry is closed."""

    send = Submit("Close this entry")
