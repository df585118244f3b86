"""Finds names in a text however they are spelled: spaced, joined, reversed, masked, mistyped."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from app.firewall.confusables import LEET
from app.firewall.skeleton import Word, folded, is_within, key, looks, words

_LEAST_LOOSE = 8  # letters of a name that is also looked for mistyped, run together or reversed
_FIRST_EAST_ASIAN = "\u3040"  # from here on scripts put no space between words
_LEAST_TWO_SLIPS = 18
_MOST_WORDS = 48  # of one name, spelled out letter by letter
_MOST_LETTERS = 120  # of one name, with letters repeated
_END = 3  # letters that a name and a slip of it still share, at one end at least
GLUE_BEFORE = re.compile(
    r"(?:tell|ask|to|the|ring|call|report|notify|email|inform|refer|contact|with|via)+(?=..)"
)
_GLUE_AFTER = re.compile(r"(?<=..)(?:s|about|re|her|him|his|now|today|asap|uk|gov|team|staff)+$")
_LETTERS_FOR = str.maketrans(
    {sign: letter for sign, letter in LEET.items() if sign in "0123456789@$"}
)
_MASKS = "*#_?\u2022\u00b7\u00d7~^"
_DASHES = re.compile(r"(?<=[^\W\d_])-{2,}")
_MASKED = re.compile(
    rf"[^\W\d_][{re.escape(_MASKS)}]+(?:[^\W\d_]|\s|$)|[^\W\d_] [{re.escape(_MASKS)}]{{3}}"
)
_ALL_MASKED = re.compile(rf"[{re.escape(_MASKS)}]{{3,}}")


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
        self._names = {key(_letters(name)): name for name in names}
        self._simple = {_simple(name) for name in names}
        self._friends = {key(_letters(name)) for name in friends}
        self._most = max(len(name) for name in self._names) + 2
        self._loose = [
            name
            for name in self._names
            if len(name) >= _LEAST_LOOSE or name[0] >= _FIRST_EAST_ASIAN
        ]
        self._shapes = {looks(_letters(name)): name for name in names} | self._names
        self._heads = frozenset(name[:_END] for name in self._shapes)
        self._tails = frozenset(name[-_END:] for name in self._shapes)
        self._by_ends: dict[str, set[str]] = defaultdict(set)
        for shape in self._shapes:
            if len(shape) >= _LEAST_LOOSE:
                self._by_ends[f"{shape[:_END]}-"].add(shape)
                self._by_ends[f"-{shape[-_END:]}"].add(shape)
        self._masks = {re.sub(r"\W", "", name.lower()): name for name in names}

    def find(self, text: str) -> list[Mention]:
        """Return every mention in a decoded text; the same place may be named more than once."""
        return without_shadows(self._everywhere(text))

    def _everywhere(self, text: str) -> Iterator[Mention]:
        for leet in (False, True):
            read = words(text, leet=leet)
            yield from self._in_order(text, read)
            yield from self._run_together(text, read)
            yield from self._backwards(read)
        seen = text if text.isascii() else "".join(folded(character) for character in text)
        if _MASKED.search(seen) or _DASHES.search(seen):
            yield from self._behind_masks(seen)

    def _in_order(self, text: str, read: list[Word]) -> Iterator[Mention]:
        ends = [self._may_end(read, last) for last in range(len(read))]
        seen: dict[
            tuple[str, int, int, bool], str | None
        ] = {}  # a long text says the same again and again
        for first in range(len(read)):
            begins = self._may_begin(read, first)
            for last, letters, broken in _windows(read, first):
                if not (begins or ends[last]):
                    continue
                outer = len(read[first].letters), len(read[last].letters)
                asked = (letters, *outer, broken)
                if asked not in seen:
                    seen[asked] = self._named(_spellings(letters, *outer), mistyped=not broken)
                name = seen[asked]
                if name:
                    start, end = read[first].start, read[last].end
                    yield Mention(name, start, end, _simple(text[start:end]) in self._simple)

    def _may_begin(self, read: list[Word], first: int) -> bool:
        """Say whether a name may begin here, by its first letters: most places are passed over."""
        ahead = _joined(read[first : first + _MOST_WORDS])[:_MOST_LETTERS]
        return any(
            shape(letters)[:_END] in self._heads
            for letters in (ahead, GLUE_BEFORE.sub("", ahead, count=1))
            for shape in (key, looks)
        )

    def _may_end(self, read: list[Word], last: int) -> bool:
        """Say whether a name, perhaps mistyped before, may end here, by its last letters."""
        behind = _joined(read[max(last - _MOST_WORDS, 0) : last + 1])[-_MOST_LETTERS:]
        return any(
            shape(letters)[-_END:] in self._tails
            for letters in (behind, _GLUE_AFTER.sub("", behind))
            for shape in (key, looks)
        )

    def _named(self, spellings: Iterable[str], *, mistyped: bool) -> str | None:
        for spelling in spellings:
            looked_for = key(spelling)
            name = self._names.get(looked_for)
            if name is None and mistyped and looked_for not in self._friends:
                name = self._nearly(looked_for) or self._nearly(looks(spelling))
            if name:
                return name
        return None

    def _nearly(self, looked_for: str) -> str | None:
        """Return a name that these letters miss by a slip of the finger (two, if it is long)."""
        if len(looked_for) < _LEAST_LOOSE - 1:
            return None
        ends = (f"{looked_for[:3]}-", f"-{looked_for[-3:]}")
        for shape in {shape for end in ends for shape in self._by_ends.get(end, ())}:
            slips = 2 if len(shape) >= _LEAST_TWO_SLIPS else 1
            if is_within(looked_for, shape, slips):
                return self._shapes[shape]
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
        if len(whole) >= _LEAST_LOOSE or max(whole, default="") >= _FIRST_EAST_ASIAN:
            for name in self._loose:
                if name in whole:
                    yield Mention(self._names[name], run[0].start, run[-1].end, plain=False)

    def _backwards(self, read: list[Word]) -> Iterator[Mention]:
        turned = [replace(word, letters=word.letters[::-1]) for word in read]
        for order in (turned, turned[::-1]):
            for first in range(len(order)):
                if self._may_begin(order, first):
                    yield from self._backwards_from(order, first)

    def _backwards_from(self, order: list[Word], first: int) -> Iterator[Mention]:
        for last, letters, _ in _windows(order, first):
            looked_for = key(letters)
            if len(looked_for) >= _LEAST_LOOSE and looked_for in self._names:
                start, end = sorted((order[first], order[last]), key=lambda word: word.start)
                yield Mention(self._names[looked_for], start.start, end.end, plain=False)

    def _behind_masks(self, text: str) -> Iterator[Mention]:
        """Names with letters starred out: H*me Off*ce, H**e O****e."""
        text = _DASHES.sub(lambda dashes: "*" * len(dashes[0]), text)
        chunks = [(m[0].strip(".,;:()'\"!"), m.start(), m.end()) for m in re.finditer(r"\S+", text)]
        for first in range(len(chunks)):
            for last in range(first, min(first + 4, len(chunks))):
                typed = "".join(chunk[0] for chunk in chunks[first : last + 1]).lower()
                name = self._masked(typed) or self._masked(typed.translate(_LETTERS_FOR))
                if name:
                    yield Mention(name, chunks[first][1], chunks[last][2], plain=False)

    def _masked(self, typed: str) -> str | None:
        shown = sum(character not in _MASKS for character in typed)
        if shown == len(typed) or shown < max(4, len(typed) * 0.4) or len(typed) > self._most:
            return None
        # Whoever stars out much does not count the stars; more than two such gaps are only counted.
        few = len(_ALL_MASKED.findall(typed)) <= 2
        some = _ALL_MASKED.sub("\0", typed) if few else typed
        pattern = "".join(
            ".{2,}" if c == "\0" else "." if c in _MASKS else re.escape(c) for c in some
        )
        return next((n for m, n in self._masks.items() if re.fullmatch(pattern, m)), None)


def _windows(read: list[Word], first: int) -> Iterator[tuple[int, str, bool]]:
    """Yield each stretch of words from one on: its last word, its letters, whether it is broken.

    It is broken if a sentence ends inside.
    """
    letters, broken = "", False
    for last in range(first, min(first + _MOST_WORDS, len(read))):
        broken = broken or (last > first and read[last].begins)
        letters += read[last].letters
        if len(letters) > _MOST_LETTERS and last > first:
            return
        yield last, letters, broken


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


def _letters(name: str) -> str:
    return _joined(words(name, leet=False))


def _joined(read: list[Word]) -> str:
    return "".join(word.letters for word in read)


def _simple(text: str) -> str:
    return " ".join(text.casefold().replace("&", "and").replace("-", " ").replace("’", "'").split())
