"""Where a release stands, in the words of a list."""

from dataclasses import dataclass
from datetime import date

from app.confidentiality.gate.model import Form, Receipt, Release
from app.confidentiality.recipient.rules import RecipientKind, Way

STANDARD = (
    "Use it only to keep the victim, the children or somebody else safe, and only for the purpose "
    "it was asked for.",
    "Do not pass it on. If somebody else needs it, ask the MARAC: a chair decides again.",
    "Do not copy it into a shared system that others read, such as NRPF Connect. If your law makes "
    "you record something, write what you did and your own reason for it.",
    "Never to the Home Office or immigration enforcement, in whatever words and by whatever road.",
    "Say nothing of it to the perpetrator or the family, and nothing that shows where it came "
    "from.",
    "If you make notes, delete them when the purpose is done, and at the latest when the case is "
    "closed at your agency.",
    "If it reaches anybody whom it should not reach, ring the coordinator of the MARAC at once.",
)
"""What holds for whatever leaves the circle (ICO, Data sharing code; SafeLives, "Guidance for
MARACs on sharing information relating to immigration")."""


@dataclass(frozen=True)
class Standing:
    """How a release stands today: words, the colour of their tag, and whether it can be had."""

    words: str
    colour: str
    is_open: bool


def standing(row: Release, today: date, received: bool = False) -> Standing:
    """Return how a release stands; ``received``: whether the person who looks has had it.

    A file that was only downloaded has not reached anybody yet.
    """
    if row.recalled_at is not None:
        return Standing("Taken back", "grey", is_open=False)
    if row.stopped_at is not None:
        return Standing("Stopped", "grey", is_open=False)
    if today > row.expires_on:
        return Standing("Run out", "grey", is_open=False)
    if row.way == Way.BROWSER:
        words = ("Read", "green") if received else ("Not read yet", "blue")
    else:
        words = ("To hand over", "blue")
        if received:
            words = ("Downloaded, not handed over yet", "blue")
        if row.first_received_at is not None:
            words = ("Handed over", "green")
    return Standing(*words, is_open=True)


def may_print(row: Release) -> bool:
    """Say whether the page of a release may be printed: not by the police, who only look."""
    return row.recipient_kind != RecipientKind.POLICE


def file_name(row: Release) -> str:
    """Return what a file is called: the code that is printed on it, and nothing else."""
    return f"MARAC-{row.code}.pdf"


def is_letter(row: Release) -> bool:
    """Say whether a release is a letter, which only makes sense as the paper itself."""
    return row.form == Form.LETTER


@dataclass(frozen=True)
class Line:
    """A line in somebody's own list: what it is, and how it stands for them."""

    release: Release
    standing: Standing
    is_to_hand_over: bool
    receipts: tuple[Receipt, ...]

    @property
    def waits(self) -> bool:
        """Say whether there is still something to do: to read it, or to hand it over."""
        if self.is_to_hand_over:
            return self.standing.is_open and self.release.first_received_at is None
        return self.standing.is_open and not self.receipts
