"""Builders of requests to share something outside, and of a chair's decisions about them.

    request_id = a_request(marac, to=recipient)    # housing asks about marac.extra["case"]
    prepared = a_choice(marac, request_id)         # the deputy: everything in full
    decision = signed(marac, request_id, prepared)

Everything is done inside ``world.inside()``.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from app import clock
from app.confidentiality.disclosure import service
from app.confidentiality.disclosure.content import Asked, Chosen, ItemChoice, pages_of
from app.confidentiality.disclosure.model import Decision
from app.confidentiality.disclosure.rules import Consent, Ground, Outcome, Urgency
from app.confidentiality.recipient.model import Recipient
from app.confidentiality.recipient.rules import Way
from tests.builders import World

WHY = "To move her to another flat before he is released"
ANSWERS: dict[str, dict[str, Any]] = {
    "purpose": {"purpose": WHY, "urgency": Urgency.TWO_DAYS},
    "steps": {
        "justified": "She is safe from him from the day of the move",
        "power": "Crime and Disorder Act 1998, section 115",
        "least": "Only what the move needs",
        "kept": "In the file of the team that moves people at risk",
    },
    "agreement": {"consent": Consent.YES},
    "risks": {
        "risk_of_sharing": "Somebody at the housing office knows his brother",
        "risk_of_not_sharing": "He finds her at the old flat",
    },
}


def a_request(
    world: World,
    to: Recipient | UUID,
    items: tuple[str, ...] = ("summary.what_happened", "risk.threshold"),
    *,
    by: str = "housing",
    ground: Ground = Ground.PROTECT,
    send: bool = True,
    record: str = "case",
    **answers: Any,
) -> UUID:
    """Somebody asks to share these items; ``answers`` replace what is said otherwise."""
    actor = world.actor(by)
    request_id = service.start(actor, world.extra[record], ground)
    recipient_id = to if isinstance(to, UUID) else to.id
    told = {"recipient": {"recipient_id": recipient_id}, "items": {"items": items}} | ANSWERS
    for page in pages_of(ground):
        said = {name: answers.get(name, value) for name, value in told.get(page, {}).items()}
        said |= {name: value for name, value in answers.items() if name == page}
        said |= {k: v for k, v in answers.items() if page == "agreement" and k == "consent_why"}
        service.save(actor, request_id, page, _writes(page, said))
    if send:
        service.send(actor, request_id)
    return request_id


def every_item(world: World, who: str = "deputy", record: str = "case") -> tuple[str, ...]:
    """The keys of everything of the case that can be asked for by this person."""
    from app.confidentiality.circle.ring import Ring
    from app.confidentiality.disclosure import ports

    opened = ports.open_record(Ring(world.actor(who)), world.extra[record])
    return tuple(item.key for item in opened.items)


def a_choice(
    world: World,
    request_id: UUID,
    who: str = "deputy",
    answer: Outcome = Outcome.FULL,
    **more: Any,
) -> service.Prepared:
    """A chair chooses the same for every item; ``only`` maps keys to other choices."""
    actor = world.actor(who)
    opened = service.open_to_decide(actor, request_id)
    only: dict[str, ItemChoice] = more.pop("only", {})
    reason = "" if answer is Outcome.FULL else "It is not needed for the move"
    items = tuple(
        only.get(item.key, ItemChoice(item.key, answer, reason=reason)) for item in opened.items
    )
    terms: dict[str, Any] = {"expires_on": clock.today() + timedelta(days=7)}
    if opened.recipient is not None and service.way_for(opened) is Way.BROWSER:
        terms["readers"] = tuple(more.pop("readers", ()))
    else:
        terms["hand_over_by"] = more.pop("hand_over_by", opened.row.requester_id)
    chosen = replace(Chosen(items, **terms), **more)
    return service.choose(actor, request_id, chosen, opened.row.edition)


def signed(
    world: World, request_id: UUID, prepared: service.Prepared, who: str = "deputy"
) -> Decision:
    """The chair signs what was prepared, the passphrase having been asked."""
    return service.sign_prepared(
        world.actor(who),
        request_id,
        prepared_id=prepared.id,
        digest=prepared.digest,
        edition=prepared.edition,
    )


def _writes(page: str, said: dict[str, Any]) -> Callable[[Asked], Asked]:
    return lambda asked: asked.with_page(page, **said)
