"""Makes the sheet that would leave: approved items alone, without what never leaves.

What says something of immigration status is left out of every item, whoever asks: that is told to
nobody outside (AC-20; SafeLives, "Guidance for MARACs on sharing information relating to
immigration"). A chair may say in other words what a reader needs for safety.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.confidentiality.disclosure.content import Chosen, ItemChoice
from app.confidentiality.disclosure.opening import OpenedRequest
from app.confidentiality.disclosure.ports import Item, Passage, Somebody
from app.confidentiality.disclosure.redacting import is_named, left_out_of, redacted
from app.confidentiality.disclosure.rules import BY_LAWYERS, Consent, Ground, Outcome
from app.confidentiality.disclosure.status import tells_status
from app.paper import Section, Sheet
from app.refusals import RuleBroken

LEFT_OUT = "[Something is left out of this.]"
"""Said once, at the end of an item: where it stood would say what it was."""
TITLES: dict[Ground, str] = {
    Ground.PROTECT: "Shared to keep somebody safe",
    Ground.TRANSFER: "Transfer of a case to another MARAC",
    Ground.LEGAL_DEMAND: "For the legal team: what a demand is about",
    Ground.SUBJECT_ACCESS: "For the legal team: a person’s own information",
}
KNOWS: dict[Consent, str] = {
    Consent.YES: "The victim knows that this is shared, and agrees.",
    Consent.OVERRIDDEN: (
        "The victim knows that this is shared and does not agree. Be careful how you speak of it."
    ),
    Consent.TOO_RISKY: "The victim does not know that this is shared. Do not mention it.",
    Consent.CANNOT: "The victim does not know that this is shared. Do not mention it.",
}
CONDITIONS = (
    "Use this for the purpose it was shared for, and for nothing else.",
    "Do not pass it on outside your organisation. If somebody else needs it, they ask the chair "
    "who decided this.",
    "Do not enter it in any system that another organisation can read.",
    "The perpetrator must not learn of it, nor of where it came from.",
    "Keep it where only those who need it can open it. Destroy it when the purpose is met.",
)
FOR_LAWYERS = (
    "For legal advice to your own agency. Nothing of it goes to whoever demands or asks for it "
    "before your lawyers have decided what must, and have asked the court to protect the rest.",
    "Tell the chair who decided this before anything is handed over, so that it can be contested.",
    CONDITIONS[2],
    CONDITIONS[3],
    CONDITIONS[4],
)
NEITHER = (
    "To whoever asked, it is neither confirmed nor denied that anything is held, unless the data "
    "protection officer decides otherwise."
)
MAKE_NO_CONTACT = (
    "Do not contact the victim because of this, unless a part below says how it is safe."
)
NOTHING_LEFT = (
    "Nothing of this item is left. Do not share it, or say in your own words what is needed."
)
STATUS_IN_WORDS = (
    "These words say something of immigration status, which is told to nobody outside. Say without "
    "it what the reader needs for safety."
)
STATUS_IN_PURPOSE = (
    "What the request gives as its purpose says, or may say, something of immigration status. Ask "
    "whoever asked to say it without."
)
STATUS_IN_SECTION = (
    "Put together, what is left of ‘{heading}’ says, or may say, something of immigration status. "
    "Leave more of it out, or say in your own words what is needed."
)


@dataclass(frozen=True)
class ShownPassage:
    """A passage as a chair sees it: what would leave of it, and whether it must stay."""

    number: int
    name: str
    text: str
    is_flagged: bool


@dataclass(frozen=True)
class ShownItem:
    """An item as a chair sees it, with the people in it whose names are taken out."""

    item: Item
    passages: tuple[ShownPassage, ...]
    people: tuple[Somebody, ...]

    @property
    def flagged(self) -> tuple[int, ...]:
        """The numbers of the passages that must stay."""
        return tuple(each.number for each in self.passages if each.is_flagged)


def shown_items(opened: OpenedRequest, chosen: Chosen | None = None) -> list[ShownItem]:
    """Return each item that was asked for as it would leave, before or after a chair chose."""
    found = []
    for item in opened.items:
        choice = chosen.of(item.key) if chosen else None
        passages = tuple(
            ShownPassage(
                number,
                passage.name,
                words_of(opened, item, passage, choice.shown if choice else ()),
                is_flagged(passage),
            )
            for number, passage in enumerate(item.passages)
        )
        found.append(ShownItem(item, passages, tuple(_hidden_in(opened, item))))
    return found


def is_flagged(passage: Passage) -> bool:
    """Say whether a passage tells, or may tell, something of immigration status."""
    return tells_status(passage.text) or tells_status(passage.name)


def words_of(opened: OpenedRequest, item: Item, passage: Passage, shown: Sequence[str] = ()) -> str:
    """Return what would leave of a passage."""
    return _redacted(opened, item, passage.text, shown, contact=passage.is_contact)


def taken_from(
    opened: OpenedRequest, words: str, item: Item | None = None, shown: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return what would have to be taken out of words that a chair writes herself."""
    alone = opened.asked.ground is Ground.SUBJECT_ACCESS
    stays = {*shown, *([item.subject] if item and item.subject else [])}
    record = opened.record
    return left_out_of(words, record.never, record.people, stays, victim_named=not alone)


def build(opened: OpenedRequest, chosen: Chosen, *, agency: str, area: str) -> Sheet:
    """Make the sheet. ``RuleBroken`` for an item of which nothing would be left."""
    ground = opened.asked.ground
    choices = [(item, chosen.of(item.key)) for item in opened.items]
    sections = [
        _section(opened, item, choice, number)
        for number, (item, choice) in enumerate(choices)
        if choice and choice.answer is not Outcome.REFUSED
    ]
    sheet = Sheet(
        title=TITLES[ground],
        opening=tuple(_opening(opened, agency)),
        sections=(*_before(opened), *sections),
        closing=tuple(_closing(chosen, ground, area)),
        conditions=(*_conditions(ground), *_lines(chosen.conditions)),
    )
    _check_whole(sheet, len(sheet.sections) - len(sections))
    return sheet


def _check_whole(sheet: Sheet, before: int) -> None:
    """Raise ``RuleBroken`` if any words of the sheet tell something of immigration status.

    The last question before a chair sees it: whatever was typed, planted or put together of parts
    that say nothing by themselves. Whom it is for is called what the register calls them.
    """
    if any(tells_status(words) for words in sheet.opening[1:]):
        raise RuleBroken("send", STATUS_IN_PURPOSE)
    if any(tells_status(words) for words in (*sheet.closing, *sheet.conditions)):
        raise RuleBroken("conditions", STATUS_IN_WORDS)
    for section in sheet.sections[before:]:
        rows = [f"{name}. {words}" for name, words in section.rows]
        if tells_status("\n".join((section.heading, *rows, *section.paragraphs))):
            raise RuleBroken("send", STATUS_IN_SECTION.format(heading=section.heading))


def _section(opened: OpenedRequest, item: Item, choice: ItemChoice, place: int) -> Section:
    left = [
        (passage, number not in choice.left_out and not is_flagged(passage))
        for number, passage in enumerate(item.passages)
    ]
    if not any(stays for _, stays in left) and not choice.instead.strip():
        raise RuleBroken(f"answer_{place}", NOTHING_LEFT)
    rows = tuple(
        (passage.name, words_of(opened, item, passage, choice.shown))
        for passage, stays in left
        if stays and passage.name
    )
    text = " ".join(
        words_of(opened, item, passage, choice.shown)
        for passage, stays in left
        if stays and not passage.name
    )
    instead = choice.instead.strip()
    paragraphs = [text] if text else []
    paragraphs += [LEFT_OUT] if not all(stays for _, stays in left) else []
    paragraphs += [f"In the words of the chair who decided: {instead}"] if instead else []
    title = item.group if tells_status(item.title) else item.title
    heading = _redacted(opened, item, title, choice.shown)
    return Section(heading=heading, rows=rows, paragraphs=tuple(paragraphs))


def _redacted(
    opened: OpenedRequest, item: Item, text: str, shown: Sequence[str], *, contact: bool = False
) -> str:
    record, alone = opened.record, opened.asked.ground is Ground.SUBJECT_ACCESS
    return redacted(
        text,
        record.never,
        record.people,
        {*shown, *([item.subject] if item.subject else [])},
        contact=contact,
        victim_named=not alone,
    )


def _hidden_in(opened: OpenedRequest, item: Item) -> Iterator[Somebody]:
    """Whose names stand in an item and are taken out of it."""
    said = "\n".join(passage.text for passage in item.passages)
    for each in opened.record.people:
        if not each.is_victim and each.key != item.subject and is_named(said, each):
            yield each


def _opening(opened: OpenedRequest, agency: str) -> Iterator[str]:
    asked = opened.asked
    yield f"For {opened.recipient.name if opened.recipient else ''}."
    people = opened.record.people
    purpose = redacted(asked.purpose, opened.record.never, people)
    if asked.ground in BY_LAWYERS:
        yield NEITHER if asked.ground is Ground.SUBJECT_ACCESS else f"Why: {purpose}"
        return
    yield f"Why you receive this: {purpose}"
    who = "A member agency" if tells_status(agency) else agency
    yield f"{who} asked that it be shared with you."
    if asked.consent is not None:
        yield KNOWS[asked.consent]


def _before(opened: OpenedRequest) -> list[Section]:
    if opened.asked.ground in BY_LAWYERS:
        return []
    words = (MAKE_NO_CONTACT, *opened.record.cautions)
    return [Section(heading="Before you do anything", paragraphs=words)]


def _closing(chosen: Chosen, ground: Ground, area: str) -> Iterator[str]:
    if chosen.outcome is Outcome.PART:
        yield "Not everything that was asked for is here, and parts are left out. That is intended."
    if ground not in BY_LAWYERS:
        yield f"If this changes what you plan, tell the coordinator of {area} MARAC."


def _conditions(ground: Ground) -> tuple[str, ...]:
    return FOR_LAWYERS if ground in BY_LAWYERS else CONDITIONS


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.splitlines() if line.strip())


def in_words(day: date) -> str:
    """Return a day as it is read aloud."""
    return f"{day.day} {day:%B %Y}"
