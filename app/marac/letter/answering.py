"""What came of a letter, recorded by her IDVA; and the figures of it, which name nobody."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.audit import record
from app.audit.events import LetterAnswered, LetterResultsRead, LettersListed
from app.confidentiality.circle.ring import Ring
from app.db import transaction
from app.marac.letter import content, queries, rules
from app.marac.letter.rules import PURPOSE_SHORT, LetterState, Outcome, Purpose
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
    """Record what came of a letter, or put it right. It is sealed, and counted where it is read."""
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
        content.write(opened.ring, row, after)
        row.state, row.changed_at = LetterState.ANSWERED, clock.now()
        record(actor, LetterAnswered(row.id))


def results(actor: Actor) -> list[Year]:
    """Return the figures of every year for officers, the newest first; the reading is recorded.

    They are counted now, from the sealed letters that this officer opens: a table of them would
    tell whoever holds the database what the one letter of a quarter was for. Letters of cases from
    which this officer is kept are not in them.
    """
    actor.require(Permission.REGISTER_READ)
    counted: dict[int, Counter[tuple[Purpose, Outcome]]] = defaultdict(Counter)
    with transaction():
        found = _opened(Ring(actor))
        for said in found:
            if said.outcome is not None and said.outcome_on is not None:
                counted[said.outcome_on.year][said.purpose, said.outcome] += 1
        record(actor, LettersListed(None, count=len(found)))
        record(actor, LetterResultsRead(actor.area_id))
    return [Year(year, _lines(counted[year])) for year in sorted(counted, reverse=True)]


def _opened(ring: Ring) -> list[content.Content]:
    _ = ring.me
    rows = queries.answered(ring.actor)
    ring.preload(case.secret_id for _, case in rows)
    return [
        content.read(ring, row) for row, case in rows if ring.may_open(case.secret_id, of=case.id)
    ]


def _lines(counted: Counter[tuple[Purpose, Outcome]]) -> tuple[Line, ...]:
    lines = []
    for words in wordings():
        told = [counted[words.code, each] for each in Outcome]
        shown, total = rules.shown_counts(told)
        lines.append(Line(PURPOSE_SHORT[words.code], tuple(shown), total))
    return tuple(lines)
