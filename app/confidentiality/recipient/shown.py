"""The register as pages show it: how each entry stands, who looked at it, what comes next."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.agency.queries import agency_names
from app.accounts.person.queries import person_names
from app.confidentiality.circle.chain import Chain
from app.confidentiality.recipient import queries
from app.confidentiality.recipient.differing import Difference, differences, person_line
from app.confidentiality.recipient.model import Recipient, RecipientCheck
from app.confidentiality.recipient.rules import (
    KIND_LABELS,
    PROOF_LABELS,
    REFUSED_LABELS,
    REVIEW_WARNING,
    STATE_LABELS,
    WAY_LABELS,
    Entry,
    Proof,
    RecipientKind,
    RefusedBecause,
    State,
    is_due_soon,
    is_same,
    needs_two,
    way_of,
)
from app.confidentiality.recipient.trust import (
    as_confirmed,
    entry_of,
    good_checks,
    people_of,
    proposed_entry,
)

COLOURS = {
    State.WAITING: "blue",
    State.BROKEN: "red",
    State.STALE: "red",
    State.REFUSED: "orange",
    State.DUE_SOON: "yellow",
    State.OPEN: "green",
    State.CLOSED: "grey",
}
TO_LOOK_AT = (State.BROKEN, State.STALE, State.REFUSED, State.DUE_SOON)


@dataclass(frozen=True)
class Shown:
    """One entry of the register, as it stands today. ``proposed``: what it is to say, if a change
    of it waits for a second person."""

    row: Recipient
    entry: Entry
    state: State
    good_until: date | None
    newest: RecipientCheck | None
    warning: str = ""
    proposed: Entry | None = None

    @property
    def id(self) -> UUID:
        """The entry's id."""
        return self.row.id

    @property
    def name(self) -> str:
        """What it is called."""
        return self.entry.name.replace("'", "’")

    @property
    def kind_label(self) -> str:
        """Its class, in words."""
        return KIND_LABELS[RecipientKind(self.row.kind)]

    @property
    def state_label(self) -> str:
        """How it stands, in words."""
        return STATE_LABELS[self.state]

    @property
    def colour(self) -> str:
        """The colour of its tag."""
        return COLOURS[self.state]

    @property
    def people_lines(self) -> list[str]:
        """Who may receive: name and job, address, number, each on a line."""
        return [person_line(each) for each in self.entry.people]

    @property
    def dpo_on(self) -> date | None:
        """The day of the data protection officer's note."""
        return date.fromisoformat(self.entry.dpo_on) if self.entry.dpo_on else None

    @property
    def proof_label(self) -> str:
        """What was seen, in words."""
        code = self.entry.proof_kind
        return PROOF_LABELS[Proof(code)] if code else ""

    @property
    def way_label(self) -> str:
        """How something reaches it, in words."""
        member = self.row.agency_id is not None
        return WAY_LABELS[way_of(RecipientKind(self.row.kind), is_member=member)]

    @property
    def waits(self) -> RecipientCheck | None:
        """The check that waits for a second person, also where an earlier one still counts."""
        newest = self.newest
        if newest is None or newest.confirmed_by or newest.refused_by or self.row.closed_at:
            return None
        return newest

    @property
    def waits_too_long(self) -> bool:
        """Whether what waits would have run out by now, so that the first has to look again."""
        return self.waits is not None and self.waits.would_be_good_until < clock.today()

    @property
    def refused_because(self) -> str:
        """Why the second person did not confirm it, in words."""
        code = self.newest.refused_because if self.newest else ""
        return REFUSED_LABELS[RefusedBecause(code)] if code else ""

    def may_be_confirmed_by(self, actor: Actor) -> bool:
        """Say whether this person can be the second one."""
        check = self.waits
        if check is None or self.waits_too_long or not actor.may(Permission.RECIPIENT_CONFIRM):
            return False
        asked = self.proposed or self.entry
        if not needs_two(asked.kind, needs_review=asked.needs_review):
            return True
        return check.proposed_agency_id != actor.agency_id

    @property
    def as_proposed(self) -> "Shown":
        """The entry as it is to be, for whoever is asked to confirm it."""
        asked = self.proposed or self.entry
        warning = self.warning or (REVIEW_WARNING if asked.needs_review else "")
        return replace(self, entry=asked, warning=warning)

    @property
    def change_was_refused(self) -> bool:
        """Whether what somebody wanted to change was not confirmed, so that all stays as it was."""
        newest = self.newest
        is_open = self.state in (State.OPEN, State.DUE_SOON)
        return is_open and newest is not None and newest.refused_by is not None


@dataclass(frozen=True)
class Look:
    """Somebody looked at an entry: who, of which agency, when, how."""

    name: str
    agency: str
    at: datetime
    how: Proof | None = None


@dataclass(frozen=True)
class Past:
    """One check of an entry, with the names of those who signed or refused it."""

    proposed: Look
    confirmed: Look | None
    refused: Look | None
    because: str
    good_until: date | None

    @property
    def confirmed_how(self) -> str:
        """How the second person made sure, in words."""
        how = self.confirmed.how if self.confirmed else None
        return PROOF_LABELS[how].lower() if how else ""


@dataclass
class Register:
    """The register, in the order in which it wants to be looked at."""

    waiting: list[Shown] = field(default_factory=list)
    to_look_at: list[Shown] = field(default_factory=list)
    open: list[Shown] = field(default_factory=list)
    closed: list[Shown] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many entries there are."""
        return sum(map(len, (self.waiting, self.to_look_at, self.open, self.closed)))


def everything(actor: Actor) -> list[Shown]:
    """Return the whole register as it stands today, by name."""
    return _shown(actor, queries.recipients(actor))


def one(actor: Actor, recipient_id: UUID) -> Shown:
    """Return one entry as it stands today; ``NotVisible`` for what is not there."""
    return _shown(actor, [queries.recipient(actor, recipient_id)])[0]


def changes(actor: Actor, entry: Shown) -> list[Difference] | None:
    """Return what differs from what two people last confirmed; None where nobody ever did."""
    before = as_confirmed(Chain.of(actor), entry.id)
    return None if before is None else differences(before, entry.proposed or entry.entry)


def sorted_out(entries: Iterable[Shown]) -> Register:
    """Put entries into the parts of the page."""
    found = Register()
    for each in entries:
        if each.state == State.CLOSED:
            found.closed.append(each)
        elif each.waits:
            found.waiting.append(each)
        elif each.state in TO_LOOK_AT:
            found.to_look_at.append(each)
        else:
            found.open.append(each)
    return found


def narrowed(entries: Iterable[Shown], name: str, kind: str, state: str) -> list[Shown]:
    """Return the entries that have these words in their name or people, this class, this state."""
    words = name.replace("’", "'").casefold().split()
    return [
        each
        for each in entries
        if all(word in _words_of(each) for word in words)
        and kind in ("", each.row.kind)
        and state in ("", each.state)
    ]


def past(recipient: Recipient) -> list[Past]:
    """Return who checked an entry, the newest first."""
    rows = queries.checks([recipient.id])
    people = {each for row in rows for each in (row.proposed_by, row.confirmed_by, row.refused_by)}
    names = person_names(each for each in people if each)
    of = agency_names(
        each for row in rows for each in (row.proposed_agency_id, row.confirmed_agency_id) if each
    )
    return [_past(row, names, of) for row in rows]


def member_name(recipient: Recipient) -> str:
    """Return the name of the member agency that a recipient is, or whose lawyers it is."""
    if recipient.agency_id is None:
        return ""
    return agency_names([recipient.agency_id])[recipient.agency_id]


def _past(row: RecipientCheck, names: dict[UUID, str], agencies: dict[UUID, str]) -> Past:
    confirmed = refused = None
    if row.confirmed_by and row.confirmed_at and row.confirmed_agency_id:
        how = Proof(row.confirmed_how)
        agency = agencies[row.confirmed_agency_id]
        confirmed = Look(names[row.confirmed_by], agency, row.confirmed_at, how)
    if row.refused_by and row.refused_at:
        refused = Look(names[row.refused_by], "", row.refused_at)
    code = row.refused_because
    return Past(
        Look(names[row.proposed_by], agencies[row.proposed_agency_id], row.proposed_at),
        confirmed,
        refused,
        REFUSED_LABELS[RefusedBecause(code)] if code else "",
        row.good_until,
    )


def _shown(actor: Actor, rows: list[Recipient]) -> list[Shown]:
    today, ids = clock.today(), [row.id for row in rows]
    good = good_checks(Chain.of(actor), rows, today)
    people, warnings = people_of(ids), queries.warnings(rows)
    newest: dict[UUID, list[RecipientCheck]] = defaultdict(list)
    for check in queries.checks(ids):
        newest[check.recipient_id].append(check)
    found = []
    for row in rows:
        checks = newest[row.id]
        state = _state(row, good.get(row.id), checks, today)
        until = next((each.good_until for each in checks if each.good_until), None)
        entry = entry_of(row, people[row.id])
        first = checks[0] if checks else None
        waits = _proposed(first, entry)
        found.append(Shown(row, entry, state, until, first, warnings.get(row.id, ""), waits))
    return found


def _proposed(newest: RecipientCheck | None, entry: Entry) -> Entry | None:
    """Return what a check that waits is to make of an entry, if it differs."""
    if newest is None or newest.confirmed_by or newest.refused_by:
        return None
    asked = proposed_entry(newest)
    return None if asked is None or is_same(asked, entry) else asked


def _state(
    row: Recipient, good: RecipientCheck | None, checks: list[RecipientCheck], today: date
) -> State:
    if row.closed_at is not None:
        return State.CLOSED
    if good is not None and good.good_until is not None:
        return State.DUE_SOON if is_due_soon(good.good_until, today) else State.OPEN
    if not checks:
        return State.BROKEN
    newest = checks[0]
    if newest.refused_by is not None:
        return State.REFUSED
    if newest.confirmed_by is None:
        return State.WAITING
    ran_out = newest.good_until is not None and newest.good_until < today
    return State.STALE if ran_out else State.BROKEN


def _words_of(each: Shown) -> str:
    people = " ".join(person.name for person in each.entry.people)
    return f"{each.entry.name} {people} {each.kind_label}".casefold()
