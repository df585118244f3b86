"""The blueprint of the board, and where a case's board is."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from app.marac.board.pace import span

bp = Blueprint("board", __name__, template_folder="templates")
bp.add_app_template_filter(span, "span")
BOARD = "/meetings/<uuid:meeting_id>/board/<uuid:item_id>"


def to_board(meeting_id: UUID, item_id: UUID, **more: Any) -> Response:
    """Go to the board of a case."""
    address = url_for("board.show", meeting_id=meeting_id, item_id=item_id, **more)
    return redirect(address, 303)
