"""Text on its way to paper: nothing invisible in it, and nothing that vanishes.

A mark that turns the reading direction makes a name read as another one, so invisible characters
are taken out when a sheet or letter is made. A character that the type has no picture of would be
an empty box, and some crash the typesetter: it is written in plain letters between brackets.
"""

import re
import unicodedata

from anyascii import anyascii

_INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_NEW_LINE = "\n"

# What Source Sans Pro draws upright in all weights used here, as ranges of code points: letters of
# Latin with their marks, Greek and Cyrillic, figures, punctuation, currencies and a few signs.
_DRAWN = (
    "20-7e a0-ac ae-17e 180 18f 192 1a0-1a1 1af-1b0 1cd-1dc 1e2-1e3 1e6-1e7 1ea-1eb 1f4-1f5 "
    "1f8-1f9 1fc-1fd 218-21b 259 2b9 2bb-2bc 2be-2bf 2c6-2c7 2d8-2dd 300-30c 30f 311-313 323-328 "
    "32e 331 386 388-38a 38c 38e-3a1 3a3-3ce 400-45f 490-493 49a-49b 4a2-4a3 4ae-4b1 4ba-4bb "
    "4d8-4d9 4e8-4e9 1e06-1e07 1e0c-1e0f 1e20-1e21 1e24-1e25 1e2a-1e2b 1e32-1e3b 1e3e-1e49 "
    "1e58-1e63 1e6c-1e6f 1e80-1e85 1e8e-1e8f 1e92-1e97 1e9e 1ea0-1ef9 2012-2015 2018-201a "
    "201c-201e 2020-2022 2026 2030 2032-2033 2039-203a 2044 2070 2074-2079 2080-2089 20a4 20a6 "
    "20a9 20ab-20ac 20ae 20b1 20b4-20b5 20b8-20ba 20bd 2116 2122 2150-215e 2190-2193 2212 2248 "
    "2260 2264-2265 25a0 25b6 2610-2611 2713"
)


def _ranges(written: str) -> frozenset[str]:
    found: set[str] = set()
    for part in written.split():
        first, _, last = part.partition("-")
        found.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return frozenset(found)


DRAWN = _ranges(_DRAWN)
"""Every character that is printed as it is."""

_OTHER = f"[^{re.escape(_NEW_LINE + ''.join(sorted(DRAWN)))}]"
_UNDRAWN = re.compile(f"{_OTHER}+(?: +{_OTHER}+)*")


def clean(text: str) -> str:
    """Return the text composed (NFC), with new lines kept and every other invisible one gone."""
    lines = text.replace("\r\n", _NEW_LINE).replace("\r", _NEW_LINE).replace("\t", " ")
    kept = (c for c in lines if c == _NEW_LINE or unicodedata.category(c) not in _INVISIBLE)
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def marac(area: str) -> str:
    """Return an area's name as strangers know it: Northbrook MARAC."""
    name = clean(area)
    return name if "MARAC" in name.upper() else f"{name} MARAC".strip()


def drawn(text: str) -> str:
    """Return the text as it is printed: what the type cannot draw, in plain letters in brackets.

    ``زينب`` is printed as ``[zynb]``; what has no plain letters either as ``[U+E0100]``.
    """
    return _UNDRAWN.sub(_in_plain_letters, text)


def undrawable(text: str) -> tuple[str, ...]:
    """Return the runs of characters that would be printed in plain letters, to tell the writer."""
    return tuple(run.group().strip() for run in _UNDRAWN.finditer(clean(text)))


def _in_plain_letters(run: re.Match[str]) -> str:
    plain = anyascii(run.group()).strip()
    return f"[{plain}]" if plain else "".join(f"[U+{ord(c):04X}]" for c in run.group())
