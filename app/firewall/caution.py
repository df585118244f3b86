"""Says of an action that it may open a path to the Home Office, so that advice comes first.

Nothing here refuses. A council that is asked for help because of somebody's status may record them
in NRPF Connect, a database that it shares with the Home Office; a referral into the National
Referral Mechanism, asylum support, a check of what somebody is entitled to, and a partner under
contract to the Home Office, lead there too. An embassy may tell the family.
"""

import re

from app.firewall import family, roundabout, wording
from app.firewall.skeleton import decoded, folded
from app.firewall.verdict import REFERRAL, REGULATED_ADVICE, REVIEWED, Verdict


def _first(because: str) -> Verdict:
    return Verdict(True, "warn", because, wording.ADVICE_COMES_FIRST, REGULATED_ADVICE)


COUNCIL = _first(wording.COUNCIL_BECAUSE)
CHECK = _first(wording.CHECK_BECAUSE)
ABROAD = _first(wording.ABROAD_BECAUSE)
ROUNDABOUT = _first(wording.ROUNDABOUT_BECAUSE)

_PARTS = re.compile(r"[.;:,\n]+\s|\n|\s(?:and then|and|then|but)\s")
_SENTENCES = re.compile(r"\.\s|\n")
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
    whole = map(_of_sentence, map(_plain, _SENTENCES.split(read)))
    return first or next((verdict for verdict in whole if verdict), None)


def _of_part(part: str) -> Verdict | None:
    said = _plain(part)
    if _is_harmless(said):
        return None
    if family.nrpf_team(part) or roundabout.TEAM.search(said):
        return COUNCIL
    if family.referral(part) or roundabout.REFERRAL.search(said):
        return REFERRAL
    return REVIEWED if family.reviewed(part) else None


def _of_sentence(said: str) -> Verdict | None:
    if _is_harmless(said):
        return None
    if _is_asked_because(said):
        return COUNCIL
    others = ((CHECK, roundabout.CHECK), (ABROAD, roundabout.ABROAD), (ROUNDABOUT, roundabout.DESK))
    return next((verdict for verdict, pattern in others if pattern.search(said)), None)


def _is_asked_because(said: str) -> bool:
    """A council, or a duty of a council, named with what it is that she is without."""
    asked = roundabout.ASKED.search(said) or roundabout.DUTY.search(said)
    return bool(asked and roundabout.STATUS.search(said))


def _is_harmless(said: str) -> bool:
    if _NOT.search(said) or _ADVISER_ACTS.search(said):
        return True
    return bool(_ADVICE.search(said)) and not _TELLS.search(said)


def _plain(text: str) -> str:
    read = "".join(folded(sign) for sign in decoded(text))
    return " ".join(read.casefold().replace("’", "'").split())
