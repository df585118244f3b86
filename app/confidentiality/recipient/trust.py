"""Whether an entry may be believed: two signatures that fit it now, and the trail's last word.

Nothing in the row is believed by itself. Whoever changes a name, an address, a class, a person or a
date in the database breaks both signatures; whoever puts an older state back, or opens what was
closed, contradicts the trail. Rows cannot be taken out of the trail unseen, but anybody who may
write to the database can add one, so a row of it opens nothing by itself: it takes the signature of
an officer that is dated no sooner than whatever closed, changed or replaced the entry.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from app.audit.events import (
    RecipientChanged,
    RecipientClosed,
    RecipientConfirmed,
    RecipientRefused,
)
from app.audit.queries import Entry as Row
from app.audit.queries import rows_each
from app.confidentiality.agreement.rules import is_signed, moment
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.model import Office
from app.confidentiality.circle.queries import confirmed_pairs
from app.confidentiality.circle.statements import PairRow
from app.confidentiality.circle.vouching import put_out_since
from app.confidentiality.recipient.model import Recipient, RecipientCheck, RecipientPerson
from app.confidentiality.recipient.rules import (
    Entry,
    Named,
    Step,
    entry_statement,
    identity,
    needs_two,
    read_entry,
)
from app.db import db
from app.vault.errors import Misuse

ENTRY, CHANGE = "entry", "change"
"""What a second person refused: an entry or its renewal, or a change of what stands."""
_LAST_WORD = (
    RecipientConfirmed.tag,
    RecipientChanged.tag,
    RecipientClosed.tag,
    RecipientRefused.tag,
)


def people_of(recipient_ids: Collection[UUID]) -> dict[UUID, list[RecipientPerson]]:
    """Return the named people of these recipients, by name."""
    found: dict[UUID, list[RecipientPerson]] = defaultdict(list)
    rows = select(RecipientPerson).where(RecipientPerson.recipient_id.in_(recipient_ids))
    for row in db.session.scalars(rows.order_by(RecipientPerson.name, RecipientPerson.id)):
        found[row.recipient_id].append(row)
    return found


def entry_of(recipient: Recipient, people: Iterable[RecipientPerson] | None = None) -> Entry:
    """Return what the register says of a recipient now, with its people."""
    if people is None:
        people = people_of([recipient.id])[recipient.id]
    return Entry(
        name=recipient.name,
        kind=str(recipient.kind),
        agency_id=str(recipient.agency_id or ""),
        postal_address=recipient.postal_address,
        email_domain=recipient.email_domain,
        telephone=recipient.telephone,
        number=recipient.number,
        proof_kind=recipient.proof_kind,
        proof=recipient.proof,
        needs_review=recipient.needs_review,
        dpo_name=recipient.dpo_name,
        dpo_note=recipient.dpo_note,
        dpo_on=recipient.dpo_on.isoformat() if recipient.dpo_on else "",
        people=tuple(
            Named(each.name, each.job, each.email, each.telephone, str(each.person_id or ""))
            for each in people
        ),
    )


def identity_of(recipient: Recipient) -> str:
    """Return a digest, in hex, of whom an entry means as it stands now."""
    return identity(entry_of(recipient))


def proposed_entry(check: RecipientCheck) -> Entry | None:
    """Return what the first of the two signed that the entry is to say; None if nothing readable.

    Believe it only where ``is_proposed`` says that the signature is true.
    """
    try:
        return read_entry(check.proposed_statement)
    except Misuse:
        return None


def proposed_statement(check: RecipientCheck, entry: Entry) -> bytes:
    """Return what the first of the two signs."""
    return entry_statement(
        str(check.area_id),
        str(check.recipient_id),
        entry,
        check_id=str(check.id),
        step=Step.PROPOSED,
        how=entry.proof_kind,
        good_until=check.would_be_good_until,
        person=str(check.proposed_by),
        agency=str(check.proposed_agency_id),
        key_pair=str(check.proposed_with),
        at=moment(check.proposed_at),
    )


class Second(NamedTuple):
    """Who signs as the second person, and how they made sure; named as the columns are."""

    confirmed_by: UUID
    confirmed_agency_id: UUID
    confirmed_with: UUID
    confirmed_at: datetime
    confirmed_how: str
    good_until: date


def second_of(check: RecipientCheck) -> Second | None:
    """Return who confirmed a check, if somebody did."""
    said = [getattr(check, name) for name in Second._fields]
    return None if None in said else Second(*said)


def confirmed_statement(check: RecipientCheck, second: Second, entry: Entry) -> bytes:
    """Return what the second of the two signs."""
    return entry_statement(
        str(check.area_id),
        str(check.recipient_id),
        entry,
        check_id=str(check.id),
        step=Step.CONFIRMED,
        how=second.confirmed_how,
        good_until=second.good_until,
        person=str(second.confirmed_by),
        agency=str(second.confirmed_agency_id),
        key_pair=str(second.confirmed_with),
        at=moment(second.confirmed_at),
    )


class Signers:
    """Which key pairs an officer ever vouched for, as whose, and as an officer's or not."""

    def __init__(self, chain: Chain, key_pair_ids: Collection[UUID]) -> None:
        rows = confirmed_pairs(chain.area_id, key_pair_ids)
        chain.load(key_pair_ids)
        self.chain = chain
        self._rows: dict[UUID, list[PairRow]] = defaultdict(list)
        for row in rows:
            self._rows[row.key_pair_id].append(row)
        self._out = put_out_since(chain, (row.key_pair_id for row in rows))

    def public_of(
        self, pair_id: UUID, person_id: UUID, agency_id: UUID, *, officer: bool = False
    ) -> bytes | None:
        """Return the pair's public key if it was confirmed as this person's of this agency.

        Not that of somebody who was put out since: nothing rests on their keys any more.
        """
        if pair_id in self._out:
            return None
        for row in self._rows.get(pair_id, ()):
            if row.person_id != person_id or (officer and row.office != Office.OFFICER):
                continue
            who = self.chain.vouched(row)
            if who is not None and who.agency_id == str(agency_id):
                return row.signing_public
        return None


def is_proposed(signers: Signers, check: RecipientCheck, entry: Entry) -> bool:
    """Say whether the first signature fits this entry and is of somebody of the circle."""
    public = signers.public_of(check.proposed_with, check.proposed_by, check.proposed_agency_id)
    said = proposed_statement(check, entry)
    return (
        public is not None
        and check.kind == entry.kind
        and check.proposed_statement == said
        and is_signed(public, said, check.proposed_signature)
    )


def is_confirmed(signers: Signers, check: RecipientCheck, entry: Entry) -> bool:
    """Say whether the second signature fits, is an officer's, and is by whom it must be."""
    second = second_of(check)
    if second is None or second.good_until != check.would_be_good_until:
        return False
    same_person = second.confirmed_by == check.proposed_by
    same_agency = second.confirmed_agency_id == check.proposed_agency_id
    if needs_two(entry.kind, needs_review=entry.needs_review) and (same_person or same_agency):
        return False
    public = signers.public_of(
        second.confirmed_with, second.confirmed_by, second.confirmed_agency_id, officer=True
    )
    said = confirmed_statement(check, second, entry)
    return (
        public is not None
        and check.confirmed_statement == said
        and is_signed(public, said, check.confirmed_signature or b"")
    )


def good_checks(
    chain: Chain, recipients: Iterable[Recipient], today: date
) -> dict[UUID, RecipientCheck]:
    """Return, for each recipient that can receive today, the check by which it can."""
    rows = {
        row.id: row for row in recipients if row.closed_at is None and row.area_id == chain.area_id
    }
    checks = last_confirmed(rows)
    people = people_of(checks)
    pairs = {check.proposed_with for check in checks.values()}
    pairs |= {check.confirmed_with for check in checks.values() if check.confirmed_with}
    signers = Signers(chain, pairs)
    good = {}
    for recipient_id, check in checks.items():
        if check.good_until is None or check.good_until < today:
            continue
        entry = entry_of(rows[recipient_id], people[recipient_id])
        if is_proposed(signers, check, entry) and is_confirmed(signers, check, entry):
            good[recipient_id] = check
    return good


def good_check(chain: Chain, recipient: Recipient, today: date) -> RecipientCheck | None:
    """Return the check by which this recipient can receive today, or None."""
    return good_checks(chain, [recipient], today).get(recipient.id)


def as_confirmed(chain: Chain, recipient_id: UUID) -> Entry | None:
    """Return what two people last confirmed that an entry says, from what they signed; or None.

    Also where the check has run out: it is what a second look is compared with.
    """
    asked = select(RecipientCheck).where(
        RecipientCheck.recipient_id == recipient_id, RecipientCheck.confirmed_by.is_not(None)
    )
    checks = list(db.session.scalars(asked.order_by(RecipientCheck.confirmed_at.desc())))
    pairs = {pair for check in checks for pair in (check.proposed_with, check.confirmed_with)}
    signers = Signers(chain, {pair for pair in pairs if pair})
    for check in checks:
        entry = proposed_entry(check)
        if entry and is_proposed(signers, check, entry) and is_confirmed(signers, check, entry):
            return entry
    return None


def last_confirmed(recipient_ids: Collection[UUID]) -> dict[UUID, RecipientCheck]:
    """Return the check that the trail says was the last thing done to each entry.

    Only one that was signed after all else that the trail says: a row that somebody added to the
    trail names an old check, whose signature is dated before what it was to lift.
    """
    said = rows_each(_LAST_WORD, recipient_ids)
    said = {of: [row for row in rows if not _keeps(row)] for of, rows in said.items()}
    last = {of: _named(rows[-1]) for of, rows in said.items() if rows}
    asked = select(RecipientCheck).where(RecipientCheck.id.in_(filter(None, last.values())))
    by_id = {check.id: check for check in db.session.scalars(asked)}
    found = {}
    for recipient_id, check_id in last.items():
        check = by_id.get(check_id) if check_id else None
        if check and check.recipient_id == recipient_id and _is_newest(check, said[recipient_id]):
            found[recipient_id] = check
    return found


def _named(row: Row) -> UUID | None:
    """Return the check that a row of the trail says was confirmed, if it says that."""
    return UUID(row.detail["check_id"]) if row.tag == RecipientConfirmed.tag else None


def _is_newest(check: RecipientCheck, rows: Iterable[Row]) -> bool:
    """Say whether a check was signed no sooner than all else of its entry that ends a check."""
    others = (row.at for row in rows if _named(row) != check.id)
    return check.confirmed_at is not None and moment(check.confirmed_at) >= max(others, default="")


def _keeps(row: Row) -> bool:
    """Say whether a row only tells that a change was refused, so that all stays as it was."""
    return row.tag == RecipientRefused.tag and row.detail.get("what") == CHANGE
