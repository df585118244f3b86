"""The forms of an agreement: signing one, and putting a new version into force."""

from app.web.forms import Checkbox, Form, LongText, Passphrase, Submit, Text


class SignForm(Form):
    """The passphrase is asked again, because a signature is an act of its own."""

    passphrase = Passphrase("Your passphrase", needed="Enter your passphrase to sign")
    send = Submit("Sign")


class PublishForm(Form):
    """A new version of a text."""

    title = Text("Title", needed="Enter a title", most=120, case_data=False)
    body = LongText(
        "The whole text",
        needed="Enter the whole text",
        hint="A line that begins with # is a heading, ## a smaller one, - a point of a list.",
        most=60_000,
        rows=25,
        case_data=False,
    )
    understood = Checkbox(
        "I have read this through, and I know what putting it into force does",
        needed="Confirm that you have read it through",
    )
    send = Submit("Put the new version into force")
