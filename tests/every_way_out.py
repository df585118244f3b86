"""Every box for words in the application, and what it is: tried against the firewall, or told.

A box that is new stands in neither, and a test fails until somebody has said which it is, and why.
"""

import importlib
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path

import wtforms
from wtforms.fields.core import UnboundField

import app
from app.confidentiality.disclosure.decision_form import DecideForm
from app.web.forms import Form

TOLD_WORDS = Path(__file__).parent / "told_words.txt"
"""Every box and service that is not screened, by name: so that a star below hides nothing new."""

NAME = ("Home Office", "Immigrаtion Enforcement", "U K V I", "H0me 0ffice")
PERSON = ("Immigration Enforcement", "Border Force", "Нome Office")
JOB = ("Immigration Officer", "Home Office liaison")
EMAIL = ("a@homeoffice.gov.uk", "a@digital.homeoffice.gov.uk", "a@homeoffice.gov.uk.cjsm.net")
DOMAIN = ("homeoffice.gov.uk", "liaison.digital.homeoffice.gov.uk", "ukba.gsi.gov.uk")
SITE = ("https://homeoffice.gov.uk", "https://a.homeoffice.gov.uk/x")
POSTAL = ("Lunar House\n40 Wellesley Road\nCroydon", "Home Office\n2 Marsham Street\nLondon")
WORDS = (
    "Tell the Home Office about her status",
    "The police report her to Immigration Enforcement",
    "Check with the H0me 0ffice whether she may stay",
    "Her status goes to UKVI, who are to be informed",
)
DIRECTORY = (*WORDS, "We notify the Home Office of everybody who asks us")

TRIED: dict[str, dict[str, tuple[str, ...]]] = {
    "accounts.agency.forms.AgencyForm": {"name": NAME, "email_domain": DOMAIN},
    "accounts.agency.forms.ChangeAgencyForm": {"name": NAME, "email_domain": DOMAIN},
    "accounts.person.forms.InviteForm": {"name": PERSON, "email": EMAIL, "job": JOB},
    "accounts.person.forms.RolesForm": {"job": JOB},
    "confidentiality.disclosure.decision_form.DecideForm": {
        "reasons": WORDS, "conditions": WORDS, "reason_0": WORDS, "instead_0": WORDS,
    },
    "confidentiality.disclosure.decision_form.NothingForm": {"reasons": WORDS},
    "confidentiality.disclosure.forms.PurposeForm": {"purpose": WORDS},
    "confidentiality.disclosure.forms.StepsForm": {
        "justified": WORDS, "power": WORDS, "least": WORDS, "kept": WORDS,
    },
    "confidentiality.disclosure.spoken_forms.LookForm": {"words": WORDS},
    "confidentiality.disclosure.spoken_forms.SpokenForm": {"words": WORDS, "why": WORDS},
    "confidentiality.recipient.forms.MemberForm": {"dpo_name": PERSON, "dpo_note": WORDS},
    "confidentiality.recipient.forms.OutsiderForm": {
        "name": NAME, "postal_address": POSTAL, "email_domain": DOMAIN, "proof": WORDS,
        "dpo_name": PERSON, "dpo_note": WORDS,
        **{f"name_{n}": PERSON for n in range(4)},
        **{f"job_{n}": JOB for n in range(4)},
        **{f"email_{n}": EMAIL for n in range(4)},
    },
    "marac.action.forms.GiveAction": {"why": WORDS},
    "marac.board.forms.AgreeAction": {"what": WORDS, "how_known": WORDS, "adviser": NAME},
    "marac.intake.forms.MakeToken": {"name": NAME},
    "marac.letter.forms.ChooseWords": {"added": WORDS},
    "marac.calendar.forms.PlanMeeting": {"link": SITE, "place": NAME},
    "marac.meeting.forms.Witness": {"name": PERSON},
    "marac.support.forms.EntryForm": {
        "name": NAME, "email": EMAIL, "website": SITE,
        "about": DIRECTORY, "who_for": DIRECTORY, "hours": DIRECTORY,
    },
    "marac.support.forms.NewEntryForm": {
        "name": NAME, "email": EMAIL, "website": SITE,
        "about": DIRECTORY, "who_for": DIRECTORY, "hours": DIRECTORY,
    },
}  # fmt: skip
"""Boxes for whoever something is sent to, and for what is undertaken: all are tried."""

SHAPED: dict[str, tuple[str, ...]] = {
    "accounts.agency.forms.AgencyForm": ("callback_phone",),
    "accounts.agency.forms.ChangeAgencyForm": ("callback_phone",),
    "confidentiality.recipient.forms.OutsiderForm": (
        "telephone", "number", *(f"telephone_{n}" for n in range(4)),
    ),
    "confidentiality.disclosure.spoken_forms.SpokenForm": ("rung_time", "told_time"),
    "marac.board.forms.AgreeAction": ("risk_number", "due_on", "advised_on"),
    "marac.calendar.forms.PlanMeeting": ("minutes_each",),
    "marac.support.forms.EntryForm": ("telephone", "sra_number", "iaa_number", "bar_number"),
    "marac.support.forms.NewEntryForm": ("telephone", "sra_number", "iaa_number", "bar_number"),
}  # fmt: skip
"""Boxes that take a number or a day: words are a mistake in them."""

LIVED = "what was done, said, seen or feared must be recordable, above all his threats"
BETWEEN_US = "between two people of the circle about their work; nobody outside reads it"
AGREED = "an area’s own agreement names the Home Office to forbid it, and is signed by people"
NOBODY = "it names no recipient and opens nothing"
OUTSIDE_ASKS = "who demanded or asked must be recordable, the Home Office above all"
SECRET = "compared with what is kept, and never kept itself"

TOLD: dict[str, str] = {
    "accounts.area.forms.SettingsForm.*": NOBODY,
    "accounts.signin.forms.*.*": SECRET,
    "confidentiality.agreement.forms.PublishForm.*": AGREED,
    "confidentiality.disclosure.forms.AgreementForm.consent_why": LIVED,
    "confidentiality.disclosure.forms.DemandForm.*": OUTSIDE_ASKS,
    "confidentiality.disclosure.forms.NotAgreedForm.said": LIVED,
    "confidentiality.disclosure.forms.RecipientForm.find": NOBODY,
    "confidentiality.disclosure.forms.RisksForm.*": LIVED,
    "confidentiality.disclosure.forms.TransferForm.*": LIVED,
    "confidentiality.recipient.forms.FindForm.words": NOBODY,
    "confidentiality.recipient.forms._ReviewForm.*": "the two forms that are made of it are tried",
    "confidentiality.register.forms.AskedForm.*": OUTSIDE_ASKS,
    "marac.action.forms.LogAction.text": LIVED,
    "marac.action.forms.LogUnaccepted.text": LIVED,
    "marac.action.forms.NoteAction.text": LIVED,
    "marac.board.forms.Conclude.reason": "no form of the page checks it; the service asks",
    "marac.board.forms.Differ.different": LIVED,
    "marac.board.forms.IdentifyRisk.*": LIVED,
    "marac.board.forms.Present.presented": LIVED,
    "marac.board.forms.Share.shared": LIVED,
    "marac.case.forms.*.*": LIVED,
    "marac.conflict.forms.*.*": BETWEEN_US,
    "marac.feedback.forms.WriteFeedback.words": LIVED,
    "marac.flag.forms.AnswerNotice.why": BETWEEN_US,
    "marac.letter.forms.NotSigned.note": BETWEEN_US,
    "marac.match.forms.UndoMatch.why": BETWEEN_US,
    "marac.calendar.forms.ChangeMeeting.*": "the form that it is made of is tried",
    "marac.calendar.forms.PlanMeeting.time": NOBODY,
    "marac.minutes.forms.*.*": BETWEEN_US,
    "marac.referral.asking.*.*": LIVED,
    "marac.research.forms.*.*": LIVED,
    "marac.referral.forms.*.*": LIVED,
    "marac.risk.forms.*.*": LIVED,
    "marac.support.forms.EntryForm.languages": NOBODY,
    "marac.support.forms.NewEntryForm.languages": NOBODY,
    "marac.triage.forms.*.*": BETWEEN_US,
}
"""Boxes that are not screened, each with its reason. * stands for any form, or any box."""


def form_classes() -> dict[str, type[Form]]:
    """Every form of the application by its module and name, without the ``app.``."""
    for module in pkgutil.walk_packages(app.__path__, "app."):
        importlib.import_module(module.name)
    found = {
        f"{each.__module__}.{each.__qualname__}": each
        for each in _below(Form)
        if getattr(sys.modules[each.__module__], each.__qualname__, None) is each  # none made later
    }
    return {
        name.removeprefix("app."): each
        for name, each in sorted(found.items())
        if name.startswith("app.") and not (each is not DecideForm and issubclass(each, DecideForm))
    }


def boxes_for_words(form: type[Form]) -> Iterator[str]:
    """The names of the boxes of a form into which somebody can type words."""
    for name in dir(form):
        box = getattr(form, name)
        if not isinstance(box, UnboundField):
            continue
        kind = box.field_class
        if issubclass(kind, wtforms.StringField) and not issubclass(
            kind, wtforms.PasswordField | wtforms.HiddenField
        ):
            yield name


def reason_for(form: str, box: str) -> str | None:
    """Return why a box of a form is not screened, or None."""
    module = form.rpartition(".")[0]
    for key in (f"{form}.{box}", f"{form}.*", f"{module}.*.*"):
        if key in TOLD:
            return TOLD[key]
    return None


def kept(heading: str) -> list[str]:
    """The names of the list that somebody has gone through, under this heading."""
    _, _, rest = TOLD_WORDS.read_text("utf-8").partition(f"[{heading}]\n")
    return [line for line in rest.partition("\n[")[0].splitlines() if line]


def _below(kind: type[Form]) -> Iterator[type[Form]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)
