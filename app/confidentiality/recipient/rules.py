"""Who may be sent something at all, how it reaches them, and for how long an entry may be trusted.

There is no class for immigration enforcement, and nobody can be written to who is not on the
register (Safe to share?, HMICFRS, College of Policing and IOPC, 2020, on Ealing MARAC; SafeLives,
"Guidance for MARACs on sharing information relating to immigration").
"""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from app.confidentiality.recipient.numbers import Regulator
from app.refusals import RuleBroken
from app.vault import digests, signing
from app.vault.errors import Misuse


class RecipientKind(StrEnum):
    """The class of a recipient. It decides how something reaches them."""

    POLICE = "police"
    CHILDRENS_SOCIAL_CARE = "childrens_social_care"
    ADULT_SOCIAL_CARE = "adult_social_care"
    COUNCIL = "council"
    HOUSING = "housing"
    HEALTH = "health"
    PROBATION = "probation"
    EDUCATION = "education"
    SUBSTANCE_USE = "substance_use"
    FIRE_AND_RESCUE = "fire_and_rescue"
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
    RecipientKind.COUNCIL: "Another council team",
    RecipientKind.HOUSING: "Housing",
    RecipientKind.HEALTH: "Health",
    RecipientKind.PROBATION: "Probation",
    RecipientKind.EDUCATION: "Education",
    RecipientKind.SUBSTANCE_USE: "Drug and alcohol service",
    RecipientKind.FIRE_AND_RESCUE: "Fire and rescue",
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

REGULATED: dict[RecipientKind, Regulator] = {
    RecipientKind.SOLICITOR: Regulator.SRA,
    RecipientKind.IMMIGRATION_ADVISER: Regulator.IAA,
    RecipientKind.BARRISTER: Regulator.BAR,
}
"""Kinds that stand on a regulator's public register (SRA, IAA, Bar): one officer is enough."""
ONE_IS_ENOUGH = frozenset(REGULATED) | {RecipientKind.VICTIM}

KIND_OF_SECTOR: dict[str, RecipientKind] = {
    "police": RecipientKind.POLICE,
    "idva_service": RecipientKind.IDVA_SERVICE,
    "childrens_social_care": RecipientKind.CHILDRENS_SOCIAL_CARE,
    "adult_social_care": RecipientKind.ADULT_SOCIAL_CARE,
    "council_nrpf_team": RecipientKind.COUNCIL,
    "council_community_safety": RecipientKind.COUNCIL,
    "housing": RecipientKind.HOUSING,
    "primary_care": RecipientKind.HEALTH,
    "acute_trust": RecipientKind.HEALTH,
    "mental_health": RecipientKind.HEALTH,
    "midwifery_health_visiting": RecipientKind.HEALTH,
    "probation": RecipientKind.PROBATION,
    "substance_use": RecipientKind.SUBSTANCE_USE,
    "education": RecipientKind.EDUCATION,
    "specialist_by_and_for": RecipientKind.SPECIALIST_BY_AND_FOR,
    "fire_and_rescue": RecipientKind.FIRE_AND_RESCUE,
    "voluntary": RecipientKind.VOLUNTARY,
}
"""The class of a member agency, by the sector that the register of agencies gives it."""
NRPF_SECTOR = "council_nrpf_team"
VICTIMS_HAND = "To the victim's own hand"

MONTHS_GOOD, MONTHS_GOOD_FOR_MEMBERS, MONTHS_GOOD_FOR_THE_VICTIM = 6, 12, 120
"""For how many months a check counts. People at another organisation come and go unseen, so half a
year, as for the directory of support; a member says itself who has left, and its agreement runs a
year; the entry for the victim's own hand holds no fact that could become untrue."""
DAYS_WARNED = 30


NRPF_WARNING = (
    "This team checks people against NRPF Connect, which the Home Office runs. Whatever it "
    "receives may open a path to the Home Office. Send it only what keeps the victim safe, nothing "
    "about immigration status, and nothing before a regulated adviser has advised the victim."
)
REVIEW_WARNING = (
    "This organisation works for or with the Home Office, or has to tell it what it learns. What "
    "it receives may open a path to the Home Office. Read the data protection officer’s note first."
)


class State(StrEnum):
    """How an entry stands today. Only what is open or due soon can receive."""

    WAITING = "waiting"
    BROKEN = "broken"
    STALE = "stale"
    REFUSED = "refused"
    DUE_SOON = "due_soon"
    OPEN = "open"
    CLOSED = "closed"


STATE_LABELS: dict[State, str] = {
    State.OPEN: "Can receive",
    State.DUE_SOON: "Check soon",
    State.WAITING: "Waiting",
    State.REFUSED: "Not confirmed",
    State.STALE: "Out of date",
    State.BROKEN: "Not valid",
    State.CLOSED: "Closed",
}


class Way(StrEnum):
    """How a package reaches a recipient. Nothing is ever attached to an e-mail."""

    BROWSER = "browser"
    LOCKED_FILE = "locked_file"
    BY_HAND = "by_hand"


WAY_LABELS: dict[Way, str] = {
    Way.BROWSER: "Its people read it here, after signing in. Nothing is sent.",
    Way.LOCKED_FILE: "A locked file, handed over by a named person; the passphrase another way",
    Way.BY_HAND: "On paper, handed over in person",
}


class Proof(StrEnum):
    """What somebody saw or did to be sure of an entry."""

    CALLED_BACK = "called_back"
    PUBLIC_REGISTER = "public_register"
    LETTERHEAD = "letterhead"
    SIGNED_AGREEMENT = "signed_agreement"
    MEMBER = "member"
    BY_HAND = "by_hand"


PROOF_LABELS: dict[Proof, str] = {
    Proof.CALLED_BACK: "Called back on a published number",
    Proof.PUBLIC_REGISTER: "Found on a public register",
    Proof.LETTERHEAD: "Seen on its letterhead",
    Proof.SIGNED_AGREEMENT: "Seen in an agreement that it signed",
    Proof.MEMBER: "A member agency, whose people are known here",
    Proof.BY_HAND: "Handed to the victim in person",
}


class Step(StrEnum):
    """Which of the two signatures this is."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"


class RefusedBecause(StrEnum):
    """Why the second person did not confirm an entry."""

    NOT_REACHED = "not_reached"
    DIFFERENT = "different"
    WRONG_KIND = "wrong_kind"
    NOT_SAFE = "not_safe"
    NOT_NEEDED = "not_needed"


REFUSED_LABELS: dict[RefusedBecause, str] = {
    RefusedBecause.NOT_REACHED: "They could not be reached on a published number",
    RefusedBecause.DIFFERENT: "A name, a person or an address is different",
    RefusedBecause.WRONG_KIND: "It is not what the entry says it is",
    RefusedBecause.NOT_SAFE: "It may tell the Home Office what it learns",
    RefusedBecause.NOT_NEEDED: "It is on the register already, or nobody needs it",
}


def way_of(kind: RecipientKind, *, is_member: bool) -> Way:
    """Say how something reaches a recipient: members read it here, after signing in.

    Their lawyers have no account, and get a locked file (AC-48).
    """
    if kind == RecipientKind.VICTIM:
        return Way.BY_HAND
    if kind == RecipientKind.OWN_LEGAL_TEAM:
        return Way.LOCKED_FILE
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
    """What the register says of a recipient. Public facts of an organisation, and of no case.

    ``proof`` is in words what was seen, ``proof_kind`` a ``Proof``. ``needs_review``: a contractor
    or mixed body, with the data protection officer's name, note and the day of it (ISO).
    """

    name: str
    kind: str
    agency_id: str = ""
    postal_address: str = ""
    email_domain: str = ""
    telephone: str = ""
    number: str = ""
    proof_kind: str = ""
    proof: str = ""
    needs_review: bool = False
    dpo_name: str = ""
    dpo_note: str = ""
    dpo_on: str = ""
    people: tuple[Named, ...] = field(default=())


_SEEN = frozenset({"proof_kind", "proof", "dpo_name", "dpo_note", "dpo_on"})
"""What was seen or noted of a recipient, and says nothing of whom the entry means."""


def entry_statement(
    area_id: str,
    recipient_id: str,
    entry: Entry,
    *,
    check_id: str,
    step: Step,
    how: str,
    good_until: date,
    person: str,
    agency: str,
    key_pair: str,
    at: str,
) -> bytes:
    """Return what each of the two signs who enter or check a recipient: all of it, until when.

    ``step`` and ``how`` say which of the two signs, and what they did to be sure.
    """
    return signing.statement(
        "recipient",
        area=area_id,
        recipient=recipient_id,
        check=check_id,
        step=step,
        how=how,
        good_until=good_until.isoformat(),
        person=person,
        agency=agency,
        key_pair=key_pair,
        at=at,
        **_said_by(entry),
    )


def _said_by(entry: Entry) -> dict[str, str]:
    """Every word of an entry by the name under which it is signed; its people in one order."""
    return {
        "name": entry.name,
        "kind": str(entry.kind),
        "member": entry.agency_id,
        "postal": entry.postal_address,
        "domain": entry.email_domain,
        "telephone": entry.telephone,
        "number": entry.number,
        "proof_kind": str(entry.proof_kind),
        "proof": entry.proof,
        "review": "yes" if entry.needs_review else "no",
        "dpo_name": entry.dpo_name,
        "dpo_note": entry.dpo_note,
        "dpo_on": entry.dpo_on,
        "people": "\n".join(sorted(map(_person_statement, entry.people))),
    }


def read_entry(statement: bytes) -> Entry:
    """Return the entry that somebody signed as a proposal; ``Misuse`` if these bytes hold none."""
    said = signing.read_statement(statement)
    try:
        lines = said["people"].split("\n") if said["people"] else []
        return Entry(
            name=said["name"],
            kind=RecipientKind(said["kind"]),
            agency_id=said["member"],
            postal_address=said["postal"],
            email_domain=said["domain"],
            telephone=said["telephone"],
            number=said["number"],
            proof_kind=said["proof_kind"],
            proof=said["proof"],
            needs_review=said["review"] == "yes",
            dpo_name=said["dpo_name"],
            dpo_note=said["dpo_note"],
            dpo_on=said["dpo_on"],
            people=tuple(map(_person_in, lines)),
        )
    except (KeyError, ValueError) as error:
        raise Misuse("These bytes hold no entry") from error


def is_same(one: Entry, other: Entry) -> bool:
    """Say whether two entries say the same, in whatever order they name their people."""
    return _said_by(one) == _said_by(other)


def identity(entry: Entry) -> str:
    """Return a digest, in hex, of whom an entry means and where something reaches them.

    What was seen of them, and until when that counts, is no part of it, so it stays the same when
    two people look again. A member's people read here, and each release names them one by one.
    """
    said = _said_by(entry)
    kept = {name: words for name, words in said.items() if name not in _SEEN}
    if way_of(RecipientKind(entry.kind), is_member=bool(entry.agency_id)) == Way.BROWSER:
        kept.pop("people")
    return digests.sha256_hex(signing.statement("recipient-identity", **kept))


def _person_statement(each: Named) -> str:
    """One person as JSON, so that no word can move from one field into another."""
    said = signing.statement(
        "recipient-person",
        name=each.name,
        job=each.job,
        email=each.email,
        telephone=each.telephone,
        person=each.person_id,
    )
    return said.decode()


def _person_in(line: str) -> Named:
    said = signing.read_statement(line.encode())
    return Named(said["name"], said["job"], said["email"], said["telephone"], said["person"])


def good_until(entry: Entry, today: date) -> date:
    """Return the last day on which a check of today counts."""
    if entry.kind == RecipientKind.VICTIM:
        months = MONTHS_GOOD_FOR_THE_VICTIM
    else:
        months = MONTHS_GOOD_FOR_MEMBERS if entry.agency_id else MONTHS_GOOD
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def chosen_until(entry: Entry, today: date, asked: date | None) -> date:
    """Return the day until which a check counts: sooner if asked for, never later."""
    latest = good_until(entry, today)
    if asked is None:
        return latest
    if not today < asked <= latest:
        raise RuleBroken(
            "until", f"Enter a date after today and no later than {latest.day} {latest:%B %Y}."
        )
    return asked


def is_due_soon(until: date, today: date) -> bool:
    """Say whether an entry that still counts must be looked at within the next thirty days."""
    return today <= until <= today + timedelta(days=DAYS_WARNED)


def needs_two(kind: str, *, needs_review: bool) -> bool:
    """Say whether two people of two agencies must sign: all but those on a public register, and
    these too where they work for or with the Home Office (security design, AC-25)."""
    return needs_review or kind not in ONE_IS_ENOUGH
