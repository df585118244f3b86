"""Wherever the firewall can refuse, the reason is beside the field and a road is open."""

import pytest

from tests.accounts.pages import error_beside
from tests.builders import World
from tests.marac import trail
from tests.marac.board.pages import IN_PLACE
from tests.pages import boxes

FAMILY = "Sam Reed, Immigration Enforcement"
TELLS = "Police to tell the Home Office that she is here"
BOARD = "/meetings/{meeting}/board/{item of case}/actions"

FORMS = {
    "agency": ("administrator", "/agencies/new", "name", "Border Force",
               {"sector": "police", "callback_phone": "020 7946 0999",
                "email_domain": "example.org"}),
    "domain": ("administrator", "/agencies/new", "email_domain", "ukvi.homeoffice.gov.uk",
               {"sector": "police", "callback_phone": "020 7946 0999", "name": "A Team"}),
    "person": ("administrator", "/people/invite", "name", "Home Office",
               {"email": "sam.reed@housing.example.org", "roles": "representative",
                "sponsor_attests": "y", "agency_id": "{housing}"}),
    "email": ("administrator", "/people/invite", "email", "sam.reed@homeoffice.gov.uk",
              {"name": "Sam Reed", "roles": "representative", "sponsor_attests": "y",
               "agency_id": "{housing}"}),
    "support": ("coordinator", "/support/new", "name", "Immigration Enforcement",
                {"kinds": "other", "telephone": "020 7946 0703", "no_recourse": "yes",
                 "cost": "free"}),
    "token": ("housing", "/tokens/new", "name", "UKVI feed",
              {"months": "12", "passphrase": "{passphrase}"}),
    "witness": ("chair", "/meetings/{meeting}/witness", "name", FAMILY,
                {"agency": "{housing}", "capacity": "member"}),
    "action": ("chair", BOARD, "what", TELLS, {}),
}  # fmt: skip


def filled_in(world: World, given: dict[str, str]) -> dict[str, str]:
    """The boxes with the ids and the passphrase of this area in them."""
    known = {"housing": world.agencies["housing"]}
    known["passphrase"] = world.members["housing"].passphrase
    return {name: value.format(**known) for name, value in given.items()}


def action(world: World) -> dict[str, str]:
    """What else an action needs."""
    owner = str(world.person_id("officer"))
    return {"risk_number": "1", "owner": owner, "due_on": "2027-01-01", "how_known": "She says so"}


@pytest.mark.parametrize("form", FORMS)
def test_the_reason_beside_the_field_and_the_road(worked: World, form: str) -> None:
    """One attempt in the trail, every word kept, and a panel that says what to do instead."""
    who, path, field, hostile, given = FORMS[form]
    path = path.format(**worked.extra)
    client = worked.client(who)
    shown = path.removesuffix("/witness").removesuffix("/actions")
    held = {"csrf_token": boxes(client.get(shown).text)["csrf_token"]}
    more = action(worked) if form == "action" else filled_in(worked, given)
    with worked.inside():
        before = trail.count("firewall:block")
    answer = client.post(path, data=held | more | {field: hostile})
    assert answer.status_code == 422, answer.text
    assert error_beside(answer, field)
    assert "What you can do instead" in answer.text
    assert hostile in answer.text
    with worked.inside():
        assert trail.count("firewall:block") == before + 1


def test_on_the_board_the_road_is_a_link_inside_the_box(worked: World) -> None:
    """What the board's script fetches is one box; its link opens the roads beside the meeting."""
    client, path = worked.client("chair"), BOARD.format(**worked.extra)
    token = boxes(client.get(path.removesuffix("/actions")).text)["csrf_token"]
    data = {"csrf_token": token, "what": TELLS} | action(worked)
    answer = client.post(path, data=data, headers=IN_PLACE)
    assert answer.status_code == 422
    address = answer.text.partition('href="/roads/')[2].partition('"')[0]
    page = client.get(f"/roads/{address}")
    assert page.status_code == 200
    assert "Go through the IDVA" in page.text
