"""What is asked of whoever enters a recipient, and of whoever checks what another entered."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from app.accounts.person.model import Person
from app.confidentiality.recipient.checking import LONGEST, MOST_PEOPLE, proofs_of
from app.confidentiality.recipient.look_forms import RegisterTicks
from app.confidentiality.recipient.numbers import REGULATOR_LABELS, WHERE_TO_LOOK
from app.confidentiality.recipient.rules import (
    KIND_LABELS,
    PROOF_LABELS,
    REGULATED,
    STATE_LABELS,
    Entry,
    Named,
    Proof,
    RecipientKind,
)
from app.web.fields import Choice
from app.web.forms import (
    Checkboxes,
    DateBoxes,
    Email,
    Form,
    LongText,
    Radios,
    Revision,
    Select,
    Submit,
    Upload,
)
from app.web.forms import Text as _Text

MEMBER, LEGAL, ORGANISATION = "member", "legal", "organisation"
ALONE = (
    RecipientKind.SOLICITOR,
    RecipientKind.IMMIGRATION_ADVISER,
    RecipientKind.BARRISTER,
    RecipientKind.COURT,
    RecipientKind.ANOTHER_MARAC,
)
"""Outsiders with a page of their own; every other class is one of an organisation's."""
ELSEWHERE = frozenset({*ALONE, RecipientKind.OWN_LEGAL_TEAM, RecipientKind.VICTIM})
ORGANISATIONS = [(kind.value, KIND_LABELS[kind]) for kind in RecipientKind if kind not in ELSEWHERE]
WHO: list[Choice] = [
    (MEMBER, "A member agency of this MARAC", "Its people read here, after signing in"),
    (LEGAL, "A member agency’s own legal team", "For a court order, from the agency’s own lawyers"),
    *((kind.value, KIND_LABELS[kind]) for kind in ALONE),
    (ORGANISATION, "Another organisation", "Housing, health, a council team, a support service"),
]
VICTIM: Choice = (
    RecipientKind.VICTIM.value,
    "The victim’s own hand",
    "For a letter that a worker hands to the victim in person",
)


class WhoForm(Form):
    """Which kind of recipient it is: what is asked next depends on it."""

    who = Radios("Who is it?", WHO, needed="Select who it is")
    send = Submit("Continue")

    def offer(self, *, has_victim: bool) -> None:
        """Fill the list; the victim's hand is entered once."""
        self.who.choices = [*WHO, *([] if has_victim else [VICTIM])]


class WhichForm(Form):
    """Which member agency it is, or whose lawyers they are."""

    agency = Select("Which member agency?", needed="Choose the member agency")
    send = Submit("Continue")

    def offer(self, agencies: Iterable[tuple[str, str]]) -> None:
        """Fill the list."""
        self.agency.choices = [("", "Choose"), *agencies]


class _ReviewForm(Form):
    """What an organisation needs besides that works for or with the Home Office; and until when."""

    until = DateBoxes(
        "When must somebody look at it again?",
        hint="Leave empty for the usual: six months, a year for a member agency. Enter a day if "
        "you know that something changes sooner.",
    )

    dpo_note = LongText(
        "What the data protection officer decided, and why",
        hint="What may be sent there, what never, and for which purpose. Nothing about any case.",
        most=LONGEST["dpo_note"],
        rows=4,
        case_data=False,
    )
    dpo_name = _Text("Name of the data protection officer", most=120, case_data=False)
    dpo_on = DateBoxes("Date of the note")
    revision = Revision()

    @property
    def asks_review(self) -> bool:
        """Whether the data protection officer's words are asked for, or there already."""
        fields = (self.dpo_note, self.dpo_name, self.dpo_on)
        return any(each.data or each.errors for each in fields)

    def reviewed(self, entry: Entry) -> Entry:
        """Return the entry with those words."""
        on = self.dpo_on.data
        return replace(
            entry,
            dpo_note=self.dpo_note.data or "",
            dpo_name=self.dpo_name.data or "",
            dpo_on=on.isoformat() if isinstance(on, date) else "",
        )


class MemberForm(_ReviewForm):
    """A member agency, and who of it may receive."""

    people = Checkboxes("Who at the agency may receive?", needed="Select who may receive")
    send = Submit("Propose this recipient")

    def offer(self, people: Iterable[Person]) -> None:
        """List the agency's people who have an account."""
        self.people.choices = [
            (str(p.id), f"{p.name}, {p.job}" if p.job else p.name) for p in people
        ]

    def entry(self, kind: str, agency_id: str) -> Entry:
        """Return what was entered; the registers say the rest."""
        chosen = tuple(Named("", person_id=each) for each in self.people.data)
        return self.reviewed(
            Entry(name="", kind=RecipientKind.COUNCIL, agency_id=agency_id, people=chosen)
        )

    @property
    def found_it(self) -> bool:
        """A member stands on no regulator's register."""
        return False


FROM_THE_AGENCY = {"name", "postal_address", "telephone", "email_domain"}


def _code(kind: str) -> str:
    return RecipientKind.OWN_LEGAL_TEAM if kind == LEGAL else kind


class OutsiderForm(RegisterTicks, _ReviewForm):
    """An organisation outside this MARAC; lawyers of a member use a part of it."""

    name = _Text(
        "Name of the organisation",
        needed="Enter the organisation’s name",
        hint="As on its letterhead",
        most=LONGEST["name"],
        case_data=False,
        autocomplete="off",
    )
    kind = Select(
        "What kind of organisation is it?", needed="Choose what kind of organisation it is"
    )
    number = _Text(
        "Number",
        needed="Enter the number on the register",
        most=20,
        width="10",
        case_data=False,
        autocomplete="off",
    )
    postal_address = LongText(
        "Postal address", needed="Enter its postal address", most=300, rows=4, case_data=False
    )
    telephone = _Text(
        "Telephone number of the organisation",
        needed="Enter the number on which it can be called back",
        hint="Published by the organisation itself, so that anybody can call it back",
        most=40,
        width="20",
        case_data=False,
        type="tel",
        autocomplete="off",
    )
    email_domain = _Text(
        "What its email addresses end in",
        needed="Enter what follows the @ in its email addresses",
        hint="What follows the @, for example lawcentre.example.org",
        most=120,
        case_data=False,
        autocomplete="off",
    )
    proof_kind = Radios(
        "How do you know that all of this is right?",
        needed="Select how you know that this entry is right",
    )
    proof = _Text(
        "What you saw, or whom you rang",
        needed="Say in a few words what you saw or whom you rang",
        hint="For example: rang the number on its website, the office manager confirmed",
        most=LONGEST["proof"],
        case_data=False,
    )
    send = Submit("Propose this recipient")

    def offer(self, kind: str, *, is_new: bool, alone: bool) -> None:
        """Ask what this class must say, and nothing else. ``alone``: one officer is enough here."""
        self.kind.choices = [("", "Choose"), *ORGANISATIONS]
        proofs = proofs_of(Entry(name="", kind=_code(kind), agency_id="x" if kind == LEGAL else ""))
        self.proof_kind.choices = [(each.value, PROOF_LABELS[each]) for each in proofs]
        regulator = REGULATED.get(RecipientKind(kind)) if kind in REGULATED else None
        if regulator:
            self.number.label.text = f"Number on the register of the {REGULATOR_LABELS[regulator]}"
            self.number.description = "Take it from the public register, never from a letterhead"
            self.name_the_register(regulator)
            self.where_to_look = WHERE_TO_LOOK[regulator]
            if alone:
                self.send.label.text = "Add to the register" if is_new else "Save"
        for name in self._not_asked(kind, is_new=is_new, alone=alone):
            del self[name]

    def entry(self, kind: str, agency_id: str = "") -> Entry:
        """Return what was entered, the people moved together."""
        self._move_together()
        proof_kind = Proof.PUBLIC_REGISTER if kind in REGULATED else self._said("proof_kind")
        return self.reviewed(
            Entry(
                name=self._said("name"),
                postal_address=self._said("postal_address"),
                email_domain=self._said("email_domain"),
                telephone=self._said("telephone"),
                number=self._said("number"),
                proof=self._said("proof"),
                kind=self._said("kind") if "kind" in self else _code(kind),
                agency_id=agency_id,
                proof_kind=proof_kind,
                people=tuple(Named(*each) for each in self._rows() if any(each)),
            )
        )

    def _said(self, name: str) -> str:
        return str(self[name].data or "") if name in self else ""

    def _not_asked(self, kind: str, *, is_new: bool, alone: bool) -> set[str]:
        left_out = {"on_register", "published"} if kind not in REGULATED or not alone else set()
        if kind in REGULATED:
            left_out.add("proof_kind")
        else:
            left_out.add("number")
        if kind != ORGANISATION or not is_new:
            left_out.add("kind")
        return left_out | (FROM_THE_AGENCY if kind == LEGAL else set())

    def _rows(self) -> list[tuple[str, ...]]:
        return [tuple(self[f"{each}_{n}"].data or "" for each in PARTS) for n in range(MOST_PEOPLE)]

    def _move_together(self) -> None:
        """Leave no empty place between two people, so that an error is said at the right one."""
        filled = [each for each in self._rows() if any(each)]
        for number in range(MOST_PEOPLE):
            words = filled[number] if number < len(filled) else ("",) * len(PARTS)
            for part, word in zip(PARTS, words, strict=True):
                self[f"{part}_{number}"].data = word

    @property
    def found_it(self) -> bool:
        """Whether an officer found it on the regulator's public register."""
        return "on_register" in self and bool(self["on_register"].data)

    @property
    def places(self) -> list[list[object]]:
        """The boxes of each person who may be entered."""
        return [[self[f"{part}_{number}"] for part in PARTS] for number in range(MOST_PEOPLE)]


PARTS = ("name", "job", "email", "telephone")
NEEDED = ("Enter the name of somebody who may receive", "Enter that person’s work email address")
for _n in range(MOST_PEOPLE):
    _name, _email = NEEDED if _n == 0 else ("", "")
    _parts = {
        "name": _Text("Name", needed=_name, most=120, case_data=False, autocomplete="off"),
        "job": _Text("Job", most=120, case_data=False, autocomplete="off"),
        "email": Email("Work email address", needed=_email),
        "telephone": _Text(
            "Direct telephone number, if there is one",
            most=40,
            width="20",
            case_data=False,
            type="tel",
            autocomplete="off",
        ),
    }
    for _part, _field in _parts.items():
        setattr(OutsiderForm, f"{_part}_{_n}", _field)


class VictimForm(Form):
    """The one entry for the victim's own hand."""

    send = Submit("Add the victim’s own hand")


class BookForm(Form):
    """An address book, to be proposed whole or not at all."""

    book = Upload(
        "The address book",
        needed="Choose the file",
        hint="The template filled in, as .csv or .xlsx, up to 1 MB",
        accept=".csv,.xlsx",
    )
    send = Submit("Propose all of them")


class FindForm(Form):
    """Narrows the register down; sent as a body, so that no address holds a name."""

    words = _Text("Name", most=120, case_data=False, autocomplete="off")
    kind = Select(
        "Kind", [("", "All kinds"), *((kind.value, label) for kind, label in KIND_LABELS.items())]
    )
    state = Select(
        "State",
        [("", "All"), *((state.value, label) for state, label in STATE_LABELS.items())],
        hint="Not valid: the signatures do not fit what the register says",
    )
    send = Submit("Find", secondary=True)


def words_of(entry: Entry, revision: int) -> dict[str, object]:
    """An entry as its form shows it."""
    shown: dict[str, object] = {
        f"{part}_{number}": getattr(each, part)
        for number, each in enumerate(entry.people)
        for part in PARTS
    }
    lines = (*LONGEST, "kind", "number", "proof_kind")
    return shown | {
        **{name: getattr(entry, name) for name in lines},
        "people": [each.person_id for each in entry.people],
        "dpo_on": date.fromisoformat(entry.dpo_on) if entry.dpo_on else None,
        "revision": revision,
    }
