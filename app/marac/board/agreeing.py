"""Agrees an action from the board: advice comes before what may open a path to the Home Office.

What a caution asks for is answered in neutral words that stay with the action: who advised, and
when; or that the advice comes first, with an action of its own for the IDVA. Nothing is said of
anybody's status, and no column holds any of it.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.accounts.agency.screening import screened
from app.accounts.person.model import Person
from app.audit import record
from app.audit.events import CaseOpened
from app.confidentiality.circle.ring import Ring
from app.db import transaction
from app.firewall.caution import caution
from app.firewall.screen import screen_commitment, screen_identity
from app.marac.action.model import Action
from app.marac.action.opened import read_details
from app.marac.action.queries import actions_of, agreed_once
from app.marac.action.service import agree_action
from app.marac.board.by_when import day_gone, day_of
from app.marac.case.rules import OpeningReason
from app.marac.meeting.said import SAVED_OTHERWISE
from app.refusals import Changed, NotVisible, RuleBroken

ADVICE = "Arrange advice from a regulated adviser for the victim, before this plan goes on"
ADVICE_KNOWN = "The IDVA tells the coordinator who advised, and on which day"
AFTER_ADVICE = "Advice first: this waits for the advice that the IDVA arranges."
WHO_ADVISED = (
    "Enter the regulated adviser who offered advice and when, or have the IDVA arrange it first."
)
REGULATED = (
    "Enter the name of a regulated adviser: somebody at a law firm, a law centre or an advice "
    "organisation (IAA, SRA or Bar). Nobody else can stand here."
)
NO_ADVISER = re.compile(
    r"^(?:nobody|no one|none|no|n/?a|nil|not known|unknown|tbc|yes|someone|somebody|anyone)\b|"
    r"\b(?:husband|wife|partner|ex|boyfriend|girlfriend|family|mother|father|mum|dad|sister|brother|"
    r"uncle|aunt|cousin|son|daughter|in-?laws?|friend|neighbour|sponsor|employer|landlord|"
    r"herself|himself|victim|perpetrator)\b"
)
SHORTEST_NAME = 4
AGREE_AGAIN = "This action is already agreed, for the same person and day. Agree it again?"
NO_IDVA = "No IDVA is assigned to this case who could arrange it. Assign one on the case’s page."
ADVICE_WITHIN = "1 week"


@dataclass(frozen=True)
class Proposal:
    """An action as it was written on the board; ``again``, of which one it is known to be a
    repetition."""

    item_id: UUID
    risk_id: UUID
    what: str
    how_known: str
    owner: Person
    due_on: date
    once: UUID
    again: str = ""


@dataclass(frozen=True)
class Advised:
    """What was answered to a caution: who advised and when, or that the IDVA arranges it first."""

    adviser: str = ""
    on: str = ""
    idva_first: bool = False
    once: UUID | None = None


class AgreedAlready(RuleBroken):
    """The same words for the same person and day are agreed; whoever means it sends it again."""

    def __init__(self, action_id: UUID) -> None:
        super().__init__("what", AGREE_AGAIN)
        self.action_id = action_id


def agree(actor: Actor, proposal: Proposal, advised: Advised, idva: Person | None) -> Action:
    """Agree it; what may open a path to the Home Office only with advice, had or arranged first."""
    screened(actor, screen_commitment(proposal.what), "what", "action.what")
    screened(actor, screen_commitment(proposal.how_known), "how_known", "action.how_known")
    if advised.adviser.strip():
        screened(actor, screen_identity(advised.adviser.strip()), "adviser", "action.what")
    if not needs_advice(proposal.what, proposal.how_known):
        return _agree_unless_twice(actor, proposal)
    if not advised.idva_first:
        return _agree_unless_twice(actor, _with(proposal, _was_offered(advised)))
    if idva is None:
        raise RuleBroken("adviser", NO_IDVA)
    first, after = _advice_first(proposal, advised, idva), _with(proposal, AFTER_ADVICE)
    is_arranged = _agreed_before(actor, first) is not None
    with transaction():
        if not is_arranged:
            _agree(actor, first)
        return _agree(actor, after)


def needs_advice(*texts: str) -> bool:
    """Say whether any of these words may open a path to the Home Office."""
    return any(caution(text) for text in texts)


def _agree_unless_twice(actor: Actor, proposal: Proposal) -> Action:
    """Agree it; the same once more only when somebody has been asked and says so again."""
    before = _agreed_before(actor, proposal)
    if before is not None and str(before) != proposal.again:
        raise AgreedAlready(before)
    return _agree(actor, proposal)


def _agreed_before(actor: Actor, proposal: Proposal) -> UUID | None:
    """Return an action of this hearing with the same words, person and day; not what this very
    form agreed, which is merely sent twice."""
    rows = [
        row
        for row in actions_of(actor, proposal.item_id)
        if (row.owner_id, row.due_on) == (proposal.owner.id, proposal.due_on)
        and row.id != proposal.once
    ]
    if not rows:
        return None
    with transaction():
        ring = Ring(actor)
        record(actor, CaseOpened(rows[0].case_id, OpeningReason.HEARING))
        said = {row.id: _plain(read_details(ring, row).what) for row in rows}
    return next((each for each in said if said[each] == _plain(proposal.what)), None)


def _plain(words: str) -> str:
    """Words without what makes no other action of them: capitals, spaces, a full stop."""
    return " ".join(words.casefold().split()).rstrip(".")


def _agree(actor: Actor, proposal: Proposal) -> Action:
    before = agreed_once(actor, proposal.once)
    if before is not None:
        if not _says_the_same(actor, before, proposal):
            raise Changed("what", SAVED_OTHERWISE)
        return before
    return agree_action(
        actor,
        proposal.item_id,
        risk_id=proposal.risk_id,
        what=proposal.what,
        how_known=proposal.how_known,
        agency_id=proposal.owner.agency_id,
        owner_id=proposal.owner.id,
        due_on=proposal.due_on,
        once=proposal.once,
    )


def _says_the_same(actor: Actor, action: Action, proposal: Proposal) -> bool:
    """Say whether what was agreed under the id of a form is all that the form says now."""
    if action.item_id != proposal.item_id:
        raise NotVisible()
    details = read_details(Ring(actor), action)
    return (
        (action.risk_id, action.owner_id, action.due_on)
        == (proposal.risk_id, proposal.owner.id, proposal.due_on)
    ) and (details.what, details.how_known) == (proposal.what, proposal.how_known)


def _with(proposal: Proposal, words: str) -> Proposal:
    return replace(proposal, what=f"{proposal.what.strip().rstrip('.')}. {words}")


def _was_offered(advised: Advised) -> str:
    """Who and when, in words."""
    adviser = advised.adviser.strip()
    if NO_ADVISER.search(adviser.casefold()) or (adviser and len(adviser) < SHORTEST_NAME):
        raise RuleBroken("adviser", REGULATED)
    if not adviser or not advised.on.strip():
        raise RuleBroken("adviser" if not adviser else "advised_on", WHO_ADVISED)
    try:
        day = day_gone(advised.on, clock.today())
    except RuleBroken as broken:
        raise RuleBroken("advised_on", broken.message) from None
    if day > clock.today():
        raise RuleBroken(
            "advised_on", "Enter the day on which advice was offered, not a later one."
        )
    return f"Advice first: offered by {adviser} on {day.day} {day:%B %Y}."


def _advice_first(proposal: Proposal, advised: Advised, idva: Person) -> Proposal:
    soon = min(proposal.due_on, day_of(ADVICE_WITHIN, clock.today()))
    return Proposal(
        item_id=proposal.item_id,
        risk_id=proposal.risk_id,
        what=ADVICE,
        how_known=ADVICE_KNOWN,
        owner=idva,
        due_on=soon,
        once=advised.once or proposal.once,
    )
