"""Hears the cases of an open meeting: begin, share, name the risks, conclude, next."""

from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.audit import record
from app.audit.events import CaseConcluded, ContributionWritten, HearingBegun, RiskIdentified
from app.confidentiality.circle.ring import Ring
from app.db import db, new_id, transaction
from app.marac.case.model import Case
from app.marac.meeting import queries, rules
from app.marac.meeting.model import AgendaItem, Contribution, IdentifiedRisk, ItemState, Meeting
from app.refusals import Changed, NotVisible, Refused, RuleBroken

CONTRIBUTION = "contribution.text"
RISK = "risk.text"


def start_item(actor: Actor, item_id: UUID) -> AgendaItem:
    """Begin the hearing of a case, or take it up again."""
    actor.require(Permission.CASE_CONCLUDE)
    with transaction():
        item = queries.item(actor, item_id)
        require_here(actor, item.meeting_id)
        other = queries.being_heard(actor, item.meeting_id)
        rules.require_startable(item.state, other is not None and other.id != item.id)
        _begin(actor, item)
    return item


def conclude_item(actor: Actor, item_id: UUID, outcome: str = ItemState.HEARD) -> AgendaItem:
    """End the hearing of a case: it has been heard, or is put off to the next meeting."""
    actor.require(Permission.CASE_CONCLUDE)
    with transaction():
        item = queries.item(actor, item_id)
        require_here(actor, item.meeting_id)
        rules.require_being_heard(item.state)
        _conclude(actor, item, outcome)
    return item


def next_case(
    actor: Actor, meeting_id: UUID, after: UUID | None = None, outcome: str = ItemState.HEARD
) -> AgendaItem | None:
    """Conclude the case being heard and begin the next that waits; None when none is left.

    ``after`` is the case that was being heard when the button was pressed. If that is over
    already, somebody else pressed first, and nothing is concluded a second time.
    """
    actor.require(Permission.CASE_CONCLUDE)
    with transaction():
        require_here(actor, meeting_id)
        heard = queries.being_heard(actor, meeting_id)
        if heard is not None and after not in (None, heard.id):
            return heard
        if heard is not None:
            _conclude(actor, heard, outcome)
        item = queries.next_waiting(actor, meeting_id)
        if item is not None:
            _begin(actor, item)
    return item


def share(
    actor: Actor,
    item_id: UUID,
    text: str,
    revision: int | None = None,
    agency_id: UUID | None = None,
) -> Contribution:
    """Write down what an agency shares about a case; officers write for any agency present.

    ``revision`` is the state of the entry that the writer saw; None where there was none.
    """
    actor.require(Permission.CONTRIBUTION_WRITE)
    rules.require_words("shared", text, "what the agency shares")
    agency_id = agency_id or actor.agency_id
    with transaction() as session:
        item = queries.item(actor, item_id)
        require_here(actor, item.meeting_id)
        rules.require_taken_up(item.state)
        require_may_write_for(actor, item.meeting_id, agency_id)
        entry = queries.contribution_of(item.id, agency_id)
        _require_unchanged("shared", revision, entry.revision if entry else None)
        if entry is None:
            entry = Contribution(
                id=new_id(),
                area_id=item.area_id,
                item_id=item.id,
                case_id=item.case_id,
                agency_id=agency_id,
                at=clock.now(),
            )
        _write(actor, entry, CONTRIBUTION, text)
        session.add(entry)
        record(actor, ContributionWritten(subject_id=item.case_id, contribution_id=entry.id))
    return entry


def identify_risk(actor: Actor, item_id: UUID, text: str) -> IdentifiedRisk:
    """Write down a risk that the meeting sees: what harm, to whom, what raises it."""
    actor.require(Permission.RISK_WRITE)
    rules.require_words("risk", text, "the risk")
    with transaction() as session:
        item = queries.item(actor, item_id)
        require_here(actor, item.meeting_id)
        rules.require_taken_up(item.state)
        risk = IdentifiedRisk(
            id=new_id(),
            area_id=item.area_id,
            item_id=item.id,
            case_id=item.case_id,
            number=len(queries.risks(item.id)) + 1,
            at=clock.now(),
        )
        _write(actor, risk, RISK, text)
        session.add(risk)
        record(actor, RiskIdentified(subject_id=item.case_id, risk_id=risk.id))
    return risk


def reword_risk(actor: Actor, risk_id: UUID, text: str, revision: int) -> IdentifiedRisk:
    """Say a risk better; actions that answer it keep its number."""
    actor.require(Permission.RISK_WRITE)
    rules.require_words("risk", text, "the risk")
    with transaction():
        risk = queries.risk(actor, risk_id)
        item = queries.item(actor, risk.item_id)
        require_here(actor, item.meeting_id)
        _require_unchanged("risk", revision, risk.revision)
        _write(actor, risk, RISK, text)
        record(actor, RiskIdentified(subject_id=risk.case_id, risk_id=risk.id))
    return risk


def words_of(ring: Ring, row: Contribution | IdentifiedRisk) -> str:
    """Read what was shared, or a risk; the caller writes the trail."""
    contract = CONTRIBUTION if isinstance(row, Contribution) else RISK
    given = ring.read(row.secret_id, contract, row.id, row.sealed_text, of=row.case_id)
    return str(given["text"])


def require_here(actor: Actor, meeting_id: UUID) -> Meeting:
    """Only who has signed this meeting's declaration takes part, and only while it is open."""
    meeting = queries.meeting(actor, meeting_id)
    rules.require_open(meeting.state)
    if not queries.has_signed(meeting.id, actor.person_id):
        raise Refused("Sign the declaration of this meeting first.")
    return meeting


def require_may_write_for(actor: Actor, meeting_id: UUID, agency_id: UUID) -> None:
    """Everybody writes for their own agency; officers for any that is present."""
    if agency_id == actor.agency_id:
        return
    if not actor.is_officer:
        raise Refused("You can write only what your own agency shares.")
    if agency_id not in {row.agency_id for row in queries.attendances(meeting_id)}:
        raise RuleBroken("shared", "Nobody of that agency is at this meeting.")


def _begin(actor: Actor, item: AgendaItem) -> None:
    item.state = ItemState.HEARING
    item.began_at = item.began_at or clock.now()
    item.concluded_at = None
    record(actor, HearingBegun(subject_id=item.case_id, item_id=item.id))


def _conclude(actor: Actor, item: AgendaItem, outcome: str) -> None:
    state = _outcome(outcome)
    item.state = state
    item.concluded_at = clock.now()
    record(actor, CaseConcluded(subject_id=item.case_id, outcome=str(state)))


def _outcome(outcome: str) -> ItemState:
    try:
        state = ItemState(outcome)
    except ValueError:
        state = ItemState.WAITING
    rules.require_outcome(state)
    return state


def _require_unchanged(field: str, seen: int | None, now: int | None) -> None:
    if seen == now:
        return
    raise Changed(
        field,
        "Somebody else has written here meanwhile. Their words are shown; yours are still in "
        "the box. Put the two together, then save again.",
    )


def _write(actor: Actor, row: Contribution | IdentifiedRisk, contract: str, text: str) -> None:
    """Seal the words under the newest key of the case."""
    case = db.session.get(Case, row.case_id)
    if case is None:
        raise NotVisible()
    ring = Ring(actor)
    row.secret_id = ring.current(case.secret_id)
    row.sealed_text = ring.seal(row.secret_id, contract, row.id, {"text": text}, of=case.id)
    row.written_by = actor.person_id
