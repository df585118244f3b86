"""Sets a letter: the wording of its purpose with what the case and the register say."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.confidentiality.gate.ports import public_page
from app.confidentiality.recipient.rules import Entry, RecipientKind
from app.marac.letter.content import Content
from app.marac.letter.facts import Facts
from app.marac.letter.wordings import Wording
from app.paper import Letter, Signed

ELECTRONICALLY = "Signed electronically"
UNBROKEN = "\N{NO-BREAK SPACE}"
_GROUPS = 2


@dataclass(frozen=True)
class Writer:
    """Somebody of a member agency as a letter names them. ``is_idva``: by their role here."""

    name: str
    job: str
    agency: str
    phone: str
    is_idva: bool = False


def written(wording: Wording, content: Content, facts: Facts, area: str, writer: Writer) -> Content:
    """Return the letter with its words filled in, as they would be signed.

    ``writer`` signs as a member, or is who can be asked how to reach her safely.
    """
    values = values_of(content, facts, area, writer)
    added = [content.added] if content.added else []
    filled = wording.filled(content.sentences, values)
    return replace(
        content,
        heading=wording.heading,
        salutation=wording.salutation.format_map(values),
        paragraphs=(*filled[:-1], *added, filled[-1]),
    )


def values_of(content: Content, facts: Facts, area: str, writer: Writer) -> dict[str, str]:
    """Return what is filled in, by name; every name that any wording uses is there."""
    victim, him = facts.victim.name, facts.name_of(content.perpetrator_id)
    they, them, their = pronouns(facts.victim.pronouns)
    born = birth_of(content, facts)
    return {
        "area": place(area),
        "victim": victim,
        "they": they,
        "them": them,
        "their": their,
        "born": born,
        "perpetrator": him,
        "by_perpetrator": f" by {him}" if him else "",
        "heard_on": in_words(facts.heard_on) if facts.heard_on else "",
        "history": _history(victim + born, facts),
        "author_job": _job(writer),
        "contact": writer.name,
        "contact_agency": writer.agency,
        "contact_phone": writer.phone,
    }


def neutral(facts: Facts, content: Content, values: Mapping[str, str]) -> dict[str, str]:
    """Return the same with letters for people and agencies, so that no name is read as a word."""
    nobody = Writer("C", "", "D", "")
    who = replace(facts.victim, name="A")
    him = {each: replace(details, name="B") for each, details in facts.perpetrators.items()}
    unnamed = replace(facts, victim=who, perpetrators=him)
    said = values_of(content, unnamed, "E", nobody)
    return {**said, "perpetrator": "B" if values["perpetrator"] else ""}


def text_of(content: Content) -> str:
    """Return all the words of a letter, for whoever judges them."""
    return "\n".join((content.salutation, content.heading, *content.paragraphs))


def set_letter(
    content: Content,
    wording: Wording,
    *,
    area: str,
    letterhead: Writer,
    entry: Entry,
    attention: str,
    victim: str,
    dated: date,
    signed: Signed | None,
) -> Letter:
    """Return the letter as it is printed; without a signature it prints as a draft."""
    return Letter(
        area=area,
        address=_letterhead(wording, letterhead),
        date=dated,
        to=addressee(entry, attention, victim),
        reference=reference_of(content.code),
        heading=content.heading,
        paragraphs=content.paragraphs,
        signatures=(signed,) if signed else (),
        code=content.code if signed else "",
        check=(_where_to_check(),),
        room=wording.by_member,
        salutation=content.salutation,
        closing=wording.closing,
    )


def _letterhead(wording: Wording, writer: Writer) -> tuple[str, ...]:
    """Return whose letter it is, and on which number of the register it can be asked about."""
    whose = () if wording.by_member else ("Questions to",)
    phone = f"Telephone {writer.phone}" if writer.phone else ""
    return tuple(filter(None, (*whose, writer.agency, phone)))


def addressee(entry: Entry, attention: str, victim: str) -> tuple[str, ...]:
    """Return the lines of the envelope: the register’s own, and for her no address at all."""
    if entry.kind == RecipientKind.VICTIM:
        return (victim, "By hand")
    named = [f"For the attention of {attention}"] if attention else []
    return (entry.name, *named, *filter(None, map(str.strip, entry.postal_address.splitlines())))


def reference_of(code: str) -> str:
    """Return what to quote on the telephone: the beginning of the random code."""
    return "-".join(code.split("-")[:_GROUPS]) if code else "Draft"


def place(area: str) -> str:
    """Return an area's name without the word MARAC, which the wordings bring themselves."""
    return " ".join(area.replace("MARAC", " ").split())


def in_words(day: date) -> str:
    """Return a day as a letter writes it, 3 March 2027, with spaces at which no line breaks."""
    return f"{day.day} {day:%B %Y}".replace(" ", UNBROKEN)


def birth_of(content: Content, facts: Facts) -> str:
    """Return the victim's date of birth as it follows the name, where the writer wants it there."""
    on = facts.victim.date_of_birth
    return f" (born {in_words(on)})" if content.birth and on else ""


def pronouns(said: str) -> tuple[str, str, str]:
    """Return how a letter speaks of the victim: as the case says, else she, her, her."""
    if re.search(r"\bhe\b", said.casefold()):
        return "he", "him", "his"
    if re.search(r"\bthey\b", said.casefold()):
        return "they", "them", "their"
    return "she", "her", "her"


def _history(victim: str, facts: Facts) -> str:
    said = f"{victim} was referred to the MARAC on {in_words(facts.referred_on)}"
    if facts.heard_on:
        return f"{said}, and the MARAC heard the case on {in_words(facts.heard_on)}."
    return f"{said}."


def _job(writer: Writer) -> str:
    """Return how a member says what they are: "an independent domestic violence adviser at …"."""
    job = "independent domestic violence adviser (IDVA)" if writer.is_idva else writer.job
    if not job:
        return f"{writer.name}, and I work for {writer.agency}"
    return f"{writer.name}, {job} at {writer.agency}"


def _where_to_check() -> str:
    page = public_page()
    where = f"at {page}" if page else "on the public page of this MARAC for checking papers"
    return (
        f"The file of this letter can be checked {where}. The page says only whether it is genuine."
    )
