"""The register of recipients: two people of two agencies, and what is open to receive."""

from app import clock
from app.confidentiality.circle.chain import Chain
from app.confidentiality.recipient import queries, service
from app.confidentiality.recipient.rules import RecipientKind
from tests.builders import World
from tests.exits import a_member, a_recipient, an_entry, the_victim


def test_an_entry_by_two_people_of_two_agencies_is_open(marac: World) -> None:
    """What housing entered and the coordinator checked can receive for six months."""
    with marac.inside():
        row = a_recipient(marac)
        actor = marac.actor("idva")
        check = service.good_check(Chain.of(actor), row, clock.today())
        assert check is not None
        assert check.good_until is not None
        assert queries.open_recipients(actor, clock.today()) == [row]


def test_what_waits_for_a_second_person_is_not_open(marac: World) -> None:
    """What one person entered can receive nothing."""
    with marac.inside():
        row = service.propose(marac.actor("housing"), an_entry(RecipientKind.COURT, "Some Court"))
        actor = marac.actor("idva")
        assert service.good_check(Chain.of(actor), row, clock.today()) is None
        assert queries.open_recipients(actor, clock.today()) == []


def test_members_and_the_victim(marac: World) -> None:
    """A member agency's people with an account are known; the victim's hand needs one officer."""
    with marac.inside():
        housing = a_member(marac, "housing", "housing")
        hand = the_victim(marac)
        found = service.people_with_accounts(housing.id)
        assert [each.person_id for each in found] == [marac.person_id("housing")]
        assert {row.id for row in queries.open_recipients(marac.actor("idva"), clock.today())} == {
            housing.id,
            hand.id,
        }
