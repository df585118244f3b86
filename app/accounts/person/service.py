"""Invites people, changes their roles, sends another link, and marks them as left."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import update

from app import clock
from app.access.actor import Actor
from app.access.permissions import OFFICERS, Permission, Role
from app.accounts.agency.model import Agency
from app.accounts.agency.queries import agency as agency_of_area
from app.accounts.agency.rules import is_address_of
from app.accounts.agency.screening import screened
from app.accounts.person import queries, rules
from app.accounts.person.leaving import tell_everybody, tell_of_office
from app.accounts.person.model import Invitation, Person, PersonState
from app.accounts.person.ports import require_administrator
from app.audit import record
from app.audit.events import InvitationRenewed, JobChanged, PersonInvited, PersonLeft, RoleChanged
from app.db import db, new_id, transaction
from app.firewall.screen import screen_email, screen_job, screen_person_name
from app.refusals import NotVisible, Refused, RuleBroken
from app.vault import digests

JOIN = "join"
RESET = "reset"


@dataclass(frozen=True)
class InvitationMade:
    """Whom a link was made for, and the part of it that only the message may carry."""

    person_id: UUID
    token: str = field(repr=False)


@dataclass(frozen=True)
class Details:
    """Who is to be invited, as typed and then as checked."""

    name: str
    email: str
    job: str
    roles: tuple[str, ...]
    is_another: bool = False


def invite(
    actor: Actor,
    *,
    agency_id: UUID,
    name: str,
    email: str,
    job: str,
    roles: Iterable[str],
    sponsor_attests: bool,
    is_another: bool = False,
) -> InvitationMade:
    """Invite somebody; the actor is their sponsor and attests for them.

    ``is_another``: the actor says that it is not the person of the same name who has an account.
    """
    _require_administrator(actor, Permission.PERSON_INVITE)
    agency = agency_of_area(actor, agency_id)
    details = _checked(Details(name, email, job, tuple(roles), is_another))
    rules.checked_attestation("sponsor_attests", sponsor_attests)
    return _invite(actor, agency, details)


def set_up_person(
    agency_id: UUID,
    *,
    name: str,
    email: str,
    job: str,
    roles: Iterable[str],
    is_another: bool = False,
) -> InvitationMade:
    """Invite somebody while an area is set up at the command line: there is no sponsor yet."""
    agency = db.session.get(Agency, agency_id)
    if agency is None:
        raise NotVisible()
    details = Details(name, email, job, tuple(roles), is_another)
    return _invite(None, agency, _checked(details))


def invite_again(actor: Actor, person_id: UUID) -> InvitationMade:
    """Send another link. For somebody who had joined it means new keys: see ``what_is_lost``."""
    _require_administrator(actor, Permission.PERSON_INVITE)
    with transaction():
        person = queries.person(actor, person_id)
        if person.id == actor.person_id:
            raise Refused("Ask another administrator to send you a new invitation.")
        if person.state == PersonState.LEFT:
            raise Refused("This person has left. Invite them back first.")
        purpose = JOIN if person.state == PersonState.INVITED else RESET
        token = _new_link(actor.person_id, person.id, purpose)
        record(actor, InvitationRenewed(subject_id=person.id, purpose=purpose))
    return InvitationMade(person_id, token)


def invite_back(actor: Actor, person_id: UUID, *, sponsor_attests: bool) -> InvitationMade:
    """Invite somebody who had left. The account is the same one, so exclusions still hold."""
    _require_administrator(actor, Permission.PERSON_INVITE)
    rules.checked_attestation("sponsor_attests", sponsor_attests)
    known = queries.person(actor, person_id)
    _screen(actor, known.name, known.email, known.job)
    with transaction():
        person = queries.person(actor, person_id)
        if person.state != PersonState.LEFT:
            raise Refused("This person has not left.")
        person.state = PersonState.INVITED
        person.sponsor_id, person.sponsor_attested_at = actor.person_id, clock.now()
        person.attested_at = None
        token = _new_link(actor.person_id, person.id, JOIN)
        record(actor, PersonInvited(subject_id=person.id, agency_id=person.agency_id))
    return InvitationMade(person_id, token)


def invite_from_the_command_line(person_id: UUID) -> InvitationMade:
    """Make a link where nobody could sign in to make it: the only administrator forgot."""
    with transaction():
        person = db.session.get(Person, person_id)
        if person is None or person.state == PersonState.LEFT:
            raise NotVisible()
        purpose = JOIN if person.state == PersonState.INVITED else RESET
        token = _new_link(None, person.id, purpose)
        event = InvitationRenewed(subject_id=person.id, purpose=purpose)
        record(None, event, area_id=person.area_id)
    return InvitationMade(person_id, token)


def change_roles(actor: Actor, person_id: UUID, roles: Iterable[str]) -> None:
    """Give and take roles. Nobody changes their own; somebody must stay administrator."""
    _require_administrator(actor, Permission.PERSON_CHANGE)
    names = rules.checked_roles(roles)
    with transaction():
        person = _somebody_else(actor, person_id, "Ask another administrator to change your roles.")
        _refuse_mixing(person, names)
        if Role.ADMINISTRATOR not in names:
            _keep_an_administrator(person, "roles")
        before = set(person.role_names)
        person.role_names = names
        if OFFICERS & person.roles and not OFFICERS & before:
            tell_of_office(person.id)
        for name in sorted(before ^ set(names)):
            record(actor, RoleChanged(subject_id=person.id, role=name, held=name in names))


def change_job(actor: Actor, person_id: UUID, job: str) -> None:
    """Write down another job title; the firewall is asked as on the first day."""
    _require_administrator(actor, Permission.PERSON_CHANGE)
    job = rules.checked_job(job)
    if job:
        screened(actor, screen_job(job), "job", "person.job")
    with transaction():
        person = queries.person(actor, person_id)
        if person.job != job:
            person.job = job
            record(actor, JobChanged(subject_id=person.id))


def mark_left(actor: Actor, person_id: UUID) -> None:
    """Mark somebody as gone: their sessions, links and keys are of no use from this moment."""
    actor.require(Permission.PERSON_CHANGE)
    with transaction():
        person = _somebody_else(actor, person_id, "Ask another administrator to mark you as left.")
        _keep_an_administrator(person, "left")
        person.state = PersonState.LEFT
        pair = queries.active_pair(person.id)
        if pair is not None:
            pair.retired_at = clock.now()
        _close_links(person.id)
        tell_everybody(person.id)
        record(actor, PersonLeft(subject_id=person.id))


def _require_administrator(actor: Actor, permission: Permission) -> None:
    """The role, and a word that they are not with the Home Office that has not run out (AC-23)."""
    actor.require(permission)
    require_administrator(actor)


def _checked(typed: Details) -> Details:
    """Check what was typed before the firewall and the database are asked."""
    return Details(
        rules.checked_name(typed.name),
        rules.checked_email(typed.email),
        rules.checked_job(typed.job),
        tuple(rules.checked_roles(typed.roles)),
        typed.is_another,
    )


def _require_work_address(agency: Agency, email: str) -> None:
    """Asked after the firewall: an address of the Home Office is an attempt, not a wrong domain."""
    if not is_address_of(agency.email_domain, email):
        places = " or ".join(f"@{domain}" for domain in agency.email_domain.split())
        raise RuleBroken(
            "email",
            f"Enter their work address at {agency.name}, ending in {places}. If the agency uses "
            "other addresses too, change its entry on the register first.",
        )


def _invite(actor: Actor | None, agency: Agency, details: Details) -> InvitationMade:
    agency_id, area_id = agency.id, agency.area_id
    _screen(actor, details.name, details.email, details.job)
    _require_work_address(agency, details.email)
    with transaction():
        _refuse_twice(agency_id, details)
        person = _new_person(actor, agency_id, area_id, details)
        db.session.add(person)
        db.session.flush()
        token = _new_link(actor.person_id if actor else None, person.id, JOIN)
        event = PersonInvited(person.id, agency_id=agency_id, is_another=details.is_another)
        record(actor, event, area_id=area_id)
    return InvitationMade(person.id, token)


def _screen(actor: Actor | None, name: str, email: str, job: str) -> None:
    """Ask the firewall about somebody, before any transaction."""
    screened(actor, screen_person_name(name), "name", "person.name")
    screened(actor, screen_email(email), "email", "person.email")
    if job:
        screened(actor, screen_job(job), "job", "person.job")


def _new_person(actor: Actor | None, agency_id: UUID, area_id: UUID, details: Details) -> Person:
    return Person(
        id=new_id(),
        area_id=area_id,
        agency_id=agency_id,
        name=details.name,
        email=details.email,
        job=details.job,
        state=PersonState.INVITED,
        role_names=list(details.roles),
        sponsor_id=actor.person_id if actor else None,
        sponsor_attested_at=clock.now() if actor else None,
        created_at=clock.now(),
    )


def _refuse_twice(agency_id: UUID, details: Details) -> None:
    """One person, one account (AC-29): one mailbox is one person, one name may be two."""
    known = queries.same_mailbox(details.email)
    if known is not None and known.state == PersonState.LEFT:
        raise RuleBroken(
            "email", "This person was here before. Find them under people and invite them back."
        )
    if known is not None:
        raise RuleBroken("email", "Somebody with this email address has an account already.")
    alike = queries.alike(agency_id, details.name, details.email)
    if alike and not details.is_another:
        raise RuleBroken(
            rules.IS_ANOTHER,
            f"{alike[0].name} ({alike[0].email}) has an account at this agency already, and one "
            "person has one account. If this is somebody else, say so: whoever confirms the "
            "keys is told.",
        )


def _new_link(made_by: UUID | None, person_id: UUID, purpose: str) -> str:
    """Make a one-time link; any other of this person's stops working."""
    _close_links(person_id)
    token = digests.random_token(32)
    invitation = Invitation(
        id=new_id(),
        person_id=person_id,
        purpose=purpose,
        token_hash=digests.sha256(token.encode()),
        made_by=made_by,
        made_at=clock.now(),
        expires_at=clock.now() + rules.INVITATION_LASTS,
    )
    db.session.add(invitation)
    return token


def _close_links(person_id: UUID) -> None:
    db.session.execute(
        update(Invitation)
        .where(Invitation.person_id == person_id, Invitation.used_at.is_(None))
        .values(used_at=clock.now())
    )


def _somebody_else(actor: Actor, person_id: UUID, instead: str) -> Person:
    if person_id == actor.person_id:
        raise Refused(instead)
    person = queries.person(actor, person_id)
    if person.state == PersonState.LEFT:
        raise Refused("This person has left.")
    return person


def _refuse_mixing(person: Person, names: list[str]) -> None:
    """An administrator holds no key (architecture §4), and keys once received stay received."""
    becomes = Role.ADMINISTRATOR.value in names and Role.ADMINISTRATOR not in person.roles
    if becomes and queries.has_ever_had_keys(person.id):
        raise RuleBroken(
            "roles",
            "Somebody who has worked on cases cannot become an administrator, because "
            "administrators must not hold keys. Invite another person as administrator.",
        )


def _keep_an_administrator(person: Person, field: str) -> None:
    if Role.ADMINISTRATOR in person.roles and not queries.other_administrators(
        person.area_id, person.id
    ):
        raise RuleBroken(
            field, "This is the only administrator. Invite another administrator first."
        )
