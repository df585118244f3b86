"""Enters agencies on the register, each screened by the firewall before it exists."""

from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.agency import queries
from app.accounts.agency.model import Agency, Sector
from app.accounts.agency.rules import checked_domains, checked_name, checked_phone
from app.accounts.agency.screening import screened
from app.audit import record
from app.audit.events import AgencyChanged, AgencyCreated
from app.db import db, new_id, transaction
from app.firewall.screen import screen_email, screen_identity
from app.refusals import RuleBroken


def create_agency(
    actor: Actor, name: str, sector: str, callback_phone: str, email_domain: str
) -> Agency:
    """Enter an agency on the register of the actor's area."""
    actor.require(Permission.AGENCY_CREATE)
    return _enter(actor, actor.area_id, name, sector, callback_phone, email_domain)


def set_up_agency(
    area_id: UUID, name: str, sector: str, callback_phone: str, email_domain: str
) -> Agency:
    """Enter an agency while an area is set up at the command line, when nobody can sign in yet."""
    return _enter(None, area_id, name, sector, callback_phone, email_domain)


def change_agency(
    actor: Actor, agency_id: UUID, name: str, callback_phone: str, email_domain: str
) -> None:
    """Change an entry. Officers are told when the number they call back is a new one."""
    actor.require(Permission.AGENCY_CREATE)
    values = {
        "name": checked_name(name),
        "callback_phone": checked_phone(callback_phone),
        "email_domain": checked_domains(email_domain),
    }
    _screen(actor, values["name"], values["email_domain"])
    with transaction():
        agency = queries.agency(actor, agency_id)
        _refuse_taken(actor.area_id, values["name"], agency_id)
        changed = [field for field, value in values.items() if getattr(agency, field) != value]
        for field in changed:
            setattr(agency, field, values[field])
        if "callback_phone" in changed:
            agency.callback_changed_at = clock.now()
        for field in changed:
            record(actor, AgencyChanged(subject_id=agency.id, field=field))


def _enter(
    actor: Actor | None, area_id: UUID, name: str, sector: str, phone: str, domain: str
) -> Agency:
    name, kind = checked_name(name), _checked_sector(sector)
    phone, domain = checked_phone(phone), checked_domains(domain)
    _screen(actor, name, domain)
    with transaction():
        _refuse_taken(area_id, name)
        agency = Agency(
            id=new_id(),
            area_id=area_id,
            name=name,
            sector=kind,
            callback_phone=phone,
            email_domain=domain,
            created_at=clock.now(),
        )
        db.session.add(agency)
        record(actor, AgencyCreated(subject_id=agency.id), area_id=area_id)
    return agency


def _screen(actor: Actor | None, name: str, domains: str) -> None:
    screened(actor, screen_identity(name), "name", "agency.name")
    for domain in domains.split():
        screened(actor, screen_email(f"office@{domain}"), "email_domain", "agency.email_domain")


def _checked_sector(sector: str) -> Sector:
    try:
        return Sector(sector)
    except ValueError:
        raise RuleBroken("sector", "Select what kind of agency this is.") from None


def _refuse_taken(area_id: UUID, name: str, except_id: UUID | None = None) -> None:
    if queries.is_name_taken(area_id, name, except_id):
        raise RuleBroken("name", "There is already an agency of this name on the register.")
