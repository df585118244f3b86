"""The pages on which officers write minutes, approve them and sign them."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from app import clock
from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.draft.filling import filled
from app.accounts.person.queries import person_names
from app.confidentiality.gate.telling import send
from app.firewall.screen import suggests_compartment
from app.marac.minutes import approving, chasing, drafting, queries, rules, signing, telling
from app.marac.minutes.drafting import OpenPart
from app.marac.minutes.forms import Accept, Approve, EditPart, SignMinutes, box_of, edit_form
from app.marac.minutes.rules import LeafKind, Passage
from app.marac.minutes.signing import ToSign, may_sign
from app.refusals import Changed, RuleBroken
from app.web.guard import current_actor

bp = Blueprint("minutes_work", __name__, template_folder="templates", url_prefix="/minutes")
Page = str | tuple[str, int] | Answer


@bp.post("/<uuid:held_id>/write")
@requires(Permission.MINUTES_WRITE)
def write(held_id: UUID) -> Answer:
    """Write from the board what is not written yet."""
    try:
        written = drafting.write(current_actor(), held_id)
    except RuleBroken as broken:
        flash(broken.message, "warning")
        return redirect(url_for("meeting.show", meeting_id=held_id), 303)
    said = "Nothing has changed on the board." if not written else "The minutes are written."
    flash(said, "success")
    return _to_draft(held_id)


@bp.get("/<uuid:held_id>/draft")
@requires(Permission.MINUTES_WRITE)
def draft(held_id: UUID) -> Page:
    """The draft: what each part says, what was put better, what is flagged, and the next step."""
    return _draft_page(current_actor(), held_id, Approve(formdata=None))


@bp.route("/parts/<uuid:part_id>", methods=["GET", "POST"])
@requires(Permission.MINUTES_WRITE)
def edit(part_id: UUID) -> Page:
    """One part: the board's words, and beside them those of the minutes."""
    actor = current_actor()
    meeting, part = drafting.open_part(actor, part_id)
    passages = _asked(part)
    form: EditPart = filled(edit_form(passages))
    if form.validate_on_submit():
        with form.rules():
            try:
                row = drafting.edit(actor, _id(form.seen.data), form.given, form.why.data)
                flash("Saved.", "success")
                return _to_draft(meeting.id, f"part-{row.subject_id}")
            except Changed:
                form.seen.data = str(part.draft.id)
                raise
            except RuleBroken as broken:
                if broken.field not in form:
                    broken.field = box_of(broken.field)
                raise
    if not form.is_submitted():
        _fill(form, part, passages)
    page = render_template(
        "minutes/edit.html",
        meeting=meeting,
        part=part,
        form=form,
        boxes=[(form[box_of(said.place)], said, now) for said, now in passages],
        flagged={passage.place for passage in part.flagged},
        why_flagged=part.is_amended and suggests_compartment(part.why),
        editors=person_names([part.draft.written_by]),
    )
    return page, form.status


@bp.get("/parts/<uuid:part_id>/editions")
@requires(Permission.MINUTES_WRITE)
def editions(part_id: UUID) -> str:
    """Every earlier edition of a part, the newest first."""
    found = drafting.history(current_actor(), part_id)
    names = person_names(each.draft.written_by for each in found)
    return render_template("minutes/editions.html", found=found, names=names, part_id=part_id)


@bp.post("/documents/<uuid:minutes_id>/approve")
@requires(Permission.MINUTES_WRITE)
def approve(minutes_id: UUID) -> Page:
    """Approve the words as they stand for the chair's signature."""
    actor, form = current_actor(), Approve()
    meeting_id = queries.minutes(actor, minutes_id).meeting_id
    if form.validate_on_submit():
        with form.rules():
            approving.approve(actor, minutes_id, form.revision.data, form.seen)
            flash("Approved. The chair can sign the minutes now.", "success")
            return _to_draft(meeting_id)
    page = _draft_page(actor, meeting_id, form)
    return (page, form.status) if isinstance(page, str) else page


@bp.post("/documents/<uuid:minutes_id>/remind")
@requires(Permission.MINUTES_WRITE)
def remind(minutes_id: UUID) -> Answer:
    """Send the constant notice to whoever may sign minutes that are late."""
    actor, link = current_actor(), url_for("signin.sign_in")
    meeting_id = queries.minutes(actor, minutes_id).meeting_id
    try:
        reached = chasing.remind(actor, minutes_id, lambda address: send(address, link))
    except RuleBroken as broken:
        flash(broken.message, "warning")
        return _to_draft(meeting_id)
    if reached:
        people = "1 person was" if reached == 1 else f"{reached} people were"
        said = f"{people} told by e-mail to sign in; the e-mail does not say what it is about."
        flash(said, "success")
    else:
        flash("The e-mail could not be sent. Ring the chair.", "warning")
    return _to_draft(meeting_id)


@bp.route("/documents/<uuid:minutes_id>/sign", methods=["GET", "POST"])
@requires(Permission.MINUTES_SIGN)
def sign(minutes_id: UUID) -> Page:
    """Exactly what is signed, and the signature."""
    actor, form = current_actor(), SignMinutes()
    meeting_id = queries.minutes(actor, minutes_id).meeting_id
    try:
        ready = signing.to_sign(actor, minutes_id)
        if form.validate_on_submit():
            with form.rules():
                signing.sign(actor, minutes_id, _id(form.version.data), form.passphrase.data)
                _tell(actor, minutes_id)
                return redirect(url_for("minutes.show", held_id=meeting_id), 303)
    except Changed as changed:
        flash(changed.message, "warning")
        return _to_draft(meeting_id)
    return _sign_page(ready, form), form.status


@bp.post("/documents/<uuid:minutes_id>/accept")
@requires(Permission.MINUTES_SIGN)
def accept(minutes_id: UUID) -> Page:
    """Let words about somebody's status stand, with a reason."""
    actor, form = current_actor(), Accept()
    if form.validate_on_submit():
        with form.rules():
            place = str(form.place.data)
            signing.accept(actor, minutes_id, _id(form.leaf.data), place, form.reason.data)
            flash("Your reason is kept with the minutes.", "success")
            return redirect(url_for("minutes_work.sign", minutes_id=minutes_id), 303)
    ready = signing.to_sign(actor, minutes_id)
    return _sign_page(ready, SignMinutes(formdata=None), form), form.status


def _draft_page(actor: Actor, meeting_id: UUID, form: Approve) -> str | Answer:
    try:
        documents = drafting.open_drafts(actor, meeting_id)
    except RuleBroken as broken:
        flash(broken.message, "warning")
        return redirect(url_for("meeting.show", meeting_id=meeting_id), 303)
    meeting = queries.readable_meeting(actor, meeting_id)
    due_on = rules.due_on(clock.london(meeting.starts_at).date())
    signed = {minutes.id: row for minutes, _, row in reversed(queries.signed(actor, [meeting_id]))}
    return render_template(
        "minutes/draft.html",
        meeting=meeting,
        documents=documents,
        form=form,
        signed=signed,
        signs=may_sign(actor, meeting),
        signers={row.id: chasing.signers(actor, row, meeting) for row, _ in documents},
        due_on=due_on,
        late_days=(clock.today() - due_on).days,
        reminded={row.id: chasing.reminded_at(row.id) for row, _ in documents if row.approved_id},
        was_today=chasing.was_today,
        bare={row.id: sum(map(_is_bare, parts)) for row, parts in documents},
        waits=not documents or any(part.is_to_sign for _, parts in documents for part in parts),
        editors=person_names(part.draft.written_by for _, parts in documents for part in parts),
    )


def _is_bare(part: OpenPart) -> bool:
    """Say whether a case that was heard has no word in the minutes but how it ended."""
    is_case = part.draft.kind == LeafKind.CASE
    return is_case and not any(now.strip() for _, now in part.passages)


def _sign_page(ready: ToSign, form: SignMinutes, accepting: Accept | None = None) -> str:
    form.version.data = str(ready.version.id)
    return render_template(
        "minutes/sign.html",
        ready=ready,
        form=accepting if accepting is not None and accepting.errors else form,
        sign_form=form,
        accept_form=accepting or Accept(formdata=None),
        approver=person_names([ready.version.approved_by])[ready.version.approved_by],
    )


def _asked(part: OpenPart) -> list[tuple[Passage, str]]:
    """The texts that have a box: what is different this time only where there was a time before."""
    return [
        (said, now)
        for said, now in part.passages
        if said.place != "different" or said.text or now or part.board["earlier"]
    ]


def _fill(form: EditPart, part: OpenPart, passages: list[tuple[Passage, str]]) -> None:
    """Show each text as it is now; what the person typed before a time-out stays."""
    form.seen.data = form.seen.data or str(part.draft.id)
    if form.kept_at is None:
        form.why.data = part.why if part.is_amended else ""
        for said, now in passages:
            form[box_of(said.place)].data = now


def _tell(actor: Actor, minutes_id: UUID) -> None:
    missed = telling.tell(actor, minutes_id, lambda to: send(to, url_for("signin.sign_in")))
    flash("Signed. Whoever signed the meeting can read the minutes now.", "success")
    if missed:
        flash(
            "Some could not be told by e-mail. They see the minutes when they sign in.", "warning"
        )


def _to_draft(meeting_id: UUID, part: str | None = None) -> Answer:
    return redirect(url_for("minutes_work.draft", held_id=meeting_id, _anchor=part), 303)


def _id(text: str | None) -> UUID:
    """The id in a hidden field; whoever altered it finds nothing."""
    try:
        return UUID(text or "")
    except ValueError:
        return UUID(int=0)
