"""The page for her as data: the words that ship, and what a translation must hold."""

import re
from datetime import date

import pytest

from app.marac.support.explanation import ENGLISH, english, read_translation
from app.refusals import RuleBroken
from tests.marac.support.translations import as_file, told

TODAY = date(2026, 11, 22)
SENTENCES = re.compile(r"[.?!:]+(?=\s|$)|\n")
VOWELS = re.compile(r"[aeiouy]+")
NEVER = re.compile(
    r"\billegal|\blow risk|\bvisa\b|\bpassport|\basylum|\byou (?:can|may|should) apply|\beligible"
    r"|\bentitled to stay|\bwe promise",
    re.IGNORECASE,
)
MUST_SAY = {
    "short": ("not told", "immigration enforcement", "duties", "say no", "on your side"),
    "shared": ("safe", "children", "status"),
    "never_told": ("No one from the MARAC tells them", "family"),
    "immigration": ("Home Office", "does not pass", "at the meeting", "threat"),
    "not_controlled": ("own records", "child", "court", "police", "council", "Home Office"),
    "your_say": ("no", "object", "what we keep", "put it right", "complain", "without your yes"),
    "next": ("IDVA", "999", "way you chose"),
    "advice": ("allowed", "Your worker", "not"),
    "paper": ("nothing about you", "safe place"),
}


def syllables(word: str) -> int:
    """About how many syllables a word has: runs of vowels, without a silent e."""
    word = word.lower()
    silent = word.endswith("e") and not word.endswith(("le", "ee"))
    return max(1, len(VOWELS.findall(word)) - silent)


def grade(text: str) -> float:
    """The Flesch–Kincaid grade: school years in the United States; add five for an age."""
    sentences = [each for each in SENTENCES.split(text) if re.search(r"[A-Za-z]", each)]
    words = re.findall(r"[A-Za-z]+", text)
    per_sentence = len(words) / len(sentences)
    per_word = sum(map(syllables, words)) / len(words)
    return 0.39 * per_sentence + 11.8 * per_word - 15.59


def test_the_measure_of_reading_tells_hard_from_easy() -> None:
    """A sentence out of a protocol is hard, and a child’s is not: the measure can fail."""
    hard = "Information concerning individuals is disseminated proportionately to participating "
    assert grade(hard + "organisations in accordance with statutory obligations.") > 15
    assert grade("The cat sat on the mat. It was warm there.") < 2


def test_a_child_of_nine_to_eleven_can_read_it() -> None:
    """The whole is for eleven years at most, and no section is far above."""
    bodies = {section.code: section.body for section in english().sections}
    assert grade("\n".join(bodies.values())) <= 6
    hard = {code: round(grade(body), 1) for code, body in bodies.items() if grade(body) > 7.5}
    assert hard == {}


@pytest.mark.parametrize("code", MUST_SAY)
def test_it_says_what_it_must(code: str) -> None:
    """What is shared, what is not, what is not in our hands, and what she can do."""
    body = next(each.body for each in english().sections if each.code == code)
    assert [words for words in MUST_SAY[code] if words not in body] == []


def test_it_gives_no_advice_and_no_name() -> None:
    """Nobody is told that they may apply for something, and nobody is called what nobody is."""
    text = ENGLISH.read_text("utf-8")
    assert NEVER.findall(text) == []
    assert "him" not in re.findall(r"\w+", text.lower())


def test_the_short_version_takes_a_minute_to_read_aloud() -> None:
    """At about 130 words a minute."""
    short = english().sections[0]
    assert short.code == "short"
    assert 60 <= len(short.body.split()) <= 130


def test_a_checked_translation_is_read() -> None:
    """With its direction, who checked it and when; in the order of the English text."""
    given = told()
    given["sections"].reverse()
    read = read_translation(as_file(sections=given["sections"]), TODAY)
    assert read.wording.direction == "rtl"
    assert read.checked_on == date(2026, 3, 27)
    assert "second speaker" in read.checked_by
    own = [section.code for section in english().sections]
    assert [section.code for section in read.wording.sections] == own


def test_the_english_file_is_the_pattern_of_a_toml_translation() -> None:
    """Whoever copies it and changes the head, as it says at its top, has a file that loads."""
    text = ENGLISH.read_text("utf-8")
    head = 'of_version = "1"\nchecked_by = "Two readers"\nchecked_on = 2026-03-27\n'
    text = text.replace('version = "1"\n', head, 1).replace('language = "en"', 'language = "pl"')
    read = read_translation(text.encode(), TODAY)
    assert (read.wording.language, read.checked_on) == ("pl", date(2026, 3, 27))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"checked_by": None}, "checked_by"),
        ({"checked_by": " "}, "checked_by"),
        ({"checked_on": None}, "checked_on"),
        ({"checked_on": "spring"}, "checked_on"),
        ({"checked_on": "2026-11-23"}, "checked_on"),
        ({"language": "Urdu"}, "language"),
        ({"language": "en-gb"}, "language"),
        ({"direction": "up"}, "direction"),
        ({"of_version": "0"}, "of_version"),
        ({"name": None}, "name"),
        ({"english_name": ""}, "english_name"),
        ({"sections": None}, "sections"),
        ({"sections": ["short"]}, "sections"),
        ({"labels": []}, "labels"),
    ],
)
def test_a_file_that_lacks_something_is_refused(changes: dict[str, object], field: str) -> None:
    """Nobody’s check, no date, another version: it says which."""
    with pytest.raises(RuleBroken) as refused:
        read_translation(as_file(**changes), TODAY)
    assert refused.value.field == field


def test_every_missing_section_is_named() -> None:
    """A page without what the MARAC does not control is not the page."""
    kept = [
        each for each in told()["sections"] if each["code"] not in ("not_controlled", "immigration")
    ]
    with pytest.raises(RuleBroken, match="missing sections: immigration, not_controlled"):
        read_translation(as_file(sections=kept), TODAY)


@pytest.mark.parametrize(
    ("code", "body", "said"),
    [
        ("short", "", "without words: short"),
        ("short", "<p></p>", "without words: short"),
        ("promise", "x", "has not: promise"),
        ("what", "x" * 6001, "too long: what"),
    ],
)
def test_an_empty_an_extra_and_an_endless_section_are_named(
    code: str, body: str, said: str
) -> None:
    """A translation adds no promise and leaves none out."""
    sections = [each for each in told()["sections"] if each["code"] != code]
    sections.append({"code": code, "heading": "Heading", "body": body})
    with pytest.raises(RuleBroken, match=said):
        read_translation(as_file(sections=sections), TODAY)


def test_a_section_given_twice_is_named() -> None:
    """Nobody has to guess which of the two was checked."""
    sections = told()["sections"]
    with pytest.raises(RuleBroken, match="twice: short"):
        read_translation(as_file(sections=[*sections, sections[0]]), TODAY)


def test_labels_are_all_there_too() -> None:
    """A missing or an unknown label is named."""
    labels = told()["labels"]
    fewer = {code: text for code, text in labels.items() if code != "telephone"}
    with pytest.raises(RuleBroken, match="missing labels: telephone"):
        read_translation(as_file(labels=fewer), TODAY)
    with pytest.raises(RuleBroken, match="has not: fax"):
        read_translation(as_file(labels=labels | {"fax": "Fax"}), TODAY)


@pytest.mark.parametrize("data", [b"\xff\xfe", b"{", b"= 1", b"x" * 200_001, b"", b"[1]"])
def test_what_is_no_such_file_is_refused(data: bytes) -> None:
    """Bytes, half a file, too much of it, nothing: a sentence, never a fault."""
    with pytest.raises(RuleBroken):
        read_translation(data, TODAY)


def test_markup_in_a_file_becomes_text() -> None:
    """A translation brings words and nothing that runs."""
    sections = told()["sections"]
    sections[1]["body"] = "<script>alert(1)</script>Words <b>here</b>"
    read = read_translation(as_file(sections=sections), TODAY)
    assert read.wording.sections[1].body == "Words here"
