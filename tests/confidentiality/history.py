"""A borough that lives at random beside a small model: people join, sign, leave, come back."""

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from app.accounts.agency.model import Sector
from app.confidentiality.agreement.model import WordingKind
from app.confidentiality.agreement.service import publish, standard_text
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.carrying import LEANS_ON
from app.confidentiality.circle.grants import Holder, Ring, new_secret
from app.confidentiality.circle.model import Because, Office, SecretKind
from app.db import new_id
from app.refusals import NotSignedIn, NotVisible, Refused, RuleBroken
from app.vault.errors import VaultError
from tests.confidentiality.borough import (
    CHAIR,
    IDVA,
    REPRESENTATIVE,
    Snapshot,
    close,
    make_app,
    office_of,
)
from tests.confidentiality.intruder import Intruder
from tests.confidentiality.oracle import Oracle, Record, Someone, Thing
from tests.confidentiality.reach import everything, opened_by

NO = (NotVisible, Refused, RuleBroken, VaultError, NotSignedIn)
CAST = {
    "chair": ("police", CHAIR),
    "deputy": ("haven", CHAIR),
    "idva": ("haven", IDVA),
    "housing": ("housing", REPRESENTATIVE),
    "nrpf": ("nrpf", REPRESENTATIVE),
}
SECTORS = {
    "council": Sector.COUNCIL_COMMUNITY_SAFETY,
    "police": Sector.POLICE,
    "haven": Sector.IDVA_SERVICE,
    "housing": Sector.HOUSING,
    "nrpf": Sector.COUNCIL_NRPF_TEAM,
}
NAMES = ["coordinator", *CAST]
OFFICER, MEMBER = "officer", "member"
pick = st.integers(0, 10_000)
someone = st.sampled_from(NAMES)
some = st.lists(someone, max_size=3, unique=True)


class History(RuleBasedStateMachine):
    """A borough, its small model, and an intruder with the whole database in hand."""

    template: Snapshot

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="circle-"))
        shutil.copytree(self.template.instance, self.folder / "instance")
        self.app = make_app(self.folder / "instance")
        self.context = self.app.app_context()
        self.context.push()
        self.borough = self.template.borough.in_app(self.app)
        self.model = Oracle({"coordinator": Someone("council", SECTORS["council"], office=OFFICER)})
        for name, (agency, roles) in CAST.items():
            office = OFFICER if office_of(roles) == Office.OFFICER else MEMBER
            member = Someone(agency, SECTORS[agency], chair=roles == CHAIR, office=office)
            self.model.people[name] = member
        for member in self.model.people.values():
            member.signed = self.model.agency_signed[member.agency] = 1
        self.intruder = Intruder(self.borough)
        self.intruder.invent_account(self.borough.root, forge=True)
        self.intruder.invent_account(None, forge=True)
        self.stale: list[tuple[str, Any]] = []
        self.seen: set[UUID] = set()

    def teardown(self) -> None:
        """Let go of the database."""
        close(self.app)
        self.context.pop()
        shutil.rmtree(self.folder)

    @initialize(kept=someone)
    def two_cases(self, kept: str) -> None:
        """There is a case for the IDVA and housing, and one that is kept from somebody."""
        for name in self.borough.people:
            circle.admit(self.borough.actor(name))
        self.new_case(0, ["idva", "housing"], [], None)
        self.new_case(0, ["idva"], [kept], None)

    # Honest acts

    @rule(name=someone, agency_too=st.booleans())
    def sign(self, name: str, agency_too: bool) -> None:
        """Somebody signs what is in force, perhaps for the agency as well."""
        self.borough.sign(name)
        self.model.people[name].signed = self.model.agreement
        if agency_too and self.model.people[name].office:
            self.borough.sign_for_agency(name)
            self.model.agency_signed[self.model.people[name].agency] = self.model.protocol

    @precondition(lambda self: self.model.officers())
    @rule(by=pick, protocol=st.booleans())
    def new_wording(self, by: int, protocol: bool) -> None:
        """An officer publishes a new version; everybody's grants are suspended."""
        version = self.model.protocol if protocol else self.model.agreement
        kind = WordingKind.CONFIDENTIALITY_AGREEMENT
        kind = WordingKind.OPERATING_PROTOCOL if protocol else kind
        text = f"{standard_text(kind)}\n\nVersion {version + 1}."
        publish(self.officer(by), kind, "A text", text)
        if protocol:
            self.model.protocol += 1
        else:
            self.model.agreement += 1

    @precondition(lambda self: self.model.officers())
    @rule(by=pick, holders=some, kept=some, agency=st.sampled_from([None, *SECTORS]))
    def new_case(self, by: int, holders: list[str], kept: list[str], agency: str | None) -> None:
        """An officer lists a case with its compartment, exclusions first."""
        actor, record = self.officer(by), new_id()
        thing = Thing("case", set(holders))
        for name in [*kept, *([agency] if agency else [])]:
            self.exclude_one(actor, record, thing, name)
        self.model.things[record, "case"] = thing
        part = Thing("compartment", set(holders), case=(record, "case"))
        self.model.things[record, "compartment"] = part
        people = [self.borough.people[name] for name in holders]
        referrers = [Holder(person, Because.REFERRER) for person in people]
        idvas = [Holder(person, Because.ASSIGNED) for person in people]
        new_secret(actor, SecretKind.CASE, record, referrers)
        new_secret(actor, SecretKind.COMPARTMENT, record, idvas)

    @precondition(lambda self: self.model.officers() and self.of_kind("case"))
    @rule(by=pick, which=pick, owner=someone)
    def new_slip(self, by: int, which: int, owner: str) -> None:
        """An officer gives somebody an action of a case."""
        record = self.of_kind("case")[which % len(self.of_kind("case"))]
        actor, slip = self.officer(by), new_id()
        ring = Ring(actor)
        secrets = [row for row in everything()[0].values() if of(row) == record]
        newest = max(secrets, key=lambda row: row.generation)
        holder = Holder(self.borough.people[owner], Because.ACTION_OWNER)
        try:
            new_secret(actor, SecretKind.SLIP, slip, [holder], part_of=newest.id, ring=ring)
        except NotVisible:
            assert not self.model.may_open(self.name_of(actor.person_id), record)
            return
        holders = {owner, *self.model.things[record].holders}
        self.model.things[slip, "slip"] = Thing("slip", holders, case=record)

    @precondition(lambda self: self.model.officers() and self.of_kind("case"))
    @rule(by=pick, which=pick, name=st.sampled_from([*NAMES, *SECTORS]))
    def exclude(self, by: int, which: int, name: str) -> None:
        """An officer keeps a case from somebody who may hold it already."""
        record = self.of_kind("case")[which % len(self.of_kind("case"))]
        self.exclude_one(self.officer(by), record[0], self.model.things[record], name)

    @rule(by=pick, name=someone)
    def expel(self, by: int, name: str) -> None:
        """An officer puts somebody out."""
        others = [officer for officer in self.model.officers() if officer != name]
        if not others:
            return
        actor = self.borough.actor(others[by % len(others)])
        try:
            circle.expel(actor, self.borough.people[name])
        except Refused as refusal:
            assert refusal.reason == LEANS_ON  # noqa: PT017
            return
        self.model.people[name].office = None
        self.borough.put_out.add(name)
        self.model.named.discard(name)
        for thing in self.model.things.values():
            thing.holders.discard(name)
            thing.let_in.discard(name)

    @rule(name=someone)
    def forget_passphrase(self, name: str) -> None:
        """Somebody makes new keys; the old ones lie about."""
        if not [officer for officer in self.model.officers() if officer != name]:
            return
        self.stale.append((name, self.borough.actor(name)))
        self.borough.reset(name)
        self.borough.put_out.discard(name)
        self.model.people[name].office = None
        self.model.people[name].signed = 0

    @rule(by=pick, name=someone)
    def confirm(self, by: int, name: str) -> None:
        """An officer confirms the keys that somebody uses now."""
        others = [officer for officer in self.model.officers() if officer != name]
        if not others or name in self.borough.stolen | self.borough.put_out:
            return
        office = office_of(self.borough.roles[name])
        try:
            self.borough.confirm(others[by % len(others)], name, office)
        except Refused as refusal:
            assert refusal.reason == LEANS_ON  # noqa: PT017
            return
        self.model.people[name].office = "officer" if office == Office.OFFICER else "member"

    @rule(name=someone)
    def beat(self, name: str) -> None:
        """Somebody's page keeps the door."""
        if self.model.is_in(name):
            circle.admit(self.borough.actor(name))

    @precondition(lambda self: self.model.officers())
    @rule(by=pick, name=someone)
    def name_holder(self, by: int, name: str) -> None:
        """An officer names another to hold every compartment; never police, chair or NRPF team."""
        member, officer, who = self.model.people[name], self.officer(by), self.borough.people[name]
        barred = member.chair or member.sector in (Sector.POLICE, Sector.COUNCIL_NRPF_TEAM)
        with suppress(RuleBroken):
            circle.name_compartment_holder(officer, who)
            self.model.named.add(name)
        is_named, is_ready = name in self.model.named, self.model.is_in(name)
        assert is_named != barred or officer.person_id == who or not is_ready

    @precondition(lambda self: self.of_kind("compartment"))
    @rule(by=someone, which=pick, name=st.sampled_from(["chair", "deputy"]))
    def let_chair_in(self, by: str, which: int, name: str) -> None:
        """A holder lets a chair into one compartment."""
        records = self.of_kind("compartment")
        record = records[which % len(records)]
        try:
            reason = "She speaks for the case today."
            circle.let_in(self.borough.actor(by), record[0], self.borough.people[name], reason)
        except NO:
            return
        assert self.model.may_open(by, record)
        assert self.model.is_in(name)
        self.model.things[record].let_in.add(name)

    # What always holds

    @invariant()
    def nobody_holds_more(self) -> None:
        """By keys and bytes alone, each ring reaches only what the model lets its person hold."""
        self.check_reach()

    @invariant()
    def nobody_opens_more(self) -> None:
        """And through the application only what they may open now."""
        self.check_rings()

    @rule()
    def settle(self) -> None:
        """When everybody's page has kept the door, each opens exactly what the model says."""
        for _ in range(4):
            here = [name for name in self.model.people if self.model.is_in(name)]
            if not sum(circle.admit(self.borough.actor(name)) for name in here):
                break
        if not self.model.officers():
            return
        secrets = everything()[0].values()
        for name in self.model.people:
            ring = Ring(self.borough.actor(name))
            if may_enter(ring):
                ring.preload(secret.id for secret in secrets)
            for secret in secrets:
                thing = self.model.things.get(of(secret))
                if thing is None or thing.kind == "compartment":
                    continue
                wanted = self.model.may_open(name, of(secret))
                assert ring.may_open(secret.id) is wanted, (name, thing, secret)

    # How it is done

    def officer(self, by: int) -> Any:
        """One of the officers who can act."""
        officers = self.model.officers()
        return self.borough.actor(officers[by % len(officers)])

    def of_kind(self, kind: str) -> list[Record]:
        """Every record of a kind."""
        return [record for record, thing in self.model.things.items() if thing.kind == kind]

    def name_of(self, person_id: UUID) -> str:
        """The short name of somebody."""
        return next(name for name, known in self.borough.people.items() if known == person_id)

    def exclude_one(self, actor: Any, record: UUID, thing: Thing, name: str) -> None:
        """Exclude a person or an agency, where the rules let this officer do so."""
        kind = "person_id" if name in self.borough.people else "agency_id"
        known = self.borough.people | self.borough.agencies
        try:
            circle.exclude(actor, record, **{kind: known[name]})
        except (RuleBroken, Refused, NotVisible):
            return
        thing.kept_from.add(name)

    def check_reach(self) -> None:
        """See ``nobody_holds_more``; the intruder's own rings reach nothing honest at all."""
        secrets, grants = everything()
        current = [(name, self.borough.actor(name)) for name in self.model.people]
        for name, actor in current:
            if name in self.borough.stolen:
                continue
            for secret_id in opened_by(actor.keys, secrets, grants):
                secret = secrets[secret_id]
                if of(secret) in self.model.things and not self.is_planted(secret):
                    assert self.model.may_hold(name, of(secret)), (name, secret)
        for grant in grants:
            if grant.id not in self.seen and not self.is_planted(grant):
                assert not self.intruder.unwraps(grant), grant
                self.seen.add(grant.id)

    def check_rings(self) -> None:
        """See ``nobody_opens_more``; and no honest ring opens to a key that the intruder chose."""
        secrets = everything()[0]
        for name in self.model.people:
            ring = Ring(self.borough.actor(name))
            if not may_enter(ring):
                continue
            ring.preload(secrets)
            for secret in secrets.values():
                if ring.may_open(secret.id):
                    known = of(secret) in self.model.things
                    assert not known or self.model.may_open(name, of(secret)), (name, secret)
                    assert ring.key(secret.id) not in self.intruder.keys
        for actor in [*self.intruder.actors, *(actor for _, actor in self.stale)]:
            assert not may_enter(Ring(actor))

    def is_planted(self, row: Any) -> bool:
        """Whether the intruder made a row."""
        return row.id in self.intruder.planted


def may_enter(ring: Ring) -> bool:
    try:
        _ = ring.me
    except NO:
        return False
    return True


def of(secret: Any) -> Record:
    """Which record of the model a secret belongs to."""
    return secret.record_id, str(secret.kind)
