"""The pages of the gate: what was released to somebody, its conditions, and reading it."""

from typing import cast
from uuid import UUID

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.area.queries import area_of
from app.confidentiality.circle.ports import register_guarded
from app.confidentiality.gate import handing_pages, home, queries, recalling, service
from app.confidentiality.gate.collection_pages import bp as collection_bp
from app.confidentiality.gate.files import pdf_file
from app.confidentiality.gate.handing_pages import bp as handing_bp
from app.confidentiality.gate.naming import references
from app.confidentiality.gate.ports import set_public_page
from app.confidentiality.gate.proving import VERIFY
from app.confidentiality.gate.proving import bp as verify_bp
from app.confidentiality.gate.recall_pages import bp as recall_bp
from app.confidentiality.gate.receiving import recipient_of
from app.confidentiality.gate.standing import is_letter, may_print
from app.confidentiality.gate.terms import terms
from app.confidentiality.recipient.ports import register_end
from app.config import Config
from app.paper import marac
from app.refusals import Refused
from app.web.guard import current_actor

bp = Blueprint("gate", __name__, template_folder="templates")
__all__ = ["bp", "collection_bp", "handing_bp", "home", "recall_bp", "verify_bp", "wire"]


def wire(app: Flask) -> None:
    """Tell the circle who is due the key of a release, and the register what ends with an entry.

    And papers where anybody checks them, if this installation knows its name.
    """
    register_guarded(queries.due)
    register_end(recalling.stop_to)
    hostname = cast(Config, app.config["MARAC"]).hostname
    set_public_page(f"{hostname}{VERIFY}" if hostname else "")


@bp.get("/released")
@requires(Permission.RELEASE_READ)
def index() -> str:
    """What was released to this person, and what they are to hand over."""
    actor = current_actor()
    lines = home.lines(actor)
    return render_template(
        "gate/index.html",
        to_read=[line for line in lines if line.standing.is_open and not line.is_to_hand_over],
        to_hand=[line for line in lines if line.standing.is_open and line.is_to_hand_over],
        gone=[line for line in lines if not line.standing.is_open],
        area=marac(area_of(actor).name),
        recipients={line.release.id: recipient_of(line.release).name for line in lines},
        references=references(
            actor, [each.release.record_id for each in lines if each.is_to_hand_over]
        ),
    )


@bp.get("/released/<uuid:release_id>")
@requires(Permission.RELEASE_READ)
def show(release_id: UUID) -> str:
    """The conditions of receipt; once they are accepted, the button that opens it."""
    actor = current_actor()
    conditions = service.conditions(actor, release_id)
    receipts = queries.receipts_of([release_id])[release_id]
    return render_template(
        "gate/conditions.html",
        said=conditions,
        lines=terms(conditions.lines, is_letter=is_letter(conditions.release)),
        release=conditions.release,
        is_letter=is_letter(conditions.release),
        may_print=may_print(conditions.release),
        area=marac(area_of(actor).name),
        times=sum(each.person_id == actor.person_id for each in receipts),
    )


@bp.post("/released/<uuid:release_id>/accept")
@requires(Permission.RELEASE_RECEIVE)
def accept(release_id: UUID) -> Response:
    """Accept the conditions of receipt."""
    service.accept(current_actor(), release_id)
    flash("You accepted the conditions. You can read it now.", "success")
    return redirect(url_for("gate.show", release_id=release_id), 303)


@bp.post("/released/<uuid:release_id>/read")
@requires(Permission.RELEASE_RECEIVE)
def read(release_id: UUID) -> str:
    """Read it on this page. Only a POST opens it, so that no scanner of links does."""
    actor = current_actor()
    received = service.receive(actor, release_id)
    code, sheet = service.unwrap(received.content)
    return render_template(
        "gate/read.html",
        release=received.release,
        sheet=sheet,
        code=code,
        watermark=received.watermark,
        area=marac(area_of(actor).name),
        may_print=may_print(received.release),
    )


@bp.post("/released/<uuid:release_id>/passphrase")
@requires(Permission.RELEASE_RECEIVE)
def passphrase(release_id: UUID) -> str:
    """The passphrase of a letter that was released to this person."""
    row, words = service.passphrase_of(current_actor(), release_id)
    return render_template("gate/letter.html", release=row, words=words)


@bp.post("/released/<uuid:release_id>/letter")
@requires(Permission.RELEASE_RECEIVE)
def letter(release_id: UUID) -> Response:
    """A letter that was released to this person, as the paper itself, locked."""
    handed = service.receive_letter(current_actor(), release_id)
    return pdf_file(handed.release, handed.pdf)


@bp.get("/handover/<uuid:release_id>")
@requires(Permission.RELEASE_HAND_OVER)
def hand_over(release_id: UUID) -> str:
    """What this person is to hand over, to whom and how; or why that is over."""
    actor = current_actor()
    row, closed = queries.for_hander(actor, release_id), ""
    try:
        service.to_hand_over(actor, release_id)
    except Refused as refused:
        closed = refused.reason
    return handing_pages.page(actor, row, closed)
