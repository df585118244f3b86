"""What stands on the board of a case, read with one person's keys; the caller writes the trail."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.access.actor import Actor
from app.accounts.agency.queries import agency_names
from app.accounts.person.queries import person_names
from app.audit import record
from app.audit.events import CaseOpened
from app.confidentiality.circle.ring import Ring
from app.marac.action import queries as action_queries
from app.marac.action.belonging import of_their_case
from app.marac.action.earlier import of_case
from app.marac.action.model import Action, ActionState
from app.marac.action.opened import OpenedAction, read_details
from app.marac.board.likeness import like_one_of
from app.marac.case.rules import OpeningReason
from app.marac.meeting import queries
from app.marac.meeting.model import AgendaItem, NoteKind
from app.marac.meeting.noted import notes
from app.marac.meeting.said import risk_words, words_of

UNDONE = frozenset({ActionState.AGREED, ActionState.NOT_DONE})


@dataclass(frozen=True)
class Shared:
    """What one agency shared."""

    agency_id: UUID
    agency: str
    text: str
    written_by: str
    at: datetime
    revision: int


@dataclass(frozen=True)
class Noted:
    """How the referrer presented the case, what is different this time, or why it ended so."""

    kind: NoteKind
    text: str
    written_by: str
    at: datetime
    revision: int


@dataclass(frozen=True)
class Risk:
    """A risk that was identified, and how many actions answer it."""

    id: UUID
    number: int
    text: str
    revision: int
    answered_by: int
    whom: str = ""
    raises: str = ""
    protects: str = ""

    @property
    def analysis(self) -> list[tuple[str, str]]:
        """What was said of it besides the harm, each with what it is."""
        said = (("To", self.whom), ("Raised by", self.raises), ("Protected by", self.protects))
        return [(label, text) for label, text in said if text]


@dataclass(frozen=True)
class Agreed:
    """An action that was agreed, with who owns it. ``says_again``: like an earlier undone one."""

    opened: OpenedAction
    owner: str
    agency: str
    says_again: bool = False


def read_shared(ring: Ring, item_id: UUID, known: Mapping[UUID, str] | None = None) -> list[Shared]:
    """Read what the agencies shared about a case at one meeting; the caller writes the trail.

    ``known``: names of agencies that were read already.
    """
    rows = queries.contributions(item_id)
    asked = {row.agency_id for row in rows}
    agencies = known if known and asked <= known.keys() else agency_names(asked)
    people = person_names(row.written_by for row in rows)
    return [
        Shared(
            agency_id=row.agency_id,
            agency=agencies[row.agency_id],
            text=words_of(ring, row),
            written_by=people[row.written_by],
            at=row.at,
            revision=row.revision,
        )
        for row in rows
    ]


def read_notes(ring: Ring, item_id: UUID) -> dict[NoteKind, Noted]:
    """Read the notes of a hearing by kind; the caller writes the trail."""
    rows = notes(item_id)
    people = person_names(row.written_by for row in rows)
    return {
        NoteKind(row.kind): Noted(
            kind=NoteKind(row.kind),
            text=words_of(ring, row),
            written_by=people[row.written_by],
            at=row.at,
            revision=row.revision,
        )
        for row in rows
    }


def read_risks(actor: Actor, ring: Ring, item_id: UUID) -> list[Risk]:
    """Read the risks of a case at one meeting; the caller writes the trail."""
    answers = [row.risk_id for row in action_queries.actions_of(actor, item_id)]
    return [
        Risk(
            id=row.id,
            number=row.number,
            revision=row.revision,
            answered_by=answers.count(row.id),
            **vars(risk_words(ring, row)),
        )
        for row in queries.risks(item_id)
    ]


def read_actions(
    actor: Actor, ring: Ring, item_id: UUID, earlier: Sequence[Agreed] = ()
) -> list[Agreed]:
    """Read the actions of a case at one meeting; the caller writes the trail.

    ``earlier`` are those of the meetings before, against which each is held.
    """
    rows = of_their_case(ring, action_queries.actions_of(actor, item_id))
    opened = [OpenedAction(row, read_details(ring, row)) for row in rows]
    undone = [one.opened.details.what for one in earlier if one.opened.state in UNDONE]
    return _named(opened, undone)


def read_earlier(
    actor: Actor, ring: Ring, item: AgendaItem, same_victim: Collection[UUID] = ()
) -> list[Agreed]:
    """Read what earlier meetings agreed about a case, and what became of it.

    An earlier case of the same victim is opened for it, and so is on the trail.
    """
    found = of_case(actor, ring, item.case_id, item.id, same_victim)
    for case_id in {one.action.case_id for one in found} - {item.case_id}:
        record(actor, CaseOpened(case_id, OpeningReason.HEARING))
    return _named(found, ())


def _named(found: Sequence[OpenedAction], undone: Sequence[str]) -> list[Agreed]:
    rows: list[Action] = [opened.action for opened in found]
    owners = person_names(row.owner_id for row in rows)
    agencies = agency_names(row.agency_id for row in rows)
    return [
        Agreed(
            opened=opened,
            owner=owners[opened.action.owner_id],
            agency=agencies[opened.action.agency_id],
            says_again=like_one_of(opened.details.what, undone),
        )
        for opened in found
    ]
