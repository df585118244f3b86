"""Builders of what a chair released: to a member who reads it, or to be handed over.

    released = a_release(marac, "housing")            # Daniel Price of housing may read it
    handed = a_paper(marac, by="idva")                 # Leila Haddad hands it to a law centre

The subject is of the tests' own: ``STANDS`` says at which revision each stands.
"""

from datetime import date, timedelta
from uuid import UUID

from app import clock
from app.confidentiality.circle.ring import Ring
from app.confidentiality.gate import service
from app.confidentiality.gate.model import ExitKind, Form, Package, Release
from app.confidentiality.gate.ports import register_subject
from app.confidentiality.gate.service import Subject
from app.confidentiality.recipient.model import Recipient
from app.confidentiality.recipient.rules import RecipientKind
from app.db import db, new_id
from app.marac.case.model import Case
from app.paper import Section, Sheet
from tests.builders import World
from tests.exits import a_member, a_recipient

STANDS: dict[UUID, int | None] = {}
SECRET = "Quillon said that the back door does not lock."
SHEET = Sheet(
    title="What the MARAC shares with you",
    opening=("You asked for this to make the home safe.",),
    sections=(
        Section("The home", (("Doors", SECRET),), ("The locks were looked at on Monday.",)),
        Section("Safe contact", (("Ring", "Tuesdays before noon"),)),
    ),
    closing=("Ring the coordinator if anything changes.",),
    conditions=("Tell only the locksmith what must be done, and not why.",),
)


def prepared(
    world: World,
    to: Recipient,
    *,
    who: str = "deputy",
    asked_by: str = "housing",
    sheet: Sheet = SHEET,
    case: UUID | None = None,
) -> Package:
    """A package about the first case, made by a chair. Inside ``world.inside()``."""
    register_subject(ExitKind.DISCLOSURE, STANDS.get)
    row = db.session.get_one(Case, case or world.extra["case"])
    actor, subject_id = world.actor(who), new_id()
    STANDS[subject_id] = 1
    subject = Subject(
        kind=ExitKind.DISCLOSURE,
        form=Form.SHEET,
        record_id=row.id,
        secret_id=row.secret_id,
        subject_id=subject_id,
        revision=1,
        recipient_id=to.id,
        requester_id=world.person_id(asked_by),
        requester_agency_id=world.members[asked_by].agency_id,
    )
    return service.prepare(actor, Ring(actor), subject=subject, content=service.wrap(sheet))


def sign(
    world: World,
    package: Package,
    *,
    who: str = "deputy",
    readers: tuple[str, ...] = (),
    by: str | None = None,
    days: int = 14,
    subject: Subject | None = None,
) -> Release:
    """A chair's signature over a package; ``subject``: what was read of it, if it is not that."""
    actor = world.actor(who)
    return service.release(
        actor,
        Ring(actor),
        package.id,
        subject=subject or as_prepared(package),
        digest=package.digest.hex(),
        expires_on=clock.today() + timedelta(days=days),
        readers=[world.person_id(reader) for reader in readers],
        hand_over_by=world.person_id(by) if by else None,
    )


def as_prepared(package: Package) -> Subject:
    """What a package is about, as whoever owns the subject would read it from sealed words."""
    return Subject(
        kind=ExitKind(package.kind),
        form=Form(package.form),
        record_id=package.record_id,
        secret_id=package.secret_id,
        subject_id=package.subject_id,
        revision=package.subject_revision,
        recipient_id=package.recipient_id,
        requester_id=package.requester_id,
        requester_agency_id=package.requester_agency_id,
    )


def a_release(
    world: World,
    agency: str = "housing",
    reader: str = "",
    *,
    sheet: Sheet = SHEET,
    days: int = 14,
    who: str = "deputy",
    asked_by: str = "housing",
) -> UUID:
    """Something released to a member, whom ``reader`` reads for."""
    reader = reader or agency
    with world.inside():
        to = a_member(world, agency, reader, second="deputy" if agency == "safety" else "")
        package = prepared(world, to, sheet=sheet, who=who, asked_by=asked_by)
        return sign(world, package, readers=(reader,), days=days, who=who).id


def a_paper(
    world: World,
    kind: RecipientKind = RecipientKind.SOLICITOR,
    name: str = "Northbrook Law Centre",
    *,
    by: str = "idva",
    sheet: Sheet = SHEET,
    days: int = 14,
) -> UUID:
    """Something released to a recipient outside, which ``by`` hands over."""
    with world.inside():
        to = a_recipient(world, kind, name)
        package = prepared(world, to, sheet=sheet)
        return sign(world, package, by=by, days=days).id


def subject_of(world: World, release_id: UUID) -> UUID:
    """What a release rests on."""
    with world.inside():
        return db.session.get_one(Release, release_id).subject_id


def take(world: World, release_id: UUID, who: str) -> str:
    """Accept the conditions and read it; what was read, as text."""
    with world.inside():
        service.accept(world.actor(who), release_id)
        return service.receive(world.actor(who), release_id).content.decode()


def day_boxes(name: str, day: date | None = None) -> dict[str, str]:
    """A day as the three boxes of a form send it; today if none is given."""
    on = day or clock.today()
    parts = {"day": on.day, "month": on.month, "year": on.year}
    return {f"{name}-{part}": str(value) for part, value in parts.items()}
