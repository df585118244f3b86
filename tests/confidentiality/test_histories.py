"""Random histories of the circle, honest and not: nobody ever opens more than the model says."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from app.confidentiality.circle import service as circle
from app.confidentiality.circle.grants import Holder, new_secret
from app.confidentiality.circle.model import Because, SecretKind
from app.db import db, new_id, transaction
from tests.confidentiality.borough import Borough, Snapshot, make
from tests.confidentiality.history import CAST, NO, SECTORS, History, of, someone
from tests.confidentiality.oracle import Thing
from tests.confidentiality.reach import everything

HISTORIES = int(os.environ.get("CIRCLE_HISTORIES", "8"))
STEPS = 20


class Undo(Exception):
    """Ends a sabotage and takes everything back."""


class Attacked(History):
    """The same borough, with an administrator and a database operator at work."""

    @rule(name=someone)
    def steal_invitation(self, name: str) -> None:
        """The administrator resets somebody's passphrase and takes the link."""
        if not [officer for officer in self.model.officers() if officer != name]:
            return
        self.stale.append((name, self.borough.actor(name)))
        self.intruder.reset(self.borough.people[name], self.borough.agency_of[name])
        self.model.people[name].office = None
        self.borough.stolen.add(name)

    @rule(name=someone)
    def notice_the_theft(self, name: str) -> None:
        """The true person makes new keys again."""
        if name in self.borough.stolen:
            self.borough.stolen.discard(name)
            self.borough.put_out.discard(name)
            self.borough.reset(name)
            self.model.people[name].signed = 0

    @rule()
    def forget_exclusions(self) -> None:
        """The operator deletes every row that says from whom a case is kept."""
        self.intruder.forget_exclusions()

    @rule(author=st.booleans())
    def name_everybody(self, author: bool) -> None:
        """The operator writes that everybody holds every compartment, and was let in."""
        self.sabotage(lambda: self.intruder.name_everybody(self.intruder.authors()[author]))

    @rule(author=st.booleans())
    def claim_everything(self, author: bool) -> None:
        """The operator writes that everybody's earlier keys held everything."""
        self.sabotage(lambda: self.intruder.claim_everything(self.intruder.authors()[author]))

    @rule()
    def swap_root(self) -> None:
        """The operator changes the area's row: another root, other recovery keys."""
        self.sabotage(self.intruder.swap_root)

    @rule(name=someone)
    def swap_keys(self, name: str) -> None:
        """The operator writes their own public keys over somebody's."""
        key_id, person = self.borough.keyrings[name].key_id, self.borough.people[name]
        agency = self.borough.agency_of[name]
        self.sabotage(lambda: self.intruder.swap_keys(key_id, person, agency))

    @rule(author=st.booleans())
    def swap_circles(self, author: bool) -> None:
        """The operator writes their own public keys over every circle's."""

        def act() -> None:
            for secret in everything()[0].values():
                if secret.kind in ("officers", "agency"):
                    self.intruder.swap_circle(secret.id, self.intruder.authors()[author])

        self.sabotage(act)

    @rule(author=st.booleans(), grants=st.booleans())
    def plant(self, author: bool, grants: bool) -> None:
        """The operator plants generations that they know, or grants of keys that they know."""

        def act() -> None:
            by = self.intruder.authors()[author]
            for secret in everything()[0].values():
                if grants:
                    self.intruder.plant_grants(secret.id, by)
                elif secret.id not in self.intruder.planted:
                    self.intruder.plant_secret(secret.record_id, secret.kind, by)

        self.sabotage(act)

    @rule(name=someone)
    def promote(self, name: str) -> None:
        """The operator makes somebody a chair, in role and confirmation."""
        self.sabotage(lambda: self.intruder.promote(self.borough.people[name]))

    def sabotage(self, act: Callable[[], None]) -> None:
        """Let the operator act, let life go on, look at what leaked, and take it all back."""
        before = list(self.intruder.actors), list(self.intruder.keyrings)
        with suppress(Undo), transaction():
            act()
            for name in filter(self.model.is_in, self.model.people):
                _try(circle.admit, self.borough.actor(name))
            everybody = [Holder(p, Because.REFERRER) for p in self.borough.people.values()]
            for officer in self.model.officers():
                record = new_id()
                self.model.things[record, "case"] = Thing("case", set(self.borough.people))
                actor = self.borough.actor(officer)
                _try(new_secret, actor, SecretKind.CASE, record, everybody)
            self.check_reach()
            self.check_rings()
            raise Undo
        db.session.rollback()
        self.intruder.actors, self.intruder.keyrings = before
        there = {of(row) for row in everything()[0].values()}
        self.model.things = {r: t for r, t in self.model.things.items() if r in there}


def _try(act: Callable[..., object], *given: Any) -> None:
    try:
        act(*given)
    except NO:
        return


@pytest.mark.slow
def test_nobody_ever_opens_more_than_the_model_says(
    first_borough: Snapshot, tmp_path: Path
) -> None:
    """Whatever happens, in whatever order, honest or not."""

    def join_all(app: Flask) -> Borough:
        whole = first_borough.borough.in_app(app)
        for agency in (name for name in SECTORS if name != "council"):
            whole.add_agency(agency, SECTORS[agency])
        for name, (agency, roles) in CAST.items():
            whole.join("coordinator", name, agency, roles)
        return whole

    class Here(Attacked):
        template = make(first_borough.instance, tmp_path / "instance", join_all)

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
        ),
    )
