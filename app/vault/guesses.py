"""What a guesser tries first: takes away everything predictable and looks at what is left."""

import re
from functools import cache

LEAST_LEFT = 5
LEAST_RUN = 4
LEAST_OWN = 3
LOOKED_AT = 200

_ROWS = (
    "qwertyuiop asdfghjkl zxcvbnm 01234567890 abcdefghijklmnopqrstuvwxyz azertyuiop "
    "qazwsxedcrfvtgbyhnujmikolp 1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p 1q2w3e4r5t6y7u8i9o0p"
).split()
_RUNS = (*_ROWS, *(row[::-1] for row in _ROWS))

_COMMON = """
    password passphrase passcode passwort letmein let me in welcome iloveyou love you changeme
    change admin administrator secret login signin access trustno trust monkey dragon princess
    sunshine superman batman shadow master hello football cricket arsenal chelsea liverpool
    tottenham united england london britain correct horse battery staple mustang freedom whatever
    computer internet google microsoft windows office summer winter spring autumn monday tuesday
    wednesday thursday friday saturday sunday january february march april may june july august
    september october november december one two three four five six seven eight nine ten
"""
_SERVICE = """
    domesticabuse domesticviolence domestic abuse violence marac idva idvas isva safeguarding
    safelives safeguard safety safe dash police council borough nhs health housing refuge probation
    circle confidential confidentiality meeting chair coordinator victim victims perpetrator
    survivor referral highrisk high risk case cases signature agreement solicitor
"""
_JOINING = "my is the and to for of in at a an this that your our we are it on with new not no yes"
_LEET = str.maketrans("013457@$!€", "oleastasie")


def is_guessed_early(passphrase: str, about: tuple[str, ...]) -> bool:
    """Say whether nothing but common, repeated, typed-in-a-row or own words is in a passphrase."""
    typed = passphrase[:LOOKED_AT].casefold()
    return any(
        _is_repeated(letters) or len(set(_left(letters, _own(about)))) < LEAST_LEFT
        for letters in (_letters(typed), _letters(typed.translate(_LEET)))
    )


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _own(about: tuple[str, ...]) -> frozenset[str]:
    texts = [text.casefold() for text in about]
    parts = {part for text in texts for part in re.split(r"[\W_]+", text)}
    whole = {_letters(text.split("@")[0]) for text in texts}
    return frozenset(part for part in parts | whole if len(part) >= LEAST_OWN)


def _left(letters: str, own: frozenset[str]) -> str:
    without_runs = _without_runs(letters)
    without_words = _predictable(own).sub("", without_runs)
    return "".join(character for character in without_words if character.isalpha())


@cache
def _common_words() -> frozenset[str]:
    return frozenset(f"{_COMMON} {_SERVICE} {_JOINING}".split())


def _predictable(own: frozenset[str]) -> re.Pattern[str]:
    words = sorted(_common_words() | own, key=len, reverse=True)
    return re.compile("|".join(re.escape(word) for word in words))


def _without_runs(letters: str) -> str:
    kept, at = [], 0
    while at < len(letters):
        length = _run_at(letters, at)
        if not length:
            kept.append(letters[at])
        at += length or 1
    return "".join(kept)


def _run_at(letters: str, at: int) -> int:
    """Return how many characters from here follow each other on a keyboard; 0 if fewer than 4."""
    length = LEAST_RUN
    while at + length <= len(letters) and any(letters[at : at + length] in run for run in _RUNS):
        length += 1
    return length - 1 if length > LEAST_RUN else 0


def _is_repeated(letters: str) -> bool:
    """Say whether the whole is one part again and again, the last time perhaps cut short."""
    return (
        any(letters[size:] == letters[:-size] for size in range(1, len(letters) // 2 + 1))
        or not letters
    )
