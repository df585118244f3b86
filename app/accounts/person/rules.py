"""Who may be invited, with which roles, and what a passphrase must be like.

Passphrases: NCSC, "Three random words"; NIST SP 800-63B (long and not known, no composition rules).
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import timedelta

from app.access.permissions import Role, roles_fit
from app.refusals import RuleBroken

EMAIL = re.compile(r"[a-z0-9][a-z0-9._+'-]{0,63}@(?=.{4,100}$)([a-z0-9-]{1,63}\.)+[a-z]{2,63}")
SHORTEST = 14
LONGEST = 200
INVITATION_LASTS = timedelta(days=7)
IS_ANOTHER = "is_another"
"""The field by which an inviter says that somebody of the same name is another person."""
ATTESTATION = "employed by, seconded from or warranted by the Home Office"


def checked_name(name: str) -> str:
    """Return a person's name with single spaces, or say what is missing."""
    name = " ".join(name.split())
    if not 3 <= len(name) <= 120:
        raise RuleBroken("name", "Enter the person’s full name, up to 120 characters.")
    return name


def checked_email(email: str) -> str:
    """Return one plain address in lower case: never a list, a quoted part or a display name."""
    email = canonical_email(email)
    if len(email) > 200 or not EMAIL.fullmatch(email) or ".." in email:
        raise RuleBroken(
            "email", "Enter one email address in the correct form, like name@example.org."
        )
    return email


def canonical_email(email: str) -> str:
    """Write an address as it is kept, so that capitals and stray spaces lock nobody out."""
    return email.strip().lower()


def checked_job(job: str) -> str:
    """Return a job title with single spaces, at most 120 characters."""
    job = " ".join(job.split())
    if len(job) > 120:
        raise RuleBroken("job", "Enter their job in up to 120 characters.")
    return job


def mailbox(email: str) -> str:
    """Return the mailbox behind an address: what follows a plus is a label of its owner's."""
    local, _, domain = canonical_email(email).partition("@")
    return f"{local.partition('+')[0]}@{domain}"


def looks_like(email: str) -> str:
    """Return a mailbox without the dots, dashes and underscores that tell few people apart."""
    local, _, domain = mailbox(email).partition("@")
    return f"{re.sub(r'[._-]', '', local)}@{domain}"


def plain_name(name: str) -> str:
    """Return a name without accents, capitals and marks: Zoë O’Neill and Zoe ONeill are alike."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return " ".join(re.sub(r"[^\w ]", "", letters.replace("-", " ")).split())


def checked_roles(names: Iterable[str]) -> list[str]:
    """Return the roles in the order of the table, or say why one person may not hold them."""
    held = set(names)
    if not held:
        raise RuleBroken("roles", "Select at least one role.")
    if not held <= {role.value for role in Role}:
        raise RuleBroken("roles", "Select roles from the list.")
    if not roles_fit(frozenset(Role(name) for name in held)):
        raise RuleBroken(
            "roles",
            "An administrator holds no other role, because administrators must not be able to "
            "open cases. Select Administrator alone, or leave it out.",
        )
    return [role.value for role in Role if role.value in held]


def checked_attestation(field: str, given: bool) -> None:
    """Refuse whoever does not attest (security.md §0.2: the employer counts, not the address)."""
    if not given:
        raise RuleBroken(
            field,
            f"Confirm that this is so. People {ATTESTATION} cannot have an account, "
            "because this system is for safeguarding only.",
        )


def checked_passphrase(passphrase: str, again: str, email: str) -> str:
    """Return a new passphrase that will do, or say what to choose instead."""
    if not passphrase.strip():
        raise RuleBroken("passphrase", "Enter a passphrase.")
    if len(passphrase) < SHORTEST:
        raise RuleBroken(
            "passphrase", f"Enter at least {SHORTEST} characters. Three random words work well."
        )
    if len(passphrase) > LONGEST:
        raise RuleBroken("passphrase", f"Enter no more than {LONGEST} characters.")
    if _bare(passphrase) in {_bare(email), _bare(email.partition("@")[0])}:
        raise RuleBroken("passphrase", "Choose a passphrase that is not your email address.")
    if len(set(passphrase)) < 5:
        raise RuleBroken("passphrase", "Choose a passphrase that does not repeat a few characters.")
    if passphrase != again:
        raise RuleBroken("again", "The two passphrases are not the same. Enter both again.")
    return passphrase


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", text.casefold())
