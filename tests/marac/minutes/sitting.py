"""A meeting that was held, with its board written on: what minutes are made of.

hold(table)                      # three cases, the third kept from "housing"
sign_minutes(table)              # written, approved by the coordinator, signed by the chair
"""

from datetime import timedelta
from uuid import UUID

from app import clock
from app.marac.action.service import agree_action
from app.marac.meeting import hearing, leaving, queries, service
from app.marac.meeting.model import NoteKind
from app.marac.minutes import approving, drafting, signing
from app.marac.minutes import queries as minutes_queries
from app.marac.minutes.model import Minutes, MinutesSignature
from tests.marac.table import Table

SHARED = "Officers were called on 3 May; he had left before they came."
RISK = "He knows the way she takes to work."
WHAT = "Ask the school to change the pick-up."
KEPT_WORDS = "Quillfeather words about the case that is kept."


def hold(table: Table) -> None:
    """The meeting: chair, coordinator, deputy, IDVA and housing sign; all three cases are heard."""
    table.begin()
    table.seat("coordinator", "deputy", "idva", "housing")
    for number in (0, 1):
        hear(table, number, f"{SHARED} Case {number}.")
    _goes(table, "housing")
    hear(table, 2, KEPT_WORDS)
    service.close_meeting(table.world.actor("chair"), table.meeting_id)


def hear(table: Table, number: int, words: str) -> None:
    """One case from its beginning to its conclusion."""
    world, item = table.world, table.item(number)
    chair = world.actor("chair")
    hearing.start_item(chair, item)
    hearing.write_note(chair, item, NoteKind.PRESENTED, f"Presented by the IDVA. {words}")
    hearing.share(chair, item, words)
    hearing.share(world.actor("idva"), item, f"She is staying with her sister. {words}")
    risk = hearing.identify_risk(chair, item, f"{RISK} {words}", whom="Her and her daughter")
    agree_action(
        chair,
        item,
        risk.id,
        WHAT,
        "The school confirms in writing.",
        world.agencies["idva"],
        world.person_id("idva"),
        clock.today() + timedelta(days=7),
    )
    hearing.conclude_item(chair, item)


def whole(table: Table, who: str = "coordinator") -> Minutes:
    """The minutes of the meeting, but for what stands apart."""
    return minutes_queries.minutes_of(table.world.actor(who), table.meeting_id)[0]


def approve(table: Table, who: str = "coordinator") -> UUID:
    """Write what is not written, and approve the whole."""
    actor = table.world.actor(who)
    drafting.write(actor, table.meeting_id)
    minutes = whole(table, who)
    return approving.approve(actor, minutes.id, minutes.revision).id


def sign_minutes(table: Table, who: str = "chair") -> MinutesSignature:
    """Approved by the coordinator, signed by the chair."""
    version_id = approve(table)
    return signing.sign_read(table.world.actor(who), whole(table).id, version_id)


def draft_of(table: Table, case_id: UUID | None, who: str = "coordinator") -> drafting.OpenPart:
    """The draft of one part."""
    found = drafting.open_drafts(table.world.actor(who), table.meeting_id)
    return next(part for _, parts in found for part in parts if part.draft.case_id == case_id)


def _goes(table: Table, who: str) -> None:
    actor = table.world.actor(who)
    attendance = queries.attendance_of(table.meeting_id, actor.person_id)
    assert attendance is not None
    leaving.leave(actor, table.meeting_id, attendance.id)


def put_better(table: Table, part: drafting.OpenPart, texts: dict[str, str], why: str = "") -> None:
    """The coordinator changes some texts of a part, as its page would send them all."""
    given = {said.place: now for said, now in part.passages} | texts
    drafting.edit(table.world.actor("coordinator"), part.draft.id, given, why)
