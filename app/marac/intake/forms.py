"""What is asked of somebody who makes a token."""

from app.marac.intake.rules import HOW_LONG, LONGEST_NAME, MONTHS, NAME_NEEDED
from app.web.forms import Form, Passphrase, Radios, Submit, Text


class MakeToken(Form):
    """The system, how long, and the passphrase again: it signs in the maker's name."""

    name = Text(
        "Which system will use it",
        needed=NAME_NEEDED,
        hint="For example: Housing case system. Never the name of a person.",
        most=LONGEST_NAME,
        case_data=False,
    )
    months = Radios("How long is it to work", list(MONTHS.items()), needed=HOW_LONG)
    passphrase = Passphrase(
        "Your passphrase",
        needed="Enter your passphrase",
        hint="The token signs referrals in your name, so we make sure that it is you.",
    )
    send = Submit("Make the token")
