"""What is not finished when a chair is about to close a meeting, without a word of any case.

Risks without an action, cases of which nothing was written down, actions of earlier meetings.
"""

from collections.abc import Iterator

from app.access.actor import Actor
from app.marac.action import queries, rules
from app.marac.meeting import queries as meetings
from app.marac.meeting.model import AgendaItem, ItemState, Meeting, Outcome
from app.marac.meeting.ports import Unfinished, before_closing

NEED_AN_ACTION = (Outcome.HEARD, Outcome.IN_PART)


@before_closing
def left_over(actor: Actor, meeting: Meeting) -> Iterator[Unfinished]:
    """Go through the cases that were heard, and the earlier actions that are still to be done."""
    for line in meetings.agenda(actor, meeting.id):
        if line.item.state == ItemState.HEARD:
            for words in _missing(actor, line.item):
                yield Unfinished(words, line.number, line.item.id)
    earlier = queries.agreed_before(actor, meeting)
    open_ones = sum(row.state not in rules.FINISHED for row in earlier)
    if open_ones:
        one = "1 action of an earlier meeting is"
        many = f"{open_ones} actions of earlier meetings are"
        yield Unfinished(f"{one if open_ones == 1 else many} still to be done.")


def _missing(actor: Actor, item: AgendaItem) -> list[str]:
    if item.outcome is None:
        return ["Nobody has said how the hearing ended."]
    if item.outcome not in NEED_AN_ACTION:
        return []
    risks, agreed = meetings.risks(item.id), queries.actions_of(actor, item.id)
    if not risks and not agreed:
        return ["Neither a risk nor an action is written down."]
    answered = {row.risk_id for row in agreed}
    return [f"Risk {risk.number} has no action." for risk in risks if risk.id not in answered]
