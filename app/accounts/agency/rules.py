"""What an entry on the register of agencies must look like."""

import re

from app.refusals import RuleBroken

PHONE = re.compile(r"(\+44|0)[0-9]{9,10}( ext [0-9]{1,6})?")
DOMAIN = re.compile(r"(?=.{4,100}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
MOST_DOMAINS = 4


def checked_name(name: str) -> str:
    """Return the name with single spaces, or say what is wrong with it."""
    name = " ".join(name.split())
    if not 3 <= len(name) <= 120:
        raise RuleBroken("name", "Enter the agency’s name, up to 120 characters.")
    return name


def checked_phone(phone: str) -> str:
    """Return a United Kingdom number as it was written, or say what one looks like."""
    phone = " ".join(phone.split())
    bare = re.sub(r"[()\- ]", "", re.sub(r"\s*(?:ext|x)\.?\s*(\d+)$", r" ext\1", phone))
    if not PHONE.fullmatch(bare.replace("ext", " ext ")) or len(phone) > 30:
        raise RuleBroken(
            "callback_phone", "Enter a telephone number in the United Kingdom, like 020 7946 0123."
        )
    return phone


def checked_domains(domains: str) -> str:
    """Return what follows the @ in the agency's addresses, lower case, separated by a space."""
    parts = [part.lstrip("@") for part in domains.lower().replace(",", " ").split()]
    if not parts or len(parts) > MOST_DOMAINS or not all(map(DOMAIN.fullmatch, parts)):
        raise RuleBroken(
            "email_domain",
            "Enter what follows the @ in the agency’s email addresses, like housing.example.org. "
            "If there are several, put a space between them.",
        )
    joined = " ".join(dict.fromkeys(parts))
    if len(joined) > 120:
        raise RuleBroken("email_domain", "Enter fewer domains: together they are too long.")
    return joined


def is_address_of(domains: str, email: str) -> bool:
    """Say whether an email address is at one of the agency's domains, or below one."""
    domain = email.rpartition("@")[2].lower()
    return any(domain == own or domain.endswith(f".{own}") for own in domains.split())
