"""Plain text out of whatever was typed, pasted or imported: no markup, no trick characters.

This is tidying, not the defence: the templates escape everything (see ``Application``). Words that
somebody put between angle brackets are evidence and stay; only what is really HTML goes.
"""

import re
import unicodedata
from html import unescape

import bleach
from bleach.html5lib_shim import HTML_TAGS

LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029|\x85")
NO_TEXT = re.compile(r"<(script|style)\b[^<>]*>(?:(?!<\1\b).)*?</\1\s?>", re.IGNORECASE | re.DOTALL)
NEW_LINE = re.compile(r"<br\s*/?>", re.IGNORECASE)
TAG = rf"/?(?:{'|'.join(sorted(HTML_TAGS))})(?:\s[^<>=]*=[^<>]*|\s*/?)>"
COMMENT = "!--[^<>]*-->"
NOT_A_TAG = re.compile(rf"<(?!{TAG}|{COMMENT})", re.IGNORECASE)
ROUNDS = 3
UNWANTED = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
KEPT = frozenset({"\n", "\t", "\u200c", "\u200d"})  # the joiners belong to some scripts and emoji


def plain(text: str) -> str:
    """The words without tags, control characters and characters that reorder what is read."""
    text = "".join(filter(_is_kept, LINE_ENDS.sub("\n", text)))
    for _ in range(ROUNDS):  # taking a tag away may leave one that was written around it
        text = _without_tags(text)
    return unicodedata.normalize("NFC", text).strip()


def one_line(text: str) -> str:
    """As ``plain``, with every run of white space made one space."""
    return " ".join(plain(text).split())


def _without_tags(text: str) -> str:
    """Let bleach take every tag away, with what is no tag protected from it first."""
    if "<" not in text:
        return text
    text = NEW_LINE.sub("\n", NO_TEXT.sub("", text)).replace("&", "&amp;")
    return unescape(bleach.clean(NOT_A_TAG.sub("&lt;", text), tags=set(), strip=True))


def _is_kept(char: str) -> bool:
    return char in KEPT or unicodedata.category(char) not in UNWANTED
