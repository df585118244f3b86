"""Who may be sent something at all, how it reaches them, and for how long an entry may be trusted.

There is no class for immigration enforcement, and nobody can be written to who is not on the
register (Safe to share?, HMICFRS, College of Policing and IOPC, 2020, on Ealing MARAC; SafeLives,
"Guidance for MARACs on sharing information relating to immigration").
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.vault import signing


class RecipientKind(StrEnum):
    """The class of a recipient. It decides how something reaches them."""

    POLICE = "police"
    CHILDRENS_SOCIAL_CARE = "childrens_social_care"
    ADULT_SOCIAL_CARE = "adult_social_care"
    HOUSING = "housing"
    HEALTH = "health"
    PROBATION = "probation"
    EDUCATION = "education"
    SUBSTANCE_USE = "substance_use"
    VOLUNTARY = "voluntary"
    IDVA_SERVICE = "idva_service"
    SPECIALIST_BY_AND_FOR = "specialist_by_and_for"
    SOLICITOR = "solicitor"
    IMMIGRATION_ADVISER = "immigration_adviser"
    BARRISTER = "barrister"
    COURT = "court"
    ANOTHER_MARAC = "another_marac"
    OWN_LEGAL_TEAM = "own_legal_team"
    VICTIM = "victim"


KIND_LABELS: dict[RecipientKind, str] = {
    RecipientKind.POLICE: "Police",
    RecipientKind.CHILDRENS_SOCIAL_CARE: "Children’s social care",
    RecipientKind.ADULT_SOCIAL_CARE: "Adult social care",
    RecipientKind.HOUSING: "Housing",
    RecipientKind.HEALTH: "Health",
    RecipientKind.PROBATION: "Probation",
    RecipientKind.EDUCATION: "Education",
    RecipientKind.SUBSTANCE_USE: "Drug and alcohol service",
    RecipientKind.VOLUNTARY: "Voluntary organisation",
    RecipientKind.IDVA_SERVICE: "IDVA service",
    RecipientKind.SPECIALIST_BY_AND_FOR: "Specialist ‘by and for’ service",
    RecipientKind.SOLICITOR: "Solicitor or law centre",
    RecipientKind.IMMIGRATION_ADVISER: "Immigration adviser",
    RecipientKind.BARRISTER: "Barrister",
    RecipientKind.COURT: "Court",
    RecipientKind.ANOTHER_MARAC: "Another MARAC",
    RecipientKind.OWN_LEGAL_TEAM: "A member agency’s own legal team",
    RecipientKind.VICTIM: "The victim herself or himself",
}

REGULATED: frozenset[RecipientKind] = frozenset(
    {RecipientKind.SOLICITOR, RecipientKind.IMMIGRATION_ADVISER, RecipientKind.BARRISTER}
)
"""Kinds that stand on a regulator's public register (SRA, IAA, Bar): one officer is enough."""
ONE_IS_ENOUGH = REGULATED | {RecipientKind.VICTIM}


class Way(StrEnum):
    """How a package reaches a recipient. Nothing is ever attached to an e-mail."""

    BROWSER = "browser"
    LOCKED_FILE = "locked_file"
    BY_HAND = "by_hand"


def way_of(kind: RecipientKind, *, is_member: bool) -> Way:
    """Say how something reaches a recipient: members read it here, after signing in."""
    if kind == RecipientKind.VICTIM:
        return Way.BY_HAND
    return Way.BROWSER if is_member else Way.LOCKED_FILE


@dataclass(frozen=True)
class Named:
    """A person at the recipient who may receive: a name, a job, an address or an account here."""

    name: str
    job: str = ""
    email: str = ""
    telephone: str = ""
    person_id: str = ""


@dataclass(frozen=True)
class Entry:
    """What the register says of a recipient. Public facts of an organisation, and of no case."""

    name: str
    kind: str
    agency_id: str = ""
    postal_address: str = ""
    email_domain: str = ""
    telephone: str = ""
    number: str = ""
    proof: str = ""
    dpo_name: str = ""
    dpo_note: str = ""
    people: tuple[Named, ...] = field(default=())


def entry_statement(
    area_id: str,
    recipient_id: str,
    entry: Entry,
    *,
    good_until: date,
    person: str,
    agency: str,
    key_pair: str,
    at: str,
) -> bytes:
    """Return what each of the two signs who enter or check a recipient: all of it, until when."""
    people = [
        "|".join((each.name, each.job, each.email, each.telephone, each.person_id))
        for each in entry.people
    ]
    return signing.statement(
        "recipient",
        area=area_id,
        recipient=recipient_id,
        name=entry.name,
        kind=entry.kind,
        member=entry.agency_id,
        postal=entry.postal_address,
        domain=entry.email_domain,
        telephone=entry.telephone,
        number=entry.number,
        proof=entry.proof,
        dpo=f"{entry.dpo_name}|{entry.dpo_note}",
        people="\n".join(sorted(people)),
        good_until=good_until.isoformat(),
        person=person,
        agency=agency,
        key_pair=key_pair,
        at=at,
    )
