"""Finding somebody again, deciding by two people, and taking it back."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import func, select

from app.db import db, transaction
from app.marac.case.listing import list_case
from app.marac.case.rules import Label
from app.marac.case.service import change_party, open_case
from app.marac.case.rules import OpeningReason
from app.marac.match import service
from app.marac.match.model import IndexedRecord, MatchDecision, MatchSubject, MatchToken
from app.marac.match.rules import Decision
from app.marac.party.rules import Details, PartyKind
from app.marac.referral.rules import KeptFrom, Referred, Summary
from app.marac.referral.service import refer
from app.refusals import Changed, NotVisible, Refused, RuleBroken
from tests.builders import World
from tests.marac.trail import count
from tests.working import PERPETRATOR, VICTIM, a_case


def again(**changes: object) -> Referred:
    """The victim of the made-up case once more, as somebody else wrote her down."""
    victim = replace(VICTIM, name="Canary Zephirine", aliases=(), postcode="", phone="")
    return Referred(
        victim=replace(victim, **changes),
        summary=Summary("He came back."),
        perpetrators=(replace(PERPETRATOR, name="Osrick Canary"),),
    )


def referred(world: World, told: Referred | None = None, kept: tuple[KeptFrom, ...] = ()) -> UUID:
    """A referral by housing."""
    return refer(world.actor("housing"), told or again(), kept_from=kept).id


def test_somebody_is_found_again(marac: World) -> None:
    """Another order and another spelling, and the man beside her too."""
    with marac.inside():
        record_id = referred(marac)
        found = service.candidates(marac.actor("coordinator"), record_id)
        kinds = {(each.own.kind, each.other.kind) for each in found}
        assert (PartyKind.VICTIM, PartyKind.VICTIM) in kinds
        assert (PartyKind.PERPETRATOR, PartyKind.PERPETRATOR) in kinds
        assert {each.record.id for each in found} == {marac.extra["case"]}
        assert count("match:seek") == 1
