"""AC-10: somebody who has left keeps no way in, from the moment an administrator says so."""

import pytest

from app import clock
from app.accounts.person import queries, service
from app.accounts.person.joining import join
from app.db import db, transaction
from app.refusals import NotVisible
from app.vault import totp
from tests.accounts.pages import submit
from tests.builders import World


def test_the_next_request_of_a_leaver_is_refused(world: World) -> None:
    """Every open session is over at once, on every device, and its row with the keys is gone."""
    laptop, phone = world.client("housing"), world.client("housing")
    assert laptop.get("/account").status_code == phone.get("/account").status_code == 200
    page = f"/people/{world.person_id('housing')}/left"
    assert submit(world.client("administrator"), page).status_code == 303
    for client in (laptop, phone):
        assert client.get("/account").headers["Location"].startswith("/sign-in")
        assert client.post("/still-here").status_code != 204
    with world.inside():
        rows = db.session.execute(
            db.text("SELECT count(*) FROM web_session WHERE person_id = :id"),
            {"id": world.person_id("housing").hex},
        )
        assert rows.scalar() == 0


def test_a_leaver_cannot_sign_in_with_everything_right(world: World) -> None:
    """Passphrase and code still fit each other, and let nobody in."""
    with world.inside():
        service.mark_left(world.actor("administrator"), world.person_id("housing"))
    answer = submit(world.client(), "/sign-in", world.credentials("housing"))
    assert answer.status_code == 422


def test_links_that_wait_for_a_leaver_are_worth_nothing(world: World) -> None:
    """An invitation that was sent and not used yet cannot be used after leaving."""
    with world.inside():
        made = service.invite_again(world.actor("administrator"), world.person_id("housing"))
        service.mark_left(world.actor("administrator"), world.person_id("housing"))
        with pytest.raises(NotVisible):
            queries.invitation_for(made.token, clock.now())
        with pytest.raises(NotVisible):
            join(
                made.token,
                attests=True,
                passphrase="copper lantern orchard",
                again="copper lantern orchard",
                totp_secret=totp.new_secret(),
                last_step=0,
            )


def test_a_leavers_keys_are_out_of_use(world: World) -> None:
    """Nothing is sealed to their key pair any more, because they have none that is active."""
    with world.inside():
        service.mark_left(world.actor("administrator"), world.person_id("housing"))
        assert queries.active_pair(world.person_id("housing")) is None


def test_a_session_kept_in_the_database_by_hand_opens_nothing(world: World) -> None:
    """Even a row that somebody puts back belongs to a person who has left."""
    client = world.client("housing")
    with world.inside():
        kept = db.session.execute(db.text("SELECT * FROM web_session")).mappings().one()
        service.mark_left(world.actor("administrator"), world.person_id("housing"))
    with world.inside():
        columns = ", ".join(kept)
        places = ", ".join(f":{name}" for name in kept)
        with transaction() as session:
            session.execute(
                db.text(f"INSERT INTO web_session ({columns}) VALUES ({places})"),  # noqa: S608
                dict(kept),
            )
    assert client.get("/account").status_code == 303
