"""The parts of pages that show a person. They have no address of their own."""

from flask import Blueprint

bp = Blueprint("party", __name__, template_folder="templates")
