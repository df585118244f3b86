"""The forms of a request to share, page by page, and of the way a request ends."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from app.confidentiality.disclosure.content import Asked
from app.confidentiality.disclosure.rules import (
    CONSENT_LABELS,
    GROUND_LABELS,
    LONGEST_TEXT,
    URGENCY_LABELS,
    Consent,
    Ground,
    Urgency,
)
from app.web.forms import (
    Checkbox,
    Checkboxes,
    DateBoxes,
    Form,
    LongText,
    Radios,
    Revision,
    Submit,
    Text,
)

GROUND_HINTS: dict[Ground, str] = {
    Ground.PROTECT: "A member agency, a court, a solicitor or another service on the register.",
    Ground.TRANSFER: "She or he lives, or will live, in another area.",
    Ground.LEGAL_DEMAND: (
        "A court, a coroner or a body with powers of its own demands it. It goes to your agency’s "
        "own legal team, never to whoever demands it."
    ),
    Ground.SUBJECT_ACCESS: (
        "Also when it is the perpetrator, or somebody’s solicitor. Say neither yes nor no to them. "
        "It goes to your agency’s own legal team."
    ),
}


class BeginForm(Form):
    """What the request is about."""

    ground = Radios("Why would something leave?", needed="Select why something would leave")
    send = Submit("Continue")

    def offer(self) -> None:
        """Put the grounds into the list."""
        self.ground.choices = [
            (each.value, label, GROUND_HINTS[each]) for each, label in GROUND_LABELS.items()
        ]


class PageForm(Form):
    """One page of a request: it shows what was said, and writes what is said now."""

    revision = Revision()

    def show(self, asked: Asked) -> None:
        """Put into the boxes what was said."""
        for name, value in self.said(asked).items():
            self[name].data = value

    def said(self, asked: Asked) -> dict[str, Any]:
        """Return what stands in the request for each box."""
        return {name: getattr(asked, name) for name in self.own() if hasattr(asked, name)}

    def own(self) -> Iterable[str]:
        """The names of what is asked here."""
        return [name for name in self._fields if name not in ("revision", "send", "csrf_token")]

    def write(self, asked: Asked) -> Asked:
        """Return the request with what is said here."""
        return replace(asked, **{name: self[name].data for name in self.own()})


class RecipientForm(PageForm):
    """Who is to receive it. ``find`` narrows the list down and saves nothing."""

    find = Text("Search by name", width="20", case_data=False, most=120)
    search = Submit("Search", secondary=True)
    recipient_id = Radios("Who is to receive it?", needed="Select who is to receive it")
    send = Submit("Save and continue")

    def said(self, asked: Asked) -> dict[str, Any]:
        """The one who was chosen."""
        return {"recipient_id": str(asked.recipient_id or "")}

    def write(self, asked: Asked) -> Asked:
        """Take the one who is chosen."""
        return replace(asked, recipient_id=UUID(self.recipient_id.data))


class ItemsForm(PageForm):
    """Exactly what is to be shared."""

    items = Checkboxes("What is to be shared?", needed="Select what is to be shared")
    send = Submit("Save and continue")

    def said(self, asked: Asked) -> dict[str, Any]:
        """What was ticked."""
        return {"items": list(asked.items)}

    def write(self, asked: Asked) -> Asked:
        """Take what is ticked."""
        return replace(asked, items=tuple(self.items.data))


class PurposeForm(PageForm):
    """Why, and how soon."""

    purpose = LongText(
        "What will they do with it?",
        needed="Enter what they will do with it, and for whose safety",
        hint="For example: move the family to another flat before his release on Friday. The "
        "recipient reads this. Name no address.",
        most=LONGEST_TEXT,
        rows=4,
    )
    urgency = Radios(
        "How soon must it be decided?",
        [(each.value, label) for each, label in URGENCY_LABELS.items()],
        needed="Select how soon it must be decided",
    )
    send = Submit("Save and continue")

    def said(self, asked: Asked) -> dict[str, Any]:
        """What was said; nothing of the urgency until somebody said it."""
        urgency = asked.urgency.value if "purpose" in asked.saved else None
        return {"purpose": asked.purpose, "urgency": urgency}

    def write(self, asked: Asked) -> Asked:
        """Take both."""
        return replace(asked, purpose=self.purpose.data, urgency=Urgency(self.urgency.data))


class StepsForm(PageForm):
    """The steps of the ICO's data sharing code; that it is written down is the fourth."""

    justified = LongText(
        "1. Is it justified? What would sharing achieve?",
        needed="Enter what sharing would achieve",
        hint="What gets safer, for whom. Could the same be reached by sharing less, or nothing?",
        most=LONGEST_TEXT,
        rows=3,
    )
    power = LongText(
        "2. What allows it?",
        needed="Enter the power or lawful basis",
        hint="The power of your agency and the lawful basis, for example: public task and "
        "safeguarding (UK GDPR articles 6(1)(e) and 9(2)(g)); Crime and Disorder Act 1998, s.115.",
        most=LONGEST_TEXT,
        rows=3,
    )
    least = LongText(
        "3. Is this the least that is needed?",
        needed="Enter why this is the least that is needed",
        most=LONGEST_TEXT,
        rows=3,
    )
    kept = LongText(
        "How will the recipient keep it safe, and until when?",
        needed="Enter how the recipient will keep it safe",
        most=LONGEST_TEXT,
        rows=3,
    )
    send = Submit("Save and continue")


class AgreementForm(PageForm):
    """Whether the victim knows and agrees."""

    consent = Radios(
        "Does the victim know, and agree?",
        [(each.value, label) for each, label in CONSENT_LABELS.items()],
        needed="Select whether the victim knows and agrees",
    )
    consent_why = LongText(
        "If not: why must it be shared all the same?",
        hint="Not asked, cannot be asked, does not agree: why it is necessary and proportionate.",
        most=LONGEST_TEXT,
        rows=4,
    )
    send = Submit("Save and continue")

    def said(self, asked: Asked) -> dict[str, Any]:
        """What was said."""
        consent = asked.consent.value if asked.consent else None
        return {"consent": consent, "consent_why": asked.consent_why}

    def write(self, asked: Asked) -> Asked:
        """Take both."""
        return replace(asked, consent=Consent(self.consent.data), consent_why=self.consent_why.data)


class RisksForm(PageForm):
    """Both risks: the second is the one that is forgotten (Caldicott, principle 7)."""

    risk_of_sharing = LongText(
        "What could go wrong if it is shared?",
        needed="Enter what could go wrong if it is shared",
        hint="Who could learn of it, and what would happen then?",
        most=LONGEST_TEXT,
        rows=4,
    )
    risk_of_not_sharing = LongText(
        "What could happen if it is not shared?",
        needed="Enter what could happen if it is not shared",
        most=LONGEST_TEXT,
        rows=4,
    )
    send = Submit("Save and continue")


class TransferForm(PageForm):
    """What moves with a case (SafeLives, MARAC to MARAC)."""

    heard_there = LongText(
        "Has the other MARAC heard the case already? What does it know?",
        needed="Enter what the other MARAC knows",
        most=LONGEST_TEXT,
        rows=3,
    )
    agreed_with = LongText(
        "Whom did you speak to there, and when?",
        needed="Enter whom you spoke to, and when",
        most=LONGEST_TEXT,
        rows=2,
    )
    send = Submit("Save and continue")

    def said(self, asked: Asked) -> dict[str, Any]:
        """What was said."""
        return {name: getattr(asked.transfer, name) for name in self.own()}

    def write(self, asked: Asked) -> Asked:
        """Take both."""
        told = {name: self[name].data for name in self.own()}
        return replace(asked, transfer=replace(asked.transfer, **told))


class DemandForm(PageForm):
    """How it was made sure that a demand is a true one (security.md, AC-49)."""

    issued_by = Text("Which court or body issued it?", needed="Enter which court or body issued it")
    number = Text("Its case or reference number", width="20")
    dated_on = DateBoxes("The date on it", needed="Enter the date on it")
    scope = LongText(
        "What does it demand?",
        needed="Enter what it demands, in its own words",
        hint="Copy the words that say what must be handed over. Nothing beyond them is released.",
        most=LONGEST_TEXT,
        rows=4,
    )
    seen = Checkbox(
        "I have seen the order itself, not only a message about it",
        needed="Somebody must have seen the order itself, not a message about it",
    )
    called_back = Checkbox(
        "I have rung whoever issued it back, on the number that they publish",
        needed="Ring whoever issued it back first, on their published number",
    )
    called_on = Text(
        "Where did you find that number?",
        needed="Enter where you found the number",
        hint="For example: the court’s page on GOV.UK. Never a number from the order or a message.",
    )
    judge_until = DateBoxes(
        "If a judge set a time limit in the order: until when?",
        hint="Else leave it empty: then nothing is decided before the next working day.",
    )
    send = Submit("Save and continue")

    def said(self, asked: Asked) -> dict[str, Any]:
        """What was said."""
        return {name: getattr(asked.demand, name) for name in self.own()}

    def write(self, asked: Asked) -> Asked:
        """Take all of it."""
        told = {name: self[name].data for name in self.own()}
        return replace(asked, demand=replace(asked.demand, **told))


class SendForm(Form):
    """Send it to the chairs."""

    send = Submit("Send to the chairs")


class WithdrawForm(Form):
    """Take it back."""

    send = Submit("Withdraw this request")


class NotAgreedForm(Form):
    """The victim no longer agrees."""

    said = LongText(
        "How do you know?",
        needed="Enter how you know",
        hint="Who said so, to whom, when. Nothing that was not received yet leaves from now on.",
        most=LONGEST_TEXT,
        rows=3,
    )
    send = Submit("Record it and stop everything")


PAGES: dict[str, type[PageForm]] = {
    "recipient": RecipientForm,
    "items": ItemsForm,
    "demand": DemandForm,
    "transfer": TransferForm,
    "purpose": PurposeForm,
    "steps": StepsForm,
    "agreement": AgreementForm,
    "risks": RisksForm,
}
TITLES: dict[str, str] = {
    "recipient": "Who is to receive it",
    "items": "What is to be shared",
    "demand": "The demand, and how you made sure of it",
    "transfer": "The other MARAC",
    "purpose": "Why, and how soon",
    "steps": "Four steps before sharing",
    "agreement": "Does the victim know and agree?",
    "risks": "The risk of sharing, and of not sharing",
}
