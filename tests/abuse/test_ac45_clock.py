"""AC-45: somebody moves the server's clock."""

from datetime import timedelta

from sqlalchemy import select

from app import clock
from app.audit.model import AuditRow
from app.audit.queries import rows_of
from app.db import db
from app.marac.case.rules import OpeningReason
from app.marac.case.service import open_case
from app.vault import totp
from tests.accounts.pages import submit
from tests.builders import World
from tests.journeys.test_tampering import run


def test_the_trail_is_in_the_order_of_its_numbers(worked: World) -> None:
    """Set back by a year, an act still comes after what was done before it, and all holds."""
    idva, case = worked.actor("idva"), worked.extra["case"]
    with worked.inside():
        open_case(idva, case, OpeningReason.HEARING)
        with clock.pretend(clock.now() - timedelta(days=365)):
            open_case(idva, case, OpeningReason.PREPARING)
    with worked.inside():
        rows = db.session.scalars(select(AuditRow).order_by(AuditRow.seq)).all()
        assert rows[-1].at < rows[-2].at
        assert rows[-1].seq == rows[-2].seq + 1
        assert rows[-1].prev == rows[-2].hash
        newest = rows_of(worked.actor("chair"), idva.person_id)[0]
        assert newest.detail["reason"] == "preparing"
    assert run(worked, "audit", "verify")[0] == 0


def test_a_code_that_was_used_is_not_good_again(marac: World) -> None:
    """An hour back on the clock does not bring back the codes of that hour."""
    typed = marac.credentials("idva")
    assert submit(marac.client(), "/sign-in", typed).status_code == 303
    with clock.pretend(clock.now() - timedelta(hours=1)):
        old = typed | {
            "code": totp.code_at(marac.members["idva"].totp_secret, totp.step_at(clock.now()))
        }
        assert submit(marac.client(), "/sign-in", old).status_code == 422


def test_a_session_does_not_outlive_a_clock_that_was_set_back(marac: World) -> None:
    """Before the session began by the clock: it is over. A small correction ends nothing."""
    client = marac.client("idva")
    with clock.pretend(clock.now() - timedelta(minutes=2)):
        assert client.get("/account").status_code == 200
    with clock.pretend(clock.now() - timedelta(hours=2)):
        assert client.get("/account").headers["Location"].startswith("/sign-in")
