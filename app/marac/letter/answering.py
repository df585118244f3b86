"""What came of a letter, recorded by her IDVA; and the figures of it, which name nobody."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.audit import record
from app.audit.events import LetterAnswered, LetterResultsRead
from app.db import transaction
from app.marac.letter import content, queries, rules
from app.marac.letter.rules import LetterState, Outcome, Purpose
from app.marac.letter.service import check_revision, enter
from app.marac.letter.wordings import wordings
from app.refusals import RuleBroken

NOT_HANDED_OVER = "This letter has not been handed over yet, so nothing can have come of it."


@dataclass(frozen=True)
class Line:
    """One purpose and how often each outcome came of it; None is a number that is not said."""

    name: str
    counts: tuple[int | None, ...]
    total: int | None


@dataclass(frozen=True)
class Year:
    """The figures of one calendar year, by purpose and outcome."""

    year: int
    lines: tuple[Line, ...]


def record_outcome(
    actor: Actor, letter_id: UUID, outcome: str, why: str, on: date | None, revision: int | None
) -> None:
    """Record what came of a letter, or put it right; the figures move in the same transaction."""
    actor.require(Permission.LETTER_WRITE)
    chosen = rules.require_code(Outcome, "outcome", outcome, "Select what came of it")
    day = rules.require_day("on", on, clock.today(), "on which you heard of it")
    with transaction():
        opened = enter(actor, letter_id)
        row, before = opened.letter, opened.content
        check_revision(row, revision)
        if opened.state not in (LetterState.RELEASED, LetterState.ANSWERED):
            raise RuleBroken("outcome", NOT_HANDED_OVER)
        if not opened.is_handed_over:
            raise RuleBroken("outcome", NOT_HANDED_OVER)
        reason = rules.check_outcome(before.purpose, chosen, why)
        if opened.release is not None and day < opened.release.decided_on:
            raise RuleBroken("on", "The day must not be before the letter was signed.")
        after = replace(
            before,
            outcome=chosen,
            outcome_why=reason.value if reason else "",
            outcome_on=day,
            outcome_by=actor.person_id,
        )
        _count(actor.area_id, before, -1)
        _count(actor.area_id, after, 1)
        content.write(opened.ring, row, after)
        row.state, row.changed_at = LetterState.ANSWERED, clock.now()
        record(actor, LetterAnswered(row.id))


def results(actor: Actor) -> list[Year]:
    """Return the figures of every year for officers, the newest first; the reading is recorded."""
    actor.require(Permission.REGISTER_READ)
    with transaction():
        counted: dict[int, dict[tuple[str, str], int]] = defaultdict(lambda: defaultdict(int))
        for row in queries.results(actor.area_id):
            counted[int(row.quarter[:4])][row.purpose, row.outcome] += row.count
        record(actor, LetterResultsRead(actor.area_id))
    return [Year(year, _lines(counted[year])) for year in sorted(counted, reverse=True)]


def _lines(counted: dict[tuple[str, str], int]) -> tuple[Line, ...]:
    lines = []
    for words in wordings():
        told = [counted.get((words.code.value, each.value), 0) for each in Outcome]
        shown, total = rules.shown_counts(told)
        lines.append(Line(words.name, tuple(shown), total))
    return tuple(lines)


def _count(area_id: UUID, found: content.Content, by: int) -> None:
    if found.outcome is None or found.outcome_on is None:
        return
    purpose = Purpose(found.purpose).value
    quarter = rules.quarter_of(found.outcome_on)
    queries.count(area_id, quarter, purpose, found.outcome.value, by)
