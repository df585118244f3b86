"""The page of a link: anybody who has it sees the same, and only a passphrase opens something.

A GET shows nothing and uses nothing up, since scanners of mail follow links (AC-17).
"""

from urllib.parse import quote_from_bytes

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from app.access.marks import public
from app.accounts.area.queries import the_area
from app.confidentiality.gate import collecting
from app.confidentiality.gate.collecting import Collected
from app.confidentiality.gate.files import pdf_file
from app.confidentiality.gate.forms import CollectForm
from app.confidentiality.gate.standing import STANDARD, file_name
from app.confidentiality.gate.terms import LETTER
from app.paper import marac
from app.web.forms import Form

bp = Blueprint("collection", __name__, template_folder="templates")
WHY = "somebody outside opens what they were sent with a passphrase told by telephone"


@bp.get("/collect/<token>")
@public(WHY)
def ask(token: str) -> str:
    """Ask for the passphrase; the same page whatever the link."""
    return _page(CollectForm(formdata=None))


@bp.post("/collect/<token>")
@public(WHY)
def open_it(token: str) -> Response | str | tuple[str, int]:
    """Show what was sent, or give the locked file, or say the one thing for every failure."""
    form = CollectForm()
    if form.validate_on_submit():
        with form.rules():
            collected = collecting.collect(
                token, form.passphrase.data, as_file=bool(form.file.data)
            )
            if form.file.data:
                return pdf_file(collected.release, collected.pdf)
            return _opened(collected)
    return _page(form), form.status


def _opened(collected: Collected) -> str:
    """Show a sheet; or give a letter, which is a locked file, on a page that says so.

    The file lies in the page itself, so that fetching it twice is one opening.
    """
    if collected.sheet is None:
        return render_template(
            "gate/collected_letter.html",
            address=f"data:application/pdf,{quote_from_bytes(collected.pdf)}",
            name=file_name(collected.release),
            conditions=LETTER,
        )
    area = the_area()
    return render_template(
        "gate/collected.html",
        sheet=collected.sheet,
        code=collected.code,
        watermark=collected.watermark,
        release=collected.release,
        area=marac(area.name) if area else "",
    )


def _page(form: Form) -> str:
    return render_template("gate/collect.html", form=form, conditions=STANDARD, of_letters=LETTER)
