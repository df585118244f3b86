"""AC-32: an operator redirects a package between a chair's look and her signature."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from app.audit.model import AuditRow
from app.confidentiality.gate.model import ExitKind, Form, Package, Release
from app.confidentiality.recipient.model import Recipient
from app.confidentiality.recipient.rules import RecipientKind
from app.db import db, transaction
from app.refusals import Blocked, Changed
from tests.asking import a_choice, a_request, signed
from tests.builders import World
from tests.exits import a_recipient
from tests.releases import as_prepared, prepared, sign

Elsewhere = Callable[[World], object]
REWRITTEN: dict[str, Elsewhere] = {
    "kind": lambda world: ExitKind.TRANSFER,
    "form": lambda world: Form.LETTER,
    "record_id": lambda world: uuid4(),
    "subject_id": lambda world: uuid4(),
    "subject_revision": lambda world: 2,
    "recipient_id": lambda world: another(world),
    "requester_id": lambda world: world.person_id("second_idva"),
    "requester_agency_id": lambda world: world.agencies["nrpf"],
}


def another(world: World) -> UUID:
    """Another entry that is open to receive."""
    kind, name = RecipientKind.VOLUNTARY, "Quillon Aid"
    return a_recipient(world, kind, name, person="Osric Friend").id


def redirect(**values: object) -> None:
    """What whoever holds the database could write."""
    with transaction() as session:
        session.execute(sa.update(Package).values(**values))
    db.session.expire_all()


def test_a_package_for_another_is_not_signed(marac: World) -> None:
    """The chair read for whom it is under the seal; the package's own row is not believed."""
    with marac.inside():
        request = a_request(marac, a_recipient(marac))
        chosen = a_choice(marac, request, hand_over_by=marac.person_id("coordinator"))
        redirect(recipient_id=another(marac))
    with marac.inside(), pytest.raises(Changed):
        signed(marac, request, chosen)
    with marac.inside():
        assert db.session.query(Release).count() == 0


@pytest.mark.parametrize("column", sorted(REWRITTEN))
def test_every_column_of_what_it_is_about_is_compared(marac: World, column: str) -> None:
    """Whose it is, of whom, which edition, asked for by whom."""
    with marac.inside():
        package = prepared(marac, a_recipient(marac))
        subject = as_prepared(package)
        assert sign(marac, package, by="idva", subject=subject)
    with marac.inside():
        package = prepared(marac, db.session.get_one(Recipient, subject.recipient_id))
        subject = as_prepared(package)
        redirect(**{column: REWRITTEN[column](marac)})
        with pytest.raises(Changed):
            sign(marac, db.session.get_one(Package, package.id), by="idva", subject=subject)


def test_what_is_renewed_meanwhile_is_signed(marac: World) -> None:
    """Its words for the firewall and its secret's edition are no part of whose it is."""
    with marac.inside():
        package = prepared(marac, a_recipient(marac))
        subject = replace(as_prepared(package), text="All the words of a letter")
        assert sign(marac, package, by="idva", subject=subject)


def test_a_recipient_refused_at_the_signature_leaves_its_trace(marac: World) -> None:
    """The attempt is kept, although nothing of the signing is."""
    with marac.inside():
        to = a_recipient(marac)
        request = a_request(marac, to)
        chosen = a_choice(marac, request)
        with transaction() as session:
            session.execute(sa.update(Recipient).values(name="UKVI casework"))
        db.session.expire_all()
        before = _refusals()
    with marac.inside(), pytest.raises(Blocked):
        signed(marac, request, chosen)
    with marac.inside():
        assert _refusals() == before + 1
        assert db.session.query(Release).count() == 0


def _refusals() -> int:
    return db.session.query(AuditRow).filter_by(tag="firewall:block").count()
