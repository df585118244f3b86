"""What is asked when something is handed over, collected or taken back."""

from app.confidentiality.gate.handing import HOW_LABELS, How
from app.confidentiality.recipient.rules import Named
from app.web.forms import (
    Checkbox,
    DateBoxes,
    Form,
    Passphrase,
    Radios,
    Revision,
    Submit,
)


class LinkForm(Form):
    """To which of the named people a link is sent."""

    person = Radios("Who will open it", needed="Select who will open it")
    send = Submit("Send the link and show the passphrase")


class HandedForm(Form):
    """How and when it was handed over."""

    how = Radios("How you handed it over", needed="Select how you handed it over")
    handed_on = DateBoxes("When", needed="Enter the day on which you handed it over")
    send = Submit("Note this")

    def offer(self, ways: list[How]) -> None:
        """Offer the ways in which this one may go."""
        self.how.choices = [(str(way), HOW_LABELS[way]) for way in ways]


class ArrivedForm(Form):
    """Who said that it has arrived, and when."""

    person = Radios("Who told you", needed="Select who told you that it has arrived")
    confirmed_on = DateBoxes("When", needed="Enter the day on which they told you")
    rang = Checkbox(
        "I rang them on the register’s number",
        needed="Ring them on the register’s number, then tick this",
    )
    send = Submit("Note that it has arrived")

    def offer(self, people: tuple[Named, ...]) -> None:
        """Offer the people whom the register names."""
        self.person.choices = [(each.name, each.name) for each in people]


class CollectForm(Form):
    """The passphrase that was told by telephone."""

    passphrase = Passphrase(
        "Passphrase",
        needed="Enter the passphrase that you were told by telephone",
        hint="Six words with hyphens between them",
    )
    read = Submit("Open it here")
    file = Submit("Download it as a locked file", secondary=True)


class RecallForm(Form):
    """That an officer takes something back."""

    revision = Revision()
    send = Submit("Take it back")
