"""Roads that lead to the Home Office by way of somebody else, in the words that people write.

Each is a pattern for a sentence in small letters. None refuses anything: advice is asked for first.
"""

import re

ASKED = re.compile(
    r"\b(?:council|councils|council's|local authority|la|borough|unitary|town hall|county hall|"
    r"social care|social services|social work(?:ers?)?|"
    r"children'?s (?:services|social care)|family services|"
    r"adults?'? (?:services|social care)|asc|csc|mash|housing options|homeless(?:ness)?)\b"
)
DUTY = re.compile(
    r"\b(?:section 17|sec(?:tion|\.)? ?17|s\.? ?17|sect 17|care act|destitution|subsistence|"
    r"children act|human rights assessment)\b"
)
_NOT_ABLE = (
    r"(?:cannot|can'?t|can not|not able to|unable to|not allowed(?: to)?|isn'?t allowed(?: to)?)"
)
STATUS = re.compile(
    r"\b(?:no recourse|nrpf|recourse to public funds|public funds|public money|"
    r"(?:immigration )?status(?! of)|visas?|without recourse|undocumented|overstay\w*|destitute|"
    r"no leave|leave to (?:remain|enter)|limited leave|migrants?|asylum|"
    r"overseas famil\w+|"
    r"(?:no|without|immigration|because of (?:her|his|their)) papers|"
    rf"{_NOT_ABLE} (?:claim|get|have|access|receive)?\s?"
    r"(?:anything|any \w+|benefits?|universal credit|uc|housing benefit|public \w+)|"
    r"no (?:access|right|entitlement) to (?:benefits?|anything)|"
    r"not entitled to (?:anything|any \w+|benefits?|help|support|housing))\b"
)
TEAM = re.compile(
    r"\b(?:destitution|no recourse(?: to public funds)?|nrpf) "
    r"(?:duty |support |families |assessment )?"
    r"(?:team|service|worker|officer|panel|duty|desk|lead|line|unit|pathway|hub|assessment)"
)
REFERRAL = re.compile(
    r"\bvictims? of (?:human |modern )?(?:trafficking|slavery)|\btrafficking referral|"
    r"\bmodern slavery (?:support|referral|team|route|pathway)|"
    r"\b(?:section|sec\.?|s\.?) ?(?:4|95|98) "
    r"(?:support|accommodation|help|application|claim|payments?|money)\b"
)
CHECK = re.compile(
    r"\bright to rent\b|\bhabitual residence\b|\bhabitually resident\b|\bchargeable\b|"
    r"\boverseas visitors?\b|\b(?:eligib\w+|entitle\w+) (?:for|to) "
    r"(?:assistance|housing|accommodation|free (?:nhs |hospital )?(?:care|treatment))|"
    r"\b(?:housing|homeless(?:ness)?|council)\b.*\b(?:whether|if) \w+ (?:is|are) eligible$|"
    r"\b(?:see|look at|inspect|scan) (?:her|his|their|the) (?:\w+ (?:\w+ )?and )?"
    r"(?:passport|papers|visa)\b|\bmarriage certificate and papers\b"
)
ABROAD = re.compile(
    r"\b(?:embassy|consulate|high commission|consul)\b|"
    r"\bsponsor(?:'s|s|ship)? (?:compliance|officer|licence|that)\b|\b(?:her|his|their) sponsor\b"
)
DESK = re.compile(
    r"(?<!planning )(?<!parking )\benforcement hotline\b|\bnational command centre\b|"
    r"\bcommand and control unit\b|\bthe eco\b|\bpronto\b|\bbiometric check\b|"
    r"\bcounter-?fraud team\b.*\bwho (?:she|he) is\b|\busual notification\b"
)
