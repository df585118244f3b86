"""Requests to share as their pages show them: warnings first, then what was asked and decided."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from app import clock
from app.access.permissions import Permission
from app.accounts.agency.model import Agency, Sector
from app.accounts.agency.queries import agency_names
from app.confidentiality.circle.excluding import is_excluded
from app.confidentiality.disclosure.building import ShownItem, in_words, is_flagged, words_of
from app.confidentiality.disclosure.content import Asked, pages_of
from app.confidentiality.disclosure.forms import TITLES
from app.confidentiality.disclosure.handers import handers
from app.confidentiality.disclosure.opening import OpenedRequest, deciders
from app.confidentiality.disclosure.ports import Item
from app.confidentiality.disclosure.redacting import names_of
from app.confidentiality.disclosure.requesting import is_kept_from
from app.confidentiality.disclosure.rules import (
    ANOTHER_DECIDES,
    CONSENT_LABELS,
    GROUND_LABELS,
    NOBODY_DECIDES,
    URGENCY_LABELS,
    WHO_DECIDES,
    Consent,
    Ground,
    RequestState,
    may_receive,
)
from app.confidentiality.recipient import queries as recipients
from app.confidentiality.recipient.model import Recipient
from app.confidentiality.recipient.rules import KIND_LABELS, RecipientKind, Way, way_of
from app.confidentiality.recipient.service import entry_of, people_with_accounts
from app.db import db
from app.firewall.screen import screen_identity

NOT_TODAY = "Its entry has run out, or waits for a second person. Ask a coordinator."
NOT_NAMED = "The recipient is not told who the victim is"
NOT_NAMED_WORDS = (
    "‘{title}’ is not among the items. If the recipient cannot know from elsewhere whom this is "
    "about, it has to be asked for too."
)
LEAST_NAME, LONGEST_HINT = 4, 90
COMMON_WORDS = frozenset({"council", "service", "services", "team", "centre", "group", "trust"})
DESTITUTION_TEAM = (
    "This is a council’s team for people with no recourse to public funds. Such teams share a "
    "system with the Home Office. Ask first whether somebody may decide about the victim’s help "
    "without it, and whether she or he has had advice from a solicitor or regulated adviser."
)


Grouped = list[tuple[str, list[str]]]


@dataclass(frozen=True)
class Warned:
    """Something a chair must see before all else."""

    heading: str
    text: str


@dataclass(frozen=True)
class Choice:
    """A recipient as the list offers it."""

    id: str
    name: str
    note: str


def groups_of_recipients(
    opened: OpenedRequest, find: str = ""
) -> tuple[list[tuple[str, list[Choice]]], list[Choice]]:
    """Return who can receive today, by class, and who cannot, with why.

    Whom the record is kept from is in neither list, and nothing says so.
    """
    actor, ring = opened.ring.actor, opened.ring
    fit = [
        row
        for row in recipients.recipients(actor)
        if row.closed_at is None
        and may_receive(opened.asked.ground, RecipientKind(row.kind))
        and not is_kept_from(ring, opened.row, [row.agency_id] if row.agency_id else [])
        and find.casefold() in row.name.casefold()
    ]
    good = {row.id for row in recipients.open_recipients(actor, clock.today())}
    groups: dict[str, list[Choice]] = {}
    for row in fit:
        if row.id in good:
            label = KIND_LABELS[RecipientKind(row.kind)]
            groups.setdefault(label, []).append(Choice(str(row.id), row.name, _note(row)))
    stale = [Choice(str(row.id), row.name, NOT_TODAY) for row in fit if row.id not in good]
    order = list(KIND_LABELS.values())
    return sorted(groups.items(), key=lambda group: order.index(group[0])), stale


def groups_of_items(opened: OpenedRequest) -> list[tuple[str, list[dict[str, str]]]]:
    """Return what can be asked for, by group. On a request for one’s own data, that alone."""
    groups: dict[str, list[dict[str, str]]] = {}
    for item in sorted(opened.record.items, key=lambda item: not item.says_who):
        if opened.asked.ground is Ground.SUBJECT_ACCESS and not item.about_subject:
            continue
        hint = item.hint or _beginning(opened, item)
        row = {"value": item.key, "text": item.title, "hint": hint}
        groups.setdefault(item.group, []).append(row)
    return list(groups.items())


def _beginning(opened: OpenedRequest, item: Item) -> str:
    """Return how an item begins, without what never leaves, so that somebody can tell which it is.

    Nothing of what may tell status: that is on no such list.
    """
    found = [
        (f"{each.name}: " if each.name else "") + words_of(opened, item, each)
        for each in item.passages
        if not is_flagged(each)
    ]
    text = " ".join(("; " if item.passages[0].name else " ").join(found[:2]).split())
    return text if len(text) <= LONGEST_HINT else f"{text[:LONGEST_HINT].rstrip()}…"


def warnings(opened: OpenedRequest, shown: Sequence[ShownItem] = ()) -> Grouped:
    """Return what comes before everything else on a chair’s page, the gravest first."""
    return _grouped(
        [
            *_works_there(opened),
            *(Warned("Safe contact", text) for text in opened.record.warnings),
            *_of_recipient(opened.recipient),
            *_of_agreement(opened.asked),
            *_of_naming(opened),
            *_of_items(opened, shown),
        ]
    )


def before_sending(opened: OpenedRequest) -> Grouped:
    """Return what the requester must know before they send it."""
    return _grouped([*_works_there(opened), *_of_recipient(opened.recipient), *_of_naming(opened)])


def _grouped(warned: Sequence[Warned]) -> Grouped:
    groups: dict[str, list[str]] = {}
    for each in warned:
        groups.setdefault(each.heading, []).append(each.text)
    return list(groups.items())


def who_decides(opened: OpenedRequest) -> str:
    """Say by name who can decide, for whoever cannot."""
    found = deciders(opened.ring, opened.row)
    agencies = agency_names(each.agency_id for each in found)
    names = [f"{each.name} ({agencies[each.agency_id]})" for each in found]
    if not names:
        return NOBODY_DECIDES
    is_chair = opened.ring.actor.may(Permission.DISCLOSURE_DECIDE)
    return f"{ANOTHER_DECIDES if is_chair else WHO_DECIDES}{'; '.join(names)}."


def cards(opened: OpenedRequest) -> list[dict[str, Any]]:
    """Return what was asked, page by page, as rows of words."""
    asked = opened.asked
    return [
        {
            "page": page,
            "title": TITLES[page],
            "rows": [{"key": key, "value": value} for key, value in _rows(opened, page) if value],
            "saved": page in asked.saved,
        }
        for page in pages_of(asked.ground)
    ]


def days_left(due: date | None) -> tuple[str, str]:
    """Return how long a chair has, in words, and the colour of the tag."""
    if due is None:
        return "", "grey"
    days = (due - clock.today()).days
    if days < 0:
        return "Overdue", "red"
    if days == 0:
        return "Decide today", "red"
    return ("By tomorrow", "yellow") if days == 1 else (f"By {in_words(due)}", "blue")


def readers_of(opened: OpenedRequest) -> list[tuple[str, str]]:
    """Return who of the recipient may be given it to read here, never whom it is kept from."""
    if opened.recipient is None:
        return []
    return [
        (str(each.person_id), f"{each.name}, {each.job}" if each.job else each.name)
        for each in people_with_accounts(opened.recipient.id)
        if each.person_id and not _kept_from(opened, each.person_id, opened.recipient.agency_id)
    ]


def handers_of(opened: OpenedRequest) -> list[tuple[str, str]]:
    """Return who may hand it over, as a form offers them."""
    found = handers(opened)
    agencies = agency_names(each.agency_id for each in found)
    return [(str(each.id), f"{each.name}, {agencies[each.agency_id]}") for each in found]


def _kept_from(opened: OpenedRequest, person_id: UUID, agency_id: UUID | None) -> bool:
    return agency_id is not None and is_excluded(opened.row.record_id, person_id, agency_id)


def _note(row: Recipient) -> str:
    way = way_of(RecipientKind(row.kind), is_member=row.agency_id is not None)
    return "They read it here, after signing in" if way is Way.BROWSER else "As a locked file"


def _works_there(opened: OpenedRequest) -> Iterator[Warned]:
    """Warn where the recipient employs, or has working for it, somebody named in the record."""
    to = opened.recipient
    if to is None:
        return
    entry = entry_of(to)
    staff = {part.casefold() for each in entry.people for part in each.name.split()}
    for each in opened.record.people:
        employer = each.works_for.strip()
        if employer and _is_alike(employer, to.name):
            text = f"{each.name} ({each.role}) works for {employer}."
            yield Warned("The recipient may employ somebody of this case", text)
        names = {name.casefold() for name in names_of(each) if " " not in name} & staff
        if not each.is_victim and any(len(name) >= LEAST_NAME for name in names):
            text = f"Somebody at {to.name} has a name that {each.role} has too: {each.name}."
            yield Warned("Somebody there may be known to this case", text)


def _is_alike(one: str, other: str) -> bool:
    first, second = (
        {w for w in each.casefold().split() if len(w) >= LEAST_NAME} for each in (one, other)
    )
    return bool(first & second - {"council", "service", "services", "team"})


def _of_recipient(to: Recipient | None) -> Iterator[Warned]:
    if to is None:
        return
    verdict = screen_identity(to.name)
    if verdict.rule == "warn":
        yield Warned("Before it goes there", f"{verdict.because} {verdict.instead}")
    agency = db.session.get(Agency, to.agency_id) if to.agency_id else None
    if agency is not None and agency.sector == Sector.COUNCIL_NRPF_TEAM:
        yield Warned("Before it goes there", DESTITUTION_TEAM)
    if to.needs_review:
        note = f"{to.dpo_name}, data protection officer: {to.dpo_note}"
        yield Warned("A contractor or mixed body", note)


def _of_agreement(asked: Asked) -> Iterator[Warned]:
    if asked.consent is not None and asked.consent is not Consent.YES:
        yield Warned(CONSENT_LABELS[asked.consent], asked.consent_why)


def _of_naming(opened: OpenedRequest) -> Iterator[Warned]:
    """Remind that nothing of what is asked for says whom it is about."""
    naming = {item.key: item.title for item in opened.record.items if item.says_who}
    if opened.asked.items and naming and not naming.keys() & set(opened.asked.items):
        title = next(iter(naming.values()))
        yield Warned(NOT_NAMED, NOT_NAMED_WORDS.format(title=title))


def _of_items(opened: OpenedRequest, shown: Sequence[ShownItem]) -> Iterator[Warned]:
    flagged = [each.item.title for each in shown if each.flagged]
    if flagged:
        text = f"Left out unless you say it otherwise in your own words: {'; '.join(flagged)}."
        yield Warned("Some words may tell immigration status", text)
    if opened.missing:
        yield Warned("The case has changed", f"{opened.missing} of the items are no longer there.")


def _rows(opened: OpenedRequest, page: str) -> list[tuple[str, str]]:
    asked, to, said = opened.asked, opened.recipient, page in opened.asked.saved
    match page:
        case "recipient":
            kind = KIND_LABELS[RecipientKind(to.kind)] if to else ""
            return [("Recipient", to.name if to else ""), ("What it is", kind)]
        case "items":
            return [(item.group, item.title) for item in opened.items]
        case "purpose":
            soon = URGENCY_LABELS[asked.urgency] if said else ""
            return [
                ("Why at all", GROUND_LABELS[asked.ground]),
                ("What they will do with it", asked.purpose),
                ("How soon", soon),
            ]
        case "steps":
            return [
                ("What it would achieve", asked.justified),
                ("What allows it", asked.power),
                ("The least that is needed", asked.least),
                ("How it is kept safe", asked.kept),
            ]
        case "agreement":
            consent = CONSENT_LABELS[asked.consent] if asked.consent else ""
            return [("Knows and agrees", consent), ("Why all the same", asked.consent_why)]
        case "risks":
            return [
                ("Risk of sharing", asked.risk_of_sharing),
                ("Risk of not sharing", asked.risk_of_not_sharing),
            ]
        case "transfer":
            there = asked.transfer
            return [("Heard there", there.heard_there), ("Spoken to", there.agreed_with)]
    return _demand_rows(asked)


def _demand_rows(asked: Asked) -> list[tuple[str, str]]:
    demand = asked.demand
    return [
        ("Issued by", demand.issued_by),
        ("Number", demand.number),
        ("Dated", in_words(demand.dated_on) if demand.dated_on else ""),
        ("It demands", demand.scope),
        ("The order itself was seen", "Yes" if demand.seen else ""),
        ("Rung back on", demand.called_on if demand.called_back else ""),
        ("A judge’s time limit", in_words(demand.judge_until) if demand.judge_until else ""),
    ]


def is_open(state: RequestState) -> bool:
    """Say whether a request can still be withdrawn or stopped."""
    return state in (RequestState.WAITING, RequestState.DECIDED, RequestState.STOPPED)
