"""How one person comes to be written in two ways, and how two people come to look like one.

Each kind is one way of varying. What is listed as another spelling here is partly in the rules'
own list of names and partly not; most transliterations are made letter by letter, by rules that the
matching does not have in this form. That is the honest part; the rest is one hand's imagination.
"""

import random
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from bench.population import (
    COMMUNITIES,
    SIKH,
    SPANISH,
    Made,
    community_of,
    family_of,
    given_of,
    person,
    phone,
    postcode,
    sibling,
)

Varies = Callable[[random.Random, Made], Made | None]

LETTERS = (
    ("kh", "k"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("bh", "b"), ("sh", "s"),
    ("ee", "i"), ("oo", "u"), ("ou", "u"), ("aa", "a"), ("ai", "ay"), ("ay", "ai"), ("ow", "au"),
    ("au", "ow"), ("w", "v"), ("v", "w"), ("q", "k"), ("j", "dj"), ("y", "i"), ("i", "y"),
    ("u", "oo"), ("e", "i"), ("o", "u"), ("a", "e"), ("ck", "k"), ("z", "s"), ("ch", "tch"),
    ("ss", "s"), ("mm", "m"), ("ll", "l"), ("nn", "n"), ("dd", "d"), ("tt", "t"), ("h", ""),
    ("kov", "cov"), ("yn", "in"), ("ks", "x"), ("c", "k"),
)  # fmt: skip
NICKNAMES = {
    "Elizabeth": "Liz Beth Lizzie", "Catherine": "Kate Cathy", "Margaret": "Maggie Peggy",
    "Samantha": "Sam", "Victoria": "Vicky", "Rebecca": "Becky", "Jennifer": "Jenny Jen",
    "Deborah": "Debbie", "Jacqueline": "Jackie", "Christine": "Chris", "Patricia": "Pat Trish",
    "Susan": "Sue", "Stephanie": "Steph", "Nicola": "Nicky", "Joanne": "Jo", "James": "Jim Jamie",
    "Michael": "Mike", "Robert": "Bob Rob", "William": "Bill Will", "Thomas": "Tom",
    "Daniel": "Danny Dan", "Matthew": "Matt", "Andrew": "Andy", "Christopher": "Chris",
    "Stephen": "Steve", "Anthony": "Tony", "Richard": "Rick Dick", "Edward": "Ted Eddie",
    "Nicholas": "Nick", "Benjamin": "Ben", "Samuel": "Sam", "Joseph": "Joe", "Timothy": "Tim",
    "Gregory": "Greg", "Philip": "Phil", "Jonathan": "Jon", "Małgorzata": "Gosia",
    "Katarzyna": "Kasia", "Joanna": "Asia", "Krystyna": "Krysia", "Magdalena": "Magda",
    "Oleksandr": "Sasha", "Volodymyr": "Vova", "Natalia": "Natasha", "Mohammed": "Mo Md",
    "Oluwaseun": "Seun", "Chukwuemeka": "Emeka", "Patrick": "Paddy Pat",
}  # fmt: skip
DRIFT = 0.5


def _drifted(dice: random.Random, made: Made) -> Made:
    """Another record of somebody: half have moved, half have another telephone by then."""
    moved = replace(made, postcode=postcode(dice)) if dice.random() < DRIFT else made
    return replace(moved, phone=phone(dice)) if dice.random() < DRIFT else moved


def exact(dice: random.Random, made: Made) -> Made:
    """Nothing differs but what time changes."""
    return _drifted(dice, made)


def transliterated(dice: random.Random, made: Made) -> Made | None:
    """One or two sounds written otherwise, as a clerk hears them."""
    if made.community in ("English", "Caribbean"):
        return None
    words = [*made.given, *made.family]
    for _ in range(dice.randint(1, 2)):
        place = dice.randrange(len(words))
        words[place] = _other_letters(dice, words[place])
    if words == [*made.given, *made.family]:
        return None
    return _named(_drifted(dice, made), words, len(made.given))


def without_accents(dice: random.Random, made: Made) -> Made | None:
    """The accents left out, and letters that are not on the keyboard replaced."""
    plain = [_plain(word) for word in (*made.given, *made.family)]
    if plain == [*made.given, *made.family]:
        return None
    return _named(_drifted(dice, made), plain, len(made.given))


def swapped_names(dice: random.Random, made: Made) -> Made:
    """The family's name first."""
    return replace(_drifted(dice, made), given=made.family, family=made.given)


def one_of_two_surnames(dice: random.Random, made: Made) -> Made | None:
    """One of two family names left out."""
    if len(made.family) < 2 or made.community == SIKH:
        return None
    return replace(_drifted(dice, made), family=(dice.choice(made.family),))


def kaur_or_singh(dice: random.Random, made: Made) -> Made | None:
    """With the family's name and without; with Kaur or Singh and without."""
    if made.community != SIKH or len(made.family) < 2:
        return None
    kept = dice.choice(((made.family[0],), (made.family[1],)))
    return replace(_drifted(dice, made), family=kept)


def o_and_mc(dice: random.Random, made: Made) -> Made | None:
    """O’, Mc and Mac written together, apart, or otherwise."""
    name = made.family[0]
    if name.startswith("O’"):
        other = dice.choice(("O'" + name[2:], "O " + name[2:], "O" + name[2:].lower()))
    elif name.startswith("Mc"):
        other = dice.choice(("Mac" + name[2:], "Mc " + name[2:], name.capitalize()))
    elif name.startswith("Mac"):
        other = dice.choice(("Mc" + name[3:], "Mac " + name[3:]))
    else:
        return None
    return replace(_drifted(dice, made), family=(other,))


def one_typo(dice: random.Random, made: Made) -> Made | None:
    """One letter wrong, missing, doubled or changed with its neighbour."""
    return _typos(dice, made, 1)


def two_typos(dice: random.Random, made: Made) -> Made | None:
    """Two such slips."""
    return _typos(dice, made, 2)


def day_and_month(dice: random.Random, made: Made) -> Made | None:
    """Day and month of birth changed places."""
    born = made.born
    if born is None or born.day > 12 or born.day == born.month:
        return None
    return replace(_drifted(dice, made), born=born.replace(day=born.month, month=born.day))


def birth_digit(dice: random.Random, made: Made) -> Made | None:
    """One digit of the date of birth is another."""
    assert made.born is not None
    digits = list(made.born.strftime("%Y%m%d"))
    place = dice.randrange(2, 8)
    digits[place] = dice.choice([each for each in "0123456789" if each != digits[place]])
    born = _date("".join(digits))
    return replace(_drifted(dice, made), born=born) if born and born.year < 2012 else None


def year_off(dice: random.Random, made: Made) -> Made | None:
    """A year more or less."""
    assert made.born is not None
    born = _date(f"{made.born.year + dice.choice((-1, 1))}{made.born:%m%d}")
    return replace(_drifted(dice, made), born=born) if born else None


def alias_used(dice: random.Random, made: Made) -> Made:
    """Known here under a name that the other record has among the other names."""
    other = person(dice, community_of(made))
    known_as = replace(_drifted(dice, made), given=other.given, family=other.family)
    if dice.random() < 0.5:
        return replace(known_as, aliases=(made.name,))
    return replace(known_as, aliases=(f"{made.given[0]} {other.family[0]}", made.name))


def married(dice: random.Random, made: Made) -> Made | None:
    """Another family name since."""
    of = community_of(made)
    family = family_of(dice, of, made.woman)
    if not made.woman or made.community == SIKH or set(family) & set(made.family):
        return None
    return replace(_drifted(dice, made), family=family)


def short_form(dice: random.Random, made: Made) -> Made | None:
    """A short form of the first name."""
    if made.given[0] not in NICKNAMES:
        return None
    short = dice.choice(NICKNAMES[made.given[0]].split())
    return replace(_drifted(dice, made), given=(short, *made.given[1:]))


def hyphen(dice: random.Random, made: Made) -> Made | None:
    """Two names joined by a hyphen or a name written in two words."""
    if len(made.family) == 2 and made.community != SIKH:
        return replace(_drifted(dice, made), family=("-".join(made.family),))
    if len(made.given) == 2:
        joined = dice.choice(("-".join(made.given), made.given[0] + made.given[1].lower()))
        return replace(_drifted(dice, made), given=(joined,))
    if made.family[0].startswith(("Al-", "El-")):
        return replace(
            _drifted(dice, made), family=(made.family[0].replace("-", dice.choice(" _")),)
        )
    return None


def no_birth_but_phone(dice: random.Random, made: Made) -> Made | None:
    """No date of birth, the same telephone, and now and then a slip in the name."""
    if not made.phone:
        return None
    other = replace(made, born=None, postcode=postcode(dice))
    other = replace(other, phone=_written_again(dice, made.phone))
    return (_typos(dice, other, 1, drift=False) or other) if dice.random() < 0.3 else other


def no_birth_but_postcode(dice: random.Random, made: Made) -> Made | None:
    """No date of birth, the same postcode, another telephone."""
    other = replace(made, born=None, phone=phone(dice))
    return (_typos(dice, other, 1, drift=False) or other) if dice.random() < 0.3 else other


def two_ways_at_once(dice: random.Random, made: Made) -> Made | None:
    """A name written otherwise and a slip in the date of birth, or two ways with the name."""
    names: list[Varies] = [transliterated, swapped_names, one_typo, without_accents, short_form]
    first = dice.choice(names)(dice, made)
    if first is None:
        return None
    return dice.choice([*names, day_and_month, birth_digit, year_off])(dice, first)


SAME: dict[str, Varies] = {
    "exact": exact,
    "transliterated": transliterated,
    "accents left out": without_accents,
    "names swapped": swapped_names,
    "one of two surnames": one_of_two_surnames,
    "Kaur or Singh": kaur_or_singh,
    "O’ and Mc": o_and_mc,
    "one typing slip": one_typo,
    "two typing slips": two_typos,
    "day and month swapped": day_and_month,
    "birth: one digit": birth_digit,
    "birth: a year off": year_off,
    "alias used": alias_used,
    "married name": married,
    "short form": short_form,
    "hyphen or one word": hyphen,
    "no birth, same phone": no_birth_but_phone,
    "no birth, same postcode": no_birth_but_postcode,
    "two ways at once": two_ways_at_once,
}


# ---- two people -------------------------------------------------------------------------------


def siblings(dice: random.Random, made: Made) -> Made:
    """Brother or sister at the same address with the same telephone."""
    return sibling(dice, made)


def twins(dice: random.Random, made: Made) -> Made:
    """Twins: the same day of birth, family, address and telephone."""
    return sibling(dice, made, twin=True)


def namesakes(dice: random.Random, made: Made) -> Made:
    """The same name and another date of birth."""
    return replace(person(dice), given=made.given, family=made.family)


def common_name_same_year(dice: random.Random, made: Made) -> Made | None:
    """A common name, born in the same year on another day."""
    of = community_of(made)
    assert made.born is not None
    if made.given[0] not in (of.women + of.men).split()[:8]:
        return None
    away = dice.randrange(35, 300)
    born = made.born.replace(month=1, day=1) + timedelta(
        (made.born.timetuple().tm_yday + away) % 365
    )
    return replace(person(dice), given=made.given, family=made.family, born=born)


def same_birthday(dice: random.Random, made: Made) -> Made | None:
    """Two strangers of one community born on one day."""
    other = person(dice, community_of(made))
    if other.given[0] == made.given[0]:
        return None
    return replace(other, born=made.born)


def parent_and_child(dice: random.Random, made: Made) -> Made:
    """The father's first name is the child's second: the custom of several communities."""
    assert made.born is not None
    of = community_of(made)
    born = made.born + timedelta(365 * dice.randrange(18, 45))
    return replace(
        made, given=given_of(dice, of, dice.random() < 0.5), family=made.given, born=born
    )


def neighbours(dice: random.Random, made: Made) -> Made | None:
    """The same postcode and a name in common, no date of birth."""
    other = person(dice, community_of(made))
    if other.given[0] == made.given[0] or set(other.family) & set(made.family):
        return None
    return replace(other, postcode=made.postcode, family=made.family, born=None)


def strangers(dice: random.Random, made: Made) -> Made:
    """Anybody else."""
    return person(dice)


DIFFERENT: dict[str, Varies] = {
    "siblings": siblings,
    "twins": twins,
    "same name, other birth": namesakes,
    "common name, same year": common_name_same_year,
    "strangers, same birthday": same_birthday,
    "parent and child": parent_and_child,
    "neighbours of one name": neighbours,
    "strangers": strangers,
}
CUSTOMS = {
    "Kaur or Singh": (SIKH,),
    "O’ and Mc": ("Irish and Scottish",),
    "one of two surnames": (SPANISH, "Portuguese and Brazilian"),
    "hyphen or one word": (SPANISH, "Portuguese and Brazilian", "Arab", "English"),
    "accents left out": (
        "Polish", "Turkish and Kurdish", "Romanian", "Vietnamese", "Albanian", SPANISH,
    ),
}  # fmt: skip
"""Kinds that only people of some communities know."""


def pair(dice: random.Random, kind: str, varies: Varies) -> tuple[Made, Made]:
    """Make a pair of this kind."""
    among = [each for each in COMMUNITIES if each.name in CUSTOMS.get(kind, (each.name,))]
    shares = [each.share for each in among]
    while True:
        made = person(dice, dice.choices(among, shares)[0])
        other = varies(dice, made)
        if other is not None:
            return made, other


def _named(made: Made, words: list[str], given: int) -> Made:
    return replace(made, given=tuple(words[:given]), family=tuple(words[given:]))


def _other_letters(dice: random.Random, word: str) -> str:
    """One sound written otherwise, never the first letter's own."""
    low = word.lower()
    options = [
        low[:at] + other + low[at + len(sound) :]
        for sound, other in LETTERS
        for at in range(1, len(low))
        if low.startswith(sound, at)
    ]
    return dice.choice(options).capitalize() if options else word


def _plain(word: str) -> str:
    letters = str.maketrans("łŁøØđĐıİ", "lLoOdDiI")
    apart = unicodedata.normalize("NFKD", word.translate(letters))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _typos(dice: random.Random, made: Made, many: int, *, drift: bool = True) -> Made | None:
    words = [*made.given, *made.family]
    for _ in range(many):
        places = [place for place, word in enumerate(words) if len(word) >= 4]
        if not places:
            return None
        place = dice.choice(places)
        words[place] = _slip(dice, words[place])
    return _named(_drifted(dice, made) if drift else made, words, len(made.given))


def _slip(dice: random.Random, word: str) -> str:
    at = dice.randrange(1, len(word) - 1)
    letter = dice.choice("abcdefghijklmnopqrstuvwxyz")
    return dice.choice(
        (
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )


def _written_again(dice: random.Random, number: str) -> str:
    digits = "".join(each for each in number if each.isdigit())[-10:]
    return dice.choice(("0{0}", "+44{0}", "0{1} {2}")).format(digits, digits[:4], digits[4:])


def _date(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
