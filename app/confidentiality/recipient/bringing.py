"""Proposes a whole address book in the name of whoever brings it in: all of it, or nothing.

Every row is signed as if it had been typed, so it takes somebody who is signed in and no command
can do it; and every row waits for a second person, the regulated ones too.
"""

from app.access.actor import Actor
from app.access.permissions import Permission
from app.audit import record
from app.audit.events import RecipientsImported
from app.confidentiality.recipient import queries
from app.confidentiality.recipient.book import FORMULA, Book, Line, Problem, entry_in, faults_of
from app.confidentiality.recipient.proposing import TAKEN, propose_all
from app.confidentiality.recipient.rules import Entry
from app.confidentiality.recipient.screening import blocked, works_for_them
from app.db import transaction
from app.refusals import RuleBroken

TWICE = "This name stands in the file twice."
BY_HAND = (
    "This organisation works for or with the Home Office, or has to tell it what it learns. Take "
    "it out of the file, and enter it by hand with the data protection officer’s note."
)


class NotBrought(RuleBroken):
    """An address book with mistakes; nothing of it was entered."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("book", "Nothing was brought in. Put right what is listed below.")
        self.problems = problems


def bring_in(actor: Actor, book: Book) -> int:
    """Propose every row of a book, or raise ``NotBrought`` with everything that is wrong in it."""
    actor.require(Permission.RECIPIENT_PROPOSE)
    entries, problems = _read(actor, book)
    if problems:
        raise NotBrought(problems)
    with transaction():
        propose_all(actor, entries)
        record(actor, RecipientsImported(actor.area_id, count=len(entries)))
    return len(entries)


def _read(actor: Actor, book: Book) -> tuple[list[Entry], list[Problem]]:
    taken = {row.name.casefold(): TAKEN for row in queries.recipients(actor)}
    entries, problems = [], []
    for line in book.lines:
        entry, faults = faults_of(entry_in(line))
        faults = [*_formulas(line), *faults, *blocked(actor, entry)]
        if works_for_them(entry):
            faults.append(RuleBroken("name", BY_HAND))
        name = entry.name.casefold()
        if name in taken:
            faults.append(RuleBroken("name", taken[name]))
        taken.setdefault(name, TWICE)
        problems += [book.problem(line, fault.field, fault.message) for fault in faults]
        entries.append(entry)
    return entries, problems


def _formulas(line: Line) -> list[RuleBroken]:
    return [RuleBroken(field, FORMULA) for field, value in line.cells.items() if value == FORMULA]
