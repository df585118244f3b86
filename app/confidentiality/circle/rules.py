"""Who may make, give and hold which key.

Architecture §3: a signature is what puts a key on the ring. Compartment: immigration status is
considered only in the context of safeguarding (Safe to share?, 2020, Ealing MARAC), so by default
nobody of the police or of a council's no-recourse team holds one.
"""

from collections.abc import Collection, Iterable
from uuid import UUID

from app.access.permissions import OFFICERS, Role

SEALED_TO_OFFICERS = frozenset({"case", "referral", "index", "minutes"})
"""Secrets that the officers' circle opens (or every officer singly, where somebody is excluded)."""
MADE_BY_OFFICERS = frozenset({"officers", "case", "slip", "index", "minutes"})
WRITTEN_INTO = frozenset({"compartment"})
"""Secrets that anybody confirmed may make, to write into and not to read back (architecture §3). A
promise in one counts only if an officer signed it."""
FOLLOWED = frozenset({"referral", "compartment"})
"""Secrets of which a later generation counts only from an officer, or from whoever the record was
given to for their work: else anybody confirmed could put a key of their own under what comes."""
PROMISED_IN = frozenset({"case", "compartment", "slip"})
"""Secrets that an officer may promise to somebody because of their work."""
CIRCLES = frozenset({"officers", "agency"})
"""Secrets that are the seed of a receiving pair, to which other secrets are sealed."""
PRIVATE = frozenset({"research"})
"""An agency's own space about a case: sealed to its people one by one, to no circle and under no
case. Officers, as such, neither hold it nor make a generation of it (SafeLives, research form)."""
NOT_RECOVERED = frozenset({"agency", "research"})
"""An agency's own research is lost with its last member's passphrase; officers never open it."""
NO_COMPARTMENT = frozenset({"police", "council_nrpf_team"})
HOLDS_COMPARTMENT = frozenset({"assigned", "compartment_holder", "let_in"})
"""A referrer writes into a compartment and does not read it back; nor do officers as such."""
PROMISED = frozenset(
    {"referrer", "assigned", "action_owner", "receives", "researcher", "flag_keeper"}
)
"""Reasons that a row of work gives (whose referral, case or action, who receives). It is unsigned,
so the maker of the secret signs to whom it is promised, and the door believes nothing else."""
PROMISED_TO_AGENCIES = frozenset({"researcher", "flag_keeper"})
"""Reasons for which an officer's signature may name an agency: then everybody of it whom the chain
vouches for as its own may hold the slip, also who comes later or deputises."""
CHAIRS = frozenset({Role.CHAIR, Role.DEPUTY_CHAIR})


def may_make(kind: str, record_id: UUID, *, is_officer: bool, agency_id: UUID) -> bool:
    """Say whether a confirmed person may make a secret of this kind for this record.

    An officer may vouch for any, because she signs anew what somebody expelled had signed.
    """
    if is_officer:
        return True
    if kind == "agency":
        return record_id == agency_id
    return kind not in MADE_BY_OFFICERS


def may_give(
    kind: str, record_id: UUID, *, is_officer: bool, is_maker: bool, agency_id: UUID
) -> bool:
    """Say whether a confirmed person may seal a secret to another: its doorkeeper or its maker.

    That is an officer for the area and its meetings, a fellow member for an agency, a holder for
    a compartment or for private research (whoever cannot open one cannot seal it either).
    """
    if kind == "agency":
        return is_officer or record_id == agency_id
    return is_officer or is_maker or kind in {"compartment", "research"}


def may_be_because(kind: str, because: str) -> bool:
    """Say whether a secret of this kind is ever given for this reason at the door."""
    if kind in {"agency", "research"}:
        return because == "member"
    if kind == "officers":
        return because == "office"
    if kind == "compartment":
        return because in HOLDS_COMPARTMENT
    if kind == "referral":
        return because in {"office", "referrer"}
    return because in ({"office", "signature"} | PROMISED)


def named(person_id: UUID | None, agency_id: UUID | None) -> str:
    """Return how a signed list of exclusions names a person or an agency."""
    return f"person:{person_id}" if person_id else f"agency:{agency_id}"


def agencies_named(excluded: Collection[str]) -> set[UUID]:
    """Return the agencies that a list of exclusions names as a whole."""
    kind = "agency:"
    return {UUID(name.removeprefix(kind)) for name in excluded if name.startswith(kind)}


def keeps_out(excluded: Collection[str], person_id: UUID, agency_ids: Iterable[UUID]) -> bool:
    """Say whether a list of exclusions names this person or one of their agencies."""
    return named(person_id, None) in excluded or any(
        named(None, agency_id) in excluded for agency_id in agency_ids
    )


def may_hold(kind: str, sector: str, because: str) -> bool:
    """Say whether a confirmed person of this sector may be given such a secret for this reason."""
    if kind != "compartment":
        return True
    return because == "let_in" or (because in HOLDS_COMPARTMENT and sector not in NO_COMPARTMENT)


def compartment_bar(sector: str, roles: Collection[str]) -> str:
    """Return why somebody may not be named to hold every compartment; empty if they may."""
    if sector in NO_COMPARTMENT:
        return (
            "People of the police and of a council’s team for people with no recourse to public "
            "funds do not hold the immigration section. This is not about the person. Choose "
            "somebody from an IDVA service or a specialist ‘by and for’ service."
        )
    if CHAIRS & set(roles):
        return (
            "A chair or deputy chair is let in case by case, with a reason that the other holders "
            "see. Choose somebody else to hold every immigration section."
        )
    return ""


def may_be_officer(roles: Collection[str]) -> bool:
    """Say whether somebody's roles on the register make it right to ask about an office at all."""
    return bool(OFFICERS & set(roles))


def promise(because: str, person_id: UUID) -> str:
    """Return how a signed list of a secret names somebody who is to hold it, and why."""
    return f"{because}:{person_id}"


def is_promised(
    promised: Collection[str], because: str, person_id: UUID, agency_id: UUID | None = None
) -> bool:
    """Say whether a reason of work holds: the maker of the secret signed it. Others are asked
    elsewhere. ``agency_id`` is the person's, as the chain has it."""
    if because not in PROMISED or promise(because, person_id) in promised:
        return True
    to_agency = because in PROMISED_TO_AGENCIES and agency_id is not None
    return to_agency and named(None, agency_id) in promised
