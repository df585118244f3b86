"""Finds what reaches the Home Office though nobody names it: a status checked, a person removed."""

import re

from app.firewall.skeleton import readable
from app.firewall.verbs import ADVISER, TELLING

_TELL = "|".join(sorted(TELLING, key=len, reverse=True))
_GAP = r"[^.;\n]{0,60}?"
_CHECK = (
    r"\b(?:check|checks|checked|checking|verify|verifies|verified|verifying|confirm|confirms|"
    r"confirmed|confirming|establish|establishes|established|establishing|validate|query|queries|"
    r"find out|finds out|finding out|found out|look up|look into|looks into|looking into|obtain|"
    r"trace|clarify|clarifies|clarified|ascertain|ascertains|determine|determines|"
    r"see (?:if|whether|her|his|their)|proof|investigate|investigates|work out|run|runs|"
    r"do|does|research|review|reviews|ask about|get|screen|vet|identify|resolve|test|inspect|"
    r"scan)\b"
)
_IMMIGRATION = r"(?:immigration|visa|e-?visa|residency|residence|nationality|legal|migration)"
_A_PLACE = r"(?! (?:in|at) (?:the|her|his|their|that) (?!uk\b|country\b|united))"  # of a tenancy
_STANDING = (
    rf"\b{_IMMIGRATION} (?:status|position|standing|situation|validity|expiry|entitlement|history|"
    r"database|databases|systems?|records?|markers?|checks?|conditions)\b"
    r"|\bright to (?:remain|reside|be (?:here|in|there)|stay|live here|enter|work|rent)\b"
    rf"{_A_PLACE}"
    r"|\bleave (?:status|validity|expiry|conditions)\b|\bvisa stamps?\b"
    r"|\b(?:allowed|entitled|permitted|may|can|could) (?:to )?(?:be|stay|remain|live|reside|work) "
    r"(?:here\b(?! (?:at|by|on|for|until|with))|in (?:the|this) (?:uk|country)\b)"
    r"|\b(?:she|he|they|mum) (?:has|have|had)(?: got)? (?:any |valid |proper |the right )?papers\b"
    r"(?! (?:for|about|from))"
    r"|\bleave to (?:remain|enter|stay)\b|\bright of abode\b|\bshare codes?\b|\be-?visas?\b"
    r"|\b(?:here|in (?:the|this) (?:uk|country)|present|resident) "
    r"(?:is |are )?(?:il)?(?:legal|lawful)(?:ly)?\b"
    r"|\b(?:she|he|they|mum|mother|victim|woman|wife|husband|perpetrator|family)"
    r"(?:'s| is| are| was) (?:an? )?(?:il)?(?:legal(?:ly)?|lawful(?:ly)?|overstay\w*)(?! aid)\b"
    r"|\boverstay\w*|\bvisa (?:is|has|was|still|dates?|expir\w*|runs? out|ran out|number|type)\b"
    r"|\bwanted by immigration\b|\bstatus checks?\b|\bbrp\b|\bbiometric residence\b"
)
_STATUS_CHECK = re.compile(rf"{_CHECK}{_GAP}(?:{_STANDING})")
_MARKED = re.compile(
    r"\b(?:is|are) (?:she|he|they|mum) (?:here )?(?:il)?legal(?:ly)?\b"
    r"|\bimmigration (?:markers?|flags?|alerts?|database|check|checks|intelligence|intel)\b"
    r"|\b(?:nationality|visa) and visa expiry\b|\bdo an? (?:immigration|visa) check\b"
    r"|\bnexus (?:check|referral|officer)"
)
_WHOSE_STATUS = r"(?:with|by|to|from|through|via|at|ask) (?:the |our |local )?"
_OTHERS = (
    rf"{_WHOSE_STATUS}(?:police|council|home|government|authorit|embassy|employer|officer|force)"
)
_WITH_ADVICE = re.compile(rf"\b(?:{ADVISER}|idva|advice|with her|with him)\b(?!['’]s)")
_AT_ANOTHERS = re.compile(rf"\b{_OTHERS}")
_REMOVAL = re.compile(
    r"\b(?:deport|deports|deported|deporting|deportation|deportations|"
    r"remov(?:e|ed|ing) (?:her |him |them |people )?from (?:the |this )?(?:uk|united kingdom|"
    r"country|britain)|removal from the (?:uk|country)|"
    r"removal (?:proceedings|directions|flight|flights|order|notice|window)|"
    r"(?:sent|send|put|sending|ship|shipped|flown|fly) (?:her |him |them )?back to "
    r"(?:her|his|their|where)|(?:her|his|their|the) (?:leave|visa|e-?visa) (?:to be )?"
    r"(?:cancelled|curtailed|revoked|cut short|withdrawn)|"
    r"(?:cancel|curtail|revoke|cut short|withdraw) (?:her|his|their|the) (?:leave|visa|e-?visa)"
    r"(?! (?:debit|card))|voluntary (?:return|returns|departure)|reporting cent(?:re|er)|"
    r"detain (?:her|him|them) (?:for|at|under) (?:immigration|the reporting))\b"
)
_AGAINST_REMOVAL = re.compile(
    r"\b(?:threat\w*|fears?|feared|afraid|prevent\w*|stop\w*|resist\w*|challeng\w*|protect\w*|"
    r"against (?:the |her |his |their )?(?:removal|deportation|decision|order)|risk|appeal\w*|"
    r"solicitors?|lawyers?|barristers?|law cent(?:re|er)|advis[eo]rs?)\b"
)
_TOPIC = (
    r"visas?\b(?! (?:debit|credit|card))|overstay\w*|undocumented|papers\b|illegal\w*|lawfully|"
    r"immigra\w*|deport\w*|remov(?:al|als|ing people|es people)|asylum|foreigners|migrants?|"
    r"leave to remain|(?:stay|be|remain|live|reside) in (?:the|this) (?:uk|country)|"
    r"right to (?:remain|reside|stay|be here)|her leave|his leave|citizenship|nationality"
)
_STATE = (
    r"(?:the |our |this |her |central |national |british |uk |relevant |government )*"
    r"(?:government|state|authorities|authority|ministry|minister|ministers|whitehall|westminster|"
    r"croydon|powers that be|officialdom|crown|department|dept|officials?|civil servants?|"
    r"embassies|crimestoppers|hotline|helpline|tip ?line|whoever|anyone who|"
    r"(?:those|people|ones|team|folk|lot|guys|unit|office|officers|section) "
    r"(?:who|that|which|responsible|in charge|for|dealing))"
)
_STATE_TOLD = re.compile(
    rf"\b(?:{_TELL}|heads-up|tip off|word with|mention|see)\b[^.;\n]{{0,80}}?\b{_STATE}\b"
    rf"[^.;\n]{{0,80}}?\b(?:{_TOPIC})"
)
_TOPIC_TOLD = re.compile(
    r"\b(?:report|reports|reported|reporting|denounce\w*|expose\w*)\b[^.;\n]{0,40}?"
    r"\b(?:working illegally|illegal work\w*|overstay\w*|no papers|without papers|no visa|"
    r"undocumented|illegal (?:im)?migra\w*|sham marriage|as (?:a )?(?:sham|bogus|fake)|"
    r"bogus marriage|marriage of convenience)"
)
_KNOWN_DOOR = re.compile(
    r"\b(?:department|ministry|office|people|lot|guys|folk|team) (?:in|at|down in) croydon\b"
    r"|\b(?:tell|ring|call|ask|inform|contact|word with|to|with) the home "
    r"(?:people|lot|guys|folk|crowd|bods)\b"
    r"|\b0300[ -]?123[ -]?7000\b|\b(?:tribunal|court) and (?:the )?respondent in (?:her|his|the) "
    r"(?:immigration|asylum|visa)\b|\btribunal and (?:the )?respondent\b"
    r"|\brefer\w* (?:the |an |any )?overstay\w*"
    r"|\bto the secretary of state\b(?! for (?!the home|home))"
    r"|\brespondent (?:in|to) (?:her|his|the) (?:(?:immigration|asylum|visa) )?appeal\b"
    r"|\b(?:route|channel|process|procedure|protocol|pathway|arrangements?)s? for "
    r"(?:overstay\w*|illegal\w*|foreign nationals?)\b"
    r"|\b(?:arrange|organise|seek|request|secure)\w* (?:for )?(?:her|the victim's|mum's) removal\b"
    r"(?! (?:to|from|of|into|van|vans|costs?|firm|company|men|by (?:a|the) (?:van|firm)))"
    r"|\b(?:let|tell|inform|ask|ring|call|alert|notify|brief|update) (?:our|the) embedded "
    r"(?:immigration )?officers?\b"
)


def reaches_it(text: str) -> bool:
    """Say whether a text lets the Home Office know without naming it (its names hidden before).

    Nobody's status is checked, and nobody is removed, without the Home Office knowing.
    """
    return any(_reaches(" ".join(said.replace("’", "'").split())) for said in readable(text))


def _reaches(said: str) -> bool:
    if _STATUS_CHECK.search(said) or _MARKED.search(said):
        if not _WITH_ADVICE.search(said) or _AT_ANOTHERS.search(said):
            return True
    if _REMOVAL.search(said) and not _AGAINST_REMOVAL.search(said):
        return True
    if _KNOWN_DOOR.search(said) or _TOPIC_TOLD.search(said):
        return True
    return _STATE_TOLD.search(said) is not None and not _WITH_ADVICE.search(said)
