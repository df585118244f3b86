"""One person's screen of one case: the board with its forms, as a page or one form of it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.agency.queries import agency_names
from app.accounts.draft.filling import filled
from app.accounts.person.model import Person
from app.confidentiality.circle.queries import with_confirmed_keys
from app.marac.action.rules import suggested_due
from app.marac.board import service
from app.marac.board.forms import AgreeAction, IdentifyRisk, Share
from app.marac.case.shown import case_page
from app.marac.meeting import queries
from app.refusals import Changed, NotVisible, RuleBroken
from app.web.forms import Form

IN_PLACE = "X-In-Place"
SHARE, RISK, ACTION = "share", "risk", "action"
F = TypeVar("F", bound=Form)
Answer = Response | str | tuple[str, int]


@dataclass
class Screen:
    """The board as the signed-in person works on it. ``open_form`` is the one that is worked in."""

    actor: Actor
    meeting_id: UUID
    item_id: UUID
    open_form: str = ""
    other_agency_id: UUID | None = None
    risk_id: UUID | None = None
    conflict: service.Shared | service.Risk | None = None

    @property
    def agency_id(self) -> UUID:
        """The agency for which something is shared."""
        return self.other_agency_id or self.actor.agency_id

    @cached_property
    def agency(self) -> str:
        """Its name."""
        return agency_names([self.agency_id]).get(self.agency_id, "")

    @property
    def path(self) -> str:
        """The page of the board, which drafts are kept for."""
        return url_for("board.show", meeting_id=self.meeting_id, item_id=self.item_id)

    @property
    def is_in_place(self) -> bool:
        """Whether the board's script asks, which wants one form and not the page."""
        return IN_PLACE in request.headers

    @cached_property
    def board(self) -> service.Board:
        """The case with all that is on the board, opened once a request."""
        return service.open_board(self.actor, self.meeting_id, self.item_id)

    @cached_property
    def people(self) -> dict[UUID, Person]:
        """Who can be given an action in this case."""
        case_id = queries.item(self.actor, self.item_id).case_id
        return queries.may_be_given(self.actor, case_id)

    def person(self, person_id: str) -> Person:
        """One of them."""
        found = self.people.get(UUID(person_id))
        if found is None:
            raise RuleBroken("owner", "Select who will do it.")
        return found

    @cached_property
    def share_form(self) -> Share:
        """The box for what an agency shares, with what it shared before."""
        form = self._form(Share, SHARE)
        form.shared.label.text = f"What {self.agency} shares"
        if not self._is_sent(SHARE) and not form.shared.data:
            entry = self._entry()
            form.shared.data = entry.text if entry else ""
            form.revision.data = entry.revision if entry else None
        return form

    @cached_property
    def risk_form(self) -> IdentifyRisk:
        """The box for a risk."""
        form = self._form(IdentifyRisk, RISK)
        form.risk.label.text = "Say this risk better" if self.risk_id else "Add a risk"
        if not self._is_sent(RISK) and self.risk_id is not None:
            risk = self._risk()
            form.risk.data, form.revision.data = risk.text, risk.revision
        return form

    @cached_property
    def action_form(self) -> AgreeAction:
        """The boxes for an action."""
        form = self._form(AgreeAction, ACTION)
        agencies = agency_names(person.agency_id for person in self.people.values())
        form.offer(self.people.values(), agencies, self._warnings())
        if not self._is_sent(ACTION) and not form.due_on.data:
            form.due_on.data = suggested_due(clock.today()).isoformat()
        return form

    def _warnings(self) -> dict[UUID, str]:
        """What a chair should know before giving somebody an action: whether they can read it."""
        invited = set(queries.invited_agencies(self.meeting_id))
        confirmed = with_confirmed_keys(self.people)
        notes = {}
        for person in self.people.values():
            if person.id not in confirmed:
                notes[person.id] = " (cannot read it until their keys are confirmed)"
            elif person.agency_id not in invited:
                notes[person.id] = " (not invited to this meeting)"
        return notes

    def answer(self, form: Form, save: Callable[[], object]) -> Answer:
        """Save what was sent, or show the form: alone in place, or on its page."""
        if form.validate_on_submit():
            with form.rules():
                try:
                    save()
                    return redirect(self._after(), 303)
                except Changed:
                    self._take_note(form)
                    raise
        page = "board/form.html" if self.is_in_place else "board/show.html"
        return self._render(page, form), form.status

    def page(self) -> str:
        """The whole board."""
        return self._render("board/show.html", None)

    def _render(self, template: str, form: Form | None) -> str:
        shown = {} if self.is_in_place else case_page(self.board.opened_case)
        if form is not None and form.errors:
            shown["form"] = form
        return render_template(
            template, screen=self, runs=self.actor.may(Permission.CASE_CONCLUDE), **shown
        )

    def _form(self, kind: type[F], name: str) -> F:
        """The form that was sent; or a fresh one, with what the person typed and did not send."""
        if self._is_sent(name):
            return kind()
        return filled(kind, self.path) if request.method == "GET" else kind(formdata=None)

    def _is_sent(self, name: str) -> bool:
        return request.method == "POST" and self.open_form == name

    def _after(self) -> str:
        """In place, the same form made ready for the next entry; otherwise the board."""
        if self.is_in_place:
            return url_for(
                f"board.{self.open_form}",
                meeting_id=self.meeting_id,
                item_id=self.item_id,
                agency_id=self.other_agency_id,
            )
        part = {SHARE: "heading-shared", RISK: "heading-risks", ACTION: "heading-actions"}[
            self.open_form
        ]
        return f"{self.path}#{part}"

    def _take_note(self, form: Form) -> None:
        """Show what somebody else wrote, and let the next save stand on it."""
        self.conflict = self._risk() if self.open_form == RISK else self._entry()
        form["revision"].data = self.conflict.revision if self.conflict else None

    def _entry(self) -> service.Shared | None:
        if "board" in self.__dict__ or not self.is_in_place:
            return self.board.own(self.agency_id)
        return service.open_entry(self.actor, self.meeting_id, self.item_id, self.agency_id)

    def _risk(self) -> service.Risk:
        found = [risk for risk in self.board.risks if risk.id == self.risk_id]
        if not found:
            raise NotVisible()
        return found[0]
