"""Attempts and callers in the words of their pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Role
from app.accounts.agency.queries import agencies, agency_names
from app.accounts.person.model import PersonState
from app.accounts.person.queries import people, person_names
from app.confidentiality.recipient import queries as recipients
from app.confidentiality.recipient.model import Recipient
from app.confidentiality.recipient.rules import RecipientKind
from app.confidentiality.register import rules
from app.confidentiality.register.answering import OpenedEnquiry
from app.confidentiality.register.asking import (
    ASKED_LABELS,
    CLAIMS_LABELS,
    HOW_LABELS,
    OUTCOME_LABELS,
    AskedFor,
    Claims,
    How,
    Outcome,
)
from app.confidentiality.register.model import Enquiry
from app.confidentiality.register.queries import Attempt
from app.refusals import Refused
from app.web.templating import moment


@dataclass(frozen=True)
class AttemptRow:
    """An attempt as officers read it."""

    at: datetime
    who: str
    agency: str
    where: str
    rule: str
    road: str
    way: str
    was_taken: bool


@dataclass(frozen=True)
class EnquiryRow:
    """A caller in the list: not a word of theirs. A status without a colour is plain words."""

    id: UUID
    heading: str
    hint: str
    status: str
    colour: str


@dataclass(frozen=True)
class Idva:
    """An IDVA of the area and how their service is reached."""

    name: str
    agency: str
    phone: str


def attempt_rows(found: Sequence[Attempt]) -> list[AttemptRow]:
    """Put names and words to attempts."""
    people_ = person_names(each.person_id for each in found if each.person_id)
    agencies_ = agency_names(each.agency_id for each in found if each.agency_id)
    return [
        AttemptRow(
            at=each.at,
            who=people_.get(each.person_id, "") if each.person_id else rules.COMMAND_LINE,
            agency=agencies_.get(each.agency_id, "") if each.agency_id else "",
            where=rules.where_words(each.where),
            rule=rules.rule_words(each.rule),
            road=rules.ROADS.get(each.road, rules.ROADS["none"]),
            way=rules.WAYS.get(each.way, rules.NO_WAY),
            was_taken=bool(each.way),
        )
        for each in found
    ]


def month_choices(months: Sequence[tuple[int, int]]) -> list[tuple[str, str]]:
    """Offer the newest, then each month, as 2026-11 is November 2026."""
    newest = ("", "The last 31 days, and what is new to you")
    named = [(f"{y}-{m:02}", f"{date(y, m, 1):%B} {y}") for y, m in months]
    return [newest, *named]


def enquiry_rows(found: Sequence[Enquiry]) -> list[EnquiryRow]:
    """Put names and words to entries."""
    people_ = person_names(row.recorded_by for row in found)
    agencies_ = agency_names(row.agency_id for row in found)
    return [
        EnquiryRow(
            row.id,
            f"{CLAIMS_LABELS[Claims(row.claims)]}, {HOW_LABELS[How(row.how)].lower()}",
            f"{moment(row.asked_at)}. Written down by {people_.get(row.recorded_by, '')}, "
            f"{agencies_.get(row.agency_id, '')}.",
            *_status(row),
        )
        for row in found
    ]


def enquiry_facts(opened: OpenedEnquiry) -> list[dict[str, str]]:
    """Return what an entry says, line by line."""
    row, words = opened.row, opened.words
    ids = [each for each in (row.recorded_by, row.called_back_by, row.closed_by) if each]
    names = person_names(ids)
    asked = [ASKED_LABELS[AskedFor(code)] for code in words.asked_for]
    facts = [
        ("They say they are", CLAIMS_LABELS[Claims(row.claims)]),
        ("Name they gave", words.name or "None"),
        ("Organisation they gave", words.organisation or "None"),
        ("How", HOW_LABELS[How(row.how)]),
        ("When", moment(row.asked_at)),
        ("They asked for", "\n".join(asked) or "Not written down"),
        ("Besides", words.words),
        ("Written down by", f"{names.get(row.recorded_by, '')}, {moment(row.recorded_at)}"),
        ("Rung back", _rung_back(opened, names.get(row.called_back_by or row.id, ""))),
        ("How it ended", OUTCOME_LABELS[Outcome(row.outcome)] if row.outcome else "Not closed yet"),
    ]
    if row.closed_at and row.closed_by:
        facts.append(("Closed by", f"{names.get(row.closed_by, '')}, {moment(row.closed_at)}"))
    return [{"key": key, "value": value} for key, value in facts if value]


def idvas(actor: Actor) -> list[Idva]:
    """Return the IDVAs who work in the area, with the register's number of their service."""
    of_agency = {each.id: each for each in agencies(actor)}
    return [
        Idva(each.name, of_agency[each.agency_id].name, of_agency[each.agency_id].callback_phone)
        for each in people(actor)
        if Role.IDVA in each.roles and each.state == PersonState.ACTIVE
    ]


def fixed_answer(actor: Actor) -> str:
    """Return what is read out to whoever asks, whoever they are. The same words every time."""
    own = agency_names([actor.agency_id]).get(actor.agency_id, "my agency")
    return (
        "This MARAC neither confirms nor denies that it knows of anybody. I cannot look anything "
        "up or answer questions about any person. If you have a legal power to require "
        f"information, send the demand in writing to the legal team of {own}."
    )


def legal_teams(actor: Actor) -> list[Recipient]:
    """Return where a demand is sent: the legal team of one's own agency, if the register has it."""
    try:
        known = recipients.open_recipients(actor, clock.today())
    except Refused:  # whoever is not confirmed yet still has the answer to read out
        return []
    own = [row for row in known if row.agency_id == actor.agency_id]
    return [row for row in own if row.kind == RecipientKind.OWN_LEGAL_TEAM]


def _status(row: Enquiry) -> tuple[str, str]:
    """Say in two words how far an entry is, and the colour of its tag."""
    match row.outcome:
        case Outcome.MORE_SAID:
            return "More was said", "red"
        case Outcome.ANSWERED:
            return "Answered", "green"
        case Outcome.NOTHING_SAID:
            return "Nothing was said", ""
    return ("Rung back", "blue") if row.called_back_at else ("To be rung back", "yellow")


def _rung_back(opened: OpenedEnquiry, by: str) -> str:
    row = opened.row
    if row.called_back_at is None or row.called_back_agency_id is None:
        return ""
    agency = agency_names([row.called_back_agency_id]).get(row.called_back_agency_id, "")
    return f"{agency}, {row.called_back_number}\n{by}, {moment(row.called_back_at)}"
