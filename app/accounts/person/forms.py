"""What an administrator says about a person."""

from app.access.permissions import ROLE_LABELS, Role
from app.web.forms import Checkbox, Checkboxes, Email, Form, Select, Submit, Text

HINTS = {
    Role.CHAIR: "Runs the meetings, decides, holds the keys of the area",
    Role.DEPUTY_CHAIR: "Stands in for the chair; at least one should be of another agency",
    Role.COORDINATOR: "Prepares the meetings, holds the keys of the area",
    Role.IDVA: "Supports victims; sees the cases assigned to them",
    Role.REPRESENTATIVE: "Attends meetings and answers for their agency",
    Role.SIGNATORY: "Signs the two protocols in the name of their agency",
    Role.ADMINISTRATOR: "Manages agencies and people; opens no case, so holds no other role",
}
ROLES = [(role.value, label, HINTS[role]) for role, label in ROLE_LABELS.items()]


class InviteForm(Form):
    """Who is to have an account."""

    agency_id = Select("Agency", needed="Select the agency they work for")
    name = Text("Full name", needed="Enter the person’s full name", most=120, case_data=False)
    email = Email("Work email address", needed="Enter their work email address")
    job = Text("What their job is", hint="For example, housing officer", most=120, case_data=False)
    roles = Checkboxes(
        "What they do in the MARAC",
        ROLES,
        needed="Select at least one role",
        hint="You can change this later",
    )
    is_another = Checkbox(
        "This is another person, who has no account here yet",
        hint="Whoever confirms their keys is told that there are two.",
    )
    sponsor_attests = Checkbox(
        "I have checked that this person is not employed by, seconded from or warranted by the "
        "Home Office",
        needed="Confirm that you have checked this",
        hint="Ask the agency, not only the person: immigration officers may sit in a police force "
        "or a council and use its addresses.",
    )
    send = Submit("Send the invitation")


class RolesForm(Form):
    """What a person does in the MARAC from now on."""

    job = Text("What their job is", hint="For example, housing officer", most=120, case_data=False)
    roles = Checkboxes("What they do in the MARAC", ROLES, needed="Select at least one role")
    send = Submit("Save")


class InviteBackForm(Form):
    """The sponsor's word, given anew."""

    sponsor_attests = Checkbox(
        "I have checked that this person is not employed by, seconded from or warranted by the "
        "Home Office",
        needed="Confirm that you have checked this",
    )
    send = Submit("Invite them back")


class ConfirmForm(Form):
    """Only a button; what it does is said above it."""

    send = Submit("Go on")
