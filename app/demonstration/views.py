"""The page that lets a newcomer in; registered where the area is made up, and nowhere else."""

from flask import Blueprint, current_app, render_template

from app.access.marks import public
from app.demonstration import sheet

bp = Blueprint("demonstration", __name__, template_folder="templates")


@bp.get("/demonstration")
@public("lists made-up people, in the demonstration alone")
def index() -> str:
    """The made-up people, grouped by what to try, with a code that works now."""
    groups = sheet.grouped(current_app.config["MARAC"].instance)
    return render_template("demonstration/index.html", groups=groups)
