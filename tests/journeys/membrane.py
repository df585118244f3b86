"""A MARAC that asks, decides, sends, reads and takes back at random, beside a small model of it."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
)

from app import clock
from app.audit.model import AuditRow
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.ring import Ring
from app.confidentiality.disclosure import service as disclosure
from app.confidentiality.disclosure.rules import Outcome
from app.confidentiality.gate import service as gate
from app.confidentiality.gate.model import Package, Receipt, Release
from app.confidentiality.gate.preparing import content_of
from app.confidentiality.gate.screening import envelope
from app.confidentiality.recipient.model import Recipient
from app.confidentiality.recipient.rules import RecipientKind
from app.db import db
from app.marac.case.service import KeptFrom
from app.refusals import NotSignedIn, NotVisible, Refused, RuleBroken
from app.vault.errors import VaultError
from tests.asking import a_choice, a_request, signed
from tests.builders import PEOPLE, World
from tests.exits import a_member, a_recipient, an_entry
from tests.working import a_case

NO = (NotVisible, Refused, RuleBroken, VaultError, NotSignedIn)
NAMES = ["chair", "deputy", "coordinator", "idva", "second_idva", "housing", "nrpf", "officer"]
CHAIRS = {"chair", "deputy"}
OFFICERS = CHAIRS | {"coordinator"}
MEMBERS = {"housing": "housing", "hospital": "deputy", "police": "officer"}
HANDER = "idva"
NEVER = ("9 Canary Wharfside", "Canary Wharfside", "NB1 2CY", "Quokka", "Northbrook Infants")
"""Her confidential address, the words of the immigration section, a school."""
ITEMS = ("summary.what_happened", "summary.wishes", "summary.in_place", "risk.threshold")
EVASIVE = (
    "Home Office",
    "Homе Office",
    "H0me 0ffice liaison",
    "Immigration Enforcement",
    "UKVI casework",
    "eciffO emoH",
)
AGENCY_OF = {name: agency for name, (_, agency, _) in PEOPLE.items()}

someone = st.sampled_from(NAMES)
perhaps = st.one_of(st.none(), someone)
"""Somebody, or (None) whoever may."""
seldom = st.sampled_from([False, False, False, True])


@dataclass
class Asked:
    """What the model knows of a request. ``prepared``: what each chair had made, at an edition."""

    id: UUID
    case: str
    by: str
    to: str
    edition: int = 1
    state: str = "waiting"
    prepared: dict[str, tuple[Any, int]] = field(default_factory=dict)


@dataclass
class Sent:
    """What the model knows of one release."""

    id: UUID
    request: int
    edition: int
    who: str
    way: str
    until: date
    content: bytes
    received: int = 0
    recalled: bool = False


@dataclass
class Model:
    """All that should be so."""

    requests: list[Asked] = field(default_factory=list)
    releases: list[Sent] = field(default_factory=list)
    kept: dict[str, set[str]] = field(default_factory=lambda: {"case": set(), "kept": {"housing"}})
    blocked: int = 0

    def opens(self, name: str, case: str) -> bool:
        """Officers, the IDVA, and who referred it; never whoever it is kept from."""
        works = OFFICERS | {"idva", "housing"}
        return name in works and not self.is_kept(name, case)

    def is_kept(self, name: str, case: str) -> bool:
        """By name, or with the whole agency."""
        return name in self.kept[case] or f"agency:{AGENCY_OF[name]}" in self.kept[case]


class Membrane(RuleBasedStateMachine):
    """One area, several cases, everybody trying everything."""

    template: World
    counts: dict[str, int]

    requests = Bundle("requests")
    releases = Bundle("releases")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="membrane-"))
        self.world = self.template.copy_to(self.folder / "instance")
        self.model = Model()
        self.days = 0
        self.saved: tuple[Path, Model, int] | None = None

    def teardown(self) -> None:
        """Let go of the database."""
        self.world.close()
        shutil.rmtree(self.folder)

    @contextmanager
    def inside(self) -> Iterator[None]:
        """A fresh look at the database, on the machine's own day."""
        with ExitStack() as stack:
            pretended: AbstractContextManager[Any] = clock.pretend(
                self.start + timedelta(days=self.days)
            )
            stack.enter_context(pretended)
            stack.enter_context(self.world.inside())
            yield

    @property
    def today(self) -> date:
        """The day on which the machine stands."""
        return (self.start + timedelta(days=self.days)).date()

    @initialize(target=releases)
    def two_cases(self) -> int:
        """One case, and one that is kept from housing's worker; four recipients, two releases."""
        self.start = clock.now().replace(hour=12)
        with self.inside():
            kept = (KeptFrom(person_id=self.world.person_id("housing")),)
            self.world.extra["kept"] = a_case(self.world, kept_from=kept)
            for agency, reader in MEMBERS.items():
                a_member(self.world, agency, reader)
            a_recipient(self.world, RecipientKind.SOLICITOR, "Northbrook Law Centre")
            rows = {row.name: row.id for row in db.session.query(Recipient)}
        names = {"housing": "Northbrook Housing", "hospital": "St Aldhelm Hospital"}
        names |= {"police": "Northbrook Police", "law": "Northbrook Law Centre"}
        self.recipients = {short: rows[name] for short, name in names.items()}
        for to in ("hospital", "law"):
            request = self.ask("idva", "case", to, list(ITEMS[:2]))
            self.prepare(request, "chair", Outcome.FULL)
            self.sign(request, "chair")
        return 0

    # Asking

    @rule(
        target=requests,
        by=someone,
        case=st.sampled_from(["case", "kept"]),
        to=st.sampled_from([*MEMBERS, "law"]),
        items=st.lists(st.sampled_from(ITEMS), min_size=1, max_size=3, unique=True),
    )
    def ask(self, by: str, case: str, to: str, items: list[str]) -> Any:
        """Somebody asks that something of a case be shared."""
        may = self.model.opens(by, case) and not self._agency_kept(to, case) and self._fresh(to)
        with self.inside():
            made = self._try(
                may, a_request, self.world, self.recipients[to], tuple(items), by=by, record=case
            )
        if made is None:
            return multiple()
        self.model.requests.append(Asked(made, case, by, to))
        self._count("asked")
        return len(self.model.requests) - 1

    @rule(request=requests, who=perhaps)
    def edit(self, request: int, who: str | None) -> None:
        """Somebody changes what was asked: a new edition, and the signature is void."""
        asked = self._asked(request)
        if asked is None:
            return
        who = who or asked.by
        received = any(r.received for r in self._sent_for(request) if r.edition == asked.edition)
        may = (
            who == asked.by
            and asked.state in ("waiting", "decided")
            and not received
            and self.model.opens(who, asked.case)
            and not self._agency_kept(asked.to, asked.case)
            and self._fresh(asked.to)
        )
        with self.inside():
            done = self._try(may, self._edit, who, asked.id)
        if done is not None:
            asked.edition, asked.state = asked.edition + 1, "waiting"
            self._count("edited")

    @rule(request=requests, who=perhaps)
    def withdraw(self, request: int, who: str | None) -> None:
        """Somebody takes a request back."""
        asked = self._asked(request)
        if asked is None:
            return
        who = who or asked.by
        may = who == asked.by and asked.state != "withdrawn" and not self._is_kept(who, asked)
        with self.inside():
            done = self._try(may, self._yes, disclosure.withdraw, self.world.actor(who), asked.id)
        if done:
            asked.state = "withdrawn"
            self._count("withdrawn")

    @rule(request=requests, who=perhaps)
    def no_longer_agreed(self, request: int, who: str | None) -> None:
        """She no longer agrees, says the requester, her IDVA or an officer."""
        asked = self._asked(request)
        if asked is None:
            return
        who = who or asked.by
        may = (
            who in OFFICERS | {"idva", asked.by}
            and asked.state in ("waiting", "decided")
            and self.model.opens(who, asked.case)
        )
        with self.inside():
            actor = self.world.actor(who)
            done = self._try(
                may, self._yes, disclosure.no_longer_agreed, actor, asked.id, "She rang today"
            )
        if done:
            asked.edition, asked.state = asked.edition + 1, "stopped"
            self._count("agreement taken back")

    # Deciding

    @rule(request=requests, who=someone, answer=st.sampled_from([*Outcome]))
    def prepare(self, request: int, who: str, answer: Outcome) -> None:
        """Somebody has the bytes made that would leave."""
        asked = self._asked(request)
        if asked is None:
            return
        may = self._may_decide(asked, who) and asked.state == "waiting"
        reader = MEMBERS.get(asked.to)
        if answer != Outcome.REFUSED:
            may = may and self._fresh(asked.to) and not self._agency_kept(asked.to, asked.case)
        terms: dict[str, Any] = (
            {"readers": (self.world.person_id(reader),)}
            if reader
            else {"hand_over_by": self.world.person_id(HANDER)}
        )
        with self.inside():
            made = self._try(
                may, a_choice, self.world, asked.id, who, answer, reasons="Because", **terms
            )
        if made is not None:
            asked.prepared[who] = (made, asked.edition)
            self._count("prepared")

    @rule(target=releases, request=requests, who=someone)
    def sign(self, request: int, who: str) -> Any:
        """A chair signs what she had prepared, perhaps long ago."""
        asked = self._asked(request)
        if asked is None or who not in asked.prepared:
            return multiple()
        prepared, edition = asked.prepared[who]
        leaves = bool(prepared.digest)
        receiver = MEMBERS.get(asked.to, HANDER)
        may = (
            self._may_decide(asked, who)
            and asked.state == "waiting"
            and edition == asked.edition
            and (not leaves or (self._fresh(asked.to) and not self._is_kept(receiver, asked)))
            and (not leaves or not self._agency_kept(asked.to, asked.case))
            and (not leaves or prepared.chosen.expires_on >= self.today)
        )
        with self.inside():
            decision = self._try(may, signed, self.world, asked.id, prepared, who)
            content = b""
            if decision is not None and leaves:
                content = self._content(who, decision.release_id)
        if decision is None:
            return multiple()
        asked.state = "decided"
        self._count("signed")
        if decision.release_id is None:
            return multiple()
        assert not any(word.encode() in content for word in NEVER)
        way = "read" if asked.to in MEMBERS else "handed"
        until = prepared.chosen.expires_on
        self.model.releases.append(
            Sent(decision.release_id, request, edition, receiver, way, until, content)
        )
        return len(self.model.releases) - 1

    @rule(
        target=releases,
        by=st.sampled_from(["housing", "idva", "coordinator", "chair"]),
        case=st.sampled_from(["case", "kept"]),
        to=st.sampled_from([*MEMBERS, "law"]),
        items=st.lists(st.sampled_from(ITEMS), min_size=1, max_size=3, unique=True),
    )
    def share(self, by: str, case: str, to: str, items: list[str]) -> Any:
        """What usually happens: somebody asks, and whichever chair may decide lets it out."""
        request = self.ask(by, case, to, items)
        if not isinstance(request, int):
            return multiple()
        chairs = [
            who for who in sorted(CHAIRS) if self._may_decide(self.model.requests[request], who)
        ]
        if not chairs:
            return multiple()
        self.prepare(request, chairs[0], Outcome.FULL)
        return self.sign(request, chairs[0])

    # Receiving

    @rule(release=releases, who=someone)
    def read(self, release: int, who: str) -> None:
        """Somebody tries to read what was released."""
        self._receive(release, who, "read")

    @rule(release=releases)
    def read_by_the_reader(self, release: int) -> None:
        """Whoever it is for reads it or hands it over, so that it is not all refusals."""
        sent = self._sent(release)
        if sent is not None:
            self._receive(release, sent.who, sent.way)

    @rule(release=releases, who=someone)
    def hand_over(self, release: int, who: str) -> None:
        """Somebody tries to fetch the file to hand over."""
        self._receive(release, who, "handed")

    @rule(release=releases, who=perhaps)
    def recall(self, release: int, who: str | None) -> None:
        """Somebody tries to take it back."""
        sent = self._sent(release)
        if sent is None:
            return
        who = who or "coordinator"
        asked = self.model.requests[sent.request]
        may = (
            who in OFFICERS
            and self.model.opens(who, asked.case)
            and not sent.received
            and not sent.recalled
            and self._stands(sent)
        )
        with self.inside():
            row = db.session.get_one(Release, sent.id)
            done = self._try(may, gate.recall, self.world.actor(who), sent.id, row.revision)
        if done is not None:
            sent.recalled = True
            self._count("recalled")

    # What happens around it

    @rule(case=st.sampled_from(["case", "kept"]), who=someone, whole=st.booleans(), really=seldom)
    def exclude(self, case: str, who: str, whole: bool, really: bool) -> None:
        """An officer keeps a case from somebody, or from their whole agency."""
        by = next((o for o in ("coordinator", "deputy") if self.model.opens(o, case)), None)
        if not really:
            return
        left = [o for o in OFFICERS if o != who and self.model.opens(o, case)]
        if by is None or who == by or AGENCY_OF[who] == AGENCY_OF[by] or len(left) < 2:
            return
        person, agency = self.world.person_id(who), self.world.agencies[AGENCY_OF[who]]
        chosen = {"agency_id": agency} if whole else {"person_id": person}
        with self.inside():
            circle.exclude(self.world.actor(by), self.world.extra[case], **chosen)
            circle.admit(self.world.actor(by))
        self.model.kept[case].add(f"agency:{AGENCY_OF[who]}" if whole else who)
        self._count("excluded")

    @rule(days=st.sampled_from([1, 4, 8, 60]))
    def time_passes(self, days: int) -> None:
        """Days go by: releases run out, entries of the register too."""
        if self.days + days <= 300:
            self.days += days

    @rule(who=someone, name=st.sampled_from(EVASIVE))
    def name_the_home_office(self, who: str, name: str) -> None:
        """Somebody proposes them as a recipient, however spelled. It never stands there."""
        from app.confidentiality.recipient import service as register

        with self.inside():
            actor = self.world.actor(who)
            before = db.session.query(Recipient).count()
            entry = an_entry(RecipientKind.VOLUNTARY, name)
            assert self._try(False, register.propose, actor, entry) is None
            assert db.session.query(Recipient).count() == before
        self.model.blocked += 1
        self._count("blocked")

    @rule(really=seldom)
    def keep_a_backup(self, really: bool) -> None:
        """Somebody copies the whole installation."""
        if not really:
            return
        self.world.close()
        where = self.folder / "backup"
        shutil.rmtree(where, ignore_errors=True)
        shutil.copytree(self.world.instance, where)
        self.saved = (where, deepcopy_of(self.model), self.days)

    @rule(really=seldom)
    def restore(self, really: bool) -> None:
        """The backup is put back: what happened since is gone, and opens nothing more."""
        if self.saved is None or not really:
            return
        where, model, _ = self.saved
        self.world.close()
        shutil.rmtree(self.world.instance)
        shutil.copytree(where, self.world.instance)
        self.model = deepcopy_of(model)
        self._count("restored")

    # What always holds

    @invariant()
    def every_receipt_has_one_row_of_the_trail(self) -> None:
        """And every such row its receipt; their number is what the model counted."""
        if not hasattr(self, "start"):
            return
        with self.inside():
            receipts = {str(row.id) for row in db.session.query(Receipt)}
            rows = db.session.query(AuditRow).filter(AuditRow.tag == "release:receive").all()
            named = [receipt for receipt in receipts if any(receipt in row.detail for row in rows)]
        assert len(receipts) == len(rows) == len(named)
        assert len(receipts) == sum(sent.received for sent in self.model.releases)

    @invariant()
    def nobody_blocked_is_on_an_envelope(self) -> None:
        """Every recipient of every release is one that the firewall lets through."""
        if not hasattr(self, "start"):
            return
        with self.inside():
            for row in db.session.query(Release):
                assert envelope(db.session.get_one(Recipient, row.recipient_id)).allowed

    # Details

    def _receive(self, release: int, who: str, way: str) -> None:
        sent = self._sent(release)
        if sent is None:
            return
        asked = self.model.requests[sent.request]
        may = (
            (who, way) == (sent.who, sent.way)
            and not self._is_kept(who, asked)
            and not sent.recalled
            and self._stands(sent)
            and self.today <= sent.until
            and self._fresh(asked.to)
        )
        with self.inside():
            act = self._read if way == "read" else self._hand
            content = self._try(may, act, who, sent.id)
        if content is not None:
            assert way == "handed" or content == sent.content
            sent.received += 1
            self._count("received")
        else:
            self._count("refused to receive")

    def _content(self, who: str, release_id: UUID) -> bytes:
        """The bytes that the chair was shown."""
        package = db.session.get_one(Package, db.session.get_one(Release, release_id).package_id)
        return content_of(Ring(self.world.actor(who)), package)

    def _read(self, who: str, release_id: UUID) -> bytes:
        actor = self.world.actor(who)
        gate.accept(actor, release_id)
        return gate.receive(actor, release_id).content

    def _hand(self, who: str, release_id: UUID) -> bytes:
        return gate.hand_over(self.world.actor(who), release_id).pdf

    def _edit(self, who: str, request_id: UUID) -> bool:
        actor = self.world.actor(who)
        row = disclosure.open_request(actor, request_id).row
        disclosure.save(
            actor,
            request_id,
            "purpose",
            lambda asked: asked.with_page("purpose", purpose="To change the locks"),
            row.revision,
        )
        return True

    def _yes(self, act: Any, *given: Any) -> bool:
        act(*given)
        return True

    def _try(self, may: bool, act: Any, *given: Any, **named: Any) -> Any:
        """Do it; whoever may not is refused, and whoever may is not."""
        try:
            done = act(*given, **named)
        except NO:
            db.session.rollback()
            if may:
                raise
            return None
        assert may, f"{act.__name__} went through, and should not have"
        return done

    def _may_decide(self, asked: Asked, who: str) -> bool:
        return (
            who in CHAIRS
            and who != asked.by
            and AGENCY_OF[who] != AGENCY_OF[asked.by]
            and self.model.opens(who, asked.case)
        )

    def _fresh(self, to: str) -> bool:
        with self.inside():
            row = db.session.get_one(Recipient, self.recipients[to])
            good = row.closed_at is None and self.today <= self._good_until(row)
        return good

    def _good_until(self, row: Recipient) -> date:
        from app.confidentiality.recipient.model import RecipientCheck

        checks = db.session.query(RecipientCheck).filter(RecipientCheck.recipient_id == row.id)
        return max(check.good_until for check in checks if check.good_until)

    def _stands(self, sent: Sent) -> bool:
        asked = self.model.requests[sent.request]
        return asked.state == "decided" and asked.edition == sent.edition

    def _sent_for(self, request: int) -> list[Sent]:
        return [sent for sent in self.model.releases if sent.request == request]

    def _is_kept(self, who: str, asked: Asked) -> bool:
        return self.model.is_kept(who, asked.case)

    def _agency_kept(self, to: str, case: str) -> bool:
        return f"agency:{to}" in self.model.kept[case]

    def _asked(self, number: int) -> Asked | None:
        return self.model.requests[number] if 0 <= number < len(self.model.requests) else None

    def _sent(self, number: int) -> Sent | None:
        return self.model.releases[number] if 0 <= number < len(self.model.releases) else None

    def _count(self, what: str) -> None:
        self.counts[what] = self.counts.get(what, 0) + 1


def deepcopy_of(model: Model) -> Model:
    """A copy of the model whose prepared packages are the same objects."""
    made = Model(blocked=model.blocked, kept={case: set(k) for case, k in model.kept.items()})
    for asked in model.requests:
        copy = deepcopy(Asked(asked.id, asked.case, asked.by, asked.to, asked.edition, asked.state))
        copy.prepared = dict(asked.prepared)
        made.requests.append(copy)
    made.releases = [deepcopy(sent) for sent in model.releases]
    return made
