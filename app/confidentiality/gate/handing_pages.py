"""The pages of whoever hands something over: passphrase, file, link, and what is noted of it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission
from app.confidentiality.gate import collecting, handing, queries, service
from app.confidentiality.gate.files import pdf_file
from app.confidentiality.gate.forms import ArrivedForm, HandedForm, LinkForm
from app.confidentiality.gate.handing import HOW_LABELS
from app.confidentiality.gate.model import Release
from app.confidentiality.gate.naming import references
from app.confidentiality.gate.receiving import recipient_of
from app.confidentiality.gate.telling import send
from app.confidentiality.recipient.model import Recipient
from app.confidentiality.recipient.rules import KIND_LABELS, RecipientKind, Way
from app.confidentiality.recipient.service import entry_of
from app.web.guard import current_actor

bp = Blueprint("handing", __name__, template_folder="templates")
Page = str | Response | tuple[str, int]
RIGHT = Permission.RELEASE_HAND_OVER


def page(actor: Actor, row: Release, closed: str) -> str:
    """The page of one hand-over: to whom, how, and what has been done so far."""
    to, done = recipient_of(row), handing.done(actor, row)
    return render_template(
        "gate/hand_over.html",
        release=row,
        closed=closed,
        done=done,
        labels=HOW_LABELS,
        downloads=[each for each in queries.receipts_of([row.id])[row.id] if each.person_id],
        collected=[each for each in queries.receipts_of([row.id])[row.id] if not each.person_id],
        links=[(link, collecting.is_open(link)) for link in collecting.links(row.id)],
        may_link=bool(collecting.may_collect(row, to)),
        reference=references(actor, [row.record_id]).get(row.record_id, ""),
        **envelope(row, to),
    )


def envelope(row: Release, to: Recipient) -> dict[str, object]:
    """What the pages say of the recipient."""
    return {
        "recipient": to,
        "entry": entry_of(to),
        "kind": KIND_LABELS[RecipientKind(to.kind)],
        "by_hand": row.way == Way.BY_HAND,
    }


@bp.post("/handover/<uuid:release_id>/passphrase")
@requires(RIGHT)
def passphrase(release_id: UUID) -> str:
    """The passphrase, on a page of its own, with the number to ring."""
    actor = current_actor()
    service.to_hand_over(actor, release_id)
    row, words = service.passphrase_of(actor, release_id)
    return render_template(
        "gate/passphrase.html", release=row, words=words, **envelope(row, recipient_of(row))
    )


@bp.post("/handover/<uuid:release_id>/file")
@requires(RIGHT)
def file(release_id: UUID) -> Response:
    """The locked file. Counted each time."""
    handed = service.hand_over(current_actor(), release_id)
    return pdf_file(handed.release, handed.pdf)


@bp.route("/handover/<uuid:release_id>/link", methods=["GET", "POST"])
@requires(RIGHT)
def link(release_id: UUID) -> Page:
    """Send one named person a link, and show the passphrase once."""
    actor = current_actor()
    row = service.to_hand_over(actor, release_id)
    to = recipient_of(row)
    form = LinkForm()
    people = collecting.may_collect(row, to)
    form.person.choices = [(str(one.id), f"{one.name}, {one.email}") for one in people]
    if form.validate_on_submit():
        with form.rules():
            made = collecting.make(
                actor,
                release_id,
                UUID(form.person.data),
                lambda address, token: send(address, url_for("collection.ask", token=token)),
            )
            return render_template("gate/link_sent.html", made=made, **envelope(row, to))
    sent = [one for one in collecting.links(row.id) if collecting.is_open(one)]
    page_of = render_template(
        "gate/link.html", form=form, release=row, sent=sent, **envelope(row, to)
    )
    return page_of, form.status


@bp.post("/handover/<uuid:release_id>/link/close")
@requires(RIGHT)
def close_link(release_id: UUID) -> Response:
    """Close the links of a release."""
    collecting.close(current_actor(), release_id)
    flash("The link is closed. It opens nothing any more.", "success")
    return _back(release_id)


@bp.route("/handover/<uuid:release_id>/noted", methods=["GET", "POST"])
@requires(RIGHT)
def note(release_id: UUID) -> Page:
    """Note how and when it was handed over."""
    actor = current_actor()
    row = queries.for_hander(actor, release_id)
    form = HandedForm()
    form.offer(handing.ways_to_hand(row))
    if form.validate_on_submit():
        with form.rules():
            handing.note(actor, release_id, form.how.data, form.handed_on.data)
            flash("It is noted that you handed it over.", "success")
            return _back(release_id)
    to = recipient_of(row)
    return render_template("gate/noted.html", form=form, release=row, **envelope(row, to)), (
        form.status
    )


@bp.route("/handover/<uuid:release_id>/noted/<uuid:hand_over_id>", methods=["GET", "POST"])
@requires(RIGHT)
def arrived(release_id: UUID, hand_over_id: UUID) -> Page:
    """Note that the recipient said that it has arrived."""
    actor = current_actor()
    row = queries.for_hander(actor, release_id)
    made = handing.hand_over_of(row, hand_over_id)
    to, form = recipient_of(row), ArrivedForm()
    form.offer(entry_of(to).people)
    if form.validate_on_submit():
        with form.rules():
            handing.arrived(
                actor,
                release_id,
                made.id,
                person=form.person.data,
                on=form.confirmed_on.data,
                rang=form.rang.data,
            )
            flash("It is noted that it has arrived.", "success")
            return _back(release_id)
    page_of = render_template(
        "gate/arrived.html", form=form, release=row, made=made, **envelope(row, to)
    )
    return page_of, form.status


def _back(release_id: UUID) -> Response:
    return redirect(url_for("gate.hand_over", release_id=release_id), 303)
