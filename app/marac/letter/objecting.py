"""What speaks against handing a signed letter over by now: he can reach where it goes.

A letter is checked when it is signed; he may be found to live or work there afterwards.
"""

from uuid import UUID

from app.confidentiality.circle.ring import Ring
from app.db import db
from app.marac.case.model import Case
from app.marac.letter.model import Letter
from app.marac.letter.opened import Opened, open_whole

REACHES = frozenset({"his_address", "his_work", "address"})
"""The rules that what became known since can break."""


def objects(ring: Ring, letter_id: UUID) -> str:
    """Return why a letter is not to be handed over now, in words, or nothing.

    A reader at the recipient's cannot open the case, and is told nothing by this rule: whoever
    writes about the case opens the letter again, and that stops it.
    """
    row = db.session.get(Letter, letter_id)
    case = db.session.get(Case, row.case_id) if row is not None else None
    if row is None or case is None or not ring.may_open(case.secret_id, of=case.id):
        return ""
    told = reached(open_whole(ring, row, case))
    return f"{told} Withdraw this letter, or write it to somebody else." if told else ""


def reached(opened: Opened) -> str:
    """Return the message of the first rule by which he could come to what a letter says."""
    return next((each.message for each in opened.faults if each.code in REACHES), "")
