"""What an administrator says about an agency."""

from app.accounts.agency.model import SECTOR_LABELS
from app.web.forms import Form, Select, Submit, Text

PHONE_HINT = (
    "An officer calls it to check that a person is who they say. Take it from the agency’s own "
    "website or from its switchboard, never from a message."
)
DOMAIN_HINT = (
    "For example, housing.example.org. If there are several, put a space between them. People can "
    "be invited only at these addresses."
)
SECTORS = [("", "Select what kind of agency it is")]
SECTORS += [(sector.value, label) for sector, label in SECTOR_LABELS.items()]


class AgencyForm(Form):
    """A new entry on the register."""

    name = Text("Name of the agency", needed="Enter the agency’s name", most=120, case_data=False)
    sector = Select("Kind of agency", SECTORS, needed="Select what kind of agency this is")
    callback_phone = Text(
        "Telephone number to call back",
        needed="Enter the agency’s telephone number",
        hint=PHONE_HINT,
        most=30,
        width="20",
        case_data=False,
        autocomplete="off",
        type="tel",
    )
    email_domain = Text(
        "What follows the @ in its email addresses",
        needed="Enter what follows the @ in the agency’s email addresses",
        hint=DOMAIN_HINT,
        most=120,
        case_data=False,
        autocomplete="off",
    )
    send = Submit("Add this agency")


class ChangeAgencyForm(AgencyForm):
    """An entry that is there already; its kind stays."""

    sector = None
    send = Submit("Save")
