"""AC-32: grants that a member signs to herself, and an operator who asks for new keys."""

from uuid import UUID

import pytest
from sqlalchemy import delete, select, update

from app import clock
from app.confidentiality.agreement.model import Signature
from app.confidentiality.circle import queries
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.giving import Giver, Holders
from app.confidentiality.circle.model import Because, Grant, HolderKind, Secret, SecretKind
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.rules import promise
from app.db import db, transaction
from app.marac.case.model import Case
from app.marac.referral.service import open_referral
from app.refusals import NotVisible
from app.vault import sealing
from app.vault.errors import Forged
from tests.abuse.test_ac32_planted_keys import notes_read, plant, put_in, referred
from tests.builders import World


def grant_of_rubbish(marac: World, who: str, because: Because) -> UUID:
    """Somebody signs that random bytes are a section’s key; the operator asks for a new one."""
    with marac.inside(), transaction():
        mallory = marac.actor(who)
        real = queries.generations(SecretKind.COMPARTMENT, marac.extra["case"])[0]
        holders = Holders(Chain.of(mallory))
        own = holders.of(mallory.person_id)
        assert own is not None
        giver = Giver(mallory, holders)
        giver.to_person(real, sealing.new_key(), own, because)
        put_in(giver)
        now = clock.now()
        db.session.execute(update(Secret).where(Secret.id == real.id).values(rotation_due_at=now))
    return real.id


def test_having_attended_once_opens_nobodys_referral(worked: World) -> None:
    """A planted older key, given for a true signature of a meeting, is no claim on the real one."""
    target = worked.extra["referral"]
    with worked.inside(), transaction():
        mallory = worked.actor("officer")
        mine = (Signature.person_id == mallory.person_id, Signature.occasion.startswith("meeting:"))
        attended = db.session.scalars(select(Signature.id).where(*mine)).first()
        holders = Holders(Chain.of(mallory))
        old, key = plant(mallory, SecretKind.REFERRAL, target, 0)
        plant(mallory, SecretKind.REFERRAL, target, 2)
        own = holders.of(mallory.person_id)
        assert own is not None
        giver = Giver(mallory, holders)
        grant = giver._grant(old, HolderKind.PERSON, own.person_id, own.key_pair_id)
        giver._wrap(grant, key, own.receiving_public, Because.SIGNATURE, attended)
        put_in(giver)
    with worked.inside():
        circle.admit(worked.actor("coordinator"))
    with worked.inside(), pytest.raises((NotVisible, Forged)):
        open_referral(worked.actor("officer"), target)


def test_rubbish_is_not_made_good_by_the_next_new_key(marac: World) -> None:
    """No officer's beat gives, or promises, a section to whoever signed that they hold it."""
    case = marac.extra["case"]
    real = grant_of_rubbish(marac, "housing", Because.ASSIGNED)
    with marac.inside(), transaction():
        other = marac.person_id("housing")
        db.session.execute(update(Case).where(Case.id == case).values(idva_id=other))
    with marac.inside():
        circle.admit(marac.actor("coordinator"))
        newest = queries.generations(SecretKind.COMPARTMENT, case)[0]
        assert newest.generation == 2
        assert promise(Because.ASSIGNED, other) not in newest.promised
    with marac.inside(), transaction():
        thrown_away = (Grant.secret_id == real, Grant.holder_id == other)
        db.session.execute(delete(Grant).where(*thrown_away))
    with marac.inside():
        circle.admit(marac.actor("idva"))
    assert notes_read(marac, "housing", case) == []
    assert len(notes_read(marac, "idva", case)) == 1


def test_rubbish_for_being_let_in_gives_the_police_nothing(marac: World) -> None:
    """A chair who was let in gets the next key from a holder, and nobody gets it by a rotation."""
    grant_of_rubbish(marac, "officer", Because.LET_IN)
    with marac.inside():
        circle.admit(marac.actor("coordinator"))
        newest = queries.generations(SecretKind.COMPARTMENT, marac.extra["case"])[0]
        assert newest.generation == 2
        assert not Ring(marac.actor("officer")).may_open(newest.id)
        assert Ring(marac.actor("idva")).may_open(newest.id)


def test_a_planted_referral_key_is_not_made_an_officers_by_rotation(marac: World) -> None:
    """New keys are made of none that is not rightful; the fault is named instead."""
    target = referred(marac)
    with marac.inside(), transaction():
        mallory = marac.actor("nrpf")
        holders = Holders(Chain.of(mallory))
        secret, key = plant(mallory, SecretKind.REFERRAL, target, 2)
        own = holders.of(mallory.person_id)
        assert own is not None
        giver = Giver(mallory, holders)
        giver.to_person(secret, key, own, Because.REFERRER)
        put_in(giver)
        now = clock.now()
        db.session.execute(update(Secret).where(Secret.id == secret.id).values(rotation_due_at=now))
    with marac.inside():
        circle.admit(marac.actor("coordinator"))
        assert queries.generations(SecretKind.REFERRAL, target)[0].generation == 2


def test_a_chair_who_was_let_in_reads_on_after_new_keys(worked: World) -> None:
    """A holder's page gives her the next one, by the words that the holder signed."""
    case = worked.extra["case"]
    with worked.inside(), transaction():
        rows = (Secret.record_id == case, Secret.kind == SecretKind.COMPARTMENT)
        db.session.execute(update(Secret).where(*rows).values(rotation_due_at=clock.now()))
    with worked.inside():
        circle.admit(worked.actor("coordinator"))
        newest = queries.generations(SecretKind.COMPARTMENT, case)[0].id
        assert not Ring(worked.actor("chair")).may_open(newest)
    with worked.inside():
        circle.admit(worked.actor("idva"))
    with worked.inside():
        assert Ring(worked.actor("chair")).may_open(newest)
