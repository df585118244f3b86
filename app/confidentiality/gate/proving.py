"""The page on which anybody checks a paper of this MARAC, without an account.

Nothing of the file is stored or logged, and the answer is the same few words whatever it says.
"""

from flask import Blueprint, render_template, request

from app.access.marks import public
from app.accounts.area.model import Area
from app.accounts.area.queries import the_area
from app.confidentiality.gate.verifying import Verdict, check_file
from app.paper import marac
from app.web.forms import Form, Submit, Upload

VERIFY = "/verify"
MOST_BYTES = 4_000_000
bp = Blueprint("verify", __name__, template_folder="templates")


class VerifyForm(Form):
    """One file."""

    paper = Upload(
        "The PDF file",
        needed="Select the PDF file that you want to check",
        hint="At most 4 MB. It is not stored, and nobody is told that you checked it.",
        accept="application/pdf,.pdf",
    )
    send = Submit("Check this file")


@bp.get(VERIFY)
@public("whoever was given a paper can check it")
def ask() -> str:
    """Ask for the file."""
    return _page(VerifyForm(formdata=None), _area(), None)


@bp.post(VERIFY)
@public("whoever was given a paper can check it")
def check() -> tuple[str, int]:
    """Say whether the file is genuine, and of which MARAC and day; nothing else of it."""
    request.max_content_length = MOST_BYTES
    form, area, verdict = VerifyForm(), _area(), None
    if form.validate_on_submit() and area is not None and area.root_public is not None:
        verdict = check_file(form.paper.data.read(), area.root_public)
    return _page(form, area, verdict), form.status


def _page(form: VerifyForm, area: Area | None, verdict: Verdict | None) -> str:
    name = marac(area.name) if area else ""
    return render_template("gate/verify.html", form=form, name=name, verdict=verdict)


def _area() -> Area | None:
    """The area of this installation, once it has its circle."""
    area = the_area()
    return area if area is not None and area.root_public is not None else None
