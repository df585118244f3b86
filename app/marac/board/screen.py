"""One person's screen of one case: the board with its forms, as a page or one form of it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID, uuid4

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.agency.queries import agency_names
from app.accounts.draft.filling import filled
from app.accounts.draft.queries import paths_under
from app.accounts.person.model import Person
from app.confidentiality.circle.queries import with_confirmed_keys
from app.firewall.caution import caution
from app.firewall.verdict import Verdict
from app.marac.action.rules import suggested_due
from app.marac.board import service
from app.marac.board.by_when import as_typed, quick
from app.marac.board.content import Noted, Risk, Shared
from app.marac.board.forms import AgreeAction, Conclude, Differ, IdentifyRisk, Present, Share
from app.marac.board.reading_out import to_read_out
from app.marac.board.roads import ROADS
from app.marac.board.sharing import lines_to_share
from app.marac.board.unsaved import keep_typed
from app.marac.case import queries as case_queries
from app.marac.case.shown import case_page
from app.marac.meeting import queries
from app.marac.meeting.hearing import may_present
from app.marac.meeting.model import ItemState, NoteKind
from app.marac.meeting.rules import CALLED_ALIKE
from app.marac.research.reading_out import Sent
from app.marac.research.service import ShareableLine
from app.refusals import Changed, NotVisible, RuleBroken
from app.web.forms import Form

IN_PLACE = "X-In-Place"
SHARE, RISK, ACTION, CONCLUDE = "share", "risk", "action", "conclude"
PRESENTED, DIFFERENT = NoteKind.PRESENTED.value, NoteKind.DIFFERENT.value
PART_OF = {
    PRESENTED: "heading-presented",
    DIFFERENT: "heading-presented",
    SHARE: "heading-shared",
    RISK: "heading-risks",
    ACTION: "heading-actions",
}
BOXES = {"notes/": "Presented", "share": "Shared", "risks": "Risks", "actions": "Actions"}
CHANGE = {
    PRESENTED: "Change what the referrer said",
    DIFFERENT: "Change what is different this time",
}
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
    conflict: Shared | Risk | Noted | None = None
    roads_shown: bool = False

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
        """The page of the board."""
        return url_for("board.show", meeting_id=self.meeting_id, item_id=self.item_id)

    @property
    def who_are_they(self) -> str:
        """What is asked before a case begins; empty unless it was just refused for that."""
        asked = request.args.get("ask") == "who" and self.board.item.state != ItemState.HEARING
        return CALLED_ALIKE if asked and self.actor.may(Permission.CASE_CONCLUDE) else ""

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
        """Who can be given an action in this case: those at the meeting first, by name."""
        case_id = queries.item(self.actor, self.item_id).case_id
        here = {row.person_id for row in queries.attendances(self.meeting_id)}
        found = queries.may_be_given(self.actor, case_id)
        return dict(sorted(found.items(), key=lambda each: each[0] not in here))

    @cached_property
    def idva(self) -> Person | None:
        """The IDVA who is assigned to the case and can be given something to do."""
        case_id = queries.item(self.actor, self.item_id).case_id
        idva_id = case_queries.case(self.actor, case_id).idva_id
        return self.people.get(idva_id) if idva_id else None

    @cached_property
    def may_present(self) -> bool:
        """Whether this person writes down how the case is presented."""
        return may_present(self.actor, queries.item(self.actor, self.item_id))

    @cached_property
    def lines(self) -> list[ShareableLine]:
        """What this person's own agency means to share and has not."""
        if self.other_agency_id:
            return []
        return lines_to_share(self.actor, self.meeting_id, self.item_id)

    @cached_property
    def sent(self) -> list[Sent]:
        """For officers: what agencies that could not come sent, and nobody has written down."""
        if self.other_agency_id:
            return []
        return to_read_out(self.actor, self.meeting_id, self.item_id)

    @cached_property
    def unsent(self) -> list[tuple[UUID, str]]:
        """The other agencies in whose box this person has words that are not saved yet."""
        kept = paths_under(self.actor, self.path)
        present = self.board.present.items()
        return [(key, name) for key, name in present if f"{self.path}/share/{key}" in kept]

    @property
    def left_unsaved(self) -> list[str]:
        """The boxes in which this person has words that are not saved, by name."""
        kept = {path.removeprefix(f"{self.path}/") for path in paths_under(self.actor, self.path)}
        return [name for part, name in BOXES.items() if any(path.startswith(part) for path in kept)]

    @property
    def roads(self) -> Any:
        """What can be agreed instead of what the firewall refused."""
        return ROADS

    @property
    def quick_days(self) -> list[tuple[str, str]]:
        """Days in words, each with its date, for the list of the box."""
        return quick(clock.today())

    @cached_property
    def caution(self) -> Verdict | None:
        """What is to be answered first, of the action that was sent or is being written."""
        form = self.action_form
        return caution(form.what.data or "") or caution(form.how_known.data or "")

    def place(self, form: str) -> str:
        """The address of a form, under which what is typed into it is kept."""
        more: dict[str, Any] = {}
        if form == SHARE:
            more = {"agency_id": self.other_agency_id}
        if form == RISK:
            more = {"risk_id": self.risk_id}
        if form in (PRESENTED, DIFFERENT):
            form, more = "note", {"kind": form}
        return url_for(f"board.{form}", meeting_id=self.meeting_id, item_id=self.item_id, **more)

    def person(self, person_id: str) -> Person:
        """One of those who can be given an action."""
        found = self.people.get(UUID(person_id))
        if found is None:
            raise RuleBroken("owner", "Select who will do it.")
        return found

    @cached_property
    def presented_form(self) -> Present:
        """The box for how the case is presented, with what stands there."""
        return self._noted(self._form(Present, PRESENTED), PRESENTED)

    @cached_property
    def different_form(self) -> Differ:
        """The box for what is different this time, with what stands there."""
        return self._noted(self._form(Differ, DIFFERENT), DIFFERENT)

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
        if not self._is_sent(RISK) and self.risk_id is not None and not form.risk.data:
            risk = self._risk()
            form.risk.data, form.revision.data = risk.text, risk.revision
            form.whom.data, form.raises.data = risk.whom, risk.raises
            form.protects.data = risk.protects
        return form

    @cached_property
    def action_form(self) -> AgreeAction:
        """The boxes for an action."""
        form = self._form(AgreeAction, ACTION)
        agencies = agency_names(person.agency_id for person in self.people.values())
        form.offer(self.people.values(), agencies, self._warnings())
        if not self._is_sent(ACTION) and not form.due_on.data:
            form.due_on.data = as_typed(suggested_due(clock.today()))
        return form

    @cached_property
    def conclude_form(self) -> Conclude:
        """How the hearing ended."""
        form = self._form(Conclude, CONCLUDE)
        form.choose()
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
        if form.is_submitted() and form.errors:
            keep_typed(self.actor, self.place(self.open_form), form)
        return self.show(form), form.status

    def show(self, form: Form | None = None) -> str:
        """The whole board, or in place the one form that is worked in."""
        page = "board/form.html" if self.is_in_place else "board/show.html"
        shown = {} if self.is_in_place else case_page(self.board.opened_case)
        if form is not None and form.errors:
            shown["form"] = form
        return render_template(
            page, screen=self, runs=self.actor.may(Permission.CASE_CONCLUDE), **shown
        )

    def _form(self, kind: type[F], name: str) -> F:
        """The form that was sent; or a fresh one, with what the person typed and did not send."""
        if self._is_sent(name):
            return kind()
        return filled(kind, self.place(name)) if request.method == "GET" else kind(formdata=None)

    def _is_sent(self, name: str) -> bool:
        return request.method == "POST" and self.open_form == name

    def _after(self) -> str:
        """In place, the same form made ready for the next entry; otherwise the board."""
        if not self.is_in_place:
            return f"{self.path}#{PART_OF[self.open_form]}"
        self.risk_id = None
        return self.place(self.open_form)

    def _take_note(self, form: Form) -> None:
        """Show what somebody else wrote, and let the next save stand on it, under a new id."""
        form["once"].data = uuid4()
        if self.open_form == ACTION or (self.open_form == RISK and self.risk_id is None):
            return
        self.conflict = self._now(self.open_form)
        form["revision"].data = self.conflict.revision if self.conflict else None

    def _now(self, name: str) -> Shared | Risk | Noted | None:
        if name == RISK:
            return self._risk()
        return self._entry() if name == SHARE else self.board.notes.get(NoteKind(name))

    def _noted(self, form: F, name: str) -> F:
        if not self._is_sent(name) and not form[name].data:
            note = self.board.notes.get(NoteKind(name))
            form[name].data = note.text if note else ""
            form["revision"].data = note.revision if note else None
            form[name].label.text = CHANGE[name] if note else form[name].label.text
        return form

    def _entry(self) -> Shared | None:
        if "board" in self.__dict__ or not self.is_in_place:
            return self.board.own(self.agency_id)
        return service.open_entry(self.actor, self.meeting_id, self.item_id, self.agency_id)

    def _risk(self) -> Risk:
        found = [risk for risk in self.board.risks if risk.id == self.risk_id]
        if not found:
            raise NotVisible()
        return found[0]
