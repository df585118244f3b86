"""The forms of letters: what for, to whom, in which words, her agreement, and what came of it."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from wtforms import HiddenField

from app.confidentiality.recipient.model import Recipient, RecipientPerson
from app.confidentiality.recipient.rules import KIND_LABELS, RecipientKind
from app.marac.case.model import Case
from app.marac.case.rules import Label
from app.marac.letter import paper
from app.marac.letter.opened import Opened
from app.marac.letter.rules import (
    HOW_LABELS,
    LONGEST_NOTE,
    LONGEST_SENTENCE,
    OUTCOME_LABELS,
    OUTCOMES_OF,
    WHY_NOT_SIGNED_LABELS,
    WHY_REFUSED_LABELS,
    WHY_REFUSED_OF,
    WHY_WITHDRAWN_LABELS,
)
from app.marac.letter.wordings import wordings
from app.web.forms import (
    Checkbox,
    DateBoxes,
    Form,
    LongText,
    Passphrase,
    Radios,
    Revision,
    Select,
    Submit,
)

NOBODY, NEITHER = "nobody", "neither"
BETWEEN = "_"


class ChooseCase(Form):
    """Whom a letter is about."""

    case = Radios("Whom is the letter about?", needed="Select whom the letter is about")
    send = Submit("Continue")

    def offer(self, found: Sequence[tuple[Case, Label]]) -> None:
        """Put the cases into the list, by name and reference."""
        self.case.choices = [
            (str(case.id), label.name, f"Case {case.reference}") for case, label in found
        ]


class ChoosePurpose(Form):
    """What a letter is for."""

    purpose = Radios(
        "What is the letter for?",
        [(each.code.value, each.name, each.hint) for each in wordings()],
        needed="Select what the letter is for",
    )
    send = Submit("Continue")


class ChooseRecipient(Form):
    """To whom a letter goes: an entry of the register, or a person who is named there."""

    recipient = Radios(
        "To whom does it go?",
        needed="Select to whom the letter goes",
        hint="Only entries of the register of recipients that are in date.",
    )
    revision = Revision()
    send = Submit("Save and continue")

    def offer(self, found: Sequence[tuple[Recipient, list[RecipientPerson]]]) -> None:
        """Put the recipients into the list: of each the people who are named there come first."""
        self.recipient.choices = [
            (_code(row, each), _label(row, each, bool(people)), _hint(row))
            for row, people in found
            for each in _of(row, people)
        ]

    def choose(self, recipient_id: UUID | None, person_id: UUID | None) -> None:
        """Show what was chosen before."""
        if recipient_id is not None:
            self.recipient.data = BETWEEN.join(map(str, filter(None, (recipient_id, person_id))))

    @property
    def chosen(self) -> tuple[UUID, UUID | None]:
        """The entry and, if one was chosen, the person."""
        first, _, second = str(self.recipient.data).partition(BETWEEN)
        return UUID(first), UUID(second) if second else None


class ChooseWords(Form):
    """Whom a letter names, and what stands in it besides."""

    perpetrator = Radios("Who is named in it?", needed="")
    sentence = Radios("Which sentence is added?", hint="Only what is true today.")
    birth = Checkbox("Say the date of birth as well")
    added = LongText(
        "One more sentence in your own words (optional)",
        hint="Usually none is needed. Nothing of what was said or written about the case, nothing "
        "about her status, no country, no address. The chair sees it marked as yours.",
        most=LONGEST_SENTENCE,
        rows=3,
    )
    revision = Revision()
    send = Submit("Save and continue")

    def offer(self, opened: Opened) -> None:
        """Ask only what this letter can say."""
        words, facts = opened.wording, opened.facts
        if words.names_perpetrator == "no":
            del self.perpetrator
        else:
            named = [(str(each), who.name) for each, who in facts.perpetrators.items()]
            leave = words.names_perpetrator == "optional"
            nobody = (NOBODY, "Nobody", "The letter says that she is or has been at risk")
            self.perpetrator.choices = [*named, *([nobody] if leave else [])]
        known = [each for each in words.sentences if not each.only_for or opened.author.is_idva]
        if known:
            said = paper.values_of(opened.content, facts, opened.area.name, opened.author)
            texts = [(each.code, each.text.format_map(said)) for each in known]
            self.sentence.choices = [*texts, (NEITHER, "None of these")]
        else:
            del self.sentence
        if words.can_say_birth and facts.victim.date_of_birth:
            on = paper.in_words(facts.victim.date_of_birth)
            self.birth.description = f"Born {on}. It tells the reader who is meant."
        else:
            del self.birth
        if not words.own_words:
            del self.added

    @property
    def named(self) -> UUID | None:
        """The perpetrator who was chosen."""
        chosen = self.perpetrator.data if "perpetrator" in self else ""
        return UUID(chosen) if chosen and chosen != NOBODY else None

    @property
    def chosen(self) -> list[str]:
        """The sentence that was chosen, if any."""
        code = self.sentence.data if "sentence" in self else ""
        return [code] if code and code != NEITHER else []

    @property
    def own(self) -> str:
        """The writer's own sentence, where one can be added."""
        return str(self.added.data or "") if "added" in self else ""

    @property
    def says_birth(self) -> bool | None:
        """Whether the date of birth is to stand in it; None where that was not asked."""
        return bool(self.birth.data) if "birth" in self else None


class RecordAgreement(Form):
    """That she asked for the letter or agrees to it, and what was asked and offered."""

    agreed_on = DateBoxes(
        "When did she ask for this letter, or agree to it?", needed="Enter the day she agreed"
    )
    agreed_how = Radios(
        "How did you ask her?",
        [(code.value, label) for code, label in HOW_LABELS.items()],
        needed="Select how she was asked",
    )
    advice_on = DateBoxes("When was she offered regulated advice?")
    advice_from = Select("With whom?")
    safe_if_seen = Checkbox("She knows that he may come to see it, and says that this is safe")
    safe_to_hand = Checkbox(
        "I will give it to her in person, at a safe contact, and have asked her whether she "
        "can keep it safely"
    )
    revision = Revision()
    send = Submit("Save and continue")

    def offer(self, opened: Opened, advisers: Iterable[Recipient]) -> None:
        """Ask only what this letter needs."""
        if opened.wording.needs_advice:
            offered = [(str(row.id), row.name) for row in advisers]
            self.advice_from.choices = [("", "Choose"), *offered]
        else:
            del self.advice_on
            del self.advice_from
        if not opened.wording.court_bundle:
            del self.safe_if_seen
        if not opened.goes_by_hand:
            del self.safe_to_hand

    def data_of(self, name: str) -> Any:
        """Return what was said, or nothing where it was not asked."""
        return self[name].data if name in self else None


class AskChair(Form):
    """The writer asks for the signature, and signs where the regulation says member."""

    signs = Checkbox(
        "I have read this letter. What it says is true, and I sign it as a member of the MARAC"
    )
    passphrase = Passphrase("Your passphrase", needed="Enter your passphrase to sign")
    revision = Revision()
    send = Submit("Ask the chair to sign")

    def offer(self, opened: Opened) -> None:
        """Ask for the member's own signature only where one is needed."""
        self.revision.data = opened.letter.revision
        if not opened.wording.by_member:
            del self.signs
            del self.passphrase
        else:
            self.send.label.text = "Sign it and ask the chair"


class Withdraw(Form):
    """Why a letter is taken back."""

    why = Radios(
        "Why is it withdrawn?",
        [(code.value, label) for code, label in WHY_WITHDRAWN_LABELS.items()],
        needed="Select why it is withdrawn",
    )
    revision = Revision()
    send = Submit("Withdraw this letter")


class RecordOutcome(Form):
    """What came of a letter."""

    outcome = Radios("What came of it?", needed="Select what came of it")
    why = Radios("If it was refused, why?")
    on = DateBoxes("When did you hear?", needed="Enter the day you heard of it")
    revision = Revision()
    send = Submit("Save")

    def offer(self, opened: Opened) -> None:
        """Offer what can come of a letter of this purpose."""
        known = OUTCOMES_OF[opened.content.purpose]
        self.outcome.choices = [(each.value, OUTCOME_LABELS[each]) for each in known]
        reasons = WHY_REFUSED_OF[opened.content.purpose]
        self.why.choices = [(each.value, WHY_REFUSED_LABELS[each]) for each in reasons]


class PrepareLetter(Form):
    """A chair has read the letter and has the paper made."""

    revision = Revision()
    send = Submit("Go on to sign it")


class SignLetter(Form):
    """The chair signs exactly the bytes that were shown: their SHA-256, in hex, is ``digest``."""

    digest = HiddenField()

    expires_on = DateBoxes(
        "Until when can it be handed over?",
        needed="Enter the last day on which it can be handed over",
    )
    passphrase = Passphrase("Your passphrase", needed="Enter your passphrase to sign")
    send = Submit("Sign this letter")


class NotSigned(Form):
    """Why a chair does not sign."""

    why = Radios(
        "Why do you not sign it?",
        [(code.value, label) for code, label in WHY_NOT_SIGNED_LABELS.items()],
        needed="Select why you do not sign it",
    )
    note = LongText(
        "What should change? (optional)",
        hint="Only the writer, her IDVA and the officers read it.",
        most=LONGEST_NOTE,
        rows=3,
    )
    revision = Revision()
    send = Submit("Do not sign, and tell the writer")


def _code(row: Recipient, person: RecipientPerson | None) -> str:
    return f"{row.id}{BETWEEN}{person.id}" if person else str(row.id)


def _label(row: Recipient, person: RecipientPerson | None, has_people: bool) -> str:
    is_rest = person is None and has_people and row.kind != RecipientKind.VICTIM
    return f"{row.name}: anybody there" if is_rest else _name(row, person)


def _name(row: Recipient, person: RecipientPerson | None) -> str:
    if row.kind == RecipientKind.VICTIM:
        return "Into her own hand"
    if person is None:
        return row.name
    return row.name if person.name == row.name else f"{row.name}: {person.name}"


def _of(row: Recipient, people: list[RecipientPerson]) -> list[RecipientPerson | None]:
    """Return whom to offer of an entry: its people, then anybody there, unless it is one person."""
    is_one = any(each.name == row.name for each in people)
    return [*people] if is_one else [*people, None]


def _hint(row: Recipient) -> str:
    if row.kind == RecipientKind.VICTIM:
        return "In person, never by post"
    kind = KIND_LABELS[RecipientKind(row.kind)]
    number = f", number {row.number} on the public register" if row.number else ""
    return f"{kind}{number}"
