"""AC-10, AC-32: whoever was put out, and is put back in by a hand in the database, is named."""

import pytest
from sqlalchemy import func, select, update

from app.accounts.person.model import KeyPair
from app.audit import record
from app.audit.events import KeyPairMade
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.model import Confirmation, Grant, How
from app.db import db, transaction
from app.refusals import NotVisible
from tests.builders import World
from tests.confidentiality.borough import make_pair


def test_a_revocation_that_is_cleared_shows(marac: World) -> None:
    """The confirmation is rightly signed, so its signature shows nothing; the trail does."""
    with marac.inside():
        coordinator, deputy = marac.actor("coordinator"), marac.person_id("deputy")
        assert circle.verify_all(marac.area_id) == []
        circle.expel(coordinator, deputy)
        assert circle.verify_all(marac.area_id) == []
        (confirmation,) = db.session.scalars(
            select(Confirmation.id).where(Confirmation.person_id == deputy)
        ).all()
        with transaction() as session:
            session.execute(
                update(Confirmation).where(Confirmation.id == confirmation).values(revoked_at=None)
            )
        db.session.expire_all()
        (fault,) = circle.verify_all(marac.area_id)
        assert (fault.table, fault.id) == ("confirmation", confirmation)


def test_a_revocation_that_is_cleared_gives_nothing(marac: World) -> None:
    """The doors stay shut: an honest officer's beat asks the trail before it gives a key."""
    with marac.inside():
        coordinator, deputy = marac.actor("coordinator"), marac.person_id("deputy")
        circle.expel(coordinator, deputy)
        with transaction() as session:
            session.execute(
                update(Confirmation).where(Confirmation.person_id == deputy).values(revoked_at=None)
            )
            session.execute(
                update(KeyPair).where(KeyPair.person_id == deputy).values(retired_at=None)
            )
        db.session.expire_all()
        for _ in range(2):
            circle.admit(coordinator)
        held = select(func.count()).select_from(Grant).where(Grant.holder_id == deputy)
        assert db.session.scalar(held) == 0


def test_whoever_is_confirmed_again_is_no_fault(marac: World) -> None:
    """An officer may take somebody back, with new keys: that is in the trail as well."""
    with marac.inside():
        coordinator, member = marac.actor("coordinator"), marac.members["second_idva"]
        circle.expel(coordinator, member.person_id)
        with pytest.raises(NotVisible):
            circle.confirm_pair(coordinator, member.keyring.key_id, How.SEEN, attests=True)
        root = coordinator.keys.root_public
        with transaction() as session:
            keyring, pair = make_pair(marac.area_id, member.person_id, root)
            session.add(pair)
            session.flush()
            event = KeyPairMade(subject_id=pair.id, person_id=member.person_id)
            record(None, event, area_id=marac.area_id)
        circle.confirm_pair(coordinator, keyring.key_id, How.SEEN, attests=True)
        assert circle.verify_all(marac.area_id) == []
