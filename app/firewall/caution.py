"""Says of an action that it may open a path to the Home Office, so that advice comes first.

Nothing here refuses. A council that is asked for help because of somebody's status may record them
in NRPF Connect, a database that it shares with the Home Office; a referral into the National
Referral Mechanism, and a partner under contract to the Home Office, lead there too.
"""

import re

from app.firewall import family, wording
from app.firewall.skeleton import decoded, folded
from app.firewall.verdict import REFERRAL, REGULATED_ADVICE, REVIEWED, Verdict

COUNCIL = Verdict(
    True, "warn", wording.COUNCIL_BECAUSE, wording.ADVICE_COMES_FIRST, REGULATED_ADVICE
)

_PARTS = re.compile(r"[.;:,\n]+\s|\n|\s(?:and then|and|then|but)\s")
_SENTENCES = re.compile(r"\.\s|\n")
_ASKED = re.compile(
    r"\b(?:council|councils|local authority|la|social care|social services|social work(?:ers?)?|"
    r"children'?s (?:services|social care)|family services|"
    r"adults?'? (?:services|social care)|asc|csc|mash|housing options|homeless(?:ness)?)\b"
)
_DUTY = re.compile(
    r"\b(?:section 17|sec(?:tion|\.)? ?17|s\.? ?17|sect 17|care act|destitution|subsistence|"
    r"human rights assessment)\b"
)
_STATUS = re.compile(
    r"\b(?:no recourse|nrpf|recourse to public funds|public funds|(?:immigration )?status|visa|"
    r"cannot claim benefits|no (?:access|right|entitlement) to benefits|not entitled to benefits|"
    r"without recourse|undocumented)\b"
)
_TEAM = re.compile(r"\b(?:destitution|no recourse|nrpf) (?:team|service|worker|officer|panel|duty)")
_ADVICE = re.compile(
    r"\b(?:arrange|arranges|seek|get|obtain|book|find|offer|ask for|take)\b.*"
    r"\b(?:solicitors?|lawyers?|advis[eo]rs?|advice|law centre)\b"
)
_ADVISER_ACTS = re.compile(
    r"^(?:her |his |their |the victim'?s |the )?(?:\w+ )?"
    r"(?:solicitor|lawyer|adviser|advisor)s? (?:to|will|who)\b"
)
_TELLS = re.compile(
    r"\b(?:refer|refers|request|apply|applies|contact|contacts|tell|tells|ring|rings|call|"
    r"e-?mail|send|sends|notify|approach|chase|make a referral|put in a referral)\b"
)
_NOT = re.compile(r"\b(?:do not|don'?t|does not|not to|never|nobody|no referral|without telling)\b")


def caution(text: str) -> Verdict | None:
    """Return why regulated advice has to come before this action, or None.

    Sentences are read one by one: arranging the advice is no path, and nor is what is not done.
    """
    read = decoded(text)
    found = (_of_part(part) for part in _PARTS.split(read))
    first = next((verdict for verdict in found if verdict), None)
    sentences = map(_plain, _SENTENCES.split(read))
    return first or next((COUNCIL for said in sentences if _is_asked_because(said)), None)


def _of_part(part: str) -> Verdict | None:
    if _is_harmless(_plain(part)):
        return None
    if family.nrpf_team(part) or _TEAM.search(_plain(part)):
        return COUNCIL
    if family.referral(part):
        return REFERRAL
    return REVIEWED if family.reviewed(part) else None


def _is_asked_because(said: str) -> bool:
    """A council, or a duty of a council, named with what it is that she is without."""
    asked = _ASKED.search(said) or _DUTY.search(said)
    return bool(asked and _STATUS.search(said)) and not _is_harmless(said)


def _is_harmless(said: str) -> bool:
    if _NOT.search(said) or _ADVISER_ACTS.search(said):
        return True
    return bool(_ADVICE.search(said)) and not _TELLS.search(said)


def _plain(text: str) -> str:
    read = "".join(folded(sign) for sign in decoded(text))
    return " ".join(read.casefold().replace("’", "'").split())
