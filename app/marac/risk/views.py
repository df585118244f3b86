"""The parts of pages that show an assessment. They have no address of their own."""

from flask import Blueprint

bp = Blueprint("risk", __name__, template_folder="templates")
