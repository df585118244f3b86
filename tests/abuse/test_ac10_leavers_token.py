"""AC-10: what somebody left behind in another system stops with them, at once."""

from collections.abc import Callable

import pytest

from app.access.permissions import Role
from app.accounts.person import service as people
from app.confidentiality.agreement import queries as wordings
from app.confidentiality.agreement.model import WordingKind
from app.confidentiality.agreement.service import publish, store_signature
from app.confidentiality.circle.service import expel
from app.db import db, transaction
from app.marac.intake import handing_in
from app.marac.intake.model import HandInToken
from app.marac.intake.service import revoke
from tests.accounts.pages import submit
from tests.builders import World
from tests.marac.intake.tokens import a_system, referral_count, token_row

End = Callable[[World], None]


def leave(world: World) -> None:
    """The administrator marks the maker as gone."""
    people.mark_left(world.actor("administrator"), world.person_id("housing"))


def put_out(world: World) -> None:
    """An officer takes the maker off the ring of keys."""
    expel(world.actor("chair"), world.person_id("housing"))


def get_new_keys(world: World) -> None:
    """The maker forgot the passphrase and has other keys now, which nobody confirmed."""
    with transaction():
        db.session.execute(
            db.text("UPDATE key_pair SET retired_at = made_at WHERE person_id = :id"),
            {"id": world.person_id("housing").hex},
        )


def move(world: World) -> None:
    """The maker works for another agency now."""
    with transaction():
        db.session.execute(
            db.text("UPDATE person SET agency_id = :agency WHERE id = :id"),
            {"agency": world.agencies["hospital"].hex, "id": world.person_id("housing").hex},
        )


def become_an_officer(world: World) -> None:
    """The maker is a coordinator now."""
    people.change_roles(
        world.actor("administrator"), world.person_id("housing"), [Role.COORDINATOR]
    )


@pytest.mark.parametrize(
    ("end", "code"),
    [(leave, 401), (put_out, 401), (get_new_keys, 401), (move, 401), (become_an_officer, 401)],
    ids=lambda part: getattr(part, "__name__", ""),
)
def test_a_token_ends_with_its_makers_standing(marac: World, end: End, code: int) -> None:
    """From the next request on nothing comes in, and no word says which of the reasons it is."""
    system = a_system(marac)
    assert system.send().status_code == 201
    with marac.inside():
        end(marac)
    answer = system.send()
    assert (answer.status_code, list(answer.json)) == (code, ["message"])
    assert referral_count(marac) == 1


def test_leaving_takes_away_what_the_token_signed_with(marac: World) -> None:
    """Nothing is left in the database for whoever finds the token later."""
    a_system(marac)
    assert submit(marac.client("administrator"), _left(marac)).status_code == 303
    row = token_row(marac)
    assert (row.sealed_keys, row.revoked_at is None) == (None, False)


def _left(world: World) -> str:
    return f"/people/{world.person_id('housing')}/left"


def test_a_wording_not_signed_stops_it_until_it_is(marac: World) -> None:
    """With a new agreement in force nothing comes in before its maker has signed it."""
    system = a_system(marac)
    kind = WordingKind.CONFIDENTIALITY_AGREEMENT
    with marac.inside():
        before = wordings.in_force(marac.area_id)[kind]
        publish(marac.actor("chair"), kind, before.title, f"{before.body}\n\nAnd one line more.")
    assert system.send().status_code == 403
    assert referral_count(marac) == 0
    with marac.inside():
        words = wordings.in_force(marac.area_id)[kind]
        store_signature(marac.actor("housing"), words.id, "area")
    assert system.send().status_code == 201


def test_revoked_while_a_request_is_on_its_way(
    marac: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between looking at the token and writing the referral it is looked at once more."""
    system, read = a_system(marac), handing_in._read

    def meanwhile(*given: object) -> object:
        token = db.session.scalars(db.select(HandInToken)).one()
        revoke(marac.actor("coordinator"), token.id)
        return read(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(handing_in, "_read", meanwhile)
    assert system.send().status_code == 401
    assert referral_count(marac) == 0
