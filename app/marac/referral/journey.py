"""Writing a referral: a list of tasks, one thing on each page, and a way back to all of them."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock
from app.access.actor import Actor
from app.access.marks import requires
from app.access.permissions import Permission
from app.accounts.agency.queries import agency_names
from app.accounts.area.queries import settings_of
from app.accounts.draft.filling import filled
from app.accounts.person.queries import person_names
from app.marac.referral import drafting
from app.marac.referral.asking import kept_shown
from app.marac.referral.checking import is_sixteen_or_seventeen
from app.marac.referral.drafting import Draft
from app.marac.referral.pages import PAGES
from app.marac.referral.rules import in_area
from app.marac.referral.steps import (
    SECTIONS,
    TITLES,
    Progress,
    Section,
    next_step,
    progress,
    steps_of,
)
from app.marac.risk.instrument import CORE
from app.marac.risk.instruments import instruments_of
from app.refusals import RuleBroken
from app.web.forms import Form
from app.web.guard import current_actor

Answer = str | tuple[str, int] | Response
bp = Blueprint(
    "referral_draft", __name__, template_folder="templates", url_prefix=drafting.PAGES_AT
)
CHECK = "check"
ADDRESSES = ",".join(f'"{page}"' for page in PAGES)
ELSEWHERE = (
    "This postcode is outside the area of this MARAC. Still send the referral: the coordinator "
    "transfers it to the right MARAC. Do not wait."
)
CHILD_IN_LAW = (
    "Somebody of 16 or 17 is heard as a victim in their own right, and is a child in law too: tell "
    "children’s services as well. Do not wait for the meeting."
)


@bp.post("")
@requires(Permission.REFERRAL_MAKE)
def start() -> Answer:
    """Begin a referral with the one thing that comes first."""
    try:
        draft_id = drafting.start(current_actor())
    except RuleBroken as broken:
        flash(broken.message, "warning")
        return redirect(url_for("referral.index"), 303)
    return redirect(url_for("referral_draft.page", draft_id=draft_id, page="kept-from"), 303)


@bp.get("/<uuid:draft_id>")
@requires(Permission.REFERRAL_MAKE)
def tasks(draft_id: UUID) -> str:
    """What is done and what is to do."""
    draft = drafting.load(current_actor(), draft_id)
    return render_template(
        "referral/tasks.html",
        draft=draft,
        rows=[_task(draft, section) for section in SECTIONS],
        done=sum(progress(each, draft.told, draft.saved) is Progress.DONE for each in SECTIONS),
        of=len(SECTIONS),
    )


@bp.route(f"/<uuid:draft_id>/<any({ADDRESSES}):page>", methods=["GET", "POST"])
@requires(Permission.REFERRAL_MAKE)
def page(draft_id: UUID, page: str) -> Answer:
    """One page of the way."""
    actor = current_actor()
    draft, asked = drafting.load(actor, draft_id), PAGES[page]
    if page == "topics" and (other := request.args.get("form")) in instruments_of(actor.area_id):
        draft.told.setdefault("risk", {})["instrument"] = other
    form = filled(asked.form(actor, draft))
    asked.prepare(form, actor, draft)
    if request.method == "GET" and form.kept_at is None:
        asked.show(form, draft.told)
    elif form.validate_on_submit():
        with form.rules():
            draft = _save(actor, draft, page, form)
            return redirect(_way_on(actor, draft, page, form), 303)
    shown = render_template(
        asked.template,
        form=form,
        draft=draft,
        page_name=page,
        title=TITLES[page],
        action=url_for(
            ".page", draft_id=draft.id, page=page, then=_then(), form=request.args.get("form")
        ),
        back_to=_back(draft),
        **_around(actor, draft, page),
    )
    return shown, 422 if form.errors else 200


def _save(actor: Actor, draft: Draft, page: str, form: Form) -> Draft:
    adding = _adds(form)
    return drafting.save(
        actor, draft.id, lambda told: PAGES[page].write(form, told), "" if adding else page
    )


def _adds(form: Form) -> bool:
    return "add" in form and bool(form["add"].data)


def _way_on(actor: Actor, draft: Draft, page: str, form: Form) -> str:
    """Stay where something is added to a list; else on, or back to where they came from."""
    _say_about(actor, draft, page)
    if _adds(form):
        return url_for(".page", draft_id=draft.id, page=page, then=_then())
    if page == "agreement" and "sharing" not in draft.saved:
        after = next_step(page, draft.told)
    else:
        after = None if _then() else next_step(page, draft.told)
    if after:
        return url_for(".page", draft_id=draft.id, page=after, then=_then())
    return _back(draft)


def _say_about(actor: Actor, draft: Draft, page: str) -> None:
    """Say what follows from what was saved, where that is not plain to everybody."""
    victim = draft.told.get("victim", {})
    if page == "address":
        districts = settings_of(actor).postcode_districts
        if not in_area(str(victim.get("postcode", "")), districts):
            flash(ELSEWHERE, "information")
    if page == "victim" and is_sixteen_or_seventeen(victim, clock.today()):
        flash(CHILD_IN_LAW, "information")


def _then() -> str | None:
    """Where the way leads back to: the last page, if they came from there."""
    return CHECK if request.args.get("then") == CHECK else None


def _back(draft: Draft) -> str:
    place = "referral_check.show" if _then() else "referral_draft.tasks"
    return url_for(place, draft_id=draft.id)


def _around(actor: Actor, draft: Draft, page: str) -> dict[str, object]:
    """What a page shows besides its form."""
    if page == "kept-from":
        return {"kept": kept_shown(actor, draft.told)}
    if page == "why":
        return {
            "referrer": person_names([actor.person_id])[actor.person_id],
            "agency": agency_names([actor.agency_id])[actor.agency_id],
            "today": clock.today(),
        }
    if page == "topics":
        begun = draft.told.get("risk", {}).get("instrument", CORE)
        forms = instruments_of(actor.area_id)
        return {"others": [form for form in forms.values() if form.id != begun]}
    return {}


def _task(draft: Draft, section: Section) -> dict[str, object]:
    state = progress(section, draft.told, draft.saved)
    steps = steps_of(section, draft.told)
    first = next((step for step in steps if step not in draft.saved), steps[0])
    return {
        "text": section.title,
        "href": url_for(".page", draft_id=draft.id, page=first),
        "status": "Optional" if section.optional and state is not Progress.DONE else state.value,
        "colour": COLOURS[state],
        "hint": section.hint,
    }


COLOURS = {Progress.NOT_STARTED: "blue", Progress.IN_PROGRESS: "light-blue", Progress.DONE: ""}
