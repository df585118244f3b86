"""The forms of a paper pack: asking, agreeing, counting back in, closing."""

from collections.abc import Iterable

from app.marac.pack.rules import CLOSE_LABELS, DONE_LABELS, FATE_LABELS, REASON_LABELS, Fate
from app.web.forms import Checkboxes, Form, Passphrase, Radios, Revision, Submit


class AskPack(Form):
    """Why paper is needed, and whose copies."""

    reason = Radios(
        "Why is paper needed?",
        [(one.value, label) for one, label in REASON_LABELS.items()],
        needed="Select why paper is needed",
    )
    people = Checkboxes(
        "Who gets a copy?",
        needed="Select who gets a copy",
        hint="One each, in their own name. Cases kept from somebody are not in their copy.",
    )
    send = Submit("Ask a second officer to agree")

    def offer(self, people: Iterable[tuple[str, str, str]]) -> None:
        """Put whoever can be given a copy into the list: id, name, and what else is known."""
        self.people.choices = list(people)


class AgreePack(Form):
    """The second officer's signature."""

    passphrase = Passphrase("Your passphrase", needed="Enter your passphrase")
    send = Submit("Agree to this pack")


class CountCopy(Form):
    """What became of a copy."""

    fate = Radios(
        "What became of it?",
        [(one.value, label) for one, label in FATE_LABELS.items() if one != Fate.LOST]
        + [(Fate.LOST.value, FATE_LABELS[Fate.LOST], "Say below what was done.")],
        needed="Select what became of the copy",
    )
    done = Checkboxes(
        "If it is lost, what was done?", [(one.value, label) for one, label in DONE_LABELS.items()]
    )
    revision = Revision()
    send = Submit("Count it")


class ClosePack(Form):
    """Why a pack that was late is closed."""

    why = Radios(
        "Why do you close it?",
        [(one.value, label) for one, label in CLOSE_LABELS.items()],
        needed="Select why you close this pack",
    )
    send = Submit("Close this pack")
