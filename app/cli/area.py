"""Sets up the area of an installation: `flask area create`, at the first officer's keyboard."""

from dataclasses import dataclass, field
from typing import IO

import click
import segno

from app.access.actor import Actor
from app.access.permissions import Role
from app.accounts.agency.model import Agency, Sector
from app.accounts.agency.rules import checked_domains
from app.accounts.agency.service import set_up_agency
from app.accounts.area.queries import the_area
from app.accounts.area.service import create_area
from app.accounts.person import joining, service
from app.accounts.person.model import Person, PersonState
from app.accounts.person.rules import ATTESTATION, checked_passphrase
from app.cli.asking import PASSPHRASE_FILE, PlainGroup, existing_area, passphrase
from app.confidentiality.agreement.service import publish_standard
from app.confidentiality.circle.service import found
from app.confidentiality.disclosure.queries import has_two_agencies
from app.db import db, transaction
from app.firewall.screen import (
    require,
    screen_email,
    screen_identity,
    screen_job,
    screen_person_name,
)
from app.refusals import RuleBroken
from app.vault import digests, totp
from app.vault import passphrase as passphrases

area = PlainGroup("area", help="The area of this installation.")

OFFICES = click.Choice([Role.CHAIR.value, Role.COORDINATOR.value])
SECTORS = click.Choice([sector.value for sector in Sector])
SHEET = """
------------------------------------------------------------------
Recovery sheet {number} of 3 · {area} MARAC
Any two of the three sheets bring the officers' key back. One alone opens nothing.
Keep it sealed, away from the others. Never photograph it, never type it in
except into `flask recovery rehearse` or `flask recovery recover`.

{words}
------------------------------------------------------------------"""
NEXT = """
{area} is set up. {officer} is its first officer; every other key is confirmed back to this one.
Root's fingerprint. Write it down; `flask area show` must print the same for ever:
  {fingerprint}

Next:
  1. Clear this terminal and its scrollback.
  2. With two custodians: flask recovery rehearse
  3. Invite an administrator: flask person invite --role administrator
  4. Start the service. docs/first-week.md goes on from here.
  5. Have the administrator invite a deputy chair from another agency: nobody decides about
     sharing what their own agency asks to share."""
ONE_AGENCY = (
    "The chair and every deputy chair are of one agency, so nobody could decide what that agency "
    "asks to share. Invite a deputy chair from another agency."
)


@dataclass(frozen=True)
class FirstOfficer:
    """Who sets the area up, and what they will sign in with."""

    name: str
    email: str
    job: str
    role: str
    passphrase: str = field(repr=False)
    totp_secret: str = field(repr=False)
    last_step: int = 0


@area.command("create")
@click.option("--name", prompt="Name of the area")
@click.option("--agency", "agency_name", prompt="Agency of its first officer")
@click.option("--sector", type=SECTORS, prompt="What kind of member is it")
@click.option("--phone", prompt="Its number that officers call back")
@click.option("--domain", prompt="What follows the @ in its e-mail addresses")
@click.option("--officer", "officer_name", prompt="Full name of the first officer")
@click.option("--email", prompt="Work e-mail address of the first officer")
@click.option("--job", prompt="Job title of the first officer")
@click.option("--role", type=OFFICES, prompt="Role of the first officer")
@click.option("--attests", is_flag=True, help=f"The officer attests: not {ATTESTATION}.")
@click.option("--yes", is_flag=True, help="For scripts: ask for no code and no confirmation.")
@PASSPHRASE_FILE
def create(
    name: str,
    agency_name: str,
    sector: str,
    phone: str,
    domain: str,
    officer_name: str,
    email: str,
    job: str,
    role: str,
    attests: bool,
    yes: bool,
    passphrase_file: IO[str] | None,
) -> None:
    """Set up the area, its first officer, its wordings and its ring of keys; or nothing at all."""
    if the_area() is not None:
        raise click.ClickException("This installation has an area already. Nothing was changed.")
    _attest(attests, officer_name)
    _screen(agency_name, domain, officer_name, email, job)
    with transaction():
        made = create_area(name)
        agency = set_up_agency(made.id, agency_name, sector, phone, domain)
        officer = _officer(officer_name, email, job, role, passphrase_file, yes)
        sheets = _found(agency, officer)
        _hand_out(name, sheets, yes)
        root = made.root_public or b""
    click.echo(NEXT.format(area=name, officer=officer.name, fingerprint=fingerprint(root)))


@area.command("show")
def show() -> None:
    """Show the area, its root's fingerprint, and how many agencies and people it has."""
    here = existing_area()
    agencies = db.session.scalar(db.select(db.func.count()).select_from(Agency))
    people = db.session.scalar(
        db.select(db.func.count()).select_from(Person).where(Person.state != PersonState.LEFT)
    )
    members = f"{agencies} {'agency' if agencies == 1 else 'agencies'}"
    click.echo(f"{here.name}: {members}, {people} {'person' if people == 1 else 'people'}")
    click.echo(f"Root's fingerprint: {fingerprint(here.root_public or b'')}")
    if not has_two_agencies(here.id):
        click.echo(ONE_AGENCY)
    if here.root_public is not None:
        click.echo(f"Root, to check papers with elsewhere: {here.root_public.hex()}")


def fingerprint(public: bytes) -> str:
    """Eight groups of four, to be read out."""
    digest = digests.sha256_hex(public)[:32]
    return " ".join(digest[at : at + 4] for at in range(0, 32, 4))


def _screen(agency_name: str, domain: str, officer_name: str, email: str, job: str) -> None:
    """Ask the firewall before anything is made: as yet no trail could keep an attempt."""
    require(screen_identity(agency_name), "name")
    for host in checked_domains(domain).split():
        require(screen_email(f"office@{host}"), "email_domain")
    require(screen_person_name(officer_name), "name")
    require(screen_email(email), "email")
    if job:
        require(screen_job(job), "job")


def _attest(attests: bool, name: str) -> None:
    if not attests:
        click.confirm(f"Do you, {name}, attest that you are not {ATTESTATION}?", abort=True)


def _officer(
    name: str, email: str, job: str, role: str, file: IO[str] | None, yes: bool
) -> FirstOfficer:
    """Ask for the passphrase, then show the authenticator's secret and see that it works."""
    words = _new_passphrase(name, email, file)
    secret = totp.new_secret()
    link = totp.uri(secret, email, "Domestic abuse MARAC")
    click.echo("\nScan this with an authenticator app, or type the key below into it.\n")
    segno.make(link).terminal(compact=True)
    click.echo(f"Key for the authenticator: {secret}")
    return FirstOfficer(name, email, job, role, words, secret, 0 if yes else _first_code(secret))


def _new_passphrase(name: str, email: str, file: IO[str] | None) -> str:
    """Ask until it will do; what a file says is taken or refused."""
    if file is None:
        click.echo(
            f"A passphrase of at least 14 characters; for example: {passphrases.offer(name, email)}"
        )
    while True:
        words = passphrase(f"Passphrase of {name}", file, twice=True)
        try:
            checked_passphrase(words, words, email)
            joining.refuse_known(words, name, email)
        except RuleBroken as broken:
            if file is not None:
                raise
            click.echo(broken.message)
        else:
            return words


def _first_code(secret: str) -> int:
    while True:
        try:
            return joining.checked_code(secret, click.prompt("The code it shows"))
        except RuleBroken as broken:
            click.echo(broken.message)


def _found(agency: Agency, officer: FirstOfficer) -> tuple[str, ...]:
    """The officer joins as anybody does, publishes the wordings and founds the circle."""
    invited = service.set_up_person(
        agency.id,
        name=officer.name,
        email=officer.email,
        job=officer.job,
        roles=[officer.role, Role.SIGNATORY],
    )
    made = joining.join(
        invited.token,
        attests=True,
        passphrase=officer.passphrase,
        again=officer.passphrase,
        totp_secret=officer.totp_secret,
        last_step=officer.last_step,
    )
    roles = frozenset({Role(officer.role), Role.SIGNATORY})
    actor = Actor(invited.person_id, agency.id, agency.area_id, roles, made.keyring)
    sheets = found(actor).sheets
    publish_standard(actor)
    return sheets


def _hand_out(name: str, sheets: tuple[str, ...], yes: bool) -> None:
    """Show the three sheets once; until somebody says that they are copied, nothing is kept."""
    for number, words in enumerate(sheets, start=1):
        click.echo(SHEET.format(number=number, area=name, words=_in_rows(words.split())))
    click.echo("These words are shown once. Each custodian copies one sheet by hand now.")
    click.echo("If you stop here with Ctrl-C, nothing is kept and the words are worth nothing.")
    while not yes and click.prompt("Type COPIED when all three are copied") != "COPIED":
        pass


def _in_rows(words: list[str]) -> str:
    """Numbered, three in a row, so that nobody loses the place."""
    numbered = [f"{number:2} {word:12}" for number, word in enumerate(words, start=1)]
    return "\n".join("  ".join(numbered[at : at + 3]) for at in range(0, len(numbered), 3))
