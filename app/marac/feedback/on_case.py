"""Whether a victim was told of her meeting, on the page of her case."""

from uuid import UUID

from app.accounts.person.queries import person_names
from app.confidentiality.circle.ring import Ring
from app.marac.case.ports import Part, case_part
from app.marac.feedback import rules, service


@case_part(order=50)
def told_of_the_meeting(ring: Ring, case_id: UUID) -> Part | None:
    """Show it to who is asked to tell her, her IDVA and officers; nothing to anybody else."""
    opened = service.for_case(ring, case_id)
    if opened is None:
        return None
    return Part("feedback/on_case.html", "Told of the meeting", "told-of-meeting", shown(opened))


def shown(opened: service.Opened) -> dict[str, object]:
    """What the pages say of it."""
    people = {one.by_person_id for one in opened.told}
    if opened.asked_id:
        people.add(opened.asked_id)
    return {
        "opened": opened,
        "me": opened.reader_id,
        "names": person_names(people),
        "came": rules.CAME_LABELS,
        "ways": rules.WAY_LABELS,
    }
