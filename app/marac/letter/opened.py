"""A letter opened for one person: its words as they would stand on paper, and what is missing."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import ROLE_LABELS, Role
from app.accounts.agency.queries import agency
from app.accounts.area.model import Area
from app.accounts.person.queries import person
from app.confidentiality.circle.ring import Ring
from app.confidentiality.gate.model import Release
from app.confidentiality.recipient import queries as recipients
from app.confidentiality.recipient import service as recipient
from app.confidentiality.recipient.model import Recipient, RecipientPerson
from app.confidentiality.recipient.rules import Entry, RecipientKind
from app.confidentiality.recipient.trust import people_of
from app.db import db
from app.marac.case.model import Case
from app.marac.letter import added, checking, content, paper, queries
from app.marac.letter.content import Content
from app.marac.letter.facts import Facts, facts_of
from app.marac.letter.model import Letter
from app.marac.letter.namesakes import namesakes
from app.marac.letter.paper import Writer
from app.marac.letter.rules import (
    CHANGEABLE,
    STANDING,
    WHY_NOT_SIGNED_LABELS,
    LetterState,
    WhyNotSigned,
)
from app.marac.letter.wordings import Wording, wording
from app.paper import Letter as Paper
from app.paper import Signed

FIXED = STANDING | {LetterState.WITHDRAWN}
"""In these a letter says what it said when a signature was asked for."""


@dataclass(frozen=True)
class Goes:
    """To whom a letter goes: the register's entry as it stands, and the named person if any."""

    row: Recipient
    entry: Entry
    named: RecipientPerson | None
    is_open: bool
    people: tuple[str, ...] = ()

    @property
    def attention(self) -> str:
        """The person's name for the envelope."""
        return self.named.name if self.named else ""

    @property
    def where(self) -> str:
        """Name and address, as the checks read them."""
        return "\n".join((self.entry.name, self.entry.postal_address))

    @property
    def in_browser(self) -> bool:
        """Say whether it is read here by somebody with an account, and not handed over."""
        return self.row.agency_id is not None and self.row.kind != RecipientKind.VICTIM


@dataclass(frozen=True)
class Opened:
    """A letter with everything around it. ``said`` is ``content`` with its words filled in.

    ``is_stale``: the case, the register or the wording has changed since a signature was asked for.
    """

    ring: Ring = field(repr=False)
    letter: Letter
    case: Case
    content: Content
    said: Content
    wording: Wording
    facts: Facts
    goes: Goes | None
    area: Area
    author: Writer
    hander_id: UUID
    release: Release | None
    faults: tuple[checking.Fault, ...]
    is_stale: bool

    @property
    def state(self) -> LetterState:
        """How far it is."""
        return LetterState(self.letter.state)

    @property
    def is_changeable(self) -> bool:
        """Say whether it may still be changed."""
        return self.state in CHANGEABLE or self.is_void

    @property
    def is_void(self) -> bool:
        """Say whether a chair signed it, and it can no longer be received by anybody."""
        return is_void(self.state, self.release)

    @property
    def is_handed_over(self) -> bool:
        """Say whether somebody has received it."""
        return self.release is not None and self.release.first_received_at is not None

    @property
    def has_agreement(self) -> bool:
        """Say whether all that must be recorded of her agreement is there."""
        known = self.content.agreed_on is not None
        advised = not self.wording.needs_advice or self.content.advice_on is not None
        safe = not self.wording.court_bundle or self.content.safe_if_seen
        handed = not self.goes_by_hand or self.content.safe_to_hand
        return known and advised and safe and handed

    @property
    def goes_by_hand(self) -> bool:
        """Say whether it is put into her own hand."""
        return self.goes is not None and self.goes.row.kind == RecipientKind.VICTIM

    @property
    def namesakes(self) -> tuple[tuple[str, str], ...]:
        """Who of the case has the surname of the recipient, or of somebody named there."""
        if self.goes is None or self.goes_by_hand:
            return ()
        return namesakes(self.facts, (self.goes.entry.name, *self.goes.people))

    @property
    def missing(self) -> tuple[str, ...]:
        """What has to be done before a signature can be asked for, in words."""
        told = []
        if self.goes is None:
            told.append("Choose to whom it goes")
        elif not self.goes.is_open:
            told.append("Choose another recipient: this entry of the register is not in date")
        if not self.has_agreement:
            told.append("Record her agreement")
        return tuple(told)

    @property
    def why_not_signed(self) -> str:
        """Return why a chair did not sign, in words."""
        why = self.content.not_signed_why
        words = WHY_NOT_SIGNED_LABELS[WhyNotSigned(why)] if why else ""
        return words[:1].lower() + words[1:]

    @property
    def is_ready(self) -> bool:
        """Say whether a signature can be asked for."""
        return not self.missing and not self.faults

    def drawn(self, signed: Signed | None = None, dated: date | None = None) -> Paper:
        """Return the letter as it is printed."""
        entry = self.goes.entry if self.goes else Entry(name="", kind="", postal_address="")
        return paper.set_letter(
            self.said,
            self.wording,
            area=self.area.name,
            letterhead=self.author,
            entry=entry,
            attention=self.goes.attention if self.goes else "",
            victim=self.facts.victim.name,
            dated=dated or self.said.dated or clock.today(),
            signed=signed,
        )


def is_void(state: LetterState, release: Release | None) -> bool:
    """Say whether a letter was signed, and can no longer be received by anybody."""
    if state is not LetterState.RELEASED or release is None or release.first_received_at:
        return False
    return bool(release.recalled_at or release.stopped_at or clock.today() > release.expires_on)


def open_whole(ring: Ring, letter: Letter, case: Case) -> Opened:
    """Open a letter and what it takes from the case; the caller writes the trail."""
    actor = ring.actor
    found = content.read(ring, letter)
    words = wording(found.purpose)
    facts = facts_of(ring, case)
    area = db.session.get_one(Area, letter.area_id)
    asker = (letter.requester_id if letter.state in STANDING else None) or actor.person_id
    hander = case.idva_id or asker
    author = writer(actor, asker if words.by_member else hander)
    live = paper.written(words, found, facts, area.name, author)
    said = found if found.paragraphs and letter.state in FIXED else live
    goes = goes_to(actor, ring, found)
    values = paper.values_of(found, facts, area.name, author)
    neutral = paper.neutral(facts, found, values)
    plain = _plainly(words, found, neutral)
    own = added.wrong_with(found.added, words, facts)
    faults = checking.faults(words, said, plain, facts, goes.where if goes else "", own)
    return Opened(
        ring=ring,
        letter=letter,
        case=case,
        content=found,
        said=said,
        wording=words,
        facts=facts,
        goes=goes,
        area=area,
        author=author,
        hander_id=hander,
        release=queries.release_of(letter),
        faults=tuple(faults),
        is_stale=said.paragraphs != live.paragraphs or said.heading != live.heading,
    )


def goes_to(actor: Actor, ring: Ring, found: Content) -> Goes | None:
    """Return the recipient as the register has it now."""
    if found.recipient_id is None:
        return None
    row = recipients.recipient(actor, found.recipient_id)
    people = people_of([row.id])[row.id]
    named = next((each for each in people if each.id == found.recipient_person_id), None)
    good = recipient.good_check(ring.chain, row, clock.today())
    names = tuple(each.name for each in people)
    return Goes(row, recipient.entry_of(row, people), named, good is not None, names)


def writer(actor: Actor, person_id: UUID) -> Writer:
    """Return somebody at work as a letter names them."""
    who = person(actor, person_id)
    theirs = agency(actor, who.agency_id)
    return Writer(
        who.name, who.job or _role(who.roles), theirs.name, theirs.callback_phone,
        Role.IDVA in who.roles,
    )  # fmt: skip


def signed_by(
    writer: Writer, area: str, on: date, how: str = paper.ELECTRONICALLY, office: str = ""
) -> Signed:
    """Return the block below a letter: who signed, as what, for which agency, when."""
    job = "IDVA" if writer.is_idva else writer.job
    member = f"Member of the {paper.place(area)} MARAC"
    role = office or (f"{job}, {member[0].lower()}{member[1:]}" if job else member)
    return Signed(writer.name, role, writer.agency, on, how)


def block_of(opened: Opened) -> Signed | None:
    """Return the block below a letter that a chair has let go; None while nobody has signed."""
    row, found, actor = opened.release, opened.content, opened.ring.actor
    if row is None or opened.is_changeable:
        return None
    if found.member_id is not None and found.dated is not None:
        return signed_by(writer(actor, found.member_id), opened.area.name, found.dated)
    office = office_of(person(actor, row.decided_by).roles, opened.area.name)
    chair = writer(actor, row.decided_by)
    return signed_by(chair, opened.area.name, row.decided_on, office=office)


def office_of(roles: Collection[Role], area: str) -> str:
    """Return how a chair signs: as the chair or the deputy chair of this MARAC."""
    name = ROLE_LABELS[Role.CHAIR if Role.CHAIR in roles else Role.DEPUTY_CHAIR]
    return f"{name} of the {paper.place(area)} MARAC"


def _role(roles: Collection[Role]) -> str:
    known = sorted(Role(role) for role in roles)
    return ROLE_LABELS[known[0]] if known else ""


def _plainly(words: Wording, found: Content, neutral: dict[str, str]) -> str:
    added = [found.added] if found.added else []
    lines = [*words.filled(found.sentences, neutral), *added]
    return "\n".join((words.salutation.format_map(neutral), words.heading, *lines))


def with_changes(found: Content, **changes: object) -> Content:
    """Return what is sealed of a letter with some of it changed."""
    return replace(found, **changes)  # type: ignore[arg-type]
