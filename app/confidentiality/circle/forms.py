"""The forms at the door: confirm a key pair, put somebody out, name a holder, attest."""

from app.accounts.person.attestation import OWN_WORDS, REASON_LABELS, SPONSOR_WORDS
from app.confidentiality.circle.model import How, Office
from app.web.fields import Choice
from app.web.forms import Checkbox, Checkboxes, Form, Radios, Select, Submit

HOWS: list[Choice] = [
    (How.CALLED_BACK.value, "I called them back on the number above", "Not on a number they gave"),
    (How.SEEN.value, "They are here in front of me, and I know them or saw their staff card"),
]
OFFICES = [
    (
        Office.OFFICER.value,
        "As an officer",
        "They will hold every case, confirm other people and let them in",
    ),
    (Office.MEMBER.value, "As a member", "They will hold the cases they are due, and no more"),
]


class ConfirmPairForm(Form):
    """An officer says how it was made sure whose keys these are."""

    how = Radios("How have you made sure who it is?", HOWS, needed="Select how you made sure")
    office = Radios("Confirm these keys", OFFICES, needed="Select an office")
    compared = Checkbox(
        "The numbers they read out from their own screen are the numbers above",
        needed="Ask them to read out their numbers and compare all five groups",
    )
    attests = Checkbox(
        SPONSOR_WORDS,
        needed="Ask the agency, and confirm that you have",
        hint="Ask when you ring the agency: an immigration officer may sit in a police force or a "
        "council. You sign this, and are asked again in a year.",
    )
    send = Submit("Confirm these keys")


class PutOutForm(Form):
    """An officer puts somebody out of the circle."""

    understood = Checkbox(
        "Take this person’s keys off the ring now", needed="Confirm that this is what you want"
    )
    send = Submit("Put this person out")


class HolderForm(Form):
    """An officer names somebody who holds every immigration section."""

    person = Select("Person", needed="Select a person")
    send = Submit("Let this person hold them", secondary=True)


class OwnWordForm(Form):
    """One's own word about one's employer: a tick and a button."""

    attests = Checkbox(OWN_WORDS, needed="Tick the box if this is so. If it is not, do not go on.")
    send = Submit("Sign this for a year")


class AttestForm(Form):
    """An officer attests for several people in one sitting."""

    people = Checkboxes("I attest for", needed="Select the people for whom you attest")
    send = Submit("Sign for the people I ticked")


class CannotForm(Form):
    """An officer cannot attest for somebody; the reason is a code, never an account."""

    reason = Radios(
        "Why not?",
        [(reason.value, label) for reason, label in REASON_LABELS.items()],
        needed="Select why you cannot attest",
    )
