"""Makes one copy: looked at again, in the trail, and then the bytes; one event a download."""

from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.agency.queries import agency_names
from app.accounts.area.queries import area_of
from app.accounts.person import queries as people
from app.audit import record
from app.audit.events import PackPrinted
from app.confidentiality.circle.giving import Holders
from app.confidentiality.circle.ring import Ring
from app.db import transaction
from app.marac.conflict.matching import before_letting_in
from app.marac.meeting import queries as meetings
from app.marac.pack import queries, rules, service
from app.marac.pack.content import clock_time, content_of
from app.marac.pack.model import PackCopy
from app.paper.pack import PackPaper, render_pack
from app.refusals import RuleBroken

NOT_NOW = "This person cannot be given a copy any more: they have left, or have to sign again."


def print_copy(actor: Actor, copy_id: UUID) -> tuple[PackCopy, bytes]:
    """Return one copy as a PDF. Written into the trail, by whom and for whom, before it is made."""
    actor.require(Permission.PACK_AGREE)
    with transaction():
        copy = queries.copy(actor, copy_id)
        row = queries.pack(actor, copy.pack_id)
        service.require_to_print(actor, row)
        if copy.accounted_at is not None:
            raise RuleBroken("pack", "This copy has been counted back in.")
        reader = people.person(actor, copy.person_id)
        ring = Ring(actor)
        standing = Holders(ring.chain).of(reader.id)
        if standing is None:
            raise RuleBroken("pack", NOT_NOW)
        meeting = meetings.meeting(actor, row.meeting_id)
        cases = {(UUID(case_id), reader.id) for case_id in row.cases}
        if before_letting_in(actor, ring, cases):
            ring = Ring(actor)
        found = content_of(ring, meeting, row.cases, reader, is_officer=standing.is_officer)
        copy.printed_at = copy.printed_at or clock.now()
        copy.printed_by = copy.printed_by or actor.person_id
        copy.times_printed += 1
        event = PackPrinted(row.id, copy_id=copy.id, person_id=reader.id, cases=len(found))
        record(actor, event)
        assert row.agreed_at is not None
        back = clock.london(rules.back_by(row.agreed_at, row.meeting_at))
        paper = PackPaper(
            area=area_of(actor).name,
            day=clock.london(meeting.starts_at).date(),
            place=meeting.place,
            reader=reader.name,
            agency=agency_names([reader.agency_id])[reader.agency_id],
            number=copy.number,
            code=copy.code,
            back_by=f"{clock_time(back)} on {back.day} {back:%B %Y}",
            cases=tuple(found),
        )
    return copy, render_pack(paper)
