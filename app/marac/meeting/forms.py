"""The forms of a meeting: sign, and witness somebody."""

from app.marac.meeting.rules import LONGEST_NAME, Capacity
from app.web.forms import Checkbox, Form, Passphrase, Radios, Select, Submit, Text

AS_WHAT = [
    (Capacity.MEMBER.value, "Member", "Speaks for the agency"),
    (Capacity.OBSERVER.value, "Observer", "Listens, and is bound by the same declaration"),
]


class SignDeclaration(Form):
    """The declaration of this meeting is signed with the passphrase, asked again."""

    passphrase = Passphrase("Your passphrase", needed="Enter your passphrase to sign")
    send = Submit("Sign the declaration")


class Witness(Form):
    """Somebody without a device agreed aloud, in front of the chair."""

    name = Text(
        "Full name", needed="Enter the person’s full name", most=LONGEST_NAME, case_data=False
    )
    agency = Select("Agency", [("", "Choose")], needed="Select the person’s agency")
    capacity = Radios("Attends as", AS_WHAT, needed="Select what the person attends as")
    who = Radios("Who is this?")
    was_asked = Checkbox("I have asked: it is not the person in the case")
    send = Submit("Record that this person agreed aloud", secondary=True)
