"""Pasted and imported words: markup and trick characters go, and not one word of hers."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.text import one_line, plain

KEPT_AS_TYPED = [
    "He said <3 and laughed",
    "a < b and c > d",
    "AT&T &amp; co",
    "she said <he will kill me> and hung up",
    "<a man hit her>",
    "<i think so>",
    "Ama <ama@mail.example.org>",
    "score <14 and >3, price <£5, if x<y then",
    "&lt;script&gt;",
    "unfinished <!-- comment",
    "Zażółć gęślą jaźń",
    "مرحبا بالعالم",
    "ਪੰਜਾਬੀ",
    "👩‍👧",
    "one\n\n\ttwo",
]
TIDIED = {
    "<b>bold</b> words": "bold words",
    "<script>alert(1)</script>hi": "hi",
    "<STYLE type='x'>p{}</STYLE>hi": "hi",
    "<p>one</p><p>two<br/>three</p>": "one\ntwo\nthree",
    "<img src=x onerror=alert(1)>": "",
    '<a href="https://x.example.org" onclick="y()">link</a>': "link",
    "<!-- hidden -->seen": "seen",
    "<<b>script>alert(1)<</b>/script>": "",
    "safe\u202egnp.exe": "safegnp.exe",
    "\u2066isolated\u2069 \ufeffmark": "isolated mark",
    "zero\u200bwidth\x00\x07": "zerowidth",
    "old\r\nlines\rhere\u2028too": "old\nlines\nhere\ntoo",
    "e\u0301": "é",
    "   spaces around   ": "spaces around",
}
SLOW = [
    "<b>" * 20_000,
    "<" * 20_000 + "b>",
    "<script>" * 20_000,
    "<b" + " " * 50_000,
    "<!--" * 9000,
]


@pytest.mark.parametrize("text", KEPT_AS_TYPED)
def test_what_only_looks_like_markup_is_evidence(text: str) -> None:
    """Words between angle brackets, ampersands and other scripts stay exactly as typed."""
    assert plain(text) == text


@pytest.mark.parametrize(("text", "tidy"), TIDIED.items())
def test_markup_and_trick_characters_go(text: str, tidy: str) -> None:
    """Tags, scripts' contents, controls and direction marks are taken away."""
    assert plain(text) == tidy


@given(st.text(st.characters(codec="utf-8", exclude_characters="<"), max_size=300))
def test_nothing_is_lost_where_nothing_is_a_tag(text: str) -> None:
    """Without an angle bracket, every letter, digit and sign is still there."""
    kept = [c for c in unicodedata.normalize("NFC", text) if c.isalnum() and c.isprintable()]
    assert [c for c in plain(text) if c.isalnum() and c.isprintable()] == kept


@given(st.text("<>/ab!-=&; \n\u202e", max_size=60))
def test_it_never_brings_back_a_control_or_fails(text: str) -> None:
    """Whatever is pasted, the answer is free of direction marks."""
    assert "\u202e" not in plain(text)


@pytest.mark.parametrize("text", SLOW)
def test_nobody_can_keep_it_busy(text: str) -> None:
    """Text made to be slow takes no longer than reading it."""
    began = time.monotonic()
    plain(text)
    assert time.monotonic() - began < 5


def test_one_line_is_one_line() -> None:
    """A name pasted with line ends becomes one line."""
    assert one_line(" Mary\n  Ann\t<b>Lee</b> ") == "Mary Ann Lee"
