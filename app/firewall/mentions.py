"""Finds names in a text however they are spelled: spaced, joined, reversed, masked, mistyped."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from app.firewall.skeleton import Word, is_within, key, words

_LEAST_LOOSE = 8  # letters of a name that is also looked for mistyped, run together or reversed
_LEAST_TWO_SLIPS = 18
_MOST_WORDS = 48
GLUE_BEFORE = re.compile(
    r"(?:tell|ask|to|the|ring|call|report|notify|email|inform|refer|contact|with|via)+(?=..)"
)
_GLUE_AFTER = re.compile(r"(?<=..)(?:s|about|re|her|him|his|now|today|asap|uk|gov|team|staff)+$")
_MASKS = "*#_?\u2022\u00b7\u00d7~^"
_MASKED = re.compile(rf"[^\W\d_][{re.escape(_MASKS)}]+(?:[^\W\d_]|\s|$)")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name that was found, where it stands, and whether it was written out plainly."""

    name: str
    start: int
    end: int
    plain: bool


class Names:
    """A table of names, ready to be looked for."""

    def __init__(self, names: Collection[str], friends: Iterable[str] = ()) -> None:
        self._names = {self._key(name): name for name in names}
        self._simple = {_simple(name) for name in names}
        self._friends = {self._key(name) for name in friends}
        self._most = max(len(name) for name in self._names) + 2
        self._by_ends: dict[str, set[str]] = defaultdict(set)
        for name in self._loose():
            self._by_ends[f"{name[:3]}-"].add(name)
            self._by_ends[f"-{name[-3:]}"].add(name)
        self._masks = {re.sub(r"\W", "", name.lower()): name for name in names}

    @staticmethod
    def _key(name: str) -> str:
        return key("".join(word.letters for word in words(name, leet=False)))

    def _loose(self) -> list[str]:
        return [name for name in self._names if len(name) >= _LEAST_LOOSE]

    def find(self, text: str) -> list[Mention]:
        """Return every mention in a decoded text; the same place may be named more than once."""
        return without_shadows(self._everywhere(text))

    def _everywhere(self, text: str) -> Iterator[Mention]:
        for leet in (False, True):
            read = words(text, leet=leet)
            yield from self._in_order(text, read)
            yield from self._run_together(text, read)
            yield from self._backwards(read)
        if _MASKED.search(text):
            yield from self._behind_masks(text)

    def _in_order(self, text: str, read: list[Word]) -> Iterator[Mention]:
        for first in range(len(read)):
            yield from self._from(text, read, first)

    def _from(self, text: str, read: list[Word], first: int) -> Iterator[Mention]:
        letters, broken = "", False
        for last in range(first, min(first + _MOST_WORDS, len(read))):
            word = read[last]
            broken = broken or (last > first and word.begins)
            letters += word.letters
            if len(key(letters)) > self._most and last > first:
                return
            spellings = _spellings(letters, len(read[first].letters), len(word.letters))
            name = self._named(spellings, mistyped=not broken)
            if name:
                start, end = read[first].start, word.end
                yield Mention(name, start, end, _simple(text[start:end]) in self._simple)

    def _named(self, spellings: Iterable[str], *, mistyped: bool) -> str | None:
        for spelling in spellings:
            looked_for = key(spelling)
            name = self._names.get(looked_for)
            if name is None and mistyped and looked_for not in self._friends:
                name = self._nearly(looked_for)
            if name:
                return name
        return None

    def _nearly(self, looked_for: str) -> str | None:
        if len(looked_for) < _LEAST_LOOSE - 1:
            return None
        near = self._by_ends[f"{looked_for[:3]}-"] | self._by_ends[f"-{looked_for[-3:]}"]
        for name in near:
            slips = 2 if len(name) >= _LEAST_TWO_SLIPS else 1
            if is_within(looked_for, name, slips):
                return self._names[name]
        return None

    def _run_together(self, text: str, read: list[Word]) -> Iterator[Mention]:
        """Names inside one unbroken run of characters: tellthehomeoffice, home-office.example."""
        run: list[Word] = []
        for word in [*read, None]:
            if run and (word is None or re.search(r"\s", text[run[-1].end : word.start])):
                yield from self._inside(run)
                run = []
            if word is not None:
                run.append(word)

    def _inside(self, run: list[Word]) -> Iterator[Mention]:
        whole = key("".join(word.letters for word in run))
        if len(whole) >= _LEAST_LOOSE:
            for name in self._loose():
                if name in whole:
                    yield Mention(self._names[name], run[0].start, run[-1].end, plain=False)

    def _backwards(self, read: list[Word]) -> Iterator[Mention]:
        turned = [replace(word, letters=word.letters[::-1]) for word in read]
        for order in (turned, turned[::-1]):
            for first in range(len(order)):
                letters = ""
                for last in range(first, min(first + _MOST_WORDS, len(order))):
                    letters += order[last].letters
                    looked_for = key(letters)
                    if len(looked_for) > self._most:
                        break
                    if len(looked_for) >= _LEAST_LOOSE and looked_for in self._names:
                        ends = (order[first], order[last])
                        start = min(word.start for word in ends)
                        end = max(word.end for word in ends)
                        yield Mention(self._names[looked_for], start, end, plain=False)

    def _behind_masks(self, text: str) -> Iterator[Mention]:
        """Names with letters starred out: H*me Off*ce, H**e O****e."""
        chunks = [(m[0].strip(".,;:()'\"!"), m.start(), m.end()) for m in re.finditer(r"\S+", text)]
        for first in range(len(chunks)):
            for last in range(first, min(first + 4, len(chunks))):
                typed = "".join(chunk[0] for chunk in chunks[first : last + 1]).lower()
                name = self._masked(typed)
                if name:
                    yield Mention(name, chunks[first][1], chunks[last][2], plain=False)

    def _masked(self, typed: str) -> str | None:
        shown = sum(character not in _MASKS for character in typed)
        if shown == len(typed) or shown < max(4, len(typed) * 0.4):
            return None
        pattern = "".join("." if c in _MASKS else re.escape(c) for c in typed)
        return next((n for m, n in self._masks.items() if re.fullmatch(pattern, m)), None)


def _spellings(letters: str, first: int, last: int) -> Iterator[str]:
    """The letters as they stand, and without small words run together with the outer ones."""
    yield letters
    before = GLUE_BEFORE.match(letters, 0, first)
    after = _GLUE_AFTER.search(letters, len(letters) - last)
    starts = [0, before.end()] if before else [0]
    ends = [len(letters), after.start()] if after else [len(letters)]
    for start in starts:
        for end in ends:
            if end - start < len(letters):
                yield letters[start:end]


def without_shadows(found: Iterable[Mention]) -> list[Mention]:
    """Drop the odd spellings that are only a plain one with a neighbour taken along."""
    mentions = list(dict.fromkeys(found))
    plain = [mention for mention in mentions if mention.plain]
    return [m for m in mentions if m.plain or not any(_is_inside(p, m) for p in plain)]


def _is_inside(inner: Mention, outer: Mention) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _simple(text: str) -> str:
    return " ".join(text.casefold().replace("&", "and").replace("-", " ").replace("’", "'").split())
