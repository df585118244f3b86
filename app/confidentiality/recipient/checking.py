"""What each class of recipient must say of itself before anybody may sign for it.

The number of a regulated adviser is one of its register's form (Immigration and Asylum Act 1999,
part 5). Whoever works for or with the Home Office is entered only with the words of the data
protection officer (security design, AC-25).
"""

import re
from dataclasses import replace
from datetime import date

from app.accounts.agency.rules import DOMAIN, PHONE, is_address_of
from app.confidentiality.recipient.numbers import plain_number, wrong_number
from app.confidentiality.recipient.rules import (
    REGULATED,
    VICTIMS_HAND,
    Entry,
    Named,
    Proof,
    RecipientKind,
)
from app.refusals import RuleBroken

MOST_PEOPLE, MOST_MEMBERS = 4, 40
LONGEST = {
    "name": 120,
    "postal_address": 300,
    "email_domain": 120,
    "telephone": 40,
    "proof": 200,
    "dpo_name": 120,
    "dpo_note": 1000,
}
SECURE_MAIL = ".cjsm.net"
PRIVATE_MAIL = frozenset(
    "gmail.com googlemail.com outlook.com hotmail.com hotmail.co.uk live.com live.co.uk msn.com "
    "yahoo.com yahoo.co.uk ymail.com icloud.com me.com aol.com proton.me protonmail.com gmx.com "
    "btinternet.com sky.com talktalk.net virginmedia.com".split()
)
"""Addresses that anybody may have: they show nothing about whom somebody works for."""


def checked(entry: Entry) -> Entry:
    """Return the entry tidied, or raise ``RuleBroken`` beside the first field that is wrong."""
    if entry.kind not in set(RecipientKind):
        raise RuleBroken("kind", "Select what kind of recipient it is.")
    if entry.kind == RecipientKind.VICTIM:
        return _to_her_hand()
    entry = _tidy(entry)
    if len(entry.name) < 3:
        raise RuleBroken("name", "Enter the organisation’s name, up to 120 characters.")
    for name, most in LONGEST.items():
        if len(getattr(entry, name)) > most:
            raise RuleBroken(name, f"Shorten this to {most} characters.")
    _check_member(entry) if entry.agency_id else _check_outsider(entry)
    _check_number(entry)
    _check_proof(entry)
    _check_review(entry)
    return entry


def _to_her_hand() -> Entry:
    """The one entry without an address or a person: what is handed to the victim."""
    return Entry(name=VICTIMS_HAND, kind=RecipientKind.VICTIM, proof_kind=Proof.BY_HAND)


def _tidy(entry: Entry) -> Entry:
    return replace(
        entry,
        name=one_line(entry.name),
        telephone=one_line(entry.telephone),
        proof=one_line(entry.proof),
        dpo_name=one_line(entry.dpo_name),
        postal_address=tidy_lines(entry.postal_address),
        email_domain=" ".join(entry.email_domain.lower().replace("@", " ").split()),
        number=plain_number(entry.number) if entry.kind in REGULATED else "",
        dpo_note=tidy_lines(entry.dpo_note),
        people=tuple(_tidy_person(each) for each in entry.people),
    )


def one_line(text: str) -> str:
    """Return words with single spaces, apostrophes as a keyboard writes them."""
    return " ".join(text.replace("’", "'").split())


def tidy_lines(text: str) -> str:
    """Return lines with single spaces, without empty ones."""
    lines = (one_line(line) for line in text.replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


def _tidy_person(each: Named) -> Named:
    said = (each.name, each.job, each.email.lower(), each.telephone)
    name, job, email, telephone = map(one_line, said)
    return Named(name, job, email, telephone, each.person_id)


def _check_member(entry: Entry) -> None:
    """A member's people have an account here; its lawyers have a work address of that agency."""
    if entry.kind == RecipientKind.OWN_LEGAL_TEAM:
        if any(each.person_id for each in entry.people):
            raise RuleBroken("people", "Enter the lawyers by name and work address.")
        return _check_people(entry)
    if not entry.people:
        raise RuleBroken("people", "Select who at the agency may receive.")
    if len(entry.people) > MOST_MEMBERS or not all(each.person_id for each in entry.people):
        raise RuleBroken("people", "Select people of the agency who have an account here.")


def _check_outsider(entry: Entry) -> None:
    if entry.kind == RecipientKind.OWN_LEGAL_TEAM:
        raise RuleBroken("kind", "A legal team is that of a member agency. Select the agency.")
    if any(each.person_id for each in entry.people):
        raise RuleBroken("people", "Only a member agency’s people have an account here.")
    if not entry.postal_address:
        raise RuleBroken("postal_address", "Enter its postal address.")
    if not is_phone(entry.telephone):
        raise RuleBroken(
            "telephone",
            "Enter the number on which it can be called back, in the United Kingdom, like "
            "020 7946 0123.",
        )
    _check_domain(entry.email_domain)
    _check_people(entry)


def _check_domain(domain: str) -> None:
    if not DOMAIN.fullmatch(domain):
        raise RuleBroken(
            "email_domain",
            "Enter what follows the @ in its email addresses, like lawcentre.example.org.",
        )
    if domain in PRIVATE_MAIL:
        raise RuleBroken(
            "email_domain",
            "Anybody can have an address there. Enter the organisation’s own, or a secure one "
            "that ends in cjsm.net.",
        )


def _check_people(entry: Entry) -> None:
    if not entry.people:
        raise RuleBroken("name_0", "Enter at least one person who may receive.")
    if len(entry.people) > MOST_PEOPLE:
        raise RuleBroken("people", f"Enter no more than {MOST_PEOPLE} people.")
    names = [each.name.casefold() for each in entry.people]
    for number, each in enumerate(entry.people):
        if not 2 <= len(each.name) <= 120:
            raise RuleBroken(f"name_{number}", "Enter the person’s name, up to 120 characters.")
        if each.name.casefold() in names[:number]:
            raise RuleBroken(f"name_{number}", "This person is entered twice.")
        if len(each.job) > 120:
            raise RuleBroken(f"job_{number}", "Shorten this to 120 characters.")
        if each.telephone and not is_phone(each.telephone):
            raise RuleBroken(
                f"telephone_{number}",
                "Enter a telephone number in the United Kingdom, like 020 7946 0123.",
            )
        _check_address(entry.email_domain, each.email, number)


def _check_address(domains: str, email: str, number: int) -> None:
    """A work address of that organisation, also as secure mail writes it (name@host.cjsm.net)."""
    hosts = " ".join(domain.removesuffix(SECURE_MAIL) for domain in domains.split())
    plain = email.removesuffix(SECURE_MAIL)
    if email.count("@") != 1 or not plain.partition("@")[0] or not is_address_of(hosts, plain):
        ends = " or @".join(domains.split())
        raise RuleBroken(f"email_{number}", f"Enter a work email address that ends in @{ends}.")


def _check_number(entry: Entry) -> None:
    regulator = REGULATED.get(RecipientKind(entry.kind))
    if regulator and (message := wrong_number(regulator, entry.number)):
        raise RuleBroken("number", message)


def _check_proof(entry: Entry) -> None:
    if entry.proof_kind not in proofs_of(entry):
        raise RuleBroken("proof_kind", "Select how you know that this entry is right.")
    if entry.proof_kind != Proof.MEMBER and len(entry.proof) < 10:
        raise RuleBroken(
            "proof",
            "Say in a few words what you saw or whom you rang, for example: Rang the number on "
            "its website, the office manager confirmed.",
        )


def proofs_of(entry: Entry) -> tuple[Proof, ...]:
    """List what can show that an entry of this class is right, for whoever enters it."""
    if entry.kind in REGULATED:
        return (Proof.PUBLIC_REGISTER,)
    if entry.agency_id and entry.kind != RecipientKind.OWN_LEGAL_TEAM:
        return (Proof.MEMBER,)
    return (Proof.CALLED_BACK, Proof.LETTERHEAD, Proof.SIGNED_AGREEMENT, Proof.PUBLIC_REGISTER)


def hows_of(entry: Entry) -> tuple[Proof, ...]:
    """List how the second person may make sure: not by looking at the same letterhead again."""
    if entry.kind in REGULATED:
        return (Proof.PUBLIC_REGISTER,)
    if entry.kind == RecipientKind.VICTIM:
        return (Proof.BY_HAND,)
    if entry.agency_id:
        return (Proof.CALLED_BACK, Proof.MEMBER)
    return (Proof.CALLED_BACK, Proof.SIGNED_AGREEMENT, Proof.PUBLIC_REGISTER)


def _check_review(entry: Entry) -> None:
    if not entry.needs_review:
        return
    if len(entry.dpo_note) < 20:
        raise RuleBroken(
            "dpo_note",
            "This organisation works for or with the Home Office, or has to tell it what it "
            "learns. Enter what the data protection officer decided about it, and why.",
        )
    if len(entry.dpo_name) < 3:
        raise RuleBroken("dpo_name", "Enter the data protection officer’s name.")
    if not _is_day(entry.dpo_on):
        raise RuleBroken("dpo_on", "Enter the day of the data protection officer’s note.")


def is_phone(phone: str) -> bool:
    """Say whether this is one telephone number in the United Kingdom."""
    bare = re.sub(r"[()\- ]", "", re.sub(r"\s*(?:ext|x)\.?\s*(\d+)$", r" ext\1", phone))
    return bool(PHONE.fullmatch(bare.replace("ext", " ext ")))


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
