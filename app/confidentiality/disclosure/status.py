"""Whether words that would leave tell, or may tell, something of somebody’s immigration status.

What the firewall offers the sealed section for, and besides what people write who avoid its words:
that leave runs out, that she came to join him, that her stay depends on him. Here a word too many
costs a chair a sentence of her own; a word too few is read outside (AC-20).
"""

import re
import unicodedata

from app.firewall.screen import suggests_compartment

_SIDEWAYS = re.compile(
    r"(?<!maternity )(?<!paternity )(?<!parental )(?<!annual )(?<!sick )(?<!special )"
    r"\b(?:leave|permission|stay|permit|papers)\b[^;\n]{0,20}"
    r"\b(?:runs?|ran|running|ends?|ended|expires?|expired|expiring|lapses?|lapsed)\b"
    r"|\bsponsorship\b|\bsponsor(?:s|ed)? (?:her|him|them)\b"
    r"|\bdependa?nts?['s]* (?:stamp|route|leave|permit|card)\b"
    r"|\b(?:be|being|get|gets|getting|her|him|them) sent back\b"
    r"(?! to (?:prison|custody|court|school|work))"
    r"|\bsen(?:d|ds|ding) (?:her|them) (?:back|home)\b"
    r"|\b(?:not allowed|not permitted|no permission|unable by law) to work\b"
    r"|\bsection (?:4|95|98) (?:money|support|payments?|accommodation|housing)\b|\bnass\b"
    r"|\baspen card\b|\blotr\b|\bddv\b|\bsmall boats?\b|\bthird country nationals?\b"
    r"|\breport(?:s|ed|ing)? (?:every|each) (?:week|fortnight|month)\b|\breporting cent(?:re|er)\b"
    r"|\b(?:came|come|brought)(?: over| here)? (?:as his (?:fiancee?|wife|bride|partner)"
    r"|to (?:join|marry) (?:him|her husband))\b"
    r"|\bfiancee? (?:route|permit|stamp)\b"
    r"|\b(?:stay|right to (?:be|stay|live)) here depends\b|\bdepends on him for her stay\b"
    r"|\bhow (?:she|he|they) (?:came|got|entered|arrived) (?:here|in this country)\b"
    r"|\b(?:right|allowed|permitted) to (?:be|stay|live|remain) (?:here|in (?:the|this) "
    r"(?:uk|country))\b"
)
_PAPERS = re.compile(
    r"\b[A-Z][a-z]{2,}(?:an|ese|ish|i|ic) "
    r"(?:passport|embassy|consulate|citizen|nationals?|papers)\b"
)


def tells_status(text: str) -> bool:
    """Say whether a text tells, or may tell, something of immigration status."""
    plain = unicodedata.normalize("NFKD", text).replace("’", "'")
    bare = "".join(each for each in plain if not unicodedata.combining(each))
    said = re.sub(r"[ \t]+", " ", bare.casefold())
    return bool(suggests_compartment(text) or _SIDEWAYS.search(said) or _PAPERS.search(bare))
