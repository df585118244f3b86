"""AC-16: a message to a wrong or an old contact of an agency. A stale contact is not written to."""

from datetime import timedelta
from uuid import UUID

from app import clock
from app.accounts.agency.model import Agency
from app.accounts.person.model import Person, PersonState
from app.accounts.person.post import NotSent
from app.audit.model import AuditRow
from app.confidentiality.circle import service as circle
from app.confidentiality.gate import notices
from app.confidentiality.gate.model import Release
from app.confidentiality.gate.notices import Outcome
from app.db import db, transaction
from tests.builders import World
from tests.releases import a_paper, a_release


def tell(world: World, release_id: UUID) -> tuple[list[Outcome], list[str]]:
    """What came of telling the readers of a release, and to whom something was sent."""
    sent: list[str] = []
    with world.inside():
        row = db.session.get_one(Release, release_id)
        outcomes = notices.tell(world.actor("deputy"), row, sent.append)
        tags = db.session.query(AuditRow).filter_by(tag="release:notice").count()
    assert tags == len(outcomes)
    return list(outcomes.values()), sent


def test_a_contact_in_date_is_told(marac: World) -> None:
    """At the address that the register has for this person."""
    release = a_release(marac)
    assert tell(marac, release) == ([Outcome.SENT], [marac.members["housing"].email])


def test_nobody_is_told_once_the_entry_has_run_out(marac: World) -> None:
    """A member's entry is looked at again every year."""
    release = a_release(marac, days=80)
    with clock.pretend(clock.now() + timedelta(days=400)):
        assert tell(marac, release) == ([Outcome.NOT_IN_DATE], [])


def test_somebody_who_has_left_is_not_told(marac: World) -> None:
    """Nor whoever moved to another agency since."""
    release = a_release(marac)
    with marac.inside(), transaction():
        db.session.get_one(Person, marac.person_id("housing")).state = PersonState.LEFT
    assert tell(marac, release) == ([Outcome.NOT_THEIRS], [])


def test_an_address_that_the_register_does_not_have_is_not_written_to(marac: World) -> None:
    """Somebody changed it in the database: the entry was signed with the other one."""
    release = a_release(marac)
    with marac.inside(), transaction():
        db.session.get_one(Person, marac.person_id("housing")).email = "x@housing.example.org"
    assert tell(marac, release) == ([Outcome.NOT_THEIRS], [])


def test_a_domain_that_the_agency_gave_up_is_not_written_to(marac: World) -> None:
    """Somebody else may have it now."""
    release = a_release(marac)
    with marac.inside(), transaction():
        db.session.get_one(Agency, marac.agencies["housing"]).email_domain = "new.example.org"
    assert tell(marac, release) == ([Outcome.NOT_THEIRS], [])


def test_somebody_excluded_since_is_not_told(marac: World) -> None:
    """That there is something is itself a thing to know."""
    release = a_release(marac)
    with marac.inside():
        circle.exclude(
            marac.actor("coordinator"), marac.extra["case"], person_id=marac.person_id("housing")
        )
    assert tell(marac, release) == ([Outcome.NOT_THEIRS], [])


def test_whoever_hands_over_is_told(marac: World) -> None:
    """That a paper waits for them."""
    paper = a_paper(marac)
    assert tell(marac, paper) == ([Outcome.SENT], [marac.members["idva"].email])


def test_a_relay_that_fails_loses_nothing(marac: World) -> None:
    """It is said, and what was released waits on the reader's home page."""
    release = a_release(marac)

    def refuses(address: str) -> None:
        raise NotSent

    with marac.inside():
        row = db.session.get_one(Release, release)
        found = notices.tell(marac.actor("deputy"), row, refuses)
    assert list(found.values()) == [Outcome.NOT_SENT]
    assert "For you to read" in marac.client("housing").get("/").text
