"""AC-10, AC-32: a founder who was put out keeps her key, which is the root's: it signs nothing."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from app import clock
from app.accounts.area.model import Area
from app.accounts.person.model import KeyPair
from app.confidentiality.circle import queries
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.grants import Holder, new_secret
from app.confidentiality.circle.model import Because, Confirmation, How, Office, SecretKind
from app.confidentiality.circle.recovery import recovery_pairs
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.statements import (
    Who,
    confirmation_statement,
    recovery_statement,
)
from app.db import db, new_id, transaction
from app.refusals import Refused
from tests.builders import World


def founder_of(world: World) -> tuple[str, str]:
    """The short name of who founded the area, and that of another officer."""
    row = db.session.query(Confirmation).filter_by(how=How.FOUNDING).one()
    names = {world.person_id(name): name for name in ("chair", "coordinator", "deputy")}
    founder = names.pop(row.person_id)
    return founder, sorted(names.values())[0]


def test_what_she_signs_afterwards_is_nobodys(marac: World) -> None:
    """A confirmation of her own pair by herself, dated now, and her columns cleared."""
    with marac.inside():
        founder, other = founder_of(marac)
        me, keys = marac.person_id(founder), marac.actor(founder).keys
        assert keys.root_public == Chain.of(marac.actor(other)).root
        circle.expel(marac.actor(other), me)
        circle.admit(marac.actor(other))
        holders = [Holder(marac.person_id("idva"), Because.REFERRER)]
        made = new_secret(marac.actor(other), SecretKind.CASE, new_id(), holders)
        (row, *_) = queries.confirmed_pairs(marac.area_id, [keys.key_id])
        pair = replace(
            row, office=Office.OFFICER, how=How.SEEN, by_key_pair_id=keys.key_id, at=clock.now()
        )
        said = confirmation_statement(pair, Who.on_register(pair), keys.root_public)
        with transaction() as session:
            session.execute(update(KeyPair).where(KeyPair.person_id == me).values(retired_at=None))
            session.add(
                Confirmation(
                    id=new_id(),
                    area_id=marac.area_id,
                    key_pair_id=keys.key_id,
                    person_id=me,
                    office=Office.OFFICER,
                    how=How.SEEN,
                    by_person_id=me,
                    by_key_pair_id=keys.key_id,
                    statement=said,
                    signature=keys.sign(said),
                    at=pair.at,
                )
            )
        for _ in range(2):
            circle.admit(marac.actor(other))
        assert not Chain.of(marac.actor(other)).trusted(keys.key_id)
        assert Ring(marac.actor(other)).may_open(made.id)
        assert not Ring(marac.actor(founder)).may_open(made.id)
        assert "confirmation" in {fault.table for fault in circle.verify_all(marac.area_id)}


def test_whom_she_had_confirmed_stays(marac: World) -> None:
    """What the root signed while its holder was there holds on: nobody is locked out."""
    with marac.inside():
        founder, other = founder_of(marac)
        circle.expel(marac.actor(other), marac.person_id(founder))
        circle.admit(marac.actor(other))
        chain = Chain.of(marac.actor(other))
        pair = chain.trusted(marac.actor(other).keys.key_id)
        assert pair is not None
        assert pair.is_officer
        assert circle.verify_all(marac.area_id) == []


def test_she_swaps_no_recovery_keys(marac: World) -> None:
    """They are made once; others, signed by the root today, are none, and nothing is sealed to
    them."""
    with marac.inside():
        founder, other = founder_of(marac)
        keys = marac.actor(founder).keys
        before = Chain.of(marac.actor(other)).recovery
        assert before is not None
        circle.expel(marac.actor(other), marac.person_id(founder))
        circle.admit(marac.actor(other))
        receiving, signer = recovery_pairs(b"0" * 32, marac.area_id, keys.root_public)
        said = recovery_statement(marac.area_id, receiving.public, signer.public, keys.root_public)
        with transaction() as session:
            session.execute(
                update(Area).values(
                    recovery_receiving_public=receiving.public,
                    recovery_signing_public=signer.public,
                    recovery_statement=said,
                    recovery_signature=keys.sign(said),
                )
            )
        db.session.expire_all()
        assert Chain.of(marac.actor(other)).recovery is None
        holders = [Holder(marac.person_id("idva"), Because.REFERRER)]
        with pytest.raises(Refused):
            new_secret(marac.actor(other), SecretKind.CASE, new_id(), holders)
