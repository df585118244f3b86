"""E-mail addresses: only the plain kind is taken, and none of the Home Office's."""

import re
import unicodedata

from app.firewall.bodies import is_care_homes
from app.firewall.family import named
from app.firewall.names import DESKS
from app.firewall.skeleton import decoded, folded

# The Home Office's own staff allow-list (hocs-info-service), and what it used before.
FAMILY_DOMAINS = (
    "homeoffice.gov.uk",
    "hmpo.gov.uk",
    "gro.gov.uk",
    "cluster2security.gov.uk",
    "combatingdrugs.gov.uk",
)
# Central government's secure addresses, closed in 2019: nobody can say today who reads them.
CLOSED_DOMAINS = ("gsi.gov.uk", "gse.gov.uk", "gsx.gov.uk")
# Whole labels that stand for the family where a host is the government's: ho.gov.uk.
GOVERNMENT = ("gov.uk", "police.uk")
# The whole of the government's addresses, the Home Office's among them, and no organisation's own.
EVERYBODYS = frozenset(("gov.uk", "service.gov.uk", "police.uk", "gov.wales", "gov.scot"))
# Who works under contract to the Home Office, or is part of it, and is known by the mailbox only.
CONTRACTORS = (
    "mitie.com", "mitie.co.uk", "serco.com", "clearsprings.co.uk", "ready-homes.com",
    "clearspringsreadyhomes.co.uk", "mears.co.uk", "mearsgroup.co.uk", "migranthelpuk.org",
    "migranthelp.org", "vfsglobal.com", "vfshelpline.com", "tlscontact.com", "soprasteria.com",
    "nca.gov.uk", "geogroup.co.uk", "geogroup.com", "g4s.com", "uk.g4s.com", "sodexo.com",
    "nrpfconnect.org.uk", "dbs.gov.uk", "gla.gov.uk", "travelctm.com", "staybelvederehotels.com",
)  # fmt: skip
_CONTRACTORS_NAMES = frozenset(
    "mitie serco clearsprings mearsgroup migranthelp migranthelpuk vfsglobal vfs tlscontact "
    "soprasteria ukvcas geogroup g4s nrpfconnect nca".split()
)
_LETTERS = frozenset(
    "ho ukvi ukba ukbf hmpo ips gro ukpa bia ind nccu ice hoie passport passports ukvisas "
    "immigration visa visas border borders asylum".split()
)
SECURE_MAIL = ".cjsm.net"

_LOCAL = re.compile(r"[A-Za-z0-9#$&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9#$&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_TOP = re.compile(r"[A-Za-z]{2,63}")
_MOST_LOCAL = 64


def is_plain_address(address: str) -> bool:
    """Say whether this is one plain ASCII address of a named host (RFC 5321's dot-string form).

    No quotes, comments, groups, routes (% and !), IP literals, second @ or trailing dot.
    """
    local, at, domain = address.partition("@")
    labels = domain.split(".")
    return (
        bool(at)
        and len(local) <= _MOST_LOCAL
        and _LOCAL.fullmatch(local) is not None
        and len(labels) > 1
        and all(_LABEL.fullmatch(label) for label in labels)
        and _TOP.fullmatch(labels[-1]) is not None
    )


def is_foreign(address: str) -> bool:
    """Say whether a host is written in another alphabet, or as one is on the wire (xn--)."""
    return not address.isascii() or any(
        label.startswith("xn--") for label in re.split(r"[.@]", address.lower())
    )


def is_family_address(address: str) -> bool:
    """Say whether any part of what was typed leads to the Home Office family, however written."""
    if _is_its_desk(address.partition("@")[0]):
        return True
    return any(
        _belongs(host) or _looks_like_family(host)
        for host in re.split(r"[@%!=,;:<>()\[\]\"\s\\]+", address)
        if host
    )


def is_contractors(address: str) -> bool:
    """Say whether an address, or the end of one, is that of a contractor or of a mixed body."""
    host = _host(address.rpartition("@")[2])
    if _is_under(host, CONTRACTORS):
        return True
    parts = (part for label in host.split(".") for part in (label, *label.split("-")))
    return any(part in _CONTRACTORS_NAMES for part in parts)


def is_closed(address: str) -> bool:
    """Say whether an address lies in a network that was closed."""
    return _is_under(_host(address.rpartition("@")[2]), CLOSED_DOMAINS)


def _belongs(host: str) -> bool:
    read = _host(host)
    return (
        _is_under(read, FAMILY_DOMAINS)
        or read in EVERYBODYS
        or (_is_under(read, GOVERNMENT) and not _LETTERS.isdisjoint(read.split(".")))
    )


def _is_its_desk(local: str) -> bool:
    """Say whether what stands before the @ is its letters beside the word for a desk."""
    parts = frozenset(re.split(r"[._+-]", local.lower()))
    return bool(parts & {"ho", "ie", "ice"}) and bool(parts & DESKS)


def _is_under(host: str, domains: tuple[str, ...]) -> bool:
    """Compare whole labels from the right; a public suffix list would hide digital.homeoffice."""
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def _host(typed: str) -> str:
    read = unicodedata.normalize("NFKC", typed).replace("。", ".").lower().strip().rstrip(".")
    while read.endswith(SECURE_MAIL):
        read = read[: -len(SECURE_MAIL)].rstrip(".")
    return ".".join(_label(label) for label in read.split("."))


def _label(label: str) -> str:
    """Return a label as it reads, decoded from its form on the wire (xn--, RFC 3492)."""
    if label.startswith("xn--"):
        try:
            label = label[4:].encode("ascii").decode("punycode")
        except (UnicodeError, ValueError):
            return label
    return "".join(folded(character) for character in label)


def _looks_like_family(host: str) -> bool:
    """Look for the family's names in a host or in what stands before the @."""
    labels = (_label(label) for label in decoded(host).lower().split("."))
    read = " ".join(re.sub(r"[-_+~.]", " ", label) for label in labels)
    return any(not is_care_homes(read, mention) for mention in named(read))
