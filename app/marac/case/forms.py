"""The forms of a case: why it is opened, what is changed in it, from whom it is kept."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from wtforms import HiddenField

from app.marac.case.merging import Marks
from app.marac.case.rules import REASON_LABELS, OpeningReason
from app.marac.party.revealing import REVEAL_LABELS
from app.marac.party.rules import FIELDS_OF, LABELS, WAYS, Details, PartyKind, Safe, tidied
from app.marac.referral.rules import SUMMARY_LABELS, Agreement, Summary
from app.web.forms import (
    Checkbox,
    DateBoxes,
    Form,
    LongText,
    Radios,
    Revision,
    Select,
    Submit,
    Text,
)

ASKED = [reason for reason in OpeningReason if reason is not OpeningReason.HEARING]
SAFE = [(Safe.YES, "Yes"), (Safe.NO, "No"), (Safe.NOT_KNOWN, "Not known")]
YES_NO = [(Agreement.YES, "Yes"), (Agreement.NO, "No"), (Agreement.NOT_KNOWN, "Not known")]


class OpenCase(Form):
    """Why somebody opens a case outside a hearing; asked once a session."""

    heading = "Open a case"

    reason = Radios(
        "Why do you need to open this case?",
        [(reason.value, REASON_LABELS[reason]) for reason in REASON_LABELS if reason in ASKED],
        needed="Select why you need to open this case",
    )
    then = HiddenField()
    send = Submit("Open the case")


class OpenSupport(Form):
    """Why a holder opens the immigration section."""

    heading = "Open the immigration section"

    reason = Radios(
        "Why do you need to open the immigration section?",
        [(reason.value, REASON_LABELS[reason]) for reason in REASON_LABELS if reason in ASKED],
        needed="Select why you need to open the immigration section",
    )
    then = HiddenField()
    send = Submit("Open the section")


class RevealAddress(Form):
    """Why somebody needs to see a confidential address."""

    reason = Radios(
        "Why do you need this address?",
        list(REVEAL_LABELS.items()),
        needed="Select why you need this address",
    )
    send = Submit("Show the address")


class Changing(Form):
    """A form about something that somebody else may change meanwhile.

    ``seen`` holds a mark of each field as it was shown, so that on a conflict the page can tell
    what this person changed from what the other did.
    """

    revision = Revision()
    seen = HiddenField()

    def written(self, before: Any) -> Any:
        """What was typed, with whatever the form does not ask as it was before."""
        raise NotImplementedError  # each form below says it; WTForms leaves no room for an ABC

    def show(self, values: Any) -> None:
        """Put values into the boxes."""
        raise NotImplementedError  # as above

    def marks(self) -> Marks:
        """The marks of the fields as this person saw them."""
        try:
            given = json.loads(self.seen.data or "{}")
        except ValueError:
            return {}
        return given if isinstance(given, dict) else {}

    def remember(self, revision: int, marks: Marks) -> None:
        """Note which state the form now shows."""
        self.revision.data = revision
        self.seen.data = json.dumps(marks, sort_keys=True)


class ChangeParty(Changing):
    """All that can be said of one person. Only what fits this kind of person is asked."""

    name = Text(LABELS["name"], needed="Enter a name. If it is not known, write ‘Not known’")
    aliases = Text(LABELS["aliases"], hint="Separate several names with commas.")
    date_of_birth = DateBoxes(LABELS["date_of_birth"])
    pronouns = Text(LABELS["pronouns"], width="10", hint="For example, she/her")
    phone = Text(LABELS["phone"], width="20", inputmode="tel")
    safe_to_call = Radios("Is it safe to call?", SAFE, inline=True)
    safe_to_text = Radios("Is it safe to text?", SAFE, inline=True)
    safe_to_leave_message = Radios("Is it safe to leave a message?", SAFE, inline=True)
    safe_to_write = Radios("Is it safe to write?", SAFE, inline=True)
    contact_when = LongText(LABELS["contact_when"], rows=2, hint="Days and times that are safe.")
    contact_by_whom = Text(LABELS["contact_by_whom"])
    must_not_be_told = LongText(
        LABELS["must_not_be_told"], rows=2, hint="People, and people of which agencies."
    )
    who_knows = LongText(LABELS["who_knows"], rows=2)
    afraid_of = LongText(LABELS["afraid_of"], rows=2, hint="Everybody, not only the perpetrator.")
    trusts = LongText(LABELS["trusts"], rows=2)
    address = LongText(LABELS["address"], rows=4)
    postcode = Text(LABELS["postcode"], width="10")
    address_confidential = Checkbox("This address is confidential: do not disclose it")
    language = Text(LABELS["language"])
    interpreter = Text(LABELS["interpreter"], hint="Which language, and who may do it.")
    must_not_interpret = Text(
        LABELS["must_not_interpret"], hint="Relatives, neighbours and children never interpret."
    )
    relationship = Text(LABELS["relationship"], hint="To the victim, or to each adult.")
    pregnancy = LongText(LABELS["pregnancy"], rows=2)
    works_for = Text(
        LABELS["works_for"], hint="Which one. Then keep this case from the people concerned."
    )
    weapons = LongText(LABELS["weapons"], rows=2)
    orders = LongText(LABELS["orders"], rows=2)
    school = Text(LABELS["school"])
    in_care_of = LongText(LABELS["in_care_of"], rows=2)
    notes = LongText(LABELS["notes"], rows=4)
    send = Submit("Save")

    def ask_about(self, kind: PartyKind, without: Collection[str] = ()) -> None:
        """Leave only the questions about this kind of person."""
        self.ask_only([name for name in FIELDS_OF[kind] if name not in without])

    def ask_only(self, names: Collection[str]) -> None:
        """Leave only these questions."""
        for name in LABELS.keys() - set(names):
            del self[name]

    def written(self, before: Details) -> Details:
        """What was typed; what is not asked about this kind of person stays as it was."""
        given = {name: self[name].data for name in LABELS if name in self}
        given |= {way: given[way] or Safe.NOT_KNOWN for way in WAYS if way in given}
        if "aliases" in given:
            parts = (part.strip() for part in given["aliases"].split(","))
            given["aliases"] = [part for part in parts if part]
        return tidied(Details.from_dict(before.to_dict() | given))

    def show(self, details: Details) -> None:
        """Put details into the boxes."""
        _fill(self, vars(details) | {"aliases": ", ".join(details.aliases)})


class ChangeSummary(Changing):
    """What happened, what the victim wants, what is in place."""

    what_happened = LongText(
        SUMMARY_LABELS["what_happened"],
        needed="Say what happened",
        rows=10,
        hint="Facts: what, when, who saw it, who said so. Opinion has its own box.",
    )
    own_words = LongText(SUMMARY_LABELS["own_words"], rows=4)
    wishes = LongText(SUMMARY_LABELS["wishes"], rows=4)
    in_place = LongText(SUMMARY_LABELS["in_place"], rows=4)
    worker_view = LongText(
        SUMMARY_LABELS["worker_view"], rows=4, hint="What you think, apart from what is known."
    )
    aware = Radios("Does the victim know about the referral?", YES_NO, inline=True)
    agrees = Radios("Does the victim agree to it?", YES_NO, inline=True)
    why_shared = LongText(
        SUMMARY_LABELS["why_shared"], rows=3, hint="Why it is necessary and proportionate."
    )
    heard_elsewhere = Text(SUMMARY_LABELS["heard_elsewhere"], hint="Which, and when.")
    send = Submit("Save")

    def written(self, before: Summary) -> Summary:
        """What was typed; the dates of the case are not changed here."""
        given = {name: self[name].data for name in SUMMARY_LABELS if name in self}
        answers = {name: given[name] or Agreement.NOT_KNOWN for name in ("aware", "agrees")}
        return Summary.from_dict(before.to_dict() | given | answers)

    def show(self, summary: Summary) -> None:
        """Put a summary into the boxes."""
        _fill(self, vars(summary))


class KeepFrom(Form):
    """From whom a case is kept, and why."""

    who = Select(
        "Person or agency",
        [("", "Choose")],
        needed="Select the person or agency that the case must be kept from",
    )
    reason = LongText(
        "Why",
        needed="Say why, so that the other officers can understand it later",
        most=1000,
        rows=3,
        hint="Officers see this with the case.",
    )
    send = Submit("Keep this case from them")


class AssignIdva(Form):
    """Who the IDVA of a case is from now on."""

    idva = Select(
        "IDVA",
        [("", "Choose")],
        needed="Select the IDVA",
        hint="Only people the case is not kept from are shown.",
    )
    send = Submit("Assign this IDVA")


class LetIn(Form):
    """Which chair is let into one immigration section, and why."""

    person = Select(
        "Chair or deputy chair", [("", "Choose")], needed="Select the chair who is to be let in"
    )
    reason = LongText(
        "Why they need to see it",
        needed="Enter why the chair needs to see the immigration section",
        most=1000,
        rows=3,
        hint="The other holders of this section can read this.",
    )
    send = Submit("Let them in", secondary=True)


def _fill(form: Form, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if name in form:
            form[name].data = value
            form[name].raw_data = None  # so that the boxes show this and not what was sent
