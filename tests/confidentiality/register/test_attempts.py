"""Every refusal of the firewall is in the register: who, where, why, which road, and no word."""

import ast
import html
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app import clock
from app.accounts.agency.screening import screened
from app.audit.model import AuditRow
from app.confidentiality.register import queries, rules, service
from app.db import db, transaction
from app.firewall import verdict
from app.firewall.screen import screen_commitment, screen_identity
from app.firewall.verdict import Verdict
from app.refusals import Blocked, NotVisible, Refused
from app.web.roads import LEADS_TO
from tests.architecture.sources import modules, tree
from tests.builders import World
from tests.marac import trail
from tests.marac.support.entries import TYPED
from tests.pages import boxes, send
from tests.web.crawl import Reader

HOSTILE = "Ptarmigan Immigration Enforcement"
NEW = "/support/new"


def try_to(world: World, who: str | None = "coordinator", where: str = "action.what") -> UUID:
    """Somebody tries to write down an action that tells the Home Office."""
    told = screen_commitment("Police to tell the Home Office about Ptarmigan")
    actor = world.actor(who) if who else None
    with world.inside(), pytest.raises(Blocked) as blocked:
        screened(actor, told, "what", where)
    return blocked.value.attempt_id


def rows(tag: str) -> list[AuditRow]:
    """The rows of one tag, in order."""
    return list(db.session.scalars(select(AuditRow).where(AuditRow.tag == tag)))


def way_form(page: str) -> dict[str, str]:
    """The first way that the panel offers, as a browser would send it."""
    read = Reader(page)
    actions = [form for form in read.all("form") if "/roads/" in form.attributes.get("action", "")]
    return {"address": actions[0].attributes["action"], "csrf_token": boxes(page)["csrf_token"]}


def test_a_refusal_has_an_id_and_holds_codes_alone(marac: World) -> None:
    """Who, where, rule and road; nothing of what was typed, and no case."""
    attempt = try_to(marac)
    with marac.inside():
        (row,) = rows("firewall:block")
        assert (row.subject_id, row.actor_id) == (str(attempt), str(marac.person_id("coordinator")))
        assert json.loads(row.detail) == {
            "where": "action.what",
            "rule": "home-office-commitment",
            "road": "solicitor_letter",
        }
        assert "Ptarmigan" not in " ".join(str(value) for value in vars(row).values())


def test_what_is_allowed_leaves_nothing(marac: World) -> None:
    """A clear name is no attempt."""
    with marac.inside():
        screened(marac.actor("chair"), screen_identity("Haven"), "name", "agency.name")
        assert rows("firewall:block") == []


def test_a_refusal_inside_a_transaction_is_a_fault(marac: World) -> None:
    """It would undo its own trace, so whoever writes such code is told at once."""
    with marac.inside(), pytest.raises(RuntimeError), transaction():
        screened(marac.actor("chair"), verdict.NAME, "name", "agency.name")


def test_the_form_comes_back_with_the_road_and_every_word(marac: World) -> None:
    """The reason stands beside the field, the ways below the summary, the words in their boxes."""
    client = marac.client("coordinator")
    answer = send(client, NEW, TYPED | {"name": HOSTILE})
    assert answer.status_code == 422
    assert "What you can do instead" in answer.text
    assert "Go through the IDVA" in answer.text
    assert boxes(answer.text)["name"] == HOSTILE
    assert boxes(answer.text)["telephone"] == TYPED["telephone"]
    panel = next(e for e in Reader(answer.text).all("form") if "/roads/" in e.attributes["action"])
    assert panel.attributes["target"] == "_blank"


@pytest.mark.parametrize(("way", "place"), [("idva", "/idvas"), ("support", "/support")])
def test_taking_a_way_is_kept_once_and_leads_there(marac: World, way: str, place: str) -> None:
    """The first way that is taken stands; a second leads on and is not kept."""
    client = marac.client("coordinator")
    form = way_form(send(client, NEW, TYPED | {"name": HOSTILE}).text)
    for each in (way, "idva"):
        sent = client.post(form["address"], data={"csrf_token": form["csrf_token"], "way": each})
        assert sent.status_code == 303
    with marac.inside():
        (row,) = rows("firewall:road")
        assert json.loads(row.detail) == {"way": way}
        assert row.subject_id in form["address"]
    first = client.post(form["address"], data={"csrf_token": form["csrf_token"], "way": way})
    assert first.headers["Location"] == place
    assert client.get(place).status_code == 200


def test_somebody_elses_attempt_is_none(marac: World) -> None:
    """Its page and its ways answer like an id that never was; the chair is somebody else too."""
    attempt = try_to(marac, "housing")
    for who in ("chair", "officer"):
        client = marac.client(who)
        token = boxes(client.get("/account").text)["csrf_token"]
        for address in (f"/roads/{attempt}", f"/roads/{uuid4()}"):
            shown = client.get(address)
            taken = client.post(address, data={"csrf_token": token, "way": "support"})
            assert (shown.status_code, taken.status_code) == (404, 404)
        assert client.get(f"/roads/{attempt}").data == client.get(f"/roads/{uuid4()}").data
    with marac.inside():
        assert rows("firewall:road") == []
        with pytest.raises(NotVisible):
            service.take_way(marac.actor("chair"), attempt, "support")


@pytest.mark.parametrize("way", ["", "home-office", "//example.org", "letter.start"])
def test_there_is_no_other_way(marac: World, way: str) -> None:
    """A code that is not on the road leads nowhere."""
    attempt = try_to(marac)
    client = marac.client("coordinator")
    page = client.get(f"/roads/{attempt}")
    assert page.status_code == 200
    token = boxes(page.text)["csrf_token"]
    sent = client.post(f"/roads/{attempt}", data={"csrf_token": token, "way": way})
    assert sent.status_code == 404


def test_a_name_to_be_written_again_shows_no_road(marac: World) -> None:
    """Whoever only wrote an accent where none goes is told so beside the field, and no more."""
    answer = send(marac.client("coordinator"), NEW, TYPED | {"name": "Café Lantern"})
    assert answer.status_code == 422
    assert "plain letters" in answer.text
    assert "What you can do instead" not in answer.text


def test_an_administrator_reads_of_the_ways(marac: World) -> None:
    """Their role leads to none of those pages, so they read what to ask for."""
    changes = {"name": HOSTILE, "sector": "police", "callback_phone": "020 7946 0999"}
    changes["email_domain"] = "example.org"
    answer = send(marac.client("administrator"), "/agencies/new", changes)
    assert answer.status_code == 422
    assert "Go through the IDVA" in answer.text
    assert not [f for f in Reader(answer.text).all("form") if "/roads/" in f.attributes["action"]]


def test_officers_read_the_register_and_nobody_else(marac: World) -> None:
    """Who, where, why, road, taken; never what was typed. Reading it is in the trail."""
    client = marac.client("coordinator")
    form = way_form(send(client, NEW, TYPED | {"name": HOSTILE}).text)
    client.post(form["address"], data={"csrf_token": form["csrf_token"], "way": "support"})
    try_to(marac, "housing")
    page = marac.client("chair").get("/register")
    assert page.status_code == 200
    words = " ".join(html.unescape(page.text).split())
    for each in (
        "Grace Adeyemi",
        "Daniel Price",
        "The directory of support: name",
        "An action: what will be done",
        rules.RULES["home-office-name"],
        rules.ROADS["solicitor_letter"],
        rules.WAYS["support"],
        rules.NO_WAY,
    ):
        assert each in words, each
    assert "Ptarmigan" not in page.text
    with marac.inside():
        assert trail.last().tag == "register:read"
        assert json.loads(trail.last().detail) == {"count": 2}
        for who in ("idva", "housing", "administrator"):
            with pytest.raises(Refused):
                service.latest(marac.actor(who))
    for who in ("idva", "housing", "administrator"):
        assert marac.client(who).get("/register").status_code == 403


def test_officers_are_told_at_home_until_they_have_looked(marac: World) -> None:
    """A count, once for each officer; a representative is told nothing."""
    try_to(marac, "housing")
    try_to(marac, None, "agency.name")
    said = "The firewall refused 2 attempts"
    chair = marac.client("chair")
    assert said in chair.get("/").text
    chair.get("/register")
    assert "The firewall refused" not in chair.get("/").text
    assert said in marac.client("coordinator").get("/").text
    assert "The firewall refused" not in marac.client("housing").get("/").text
    try_to(marac, "housing")
    assert "The firewall refused 1 attempt<" in chair.get("/").text


def test_what_was_tried_at_the_command_line_is_there_too(marac: World) -> None:
    """Nobody is signed in there, and the area is known all the same."""
    try_to(marac, None, "agency.name")
    assert rules.COMMAND_LINE in marac.client("coordinator").get("/register").text


def test_a_month_shows_that_month(marac: World) -> None:
    """Months are London's; what was refused earlier is found by choosing its month."""
    with clock.pretend(datetime(2025, 5, 31, 23, 30, tzinfo=UTC)):  # June already, in London
        try_to(marac, "housing")
    client = marac.client("chair")
    assert "Daniel Price" in client.get("/register").text  # new to her, however old
    assert "Daniel Price" not in client.get("/register").text
    assert "Daniel Price" in client.get("/register?month=2025-06").text
    assert "Nothing was refused in this month" in client.get("/register?month=2025-05").text
    assert client.get("/register?month=../../etc").status_code == 200
    with marac.inside():
        assert trail.count("register:read_month") == 2


def test_another_areas_attempts_are_not_there(marac: World) -> None:
    """Rows of another area in the same database are never read."""
    attempt = try_to(marac, "housing")
    with marac.inside():
        stranger = marac.actor("chair")
        object.__setattr__(stranger, "area_id", uuid4())
        now = clock.now()
        assert queries.attempts(stranger, now - timedelta(days=1), now + timedelta(days=1)) == []
        assert queries.how_many_new(stranger) == 0
        own = marac.actor("housing")
        object.__setattr__(own, "area_id", uuid4())
        with pytest.raises(NotVisible):
            queries.own_attempt(own, attempt)


def test_every_place_that_asks_has_words() -> None:
    """No code of the source is said to officers as "another form"; parts are in words as well."""
    codes = set(_where_codes())
    assert len(codes) >= 8, codes
    assert not [code for code in codes if rules.place_words(code) == "Another form"]
    parts = {code.partition(".")[2] for code in codes} - {""}
    assert not parts - set(rules.PARTS), parts - set(rules.PARTS)


def test_every_rule_and_road_of_the_firewall_has_words() -> None:
    """Each verdict that refuses is said in words, and its road is one that leads somewhere."""
    refusing = [v for v in vars(verdict).values() if isinstance(v, Verdict) and not v.allowed]
    assert len(refusing) >= 8
    assert not {v.rule for v in refusing} - set(rules.RULES)
    assert not {v.road or "none" for v in refusing} - set(rules.ROADS)
    assert set(LEADS_TO) | {verdict.WRITE_AGAIN} == set(verdict.ROADS)
    assert {way.code for ways in LEADS_TO.values() for way in ways} == set(rules.WAYS)


def _where_codes() -> Iterator[str]:
    """Every code that the source hands to ``screened``, as far as it stands there in letters."""
    for path in modules("app"):
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call) or not _is_screened(node.func):
                continue
            for given in [*node.args[3:], *(k.value for k in node.keywords if k.arg == "where")]:
                if isinstance(given, ast.Constant) and isinstance(given.value, str):
                    yield given.value


def _is_screened(function: ast.expr) -> bool:
    name = getattr(function, "id", getattr(function, "attr", ""))
    return bool(name == "screened")
