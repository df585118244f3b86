"""What a letter’s writer chooses and records: to whom it goes, what it says, her agreement.

Whatever is changed voids what was signed of it, and stops at the gate what nobody has received yet.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.agency.screening import screened
from app.audit import record
from app.audit.events import LetterChanged
from app.confidentiality.gate import service as gate
from app.confidentiality.recipient import queries as recipients
from app.confidentiality.recipient.model import Recipient, RecipientPerson
from app.confidentiality.recipient.rules import REGULATED
from app.confidentiality.recipient.trust import people_of
from app.db import transaction
from app.firewall.screen import screen_letter
from app.marac.letter import checking, content, rules
from app.marac.letter.added import wrong_with
from app.marac.letter.content import Content
from app.marac.letter.opened import Opened
from app.marac.letter.rules import How, LetterState
from app.marac.letter.service import check_revision, enter
from app.marac.letter.wordings import Wording, wording
from app.refusals import RuleBroken

NAME_HIM = "Select whom the letter names. Without a name such letters are sent back."


@dataclass(frozen=True)
class Agreed:
    """What a writer records of her agreement, as the form gave it."""

    on: date | None
    how: str
    advice_on: date | None = None
    advice_from_id: UUID | None = None
    safe_if_seen: bool = False
    safe_to_hand: bool = False


def choices_for(actor: Actor, words: Wording) -> list[tuple[Recipient, list[RecipientPerson]]]:
    """Return the recipients to whom a letter of this wording may go today, with their people."""
    rows = [row for row in _open(actor) if row.kind in words.recipients]
    people = people_of([row.id for row in rows])
    return [(row, people[row.id]) for row in rows]


def advisers(actor: Actor) -> list[Recipient]:
    """Return the regulated advisers on the register: only they may advise."""
    return [row for row in _open(actor) if row.kind in REGULATED]


def choose_recipient(
    actor: Actor, letter_id: UUID, recipient_id: UUID, person_id: UUID | None, revision: int | None
) -> None:
    """Say to whom it goes: an entry of the register that is in date, and a person named there."""
    with _changing(actor, letter_id, revision, "recipient") as (opened, change):
        found = {row.id: people for row, people in choices_for(actor, opened.wording)}
        named = {each.id for each in found.get(recipient_id, [])}
        if recipient_id not in found or (person_id and person_id not in named):
            raise RuleBroken("recipient", "Select to whom the letter goes.")
        change(recipient_id=recipient_id, recipient_person_id=person_id)


def choose_words(
    actor: Actor,
    letter_id: UUID,
    perpetrator_id: UUID | None,
    sentences: Sequence[str],
    added: str,
    revision: int | None,
    *,
    birth: bool | None = None,
) -> None:
    """Say whom it names and what stands in it besides; the firewall is asked of what was added.

    ``birth``: whether the date of birth stands in it; None leaves that as it is.
    """
    actor.require(Permission.LETTER_WRITE)
    if added:
        screened(actor, screen_letter(added), "added", "letter.added")
    with _changing(actor, letter_id, revision, "words") as (opened, change):
        if perpetrator_id is not None and perpetrator_id not in opened.facts.perpetrators:
            raise RuleBroken("perpetrator", "Select whom the letter names.")
        if opened.wording.names_perpetrator == "required" and perpetrator_id is None:
            raise RuleBroken(
                "perpetrator", "Select whom the letter names. Without a name the letter fails."
            )
        if len(sentences) > 1:
            raise RuleBroken("sentence", "Select one sentence: they cannot both be true.")
        known = tuple(each for each in sentences if opened.wording.sentence(each))
        for code in wrong_with(added, opened.wording, opened.facts):
            raise RuleBroken("added", checking.MESSAGES[code])
        change(perpetrator_id=perpetrator_id, sentences=known, added=added)
        if birth is not None:
            change(birth=birth and opened.wording.can_say_birth)


def record_agreement(actor: Actor, letter_id: UUID, said: Agreed, revision: int | None) -> None:
    """Record that she asked for the letter or agrees to it, and that advice was offered."""
    today = clock.today()
    with _changing(actor, letter_id, revision, "agreement") as (opened, change):
        how = rules.require_code(How, "agreed_how", said.how, "Select how she was asked")
        on = rules.require_day("agreed_on", said.on, today, "on which she agreed")
        rules.require_fresh(on, today)
        advice = _advice(actor, opened.wording, said, today)
        if opened.wording.court_bundle and not said.safe_if_seen:
            raise RuleBroken("safe_if_seen", NOT_IF_SEEN)
        if opened.goes_by_hand and not said.safe_to_hand:
            raise RuleBroken("safe_to_hand", NOT_BY_HAND)
        change(
            agreed_on=on,
            agreed_how=how.value,
            agreed_recorded_by=actor.person_id,
            agreed_recorded_on=today,
            safe_if_seen=said.safe_if_seen,
            safe_to_hand=said.safe_to_hand,
            **advice,
        )


NOT_IF_SEEN = (
    "Do not send it while that is not clear. Ask her, and ask her solicitor who will be shown it: "
    "a court bundle usually reaches him. Come back when it is safe."
)
NOT_BY_HAND = (
    "Do not hand it over while that is not clear. Agree with her where and when, and whether it is "
    "safe for her to keep it; you can keep it for her."
)


class _Change:
    """Collects what is changed of a letter."""

    def __init__(self) -> None:
        self.values: dict[str, object] = {}

    def __call__(self, **values: object) -> None:
        self.values.update(values)


@contextmanager
def _changing(
    actor: Actor, letter_id: UUID, revision: int | None, part: str
) -> Iterator[tuple[Opened, _Change]]:
    """Write a part of a letter. What was signed of it is void, and the gate stops what it has."""
    actor.require(Permission.LETTER_WRITE)
    with transaction():
        opened, change = enter(actor, letter_id), _Change()
        row = opened.letter
        check_revision(row, revision)
        if not opened.is_changeable:
            raise RuleBroken("letter", rules.FINISHED)
        yield opened, change
        hands = tuple(dict.fromkeys((*opened.content.hands, actor.person_id)))
        changed = replace(unsigned(opened.content), **change.values, hands=hands)  # type: ignore[arg-type]
        content.write(opened.ring, row, changed)
        row.edition += row.state != LetterState.DRAFT
        row.state, row.changed_at = LetterState.DRAFT, clock.now()
        row.requester_id = row.requester_agency_id = row.asked_at = row.release_id = None
        gate.stop(actor, row.id)
        record(actor, LetterChanged(row.id, part=part))


def unsigned(found: Content) -> Content:
    """Return a letter without any signature and without the paper that was signed."""
    return replace(
        found,
        version=wording(found.purpose).version,
        code="",
        dated=None,
        salutation="",
        heading="",
        paragraphs=(),
        member_id=None,
        member_key_id=None,
        member_digest="",
        member_statement="",
        member_signature="",
    )


def _open(actor: Actor) -> list[Recipient]:
    return recipients.open_recipients(actor, clock.today())


def _advice(actor: Actor, words: Wording, said: Agreed, today: date) -> dict[str, object]:
    """Check that regulated advice was offered, where a letter may serve an application of hers."""
    if not words.needs_advice:
        return {"advice_on": None, "advice_from_id": None, "advice_offered_by": None}
    on = rules.require_day("advice_on", said.advice_on, today, "on which advice was offered")
    if said.advice_from_id not in {row.id for row in advisers(actor)}:
        raise RuleBroken("advice_from", "Select with whom regulated advice was offered.")
    return {
        "advice_on": on,
        "advice_from_id": said.advice_from_id,
        "advice_offered_by": actor.person_id,
    }
