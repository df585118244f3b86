"""Keeps a referral while it is written, sealed to its writer's own key; ends it when it is old."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.draft.sealing import open_own, seal_to_writer
from app.accounts.draft.service import discard_under
from app.accounts.person.leaving import when_left
from app.accounts.person.model import KeyPair
from app.audit import record
from app.audit.events import ReferralDrafted
from app.confidentiality.circle.ring import Ring
from app.db import db, new_id, transaction
from app.marac.referral.model import ReferralDraft
from app.marac.referral.rules import Agreement
from app.refusals import NotVisible, RuleBroken

CONTRACT = "referral.draft"
LASTS = timedelta(days=14)
MOST_DRAFTS = 20
MOST_BYTES = 400_000
TOO_MANY = (
    f"You have {MOST_DRAFTS} referrals that are not sent yet. Send one or throw one away, and then "
    "begin another."
)
TOO_LONG = "This referral holds more than can be kept. Shorten what you wrote on this page."
PAGES_AT = "/referrals/drafts"
"""Where the pages of drafts are; what was typed there when a session ended waits beneath it."""
PEOPLE = ("perpetrators", "children", "others_at_risk")


@dataclass
class Draft:
    """A referral that is being written: what was said, and which pages were saved."""

    id: UUID
    kept_at: datetime
    referral_id: UUID | None
    told: dict[str, Any] = field(default_factory=dict, repr=False)
    saved: list[str] = field(default_factory=list)
    revision: int | None = None

    @property
    def until(self) -> datetime:
        """When it goes if nothing is saved any more."""
        return self.kept_at + LASTS

    @property
    def name(self) -> str:
        """Whom it is about, as far as was said."""
        return str(self.told.get("victim", {}).get("name", ""))

    def given(self) -> dict[str, Any]:
        """Return what was said in the one shape of a referral (``reading.read_referral``)."""
        told = deepcopy(self.told)
        for name in (*PEOPLE, "kept_from"):
            for each in told.get(name, []):
                each.pop("id", None)
        _join_judgement(told)
        _join_dates(told)
        if told.get("children"):
            told.setdefault("summary", {})["has_children"] = Agreement.YES.value
        return told


def start(actor: Actor) -> UUID:
    """Begin a referral. ``RuleBroken`` where somebody has as many as can be kept in mind."""
    actor.require(Permission.REFERRAL_MAKE)
    with transaction():
        _ = Ring(actor).me  # not after an hour of writing: only who is let in and has signed sends
        if len(drafts(actor)) >= MOST_DRAFTS:
            raise RuleBroken("drafts", TOO_MANY)
        return _add(actor, Draft(new_id(), clock.now(), None))


def start_again(actor: Actor, draft: Draft) -> UUID:
    """Begin to change a referral that was sent, in a transaction; what was begun already stays."""
    actor.require(Permission.REFERRAL_MAKE)
    try:
        return load(actor, draft.id).id
    except NotVisible:
        db.session.execute(delete(ReferralDraft).where(ReferralDraft.id == draft.id))
        return _add(actor, draft)


def drafts(actor: Actor) -> list[Draft]:
    """Return what the actor is writing and their keys open, the newest first."""
    rows = db.session.scalars(
        select(ReferralDraft)
        .where(
            ReferralDraft.person_id == actor.person_id,
            ReferralDraft.kept_at > clock.now() - LASTS,
        )
        .order_by(ReferralDraft.kept_at.desc())
    )
    return [draft for draft in (_opened(actor, row) for row in rows) if draft is not None]


def load(actor: Actor, draft_id: UUID) -> Draft:
    """Open one of the actor's own drafts; ``NotVisible`` for any other, or one that is too old."""
    row = _row(actor, draft_id)
    draft = _opened(actor, row) if row is not None else None
    if draft is None:
        raise NotVisible()
    return draft


def save(
    actor: Actor,
    draft_id: UUID,
    change: Callable[[dict[str, Any]], None],
    page: str = "",
    revision: int | None = None,
) -> Draft:
    """Write one page into a draft, upon the newest state of it, so that two windows lose nothing.

    ``page`` counts as saved from then on, if one is named; ``revision`` is the state of the sent
    referral that the writer has seen.
    """
    actor.require(Permission.REFERRAL_MAKE)
    with transaction():
        _sweep(clock.now())
        draft = load(actor, draft_id)
        change(draft.told)
        if page and page not in draft.saved:
            draft.saved.append(page)
        draft.revision = revision or draft.revision
        row = _row(actor, draft_id)
        assert row is not None
        _seal(actor, row, draft)
        draft.kept_at = row.kept_at
    return draft


def discard(actor: Actor, draft_id: UUID) -> None:
    """Throw one of the actor's drafts away, with what was left unsaved on its pages.

    ``NotVisible`` if there is none.
    """
    with transaction():
        if _row(actor, draft_id) is None:
            raise NotVisible()
        discard_under(actor, f"{PAGES_AT}/{draft_id}")
        db.session.execute(delete(ReferralDraft).where(ReferralDraft.id == draft_id))


@when_left
def discard_all(person_id: UUID) -> None:
    """Throw everything away that somebody who left was writing."""
    with transaction():
        db.session.execute(delete(ReferralDraft).where(ReferralDraft.person_id == person_id))


def _add(actor: Actor, draft: Draft) -> UUID:
    row = ReferralDraft(
        id=draft.id,
        area_id=actor.area_id,
        person_id=actor.person_id,
        referral_id=draft.referral_id,
    )
    _sweep(clock.now())
    _seal(actor, row, draft)
    db.session.add(row)
    record(actor, ReferralDrafted(draft.id))
    return draft.id


def _row(actor: Actor, draft_id: UUID) -> ReferralDraft | None:
    return db.session.scalars(
        select(ReferralDraft).where(
            ReferralDraft.id == draft_id,
            ReferralDraft.person_id == actor.person_id,
            ReferralDraft.kept_at > clock.now() - LASTS,
        )
    ).one_or_none()


def _opened(actor: Actor, row: ReferralDraft) -> Draft | None:
    kept = open_own(
        actor,
        row.key_pair_id,
        row.wrapped_key,
        row.sealed_answers,
        contract=CONTRACT,
        row_id=row.id,
        context=_context(row.id),
    )
    if kept is None:
        return None
    return Draft(
        row.id, row.kept_at, row.referral_id, kept["told"], kept["saved"], kept["revision"]
    )


def _seal(actor: Actor, row: ReferralDraft, draft: Draft) -> None:
    payload = {"told": draft.told, "saved": draft.saved, "revision": draft.revision}
    if len(str(payload)) > MOST_BYTES:
        raise RuleBroken("draft", TOO_LONG)
    pair = db.session.get_one(KeyPair, actor.keys.key_id)
    row.key_pair_id = pair.id
    row.wrapped_key, row.sealed_answers = seal_to_writer(
        pair, CONTRACT, row.id, _context(row.id), payload
    )
    row.kept_at = clock.now()


def _context(draft_id: UUID) -> str:
    return f"referral_draft:{draft_id}"


def _sweep(now: datetime) -> None:
    db.session.execute(delete(ReferralDraft).where(ReferralDraft.kept_at < now - LASTS))


def _join_judgement(told: dict[str, Any]) -> None:
    """A criterion that is ticked and a judgement that is made are the same thing said twice."""
    criteria = told.get("criteria", [])
    risk: Mapping[str, Any] = told.get("risk", {})
    made = bool(risk.get("judgement", {}).get("made"))
    if "professional_judgement" in criteria and not made:
        told["risk"] = {**risk, "judgement": {**risk.get("judgement", {}), "made": True}}
    elif made and "professional_judgement" not in criteria:
        told["criteria"] = [*criteria, "professional_judgement"]


def _join_dates(told: dict[str, Any]) -> None:
    """When the case was referred and heard before is asked once, and stands in the summary too."""
    heard = told.get("risk", {}).get("circumstances", {})
    for name in ("last_referred_on", "last_heard_on"):
        if name in heard:
            told.setdefault("summary", {})[name] = heard[name]
