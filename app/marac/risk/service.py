"""Records and opens assessments. Callers hold a transaction and write the trail."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import reduce
from typing import Any
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.accounts.area.queries import settings_of
from app.confidentiality.circle.ring import Ring
from app.db import db, new_id
from app.marac.risk import queries
from app.marac.risk.content import Answered, NewAssessment, Section, divided
from app.marac.risk.instrument import IMMIGRATION, load
from app.marac.risk.instruments import instrument_of
from app.marac.risk.model import Assessment
from app.marac.risk.rules import (
    Immigration,
    Result,
    Thresholds,
    WholeResult,
    check,
    check_circumstances,
    check_immigration,
    together,
)
from app.refusals import NotVisible, RuleBroken
from app.vault.inventory import contract_of

__all__ = [
    "NewAssessment",
    "OpenAssessment",
    "OpenSection",
    "open_every",
    "open_latest",
    "open_sections",
    "record_assessment",
    "reseal",
    "shows_judgement",
    "thresholds_of",
]

ANSWERS = "assessment.answers"
IMMIGRATION_CONTRACT = "assessment.immigration"
LENGTH_BYTES = 4


@dataclass(frozen=True)
class OpenAssessment:
    """An assessment as everybody in the circle sees it."""

    id: UUID
    made_by: UUID
    made_at: datetime
    answered: Answered
    result: Result

    @property
    def made_on(self) -> date:
        """The day in London."""
        return clock.london(self.made_at).date()


@dataclass(frozen=True)
class OpenSection:
    """An immigration section as a holder of the compartment sees it.

    ``stands`` is what all the record's sections say together, the newest answer to each question;
    ``whole`` counts that with the newest answers to the topics, and ``told`` says whether
    any assessment shows the circle a judgement.
    """

    section: Section
    stands: Immigration
    whole: WholeResult
    made_at: datetime
    made_by: UUID
    told: bool

    @property
    def made_on(self) -> date:
        """The day in London."""
        return clock.london(self.made_at).date()


def record_assessment(
    ring: Ring,
    record_id: UUID,
    secret_id: UUID,
    compartment_id: UUID,
    new: NewAssessment,
    standing: Immigration | None = None,
) -> Assessment:
    """Seal an assessment: answers under the record's key, immigration under the compartment's.

    ``standing`` is what stands in the sections before, if the writer can read them. It is counted
    and not copied, and so are the newest answers to the topics where only the section is written.
    What is only a section shows the circle no judgement that the newest assessment shows already:
    a second one with nothing else beside it would say that a section was written.
    """
    core, section = instrument_of(ring.actor.area_id, new.instrument), load(IMMIGRATION)
    check(core, new.answers, new.judgement)
    check_circumstances(new.circumstances, clock.today())
    check_immigration(section, new.immigration)
    counted = together(new.immigration, standing or Immigration())
    earlier = open_every(ring, record_id) if not new.answers else []
    before = _newest(earlier)
    answered, apart = divided(
        new, core, section, thresholds_of(ring.actor), counted, before.answered if before else None
    )
    seen = _newest_said(earlier)
    if new.is_only_a_section and seen is not None and seen.answered.judgement.made:
        answered = replace(answered, judgement=new.judgement)
    row = Assessment(
        id=new_id(),
        area_id=ring.actor.area_id,
        record_id=record_id,
        instrument=core.id,
        instrument_version=core.version,
        secret_id=secret_id,
        compartment_id=compartment_id,
        made_by=ring.actor.person_id,
        made_at=clock.now(),
    )
    row.sealed_answers = ring.seal(secret_id, ANSWERS, row.id, answered.to_dict(), of=record_id)
    payload = _in_one_size(apart.to_dict())
    row.sealed_immigration = ring.seal(
        compartment_id, IMMIGRATION_CONTRACT, row.id, payload, of=record_id
    )
    db.session.add(row)
    return row


def reseal(ring: Ring, record_id: UUID, secret_id: UUID) -> None:
    """Seal the answers of a record's assessments under another of its keys, in a transaction.

    The immigration sections stay as they are: whoever does this need not be able to open them.
    """
    for row in queries.assessments_of(ring.actor, record_id):
        payload = ring.read(row.secret_id, ANSWERS, row.id, row.sealed_answers, of=record_id)
        row.secret_id = secret_id
        row.sealed_answers = ring.seal(secret_id, ANSWERS, row.id, payload, of=record_id)


def shows_judgement(actor: Actor, new: NewAssessment) -> bool:
    """Say whether the circle would be shown a judgement, were this recorded as it stands."""
    core, section = instrument_of(actor.area_id, new.instrument), load(IMMIGRATION)
    shown, _ = divided(new, core, section, thresholds_of(actor), new.immigration)
    return shown.judgement.made


def open_latest(ring: Ring, record_id: UUID) -> OpenAssessment | None:
    """Open the newest assessment of a record that says anything outside its immigration section.

    The newest at all where none does.
    """
    found = open_every(ring, record_id)
    return _newest_said(found) or next(iter(found), None)


def open_every(ring: Ring, record_id: UUID) -> list[OpenAssessment]:
    """Open all assessments of a record, newest first, without their immigration sections."""
    return [_opened(ring, row) for row in queries.assessments_of(ring.actor, record_id)]


def open_sections(ring: Ring, record_id: UUID) -> list[OpenSection]:
    """Open the immigration sections in which anything was asked, newest first.

    ``NotVisible`` for whoever holds no compartment of the record. Each assessment has a section
    under a key of its own, and one whose key has not reached this person yet is passed over: the
    door brings it.
    """
    rows = queries.assessments_of(ring.actor, record_id)
    held = [row for row in rows if _opens(ring, row)]
    if rows and not held:
        raise NotVisible()
    if not rows:
        return []
    assessments = [_opened(ring, row) for row in rows]
    newest = _newest(assessments) or assessments[0]
    told = any(each.answered.judgement.made for each in assessments)
    read = [(row, _section(ring, row)) for row in held]
    stands = reduce(together, [section.immigration for _, section in read])
    whole = Section(stands, instrument=read[0][1].instrument).whole(newest.answered)
    sections = [
        OpenSection(section, stands, whole, row.made_at, row.made_by, told) for row, section in read
    ]
    return [each for each in sections if not each.section.immigration.is_untouched] or sections[:1]


def thresholds_of(actor: Actor) -> Thresholds:
    """Return what the actor's area has decided about the criteria."""
    settings = settings_of(actor)
    return Thresholds(
        visible_high_risk=settings.visible_high_risk_threshold,
        escalation_incidents=settings.escalation_incidents,
        repeat_months=settings.repeat_months,
        repeat_anchor=settings.repeat_anchor,
    )


def _in_one_size(payload: dict[str, Any]) -> dict[str, Any]:
    """Refuse what would need a larger envelope than an empty section: size must say nothing."""
    written = len(json.dumps(payload, ensure_ascii=False).encode()) + LENGTH_BYTES
    if written > contract_of(IMMIGRATION_CONTRACT).bucket:
        raise RuleBroken("note", "The immigration section is too long. Shorten the comments.")
    return payload


def _opened(ring: Ring, row: Assessment) -> OpenAssessment:
    payload = ring.read(row.secret_id, ANSWERS, row.id, row.sealed_answers, of=row.record_id)
    answered = Answered.from_dict(payload)
    made_on = clock.london(row.made_at).date()
    return OpenAssessment(row.id, row.made_by, row.made_at, answered, answered.result(made_on))


def _newest_said(assessments: list[OpenAssessment]) -> OpenAssessment | None:
    """Return the newest assessment that says anything outside its immigration section."""
    return next((each for each in assessments if not each.answered.is_empty), None)


def _newest(assessments: list[OpenAssessment]) -> OpenAssessment | None:
    """Return the newest assessment in which a topic was asked about or commented on."""
    return next((each for each in assessments if each.answered.answers), None)


def _section(ring: Ring, row: Assessment) -> Section:
    payload = ring.read(
        row.compartment_id, IMMIGRATION_CONTRACT, row.id, row.sealed_immigration, of=row.record_id
    )
    return Section.from_dict(payload)


def _opens(ring: Ring, row: Assessment) -> bool:
    """Say whether a section opens. What was tampered with is not passed over: it is raised."""
    try:
        ring.key(row.compartment_id, of=row.record_id)
    except NotVisible:
        return False
    return True
