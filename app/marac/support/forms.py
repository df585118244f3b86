"""What an officer says about an organisation, and how the directory is narrowed down."""

from collections.abc import Iterable

from app.confidentiality.recipient.numbers import Regulator
from app.marac.support.model import SupportOrganisation
from app.marac.support.rules import (
    COST_LABELS,
    FUNDS_LABELS,
    KIND_LABELS,
    LONGEST,
    Entry,
    Kind,
    languages_from,
)
from app.web.forms import Checkbox, Checkboxes, Form, LongText, Radios, Revision, Select, Submit
from app.web.forms import Text as _Text

KIND_HINTS = {
    Kind.BY_AND_FOR: "Run by and for the women it supports",
    Kind.SOLICITOR: "Regulated by the SRA",
    Kind.IMMIGRATION_ADVISER: "Registered with the IAA",
    Kind.BARRISTER: "Regulated by the Bar Standards Board",
}
KINDS = [
    (kind.value, label, KIND_HINTS[kind]) if kind in KIND_HINTS else (kind.value, label)
    for kind, label in KIND_LABELS.items()
]
NUMBER_HINT = "Only for {}. Take it from the public register, never from a leaflet."


class EntryForm(Form):
    """An entry of the directory."""

    name = _Text(
        "Name of the organisation",
        needed="Enter the organisation’s name",
        most=LONGEST["name"],
        case_data=False,
    )
    kinds = Checkboxes("What it does", KINDS, needed="Select what it does")
    about = LongText(
        "In a sentence or two, what it offers",
        hint="Facts that help somebody choose. Nothing about any case.",
        most=LONGEST["about"],
        rows=3,
        case_data=False,
    )
    who_for = _Text(
        "Who it is for",
        hint="For example: women and their children, any borough of London",
        most=LONGEST["who_for"],
        case_data=False,
    )
    telephone = _Text(
        "Telephone number", most=40, width="20", case_data=False, type="tel", autocomplete="off"
    )
    email = _Text("Email address", most=LONGEST["email"], case_data=False, autocomplete="off")
    website = _Text(
        "Web address",
        hint="For example, www.women.example.org",
        most=LONGEST["website"],
        case_data=False,
        autocomplete="off",
    )
    hours = _Text("When it is open", most=LONGEST["hours"], case_data=False)
    languages = _Text(
        "Languages spoken there",
        hint="Put a comma between them. Leave out interpreters who are booked.",
        most=600,
        case_data=False,
    )
    no_recourse = Radios(
        "Does it accept women with no recourse to public funds?",
        [(value.value, label) for value, label in FUNDS_LABELS.items()],
        needed="Select whether it accepts women with no recourse to public funds",
    )
    cost = Radios(
        "Does it cost anything?",
        [(value.value, label) for value, label in COST_LABELS.items()],
        needed="Select whether it is free",
    )
    sra_number = _Text(
        "SRA number",
        hint=NUMBER_HINT.format("law centres and solicitors"),
        most=20,
        width="10",
        case_data=False,
        autocomplete="off",
    )
    iaa_number = _Text(
        "IAA number",
        hint=NUMBER_HINT.format("immigration advisers"),
        most=20,
        width="20",
        case_data=False,
        autocomplete="off",
    )
    bar_number = _Text(
        "Barrister’s number",
        hint=NUMBER_HINT.format("barristers"),
        most=20,
        width="10",
        case_data=False,
        autocomplete="off",
    )
    on_register = Checkbox("I have found the number on the regulator’s public register today")
    revision = Revision()
    send = Submit("Save this entry")

    def entry(self) -> Entry:
        """Return what was entered; ``RuleBroken`` where the languages are none."""
        numbers = {each.value: self[f"{each.value}_number"].data for each in Regulator}
        lines = {name: self[name].data for name in LONGEST}
        return Entry(
            kinds=tuple(self.kinds.data),
            languages=languages_from(self.languages.data),
            no_recourse=self.no_recourse.data,
            cost=self.cost.data,
            numbers=numbers,
            **lines,
        )


class NewEntryForm(EntryForm):
    """An entry that is not there yet."""

    revision = None
    send = Submit("Add to the directory")


class ConfirmForm(Form):
    """Somebody has gone through the entry."""

    on_register = Checkbox("I have found the number on the regulator’s public register today")
    send = Submit("All of this is right today", secondary=True)


class RemoveForm(Form):
    """An organisation is taken off."""

    send = Submit("Take it off the directory")


class FilterForm(Form):
    """Narrows the directory down; its values are numbers, so that no address says who needs what.

    It only reads: make it with ``meta={"csrf": False}``.
    """

    kind = Select("What it does")
    language = Select("Language")
    accepts = Checkbox("Accepts women with no recourse to public funds")

    def offer(self, languages: Iterable[str]) -> None:
        """Fill the two lists."""
        kinds = enumerate(KIND_LABELS.values(), start=1)
        self.kind.choices = [("", "Everything"), *((str(n), label) for n, label in kinds)]
        spoken = enumerate(languages, start=1)
        self.language.choices = [("", "Any language"), *((str(n), label) for n, label in spoken)]


def words_of(row: SupportOrganisation) -> dict[str, object]:
    """An entry as its form shows it."""
    lines: dict[str, object] = {name: getattr(row, name) for name in LONGEST}
    numbers = {f"{each.value}_number": row.numbers.get(each.value, "") for each in Regulator}
    return {
        **lines,
        **numbers,
        "kinds": row.kinds,
        "languages": ", ".join(row.languages),
        "no_recourse": row.no_recourse,
        "cost": row.cost,
        "revision": row.revision,
    }
