"""Made-up requests to share: one read in part, one refused, one for the deputy, one urgent."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app import clock
from app.access.actor import Actor
from app.confidentiality.circle.ring import Ring
from app.confidentiality.disclosure import service
from app.confidentiality.disclosure.building import shown_items
from app.confidentiality.disclosure.content import Asked, Chosen, ItemChoice, pages_of
from app.confidentiality.disclosure.model import Decision
from app.confidentiality.disclosure.rules import Consent, Ground, Outcome, Urgency
from app.confidentiality.gate import service as gate
from app.confidentiality.recipient import queries as recipients
from app.confidentiality.recipient.rules import Way
from app.confidentiality.recipient.service import people_with_accounts
from app.db import db
from app.demonstration.aloud import tell_past, tell_today
from app.demonstration.cast import Cast
from app.demonstration.meetings import catch_up
from app.demonstration.refused import refuse_some
from app.marac.case.model import Case

CHAIR, IDVA, HOUSING, POLICE = "chair", "idva_grace", "housing_lead", "police_rep"
PAST, TODAY = 13, 0
MOVE = {
    "purpose": "Housing Options moves the family to another flat before his bail ends.",
    "justified": "From the day of the move he does not know where the family sleeps.",
    "power": "Housing Act 1996, part 7; public task and safeguarding.",
    "least": "Who it is, what happened, why it is heard, and how to make contact. Nothing else.",
    "kept": "In the restricted file of the lead, until the move is done.",
    "risk_of_sharing": "Somebody at the counter may know the family. Only the lead reads it.",
    "risk_of_not_sharing": "The family is placed where he looks for them first.",
}
COURT = {
    "purpose": "The court lists the hearing about contact and asks what was reported.",
    "justified": "The judge knows that there was violence before a contact order is made.",
    "power": "Public task; the family court’s own rules on evidence.",
    "least": "What happened, in the words of the referral.",
    "kept": "In the court’s file, which both sides may read.",
    "risk_of_sharing": "He reads in the bundle what was told here in confidence.",
    "risk_of_not_sharing": "The judge hears of the violence later, from the solicitor.",
}
SUPPORT = {
    "purpose": "An IDVA in Larkfield supports her there from next week.",
    "justified": "Somebody speaks for her from the first day after the move.",
    "power": "Public task and safeguarding.",
    "least": "What she wants, what is in place and how to make contact.",
    "kept": "In the IDVA service’s own case file.",
    "risk_of_sharing": "Another service knows that she moves.",
    "risk_of_not_sharing": "Weeks without support, when leaving is most dangerous.",
}
NOT_TO_THE_COURT = (
    "The bundle would put this before him. Her solicitor can give the court what she wants it "
    "to know, with her own statement: please speak to the IDVA."
)


def share_past(cast: Cast) -> None:
    """One request that housing read in part, one that the chair refused with reasons."""
    cast.say("Two requests to share: one read in part, one refused")
    catch_up(cast, PAST)
    with cast.diary.on(PAST, "09:10"):
        first = _asked(cast, IDVA, "Thamesmere Housing Options", MOVE, Urgency.TWO_DAYS)
    with cast.diary.on(PAST, "10:40"):
        decision = _decided(cast.actor(CHAIR), first, Outcome.FULL)
    with cast.diary.on(PAST, "11:15"):
        reader = cast.actor(HOUSING)
        assert decision.release_id is not None
        gate.accept(reader, decision.release_id)
        gate.receive(reader, decision.release_id)
    with cast.diary.on(PAST, "11:50"):
        second = _asked(cast, IDVA, "Thamesmere Family Court", COURT, Urgency.NO_HURRY, 1)
    with cast.diary.on(PAST, "15:10"):
        _decided(cast.actor(CHAIR), second, Outcome.REFUSED, NOT_TO_THE_COURT)
    tell_past(cast, _a_case(cast.actor(IDVA), 0))


def share_waiting(cast: Cast) -> None:
    """One that waits for the deputy, because the police ask; one for the chair, today."""
    refuse_some(cast)
    cast.say("Two requests to share wait for a decision")
    with cast.diary.on(TODAY, "09:40"):
        _asked(cast, POLICE, "Larkfield IDVA Service", SUPPORT, Urgency.TWO_DAYS)
    with cast.diary.on(TODAY, "09:50"):
        _asked(cast, IDVA, "Thamesmere Housing Options", MOVE, Urgency.TODAY, 2)
    tell_today(cast, _a_case(cast.actor(IDVA), 0))


def _asked(
    cast: Cast, who: str, to: str, told: dict[str, str], urgency: Urgency, case: int = 0
) -> UUID:
    """Write a request page by page and send it to the chairs."""
    actor = cast.actor(who)
    recipient = next(row for row in recipients.recipients(actor) if row.name == to)
    request_id = service.start(actor, _a_case(actor, case), Ground.PROTECT)
    opened = service.open_request(actor, request_id)
    items = tuple(
        item.key
        for item in opened.record.items
        if item.key in ("summary.what_happened", "summary.wishes", "risk.threshold")
        or item.key.endswith(".contact")
        or item.says_who
    )
    answers: dict[str, Any] = told | {
        "urgency": urgency,
        "recipient_id": recipient.id,
        "items": items,
    }
    answers |= {"consent": Consent.YES}
    for page in pages_of(Ground.PROTECT):
        service.save(actor, request_id, page, _writes(page, answers))
    service.send(actor, request_id)
    return request_id


def _writes(page: str, answers: dict[str, Any]) -> Callable[[Asked], Asked]:
    names = {
        "recipient": ("recipient_id",),
        "items": ("items",),
        "purpose": ("purpose", "urgency"),
        "steps": ("justified", "power", "least", "kept"),
        "agreement": ("consent",),
        "risks": ("risk_of_sharing", "risk_of_not_sharing"),
    }[page]
    said = {name: answers[name] for name in names}

    def write(asked: Asked) -> Asked:
        return asked.with_page(page, **said)

    return write


def _decided(actor: Actor, request_id: UUID, answer: Outcome, reason: str = "") -> Decision:
    """Decide every item alike, but for words that may tell status, and sign it."""
    opened = service.open_to_decide(actor, request_id)
    choices = [
        ItemChoice(
            each.item.key,
            Outcome.PART if each.flagged and answer is Outcome.FULL else answer,
            reason="Some words stay inside." if each.flagged else "",
        )
        for each in shown_items(opened)
    ]
    if answer is Outcome.FULL:
        choices[-1] = ItemChoice(
            choices[-1].key, Outcome.REFUSED, reason="Housing does not need this to move anybody."
        )
    chosen = Chosen(tuple(choices), reasons=reason)
    if answer is not Outcome.REFUSED:
        chosen = _with_terms(opened, chosen)
    ready = service.choose(actor, request_id, chosen, opened.row.edition)
    return service.sign_prepared(
        actor, request_id, prepared_id=ready.id, digest=ready.digest, edition=ready.edition
    )


def _with_terms(opened: service.OpenedRequest, chosen: Chosen) -> Chosen:
    assert opened.recipient is not None
    people = people_with_accounts(opened.recipient.id)
    readers = tuple(each.person_id for each in people if each.person_id)
    in_browser = service.way_for(opened) is Way.BROWSER
    return Chosen(
        chosen.items,
        chosen.reasons,
        "Only the lead reads it.",
        clock.today() + timedelta(days=14),
        readers if in_browser else (),
        None if in_browser else opened.row.requester_id,
    )


def _a_case(actor: Actor, number: int) -> UUID:
    """Return one of the cases whose key somebody holds, the longest on the list first."""
    ring = Ring(actor)
    rows = db.session.scalars(select(Case).order_by(Case.opened_at, Case.reference)).all()
    ring.preload(row.secret_id for row in rows)
    own = [row for row in rows if ring.may_open(row.secret_id)]
    mine = [row for row in own if row.idva_id == actor.person_id] or own
    return mine[number % len(mine)].id
