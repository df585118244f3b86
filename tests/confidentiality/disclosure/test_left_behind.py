"""What a chair had prepared and did not sign is not kept; and not anybody hands it over."""

import pytest

from app.confidentiality.disclosure import service
from app.confidentiality.gate.model import Package
from app.db import db
from app.refusals import RuleBroken
from tests.asking import a_choice, a_request, signed
from tests.builders import World
from tests.exits import a_recipient


def packages() -> int:
    """How many sealed copies of a record's words there are."""
    return db.session.query(Package).count()


def test_each_look_replaces_the_one_before(marac: World) -> None:
    """Of four looks one copy is left; another chair's own stays until one of them signs."""
    with marac.inside():
        request = a_request(marac, a_recipient(marac), by="idva")
        for _ in range(4):
            chosen = a_choice(marac, request, "deputy", hand_over_by=marac.person_id("idva"))
        assert packages() == 1
        a_choice(marac, request, "chair", hand_over_by=marac.person_id("idva"))
        assert packages() == 2
        assert signed(marac, request, chosen).release_id is not None
        assert packages() == 1


def test_nothing_is_left_of_what_was_withdrawn(marac: World) -> None:
    """Nor of the choices that a chair had made."""
    with marac.inside():
        request = a_request(marac, a_recipient(marac))
        a_choice(marac, request)
        service.withdraw(marac.actor("housing"), request)
        assert packages() == 0


@pytest.mark.parametrize("who", ["officer", "second_idva", "nrpf", "administrator", "deputy"])
def test_only_who_is_offered_hands_over(marac: World, who: str) -> None:
    """The requester, her IDVA, a coordinator: nobody else, whatever a form is made to send."""
    with marac.inside():
        request = a_request(marac, a_recipient(marac))
        with pytest.raises(RuleBroken, match="Select who hands it over"):
            a_choice(marac, request, hand_over_by=marac.person_id(who))
        assert packages() == 0
