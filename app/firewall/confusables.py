"""Characters that look like a Latin letter, by code point: what a forger of names types instead."""

# Code points in hexadecimal, because printed they could not be told from the letter beside them.
# Latin letters with strokes, hooks and accents, full-width and mathematical ones are not listed:
# skeleton.py reads those off their Unicode names.
_CYRILLIC = """
a 430 410 4d9   b 432 412 44c 42c 431   c 441 421 481 480   d 501 500   e 435 415 454 404 44d 42d
f 493 492   g 50d 50c   h 43d 41d 4bb 4ba 4a3 4a2   i 456 406 4cf 4c0   j 458 408
k 43a 41a 49b 49a   m 43c 41c   n 43f 41f 438 418   o 43e 41e 4e9 4e8   p 440 420   q 51b 51a
r 433 413 44f 42f   s 455 405   t 442 422   u 446 426   v 475 474   w 448 428 461 460 51d 51c
x 445 425 4b3 4b2   y 443 423 4af 4ae
"""
_GREEK = """
a 3b1 391   b 3b2 392   c 3f2 3f9 3c2   e 3b5 395 3f5   f 3dd 3dc   g 3b3 262
h 397 3b7   i 3b9 399 37a   j 3f3 37f   k 3ba 39a   m 39c 3fb   n 39d
o 3bf 39f 3c3 3b8 398 3c6   p 3c1 3a1   t 3c4 3a4   u 3c5 3bc   v 3bd   w 3c9   x 3c7 3a7
y 3a5   z 396
"""
_CHEROKEE = """
a 13aa   b 13f4 13cf 13ee   c 13df   d 13a0 13e7   e 13ac   f 13b0   g 13c0 13f3   h 13bb 13c2
i 13a2 13a5   j 13ab   k 13e6   l 13de   m 13b7   o 13be 13a4   p 13e2   r 13a1 13d2
s 13da 13d5 13a6   t 13d4   v 13d9   w 13b3   y 13a9 13cd   z 13c3
"""
_LISU = """
a a4ee   b a4d0   c a4da   d a4d3 a4d2   e a4f0   f a4dd   g a4d6   h a4e7   i a4f2   j a4d9
k a4d7   l a4e1   m a4df   n a4e0   o a4f3   p a4d1   r a4e3   s a4e2   t a4d4   u a4f4
v a4e6   w a4ea   x a4eb   y a4ec   z a4dc
"""
_COPTIC_AND_ARMENIAN = """
a 2c80 2c81   b 2c82   c 2ca4 2ca5   e 2c88 2c89   f 584   g 581   h 2c8e 2c8f 570   i 2c92 2c93
k 2c94 2c95   l 53c   m 2c98 2c99   n 2c9a 578 548   o 2c9e 2c9f 585 555   p 2ca2 2ca3   q 566
s 54f   t 2ca6 2ca7   u 57d 54d   y 2ca8
"""
_SYLLABICS_AND_RUNES = """
a 15c5   b 15f7   c 1455   d 15de 15ea   e 15f4   f 15b4 16a0   h 157c 16bb   i 14f0   k 16d5
l 14aa   m 15f0 16d6   n 144e   o 15dd 1424   p 146d   r 1587   s 1515   u 144c   v 142f   w 15ef
x 1541 16b7
"""
_OTHERS = """
a 251 2c6d 2200   c 254 186 a2 a9 1d04   e 20ac 212e 2203 25b   f 17f 1e9d 25f 2a0 a798 192   g 183
h 265 210f   i 131 269 2223 1c0 a1 5d5 5df 627 6c1   m 28d 271 26f   n 2229 273   r ae 27e
t 2020 2121   u 222a 28b   v 2228 2c72   w 2c73 1d21   y 28f a5   z 2c4
o 5e1 7c0 665 6f5 966 9e6 a66 ae6 b66 be6 c66 d66 e50 ed0 1040 10ff 2d54 3007 25cb 25ef b20 d20
"""

_TABLES = (
    _CYRILLIC,
    _GREEK,
    _CHEROKEE,
    _LISU,
    _COPTIC_AND_ARMENIAN,
    _SYLLABICS_AND_RUNES,
    _OTHERS,
)


def _read(tables: tuple[str, ...]) -> dict[str, str]:
    looks: dict[str, str] = {}
    letter = ""
    for part in " ".join(tables).split():
        # A letter begins its row; code points have at least two digits.
        if len(part) == 1:
            letter = part
        else:
            looks[chr(int(part, 16))] = letter
    return looks


LOOKS_LIKE = _read(_TABLES)

# Digits and signs that stand for letters ("H0me 0ff1ce"). An l reads as an i everywhere.
LEET = {
    "0": "o",
    "1": "i",
    "2": "z",
    "3": "e",
    "4": "a",
    "5": "s",
    "6": "g",
    "7": "t",
    "8": "b",
    "9": "g",
    "@": "a",
    "$": "s",
    "!": "i",
    "|": "i",
    "+": "t",
    "(": "c",
    "<": "c",
    "{": "c",
    "^": "a",
}

# Pictures that read as a word.
PICTURES = {
    "\U0001f3e0": " home ",
    "\U0001f3e1": " home ",
    "\U0001f3e2": " office ",
    "\U0001f3db": " office ",
    "\U0001f6c2": " immigration officers ",
}
