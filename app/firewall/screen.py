"""Screens what is entered: names, addresses and commitments. Narrative is never blocked.

That he threatens to report her, or that somebody did, must be recordable. What was said and seen is
therefore only ever offered a place in the immigration section (``suggests_compartment``); refused
is who may not come in, and what nobody may undertake to do.
"""

from collections.abc import Iterable

from app.firewall import commitments, domains, family, status, verdict
from app.firewall.identity import (
    MOST_NAME,
    leads_to_review,
    needs_review,
    screen_envelope,
    screen_identity,
    screen_job,
    screen_person_name,
    screen_postal,
)
from app.firewall.skeleton import decoded
from app.firewall.status import suggests_compartment
from app.firewall.verdict import CLEAR, Verdict, require

__all__ = [
    "CLEAR",
    "MOST_ADDRESS",
    "MOST_COMMITMENT",
    "MOST_NAME",
    "Verdict",
    "leads_to_review",
    "needs_review",
    "require",
    "screen_commitment",
    "screen_email",
    "screen_identity",
    "screen_job",
    "screen_letter",
    "screen_narrative",
    "screen_person_name",
    "screen_postal",
    "screen_recipient",
    "suggests_compartment",
]

MOST_ADDRESS, MOST_COMMITMENT = 254, 4000


def screen_email(addr: str) -> Verdict:
    """Judge an e-mail address: one plain address, of a host outside the Home Office family."""
    if len(addr) > MOST_ADDRESS:
        return verdict.LONG
    if domains.is_family_address(addr):
        return verdict.ADDRESS
    if domains.is_closed(addr):
        return verdict.CLOSED
    if not domains.is_plain_address(addr) or domains.is_foreign(addr):
        return verdict.FORM
    return CLEAR


def screen_recipient(
    name: str, addresses: Iterable[str] = (), people: Iterable[str] = (), postal: str = ""
) -> Verdict:
    """Judge everything that would stand on an envelope: the first refusal, else the first warning.

    ``addresses`` are e-mail addresses, ``people`` the names of who works there. The name and the
    postal address are also read together, as the postman would.
    """
    said = [screen_identity(name)]
    said += [screen_email(address) for address in addresses]
    said += [screen_person_name(person) for person in people]
    if postal:
        said += [screen_postal(postal), screen_envelope(name, postal)]
    refused = (each for each in said if not each.allowed)
    warned = (each for each in said if each.rule == "warn")
    return next(refused, None) or next(warned, CLEAR)


def screen_commitment(text: str) -> Verdict:
    """Judge what somebody undertakes to do: an action, a disclosure's purpose, a request.

    Blocked if it would let the Home Office know, in any order and spelling, unless it is her
    solicitor or adviser who acts. A path that may lead there is allowed with a warning.
    """
    if len(text) > MOST_COMMITMENT:
        return verdict.LONG
    if commitments.would_tell(text):
        return verdict.COMMITMENT
    return _warned(decoded(text))


def screen_letter(text: str) -> Verdict:
    """Judge the words of a letter: nothing asked of the Home Office, nothing said of her status.

    That the letter is for use in her own application, to whomever, passes; so do the words of the
    legal aid regulations.
    """
    if len(text) > MOST_COMMITMENT:
        return verdict.LONG
    if commitments.would_tell(text, letter=True):
        return verdict.COMMITMENT
    if status.is_told(text):
        return verdict.STATUS
    return _warned(decoded(text))


def screen_narrative(text: str) -> Verdict:
    """Judge what was said and seen: always allowed, at most with a better place for it."""
    return verdict.COMPARTMENT if suggests_compartment(text) else CLEAR


def _warned(read: str) -> Verdict:
    if family.nrpf_team(read):
        return verdict.NRPF
    if family.referral(read):
        return verdict.REFERRAL
    return verdict.REVIEWED if family.reviewed(read) else CLEAR
