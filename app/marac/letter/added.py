"""The one sentence that a writer may add in their own words, and all that it must not carry.

The fixed wordings are known; this sentence is not. So it is held to more than they are: no name of
anybody but her and him, no road to anybody but its recipient, no way to where she is.
"""

import re
from collections.abc import Iterator

from app.marac.letter import checking
from app.marac.letter.facts import Facts
from app.marac.letter.wordings import Wording

MOST_NUMBER_WORDS = 3

_ONWARD = re.compile(
    r"\b(?:pass|forward|hand|send|show|give|share|copy|submit|present)(?:s|ed|ing)?\b"
    r"[^.;\n]{0,12}\b(?:this|it|them|on|onward|onwards|along|the letter|a copy)\b"
    r"|\bcase ?workers?\b|\bdecision[ -]makers?\b|\bdepartments?\b|\bministry\b|\bofficials?\b"
    r"|\b(?:who|whoever|that|which) (?:will |would |has to |have to )?(?:decides?|deals? with)\b"
)
_STAY = re.compile(
    r"\b(?:her|his|their) (?:stay|permission|permit|leave|right to)\b|\bleave runs?\b"
    r"|\bjoin(?:ed|ing)? (?:her|his|their) (?:husband|wife|partner|spouse|fianc\w+|family)\b"
    r"|\b(?:came|come|moved|travelled|arrived|brought|sent back|go back) (?:here|over|home"
    r"|to (?:the|this) (?:uk|country))\b|\bdepend\w* (?:up)?on (?:him|his|her)\b"
    r"|\b(?:allowed|right|permitted) to (?:work|stay|remain|live)\b|\babroad\b"
)
_NUMBERS = re.compile(
    r"\b(?:oh|nought|zero|one|two|three|four|five|six|seven|eight|nine|double|triple)\b"
)
_CAPITAL = re.compile(r"[^\W\d_][^\W\d_’'-]*")

MESSAGES = {
    "no_words_here": "No sentence of one’s own can be added to this letter. Take it out.",
    "names": "The name of somebody else in the case, or another name of hers or his, stands in "
    "this sentence. Only she and he are named in a letter, and only as its wording does it.",
    "onward": "A letter asks nobody to pass it on or to show it to anybody. She and her adviser "
    "decide that.",
}
checking.MESSAGES.update(MESSAGES)


def wrong_with(added: str, wording: Wording, facts: Facts) -> Iterator[str]:
    """Name the rules that somebody's own sentence breaks."""
    if not added:
        return
    if not wording.own_words:
        yield "no_words_here"
    plain = " ".join(added.casefold().replace("’", "'").split())
    yield from checking.of_words(added)
    if _ONWARD.search(plain):
        yield "onward"
    if _STAY.search(plain):
        yield "status"
    if checking.repeats(added, facts.told):
        yield "in_the_room"
    if names_somebody(added, facts):
        yield "names"
    if checking.leads_to_her(added, facts) or _is_near(added, facts):
        yield "address"


def names_somebody(added: str, facts: Facts) -> bool:
    """Say whether a name of anybody else in the case stands in a sentence.

    A word counts where it is written with a capital letter, so that a child called May does not
    stand in the way of "may".
    """
    own = {word.casefold() for name in facts.printed for word in _CAPITAL.findall(name)}
    written = {word.casefold() for word in _CAPITAL.findall(added) if word[:1].isupper()}
    others = {word.casefold() for name in facts.names for word in _CAPITAL.findall(name)}
    return bool(written & {each for each in others - own if len(each) > 1})


def _is_near(added: str, facts: Facts) -> bool:
    """Say whether the first half of a postcode stands in it, or a number in words."""
    if len(_NUMBERS.findall(added.casefold())) > MOST_NUMBER_WORDS:
        return True
    words = {word.casefold() for word in re.findall(r"\w+", added)}
    return bool(words & facts.districts)
