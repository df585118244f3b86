"""When paper may be made for an outage, who must agree, and when it must be back.

Two officers of two agencies, neither alone (ASVS 2.3.5); a pack is time-boxed, others are told of
it, and who let one lapse makes no other until somebody else has closed it (NHS Summary Care Record,
emergency access: an alert to two privacy officers, each closed against other evidence).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from app.refusals import Refused, RuleBroken

HOURS_TO_AGREE = 24
HOURS_TO_PRINT = 24
HOURS_TO_RETURN = 72
HOURS_AHEAD = 96
"""Paper is asked for shortly before its meeting; over a weekend is shortly."""
LEAST_OTHERS = 2
MOST_COPIES = 60


class Reason(StrEnum):
    """Why paper is needed."""

    NETWORK = "network"
    SYSTEM = "system"
    POWER = "power"
    VENUE = "venue"
    DRILL = "drill"


REASON_LABELS: dict[Reason, str] = {
    Reason.NETWORK: "The network is down, or is expected to be",
    Reason.SYSTEM: "This system will be down for work on it",
    Reason.POWER: "The electricity may fail",
    Reason.VENUE: "The room has no network",
    Reason.DRILL: "A drill: the outage is practised",
}


class Fate(StrEnum):
    """What became of a copy."""

    RETURNED = "returned"
    DESTROYED = "destroyed"
    LOST = "lost"


FATE_LABELS: dict[Fate, str] = {
    Fate.RETURNED: "Returned to an officer",
    Fate.DESTROYED: "Destroyed in front of an officer",
    Fate.LOST: "Lost",
}


class Done(StrEnum):
    """What was done about a copy that is lost."""

    SEARCHED = "searched"
    IDVAS = "idvas"
    AGENCY = "agency"
    DPO = "dpo"
    POLICE = "police"


DONE_LABELS: dict[Done, str] = {
    Done.SEARCHED: "It was searched for where it was last seen",
    Done.IDVAS: "The IDVA of every case in it was told, to plan for safety",
    Done.AGENCY: "The recipient’s manager was told",
    Done.DPO: "The data protection officer was told",
    Done.POLICE: "The police were told that it may be found",
}


class Close(StrEnum):
    """Why an officer who had no part in a pack closes it after its time."""

    ALL_BACK = "all_back"
    LOST_DEALT_WITH = "lost_dealt_with"
    NEVER_PRINTED = "never_printed"


CLOSE_LABELS: dict[Close, str] = {
    Close.ALL_BACK: "Every copy is back or destroyed now; I have counted them",
    Close.LOST_DEALT_WITH: "What is lost has been dealt with, as noted beside each copy",
    Close.NEVER_PRINTED: "The files were deleted and nothing was printed",
}


class Stage(StrEnum):
    """Where a pack stands."""

    ASKED = "asked"
    LAPSED = "lapsed"
    AGREED = "agreed"
    OUT = "out"
    LATE = "late"
    BACK = "back"
    CLOSED = "closed"


STAGE_LABELS: dict[Stage, str] = {
    Stage.ASKED: "To be agreed",
    Stage.LAPSED: "Nobody agreed in time",
    Stage.AGREED: "Can be printed",
    Stage.OUT: "Copies are out",
    Stage.LATE: "Not back in time",
    Stage.BACK: "Every copy is accounted for",
    Stage.CLOSED: "Closed",
}


@dataclass(frozen=True)
class Copy:
    """What matters of one copy: when it was first printed, and when its fate was noted."""

    printed_at: datetime | None
    accounted_at: datetime | None


def print_by(agreed_at: datetime) -> datetime:
    """Until when copies can be printed."""
    return agreed_at + timedelta(hours=HOURS_TO_PRINT)


def back_by(agreed_at: datetime, meeting_at: datetime | None = None) -> datetime:
    """By when every copy is to be back: counted from the meeting, if that is after the agreement.

    ``meeting_at``: when it began as it stood when the pack was asked for; that was signed.
    """
    return max(agreed_at, meeting_at or agreed_at) + timedelta(hours=HOURS_TO_RETURN)


def are_late(
    agreed_at: datetime | None,
    copies: Iterable[Copy],
    now: datetime,
    meeting_at: datetime | None = None,
) -> bool:
    """Say whether any printed copy is, or was, not accounted for in time."""
    if agreed_at is None:
        return False
    limit = back_by(agreed_at, meeting_at)
    return any((each.accounted_at or now) > limit for each in copies if each.printed_at)


def stage(
    asked_at: datetime,
    agreed_at: datetime | None,
    closed_at: datetime | None,
    copies: Iterable[Copy],
    now: datetime,
    meeting_at: datetime | None = None,
) -> Stage:
    """Say where a pack stands now."""
    listed = list(copies)
    if closed_at is not None:
        return Stage.CLOSED
    if agreed_at is None:
        is_open = now <= asked_at + timedelta(hours=HOURS_TO_AGREE)
        return Stage.ASKED if is_open else Stage.LAPSED
    if are_late(agreed_at, listed, now, meeting_at):
        return Stage.LATE
    out = [each for each in listed if each.printed_at and not each.accounted_at]
    if out or now <= print_by(agreed_at):
        return Stage.OUT if out else Stage.AGREED
    return Stage.BACK


def require_reason(reason: str) -> Reason:
    """Paper has a reason."""
    try:
        return Reason(reason)
    except ValueError:
        raise RuleBroken("reason", "Select why paper is needed.") from None


def is_soon(meeting_at: datetime, now: datetime) -> bool:
    """Say whether a meeting is near enough for paper."""
    return meeting_at - now <= timedelta(hours=HOURS_AHEAD)


def require_soon(meeting_at: datetime, now: datetime) -> None:
    """Nobody asks for paper long before it is needed."""
    if not is_soon(meeting_at, now):
        raise RuleBroken(
            "reason", f"Ask for paper no earlier than {HOURS_AHEAD} hours before the meeting."
        )


def require_cases(count: int) -> None:
    """A pack without a case would be empty, and would not stay so."""
    if not count:
        raise RuleBroken(
            "reason",
            "There is no case on this agenda yet, so the copies would be empty. Build the agenda "
            "first.",
        )


def require_others(officers: Iterable[UUID], asker: UUID) -> None:
    """Two officers besides the one who asks are told; without them there is no pack."""
    if len(set(officers) - {asker}) < LEAST_OTHERS:
        raise RuleBroken(
            "reason",
            "A paper pack is told to two other officers at once, and this MARAC has fewer who can "
            "sign in. Have another officer confirmed first.",
        )


def require_second(asker: UUID, asker_agency: UUID, person_id: UUID, agency_id: UUID) -> None:
    """Who agrees is another person, of another agency."""
    if person_id == asker:
        raise Refused("Another officer agrees to a pack that you asked for.")
    if agency_id == asker_agency:
        raise Refused("An officer of another agency than the one who asked agrees to a pack.")


def require_to_agree(now_stage: Stage) -> None:
    """A pack is agreed once, within a day of being asked."""
    if now_stage == Stage.LAPSED:
        raise RuleBroken("pack", "Nobody agreed within 24 hours. Ask for the pack again.")
    if now_stage != Stage.ASKED:
        raise RuleBroken("pack", "This pack has been agreed already.")


def require_to_print(agreed_at: datetime | None, closed: bool, now: datetime) -> datetime:
    """What two agreed is printed within a day of it."""
    if agreed_at is None:
        raise RuleBroken("pack", "A second officer has not agreed to this pack yet.")
    if closed:
        raise RuleBroken("pack", "This pack is closed.")
    if now > print_by(agreed_at):
        raise RuleBroken(
            "pack", "The 24 hours in which this pack could be printed are over. Ask for another."
        )
    return agreed_at


def require_fate(fate: str, done: Iterable[str]) -> tuple[Fate, list[Done]]:
    """A copy comes back, is destroyed, or is lost; of one that is lost it is said what was done."""
    try:
        became, did = Fate(fate), [Done(each) for each in done]
    except ValueError:
        raise RuleBroken("fate", "Select what became of the copy.") from None
    if became == Fate.LOST and Done.IDVAS not in did:
        raise RuleBroken(
            "done", "Tell the IDVA of every case in it first: each victim may have to be kept safe."
        )
    return became, did if became == Fate.LOST else []


def require_close(why: str) -> Close:
    """A pack is closed with a reason."""
    try:
        return Close(why)
    except ValueError:
        raise RuleBroken("why", "Select why you close this pack.") from None
