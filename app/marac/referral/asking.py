"""The pages about people: the victim, how to reach them, perpetrators, children, whom to avoid."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, ClassVar
from uuid import UUID

from wtforms import ValidationError

from app import clock
from app.access.actor import Actor
from app.accounts.agency.queries import agencies
from app.accounts.person.model import PersonState
from app.accounts.person.queries import people
from app.db import new_id
from app.marac.party.rules import (
    FIELDS_OF,
    GROUPS_OF,
    LABELS,
    LONGEST_LINE,
    LONGEST_TEXT,
    WAYS,
    Details,
    PartyKind,
    Safe,
    check,
    tidied,
)
from app.marac.referral.drafting import Draft
from app.marac.referral.forms import PageForm
from app.marac.referral.reading import check_kept_from
from app.marac.referral.rules import Agreement, KeptFrom, check_victim
from app.marac.risk.forms import put
from app.web.forms import Checkbox, DateBoxes, LongText, Radios, Select, Submit, Text

SAFE = [
    (Safe.YES.value, "Safe"),
    (Safe.NO.value, "Not safe"),
    (Safe.NOT_KNOWN.value, "Not known"),
]
PERSON, AGENCY = "person:", "agency:"
NAMED = {field.name for field in fields(Details)}
GROUPS: dict[PartyKind, str] = {
    PartyKind.PERPETRATOR: "perpetrators",
    PartyKind.CHILD: "children",
    PartyKind.OTHER_AT_RISK: "others_at_risk",
}
"""Where in a referral each kind of person stands."""


def _long(name: str, label: str = "", *, hint: str = "", rows: int = 2) -> Any:
    return LongText(label or LABELS[name], hint=hint, most=LONGEST_TEXT, rows=rows)


class DetailsForm(PageForm):
    """A page of somebody's details."""

    group = "victim"

    def shown(self, name: str, value: Any) -> Any:
        """Other names stand in one box."""
        return ", ".join(value) if name == "aliases" else super().shown(name, value)

    def written(self, name: str) -> Any:
        """Other names are a list; a way of contact that nobody asked about is not known."""
        if name == "aliases":
            return [part for each in self.aliases.data.split(",") if (part := each.strip())]
        if name in WAYS:
            return self[name].data or Safe.NOT_KNOWN.value
        return super().written(name)

    def details(self) -> Details:
        """What this page says of somebody; ``RuleBroken`` for what cannot be."""
        given = {name: self.written(name) for name in self.own() if name in NAMED}
        details = tidied(Details.from_dict({"name": "-"} | given))
        check(details, clock.today())
        return details

    def write(self, told: dict[str, Any]) -> None:
        """Write what was typed, once it has been looked at."""
        details = self.details().to_dict()
        group = told.setdefault(self.group, {})
        group |= {name: details[name] for name in self.own() if name in NAMED}


class VictimForm(DetailsForm):
    """Who the victim is, and in which language to speak with them."""

    name = Text(LABELS["name"], needed="Enter a name. If it is not known, write ‘Not known’")
    aliases = Text(
        LABELS["aliases"],
        hint="Also names from before a marriage and other spellings, with commas between them.",
    )
    date_of_birth = DateBoxes(
        LABELS["date_of_birth"], hint="For example, 27 3 1990. Leave it empty if you do not know."
    )
    pronouns = Text(LABELS["pronouns"], width="10", hint="For example, she/her")
    language = Text("Which language does the victim prefer?", width="20")
    interpreter = Text(LABELS["interpreter"], hint="If one is needed: for what, and who may do it.")
    must_not_interpret = Text(
        "Who must never interpret?", hint="Relatives, neighbours and children never interpret."
    )
    send = Submit("Save and continue")

    def details(self) -> Details:
        """A victim is 16 or over."""
        details = super().details()
        check_victim(details, clock.today())
        return details


class AddressForm(DetailsForm):
    """Where she lives, and that it must not be told."""

    address = LongText(LABELS["address"], most=LONGEST_TEXT, rows=4)
    postcode = Text(LABELS["postcode"], width="10", hint="Leave it empty if you do not know.")
    address_confidential = Checkbox(
        "This address is confidential: do not disclose it",
        hint="For example, if the perpetrator does not know it. It is then hidden from everybody "
        "until they ask to see it, and each time is recorded.",
    )
    send = Submit("Save and continue")


class ContactForm(DetailsForm):
    """Which ways of contact are safe, when, and by whom."""

    phone = Text(LABELS["phone"], width="20", inputmode="tel")
    safe_to_call = Radios("Is it safe to call?", SAFE, inline=True)
    safe_to_text = Radios("Is it safe to text?", SAFE, inline=True)
    safe_to_leave_message = Radios("Is it safe to leave a message?", SAFE, inline=True)
    safe_to_write = Radios("Is it safe to write?", SAFE, inline=True)
    contact_when = _long("contact_when", "When is it safe?", hint="Days and times.")
    contact_by_whom = Text("By whom?", most=LONGEST_LINE, hint="Somebody whom the victim expects.")
    send = Submit("Save and continue")


class AroundForm(DetailsForm):
    """Who knows, whom she fears and trusts, who must not be told; pregnancy."""

    who_knows = _long("who_knows", "Who knows about the abuse?")
    afraid_of = _long(
        "afraid_of", "Who is the victim afraid of?", hint="Everybody, not only the perpetrator."
    )
    trusts = _long("trusts", "Whom does the victim trust?")
    must_not_be_told = _long(
        "must_not_be_told",
        "Who must not be told?",
        hint="For example, relatives, neighbours, or somebody at work. Somebody who works for an "
        "agency of this MARAC belongs on the page ‘Whom this must be kept from’.",
    )
    pregnancy = _long(
        "pregnancy",
        hint="Whether the victim is pregnant, or had a baby in the past 18 months. ‘Not known’ is "
        "an answer.",
    )
    send = Submit("Save and continue")


class SomebodyForm(DetailsForm):
    """A perpetrator, a child or somebody else at risk; only what fits them is asked."""

    name = Text(LABELS["name"], needed="Enter a name. If it is not known, write ‘Not known’")
    aliases = Text(LABELS["aliases"], hint="Separate several names with commas.")
    date_of_birth = DateBoxes(
        LABELS["date_of_birth"], hint="For example, 27 3 1990. Leave it empty if you do not know."
    )
    pronouns = Text(LABELS["pronouns"], width="10")
    relationship = Text(LABELS["relationship"])
    works_for = Text(
        "Does this person work for an agency of this MARAC, or somebody close to them?",
        hint="Which agency, and who. If not, or if it is not known, leave it empty.",
    )
    address = _long("address", rows=3)
    postcode = Text(LABELS["postcode"], width="10")
    address_confidential = Checkbox("This address is confidential: do not disclose it")
    phone = Text(LABELS["phone"], width="20", inputmode="tel")
    weapons = _long("weapons", hint="Which, and where they are kept.")
    orders = _long("orders", hint="What they say, and until when.")
    in_care_of = _long("in_care_of")
    school = Text(LABELS["school"])
    notes = _long("notes", rows=3)
    send = Submit("Save")

    HINTS: ClassVar[dict[PartyKind, str]] = {
        PartyKind.PERPETRATOR: "To the victim. For example, husband, former partner or son.",
        PartyKind.CHILD: "To each adult. For example, daughter of the victim only.",
        PartyKind.OTHER_AT_RISK: "To the victim.",
    }

    def ask_about(self, kind: PartyKind) -> Sequence[tuple[str, Sequence[str]]]:
        """Leave only what is asked about this kind of person; return it in groups."""
        for name in [name for name in self.own() if name not in FIELDS_OF[kind]]:
            del self[name]
        self.relationship.description = self.HINTS[kind]
        return GROUPS_OF[kind]

    def show_person(self, person: Mapping[str, Any]) -> None:
        """Put into the boxes what was said of them."""
        for name in self.own():
            if name in person:
                put(self, name, self.shown(name, person[name]))

    def put_person(self, told: dict[str, Any], kind: PartyKind, person_id: str) -> None:
        """Write this person into a referral, in place of what was said of them before."""
        written = self.details().to_dict() | {"id": person_id}
        listed = told.setdefault(GROUPS[kind], [])
        for number, each in enumerate(listed):
            if each["id"] == person_id:
                listed[number] = written
                return
        listed.append(written)


class ChildrenForm(PageForm):
    """Whether there are children: no, and not known, are answers."""

    group = "summary"

    has_children = Radios(
        "Are there any children?",
        [
            (Agreement.YES.value, "Yes", "Add each of them above."),
            (Agreement.NO.value, "No, there are no children"),
            (Agreement.NOT_KNOWN.value, "Not known"),
        ],
        hint="Of the victim, of the perpetrator, or living with either of them.",
    )
    send = Submit("Save and continue")
    listed = False

    def prepare(self, actor: Actor, draft: Draft) -> None:
        """Children who are listed answer the question by themselves."""
        self.listed = bool(draft.told.get("children"))
        if self.listed:
            del self["has_children"]

    def write(self, told: dict[str, Any]) -> None:
        """Nothing selected is not known."""
        answer = "yes" if self.listed else self.has_children.data or Agreement.NOT_KNOWN.value
        told.setdefault("summary", {})["has_children"] = answer


class PerpetratorsForm(PageForm):
    """Only the way on: whoever is listed is listed, and nobody known is an answer."""

    send = Submit("Save and continue")


class KeptFromForm(PageForm):
    """From whom the referral is kept, from its first moment."""

    who = Select("Person or agency")
    reason = LongText(
        "Why must it be kept from them?",
        most=1000,
        rows=3,
        hint="For example: the perpetrator’s brother. The officers read this.",
    )
    add = Submit("Add to the list", secondary=True)
    watch_for = LongText(
        "Is there anybody who may work for an agency and is not in this list?",
        most=LONGEST_TEXT,
        rows=3,
        hint="Their name, where they may work, and how they know the perpetrator or the victim. "
        "The officers read this before they tell anybody of the case.",
    )
    send = Submit("Save and continue")
    is_sent = False

    def prepare(self, actor: Actor, draft: Draft) -> None:
        """List everybody of the area's register, but never the writer and their agency."""
        self.is_sent = draft.referral_id is not None
        if self.is_sent:
            for name in ("who", "reason", "add"):
                del self[name]
            return
        listed = agencies(actor)
        names = {agency.id: agency.name for agency in listed}
        there = {each["who"] for each in kept_shown(actor, draft.told)}
        choices = [
            *((f"{AGENCY}{each.id}", f"Everybody of {each.name}") for each in listed),
            *(
                (f"{PERSON}{each.id}", f"{each.name}, {names[each.agency_id]}")
                for each in people(actor)
                if each.state != PersonState.LEFT and each.id != actor.person_id
            ),
        ]
        own = f"{AGENCY}{actor.agency_id}"
        self.who.choices = [
            ("", "Choose"),
            *(choice for choice in choices if choice[0] not in there | {own}),
        ]
        self._actor = actor

    def show(self, told: Mapping[str, Any]) -> None:
        """Only the words stand in a box; the list stands above."""
        put(self, "watch_for", told.get("summary", {}).get("watch_for", ""))

    def validate_reason(self, box: Any) -> None:
        """A reason is of somebody."""
        if box.data and not self.who.data:
            raise ValidationError("Select the person or agency that this is about")

    def validate_who(self, box: Any) -> None:
        """Adding needs somebody to add."""
        if self.add.data and not box.data:
            raise ValidationError("Select a person or an agency to add to the list")

    def write(self, told: dict[str, Any]) -> None:
        """Add whoever is selected; one officer must always be left who can open it."""
        told.setdefault("summary", {})["watch_for"] = self.watch_for.data
        if self.is_sent or not self.who.data:
            return
        kind, chosen = self.who.data.split(":")
        entry = {f"{kind}": chosen, "reason": self.reason.data, "id": str(new_id())}
        kept = [*told.get("kept_from", []), entry]
        check_kept_from(self._actor, [_kept(each) for each in kept], field="who")
        told["kept_from"] = kept


def kept_shown(actor: Actor, told: Mapping[str, Any]) -> list[dict[str, str]]:
    """Whom a draft is kept from, as a page shows them; ``who`` is the value of the choice."""
    names = {str(each.id): each.name for each in people(actor)}
    names |= {str(each.id): f"Everybody of {each.name}" for each in agencies(actor)}
    shown = []
    for each in told.get("kept_from", []):
        kind = "person" if each.get("person") else "agency"
        shown.append(
            {
                "id": each["id"],
                "who": f"{kind}:{each[kind]}",
                "name": names.get(each[kind], "Somebody who has left"),
                "reason": each.get("reason", ""),
            }
        )
    return shown


def _kept(entry: Mapping[str, Any]) -> KeptFrom:
    if entry.get("person"):
        return KeptFrom(person_id=UUID(entry["person"]))
    return KeptFrom(agency_id=UUID(entry["agency"]))
