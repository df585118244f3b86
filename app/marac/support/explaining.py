"""The page for her: which languages there are, what it lists, and loading a translation of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import delete

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.agency.queries import agencies
from app.accounts.person.queries import people
from app.audit import record
from app.audit.events import ExplanationLoaded, ExplanationRemoved
from app.confidentiality.agreement.queries import Standings
from app.db import db, new_id, transaction
from app.marac.support import queries
from app.marac.support.explanation import Translation, Wording, english
from app.marac.support.model import Explanation
from app.marac.support.rules import REGULATED, Funds, Kind
from app.marac.support.shown import Shown
from app.refusals import NotVisible


@dataclass(frozen=True)
class Member:
    """A member agency, and whether the protocols in force are signed for it."""

    name: str
    is_signed: bool


@dataclass(frozen=True)
class Page:
    """The page in one language; the English that ships names nobody who checked it."""

    id: UUID | None
    wording: Wording
    checked_by: str = ""
    checked_on: date | None = None

    @property
    def is_of_today(self) -> bool:
        """Say whether it says what the English text says now."""
        return self.wording.version == english().version


def page(actor: Actor, explanation_id: UUID | None) -> Page:
    """Return the page in one of the area's translations, or in English."""
    actor.require(Permission.SUPPORT_READ)
    if explanation_id is None:
        return Page(None, english())
    return _page(queries.explanation(actor, explanation_id))


def languages(actor: Actor) -> list[Page]:
    """Return every language the page can be read in, English first."""
    return [Page(None, english()), *(_page(row) for row in queries.explanations(actor.area_id))]


def members(actor: Actor) -> list[Member]:
    """Return this area's member agencies, and who has signed; without a signature no key opens."""
    own = {person.agency_id: person.id for person in people(actor)}
    standings = Standings(actor.area_id, own.values())
    return [
        Member(agency.name, agency.id in own and _has_signed(standings, own[agency.id]))
        for agency in agencies(actor)
    ]


def offered(entries: Iterable[Shown], wording: Wording) -> tuple[list[Shown], list[Shown]]:
    """Return support and regulated advice to show her, who speaks her language first.

    What nobody has checked for six months is left out: a number that has changed hands is a danger.
    So is who only interprets: that is booked by the worker. Who supports and advises is in both.
    """
    order = list(Kind)
    fresh = sorted(
        (each for each in entries if not each.is_stale),
        key=lambda each: (
            wording.english_name not in each.languages or wording.language == "en",
            order.index(each.kinds[0]),
            each.no_recourse is not Funds.YES,
            each.name.casefold(),
        ),
    )
    supports = [each for each in fresh if set(each.kinds) - set(REGULATED) - {Kind.INTERPRETING}]
    return supports, [each for each in fresh if each.advises]


def load_translation(actor: Actor, translation: Translation) -> Explanation:
    """Load a checked translation for the area; it is shown in place of an earlier version."""
    actor.require(Permission.AREA_CHANGE)
    wording = translation.wording
    with transaction():
        before = [
            row.version
            for row in queries.explanations(actor.area_id)
            if row.language == wording.language
        ]
        row = Explanation(
            id=new_id(),
            area_id=actor.area_id,
            language=wording.language,
            version=max(before, default=0) + 1,
            of_version=wording.version,
            content=wording.to_dict(),
            checked_by=translation.checked_by,
            checked_on=translation.checked_on,
            loaded_by=actor.person_id,
            loaded_at=clock.now(),
        )
        db.session.add(row)
        record(actor, ExplanationLoaded(subject_id=actor.area_id, language=wording.language))
    return row


def remove_translation(actor: Actor, language: str) -> None:
    """Take every version of a translation off, for one that turned out to be wrong."""
    actor.require(Permission.AREA_CHANGE)
    with transaction():
        if language not in {row.language for row in queries.explanations(actor.area_id)}:
            raise NotVisible()
        db.session.execute(
            delete(Explanation).where(
                Explanation.area_id == actor.area_id, Explanation.language == language
            )
        )
        record(actor, ExplanationRemoved(subject_id=actor.area_id, language=language))


def _page(row: Explanation) -> Page:
    """A label that the English text got later stays English until a new translation comes."""
    wording = Wording.from_dict(row.content)
    wording = replace(wording, labels={**english().labels, **wording.labels})
    return Page(row.id, wording, row.checked_by, row.checked_on)


def _has_signed(standings: Standings, person_id: UUID) -> bool:
    standing = standings.of(person_id)
    return not (standing.agency_missing or standing.unpublished)
