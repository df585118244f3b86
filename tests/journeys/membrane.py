"""A MARAC that asks, decides, sends, reads and takes back at random, beside a small model of it."""

import shutil
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    initialize,
    multiple,
    rule,
)

from app import clock
from app.confidentiality.circle import service as circle
from app.confidentiality.disclosure import service as disclosure
from app.confidentiality.disclosure.rules import Outcome
from app.confidentiality.gate import service as gate
from app.confidentiality.gate.model import Release
from app.confidentiality.recipient.model import Recipient
from app.confidentiality.recipient.rules import RecipientKind
from app.db import db
from app.marac.case.service import KeptFrom
from tests.asking import a_choice, a_request, signed
from tests.exits import a_member, a_recipient, an_entry
from tests.journeys.expected import (
    AGENCY_OF,
    CHAIRS,
    EVASIVE,
    HANDER,
    ITEMS,
    MEMBERS,
    NEVER,
    OFFICERS,
    Asked,
    Sent,
    deepcopy_of,
    perhaps,
    seldom,
    someone,
)
from tests.journeys.ground import Ground
from tests.working import a_case


class Membrane(Ground):
    """One area, several cases, everybody trying everything."""

    requests = Bundle("requests")
    releases = Bundle("releases")

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
        received = any(r.reached for r in self._sent_for(request) if r.edition == asked.edition)
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
            and not sent.reached
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
