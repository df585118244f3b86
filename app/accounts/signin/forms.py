"""What is asked when signing in, joining, and choosing a passphrase."""

from typing import Any

from wtforms import HiddenField

from app.web.forms import Checkbox, Code, Email, Form, Passphrase, Submit

CODE_HINT = "The 6 digits that your authenticator app shows now"
KEPT_SHORT = "At least 14 characters. Spaces and capitals count."


class SignInForm(Form):
    """All three on one page, so that nobody learns which of them was wrong."""

    email = Email("Email address", needed="Enter your email address", autocomplete="username")
    passphrase = Passphrase(needed="Enter your passphrase")
    code = Code("Code", needed="Enter the 6 digits from your authenticator app", hint=CODE_HINT)
    send = Submit("Sign in")


class AttestForm(Form):
    """The newcomer's own word about their employer."""

    attests = Checkbox(
        "I am not employed by, seconded from or warranted by the Home Office",
        needed="Confirm that this is so, or do not go on",
    )
    send = Submit("Continue")


class AuthenticatorForm(Form):
    """The first code of a new authenticator."""

    code = Code("Code", needed="Enter the 6 digits that the app shows now", hint=CODE_HINT)
    send = Submit("Continue")


class NewPassphraseForm(Form):
    """A passphrase and the same again; ``offered`` keeps the three words on the page."""

    offered = HiddenField(render_kw={"autocomplete": "off"})
    passphrase: Any = Passphrase("Passphrase", hint=KEPT_SHORT, new=True)
    again = Passphrase("The same passphrase again", new=True)
    send = Submit("Set this passphrase")


class ChangePassphraseForm(Form):
    """The passphrase of now, then the new one twice."""

    offered = HiddenField(render_kw={"autocomplete": "off"})
    current = Passphrase("Your passphrase now", needed="Enter your passphrase as it is now")
    passphrase = Passphrase("New passphrase", hint=KEPT_SHORT, new=True)
    again = Passphrase("The new passphrase again", new=True)
    send = Submit("Change my passphrase")


class NewAuthenticatorForm(Form):
    """The first code of the new authenticator, and the passphrase. ``shown`` is its secret."""

    shown = HiddenField()
    current = Passphrase("Your passphrase", needed="Enter your passphrase")
    code = Code(
        "Code from the new app", needed="Enter the 6 digits that the new app shows", hint=CODE_HINT
    )
    send = Submit("Use the new app from now on")
