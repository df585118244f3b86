"""The pages of the agreements: the list, a text in full, signing, a new version, who has signed."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission, Role
from app.accounts.person.queries import person_names
from app.confidentiality.agreement import home, queries, service, shown
from app.confidentiality.agreement.forms import PublishForm, SignForm
from app.confidentiality.agreement.model import Wording, WordingKind
from app.confidentiality.agreement.rules import SCOPES, Scope, agency_occasion
from app.web.drafts import filled
from app.web.guard import current_actor
from app.web.markdown import as_html

bp = Blueprint("agreement", __name__, template_folder="templates")

__all__ = ["bp", "home"]
Page = str | Response | tuple[str, int]


@bp.get("/agreements")
@requires(Permission.AGREEMENT_READ)
def index() -> str:
    """What is in force, what this person has signed, and earlier versions."""
    actor = current_actor()
    return render_template(
        "agreement/index.html", lines=shown.lines(actor), earlier=shown.earlier(actor)
    )


@bp.get("/agreements/<uuid:wording_id>")
@requires(Permission.AGREEMENT_READ)
def show(wording_id: UUID) -> str:
    """A text in full, with what it takes to sign it where this person may."""
    actor = current_actor()
    return _page(actor, queries.wording(actor, wording_id), SignForm(formdata=None))


@bp.post("/agreements/<uuid:wording_id>/signature")
@requires(Permission.AGREEMENT_SIGN)
def sign(wording_id: UUID) -> Page:
    """Sign the text in force, for oneself or for one's agency."""
    actor, form = current_actor(), SignForm()
    words = queries.wording(actor, wording_id)
    if form.validate_on_submit():
        with form.rules():
            service.sign(actor, wording_id, _occasion(actor, words), form.passphrase.data)
            flash("You have signed. Your signature is kept with the text.", "success")
            return redirect(url_for("home.index"), 303)
    return _page(actor, words, form), form.status


@bp.route("/agreements/<uuid:wording_id>/new-version", methods=["GET", "POST"])
@requires(Permission.AGREEMENT_PUBLISH)
def publish(wording_id: UUID) -> Page:
    """Put a new version of this text into force."""
    actor = current_actor()
    words = queries.wording(actor, wording_id)
    form = filled(PublishForm, obj=words)
    if form.validate_on_submit():
        with form.rules():
            kind = WordingKind(words.kind)
            made = service.publish(actor, kind, form.title.data, form.body.data)
            flash("The new version is in force.", "success")
            return redirect(url_for("agreement.show", wording_id=made.id), 303)
    return render_template("agreement/publish.html", form=form, words=words), form.status


@bp.get("/agreements/who-has-signed")
@requires(Permission.AGREEMENT_PUBLISH)
def who_has_signed() -> str:
    """For officers: which agencies and people have still to sign."""
    return render_template(
        "agreement/who_has_signed.html", agencies=shown.who_has_signed(current_actor())
    )


def _page(actor: Actor, words: Wording, form: SignForm) -> str:
    kind = WordingKind(words.kind)
    signature = queries.own_signatures(actor).get(words.id)
    newest = queries.in_force(actor.area_id)[kind]
    return render_template(
        "agreement/show.html",
        form=form,
        words=words,
        text=as_html(words.body, top=2),
        scope=SCOPES[kind],
        is_in_force=newest.id == words.id,
        newest=newest,
        signature=signature,
        may_sign=newest.id == words.id and signature is None and _is_for(actor, kind),
        publisher=person_names([words.published_by] if words.published_by else []),
    )


def _occasion(actor: Actor, words: Wording) -> str:
    if SCOPES[words.kind] is Scope.AGENCY:
        return agency_occasion(actor.agency_id)
    return Scope.PERSON


def _is_for(actor: Actor, kind: WordingKind) -> bool:
    """Whether this person signs such a text here; a declaration is signed at its meeting."""
    if not actor.may(Permission.AGREEMENT_SIGN) or SCOPES[kind] is Scope.MEETING:
        return False
    return SCOPES[kind] is Scope.PERSON or Role.SIGNATORY in actor.roles
