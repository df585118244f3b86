"""AC-32: an operator redirects a letter's package between a chair's look and her signature."""

import pytest
import sqlalchemy as sa

from app import clock
from app.confidentiality.gate.model import Package, Release
from app.confidentiality.recipient.rules import RecipientKind
from app.db import db, transaction
from app.marac.letter import deciding
from app.marac.letter.rules import Purpose
from app.refusals import Changed
from tests.builders import World
from tests.exits import a_recipient
from tests.marac.letter.writing import Desk


def test_a_letter_for_another_is_not_signed(heard: World) -> None:
    """The paper names the adviser; so must what is signed."""
    with heard.inside():
        desk = Desk(heard)
        letter = desk.asked(Purpose.HEARD_ADVISER)
        actor = heard.actor("chair")
        revision = desk.open(letter, "chair").letter.revision
        package = deciding.prepare(actor, letter, revision)
        ready = deciding.to_sign(actor, letter, package.id)
        other = a_recipient(heard, RecipientKind.VOLUNTARY, "Quillon Aid", person="Osric Friend").id
        with transaction() as session:
            session.execute(sa.update(Package).values(recipient_id=other))
        package_id, digest = package.id, ready.digest
    with heard.inside(), pytest.raises(Changed):
        deciding.sign_prepared(
            heard.actor("chair"), letter, package_id, digest=digest, expires_on=clock.today()
        )
    with heard.inside():
        assert db.session.query(Release).count() == 0
