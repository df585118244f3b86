"""An area needs a deputy chair of another agency: its officers and the command say so."""

from app.accounts.person import service as people
from tests.builders import World

MISSING = "A deputy chair of another agency is missing"


def test_an_area_whose_chairs_are_of_one_agency_is_told(marac: World) -> None:
    """On the officers' home page and by ``flask area show``; not while there are two."""
    command = ["area", "show"]
    assert MISSING not in marac.client("coordinator").get("/").text
    assert "one agency" not in marac.app.test_cli_runner().invoke(args=command).output
    with marac.inside():
        people.mark_left(marac.actor("administrator"), marac.person_id("deputy"))
    assert MISSING in marac.client("coordinator").get("/").text
    assert MISSING not in marac.client("housing").get("/").text
    assert "one agency" in marac.app.test_cli_runner().invoke(args=command).output
