"""AC-23: an officer said that they cannot attest for somebody; only a signed word lifts that."""

import sqlalchemy as sa

from app import clock
from app.accounts.person import attesting
from app.accounts.person.attestation import Reason
from app.accounts.person.model import Attestation
from app.audit import record
from app.audit.events import SponsorAttested
from app.confidentiality.circle.attested import word_of
from app.confidentiality.circle.chain import Chain
from app.db import db, transaction
from tests.builders import World


def holds(world: World, who: str) -> bool:
    """Whether somebody may hold keys, as far as their employer goes."""
    chain = Chain.of(world.actor("coordinator"))
    key_id = world.members[who].keyring.key_id
    return word_of(chain, world.person_id(who), key_id).holds(clock.now())


def test_a_row_added_to_the_trail_does_not_lift_it(marac: World) -> None:
    """The signed word taken out of the table, and a row that says that another was given since."""
    with marac.inside():
        assert holds(marac, "housing")
        who = marac.person_id("housing")
        attesting.withhold(marac.actor("coordinator"), who, Reason.WORKS_THERE)
        assert not holds(marac, "housing")
    with marac.inside(), transaction():
        db.session.execute(sa.delete(Attestation).where(Attestation.given.is_(False)))
        record(marac.actor("coordinator"), SponsorAttested(subject_id=who))
    with marac.inside():
        assert not holds(marac, "housing")


def test_a_word_signed_since_lifts_it(marac: World) -> None:
    """An officer was mistaken, and says so."""
    with marac.inside():
        who = marac.person_id("housing")
        attesting.withhold(marac.actor("coordinator"), who, Reason.WORKS_THERE)
        attesting.attest_for(marac.actor("coordinator"), who)
        assert holds(marac, "housing")
