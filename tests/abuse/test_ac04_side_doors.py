"""AC-04: every address that takes an id, tried with a foreign, a kept and an invented one."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule

from app.accounts.session.model import WebSession
from app.confidentiality.circle import service as circle
from app.db import db
from tests.builders import World
from tests.pages import boxes
from tests.walking import IDS, address, ids_around
from tests.worked import WORDS

OF_CASES = {
    "about_id",
    "action_id",
    "case_id",
    "conflict_id",
    "decision_id",
    "draft_id",
    "enquiry_id",
    "entry_id",
    "hand_over_id",
    "item_id",
    "letter_id",
    "line_id",
    "notice_id",
    "package_id",
    "part_id",
    "party_id",
    "record_id",
    "referral_id",
    "release_id",
    "request_id",
    "research_id",
    "risk_id",
    "spoken_id",
}
"""What hangs on a case, and so must not show by its answer that there is one."""
OF_WORK = {
    "agency_id",
    "attempt_id",
    "check_id",
    "copy_id",
    "explanation_id",
    "held_id",
    "key_pair_id",
    "meeting_id",
    "minutes_id",
    "organisation_id",
    "pack_id",
    "person_id",
    "recipient_id",
    "session_id",
    "token_id",
    "version_id",
    "wording_id",
}
"""People at work, agencies, wordings and calendars: known to who may see them at all."""
OF_THE_OTHER = ("/actions", "/disclosures", "/letters", "/minutes", "/releases", "/spoken")
"""Where the ids are of the other case, which is not kept from the deputy."""
FORM = {"reason": "preparing", "text": "x", "shared": "x", "risk": "x", "state": "done"}


def doors(world: World) -> list[Rule]:
    """Every address with an id of something that hangs on a case."""
    rules = world.app.url_map.iter_rules()
    return [rule for rule in rules if OF_CASES & set(IDS.findall(rule.rule))]


def invented(world: World) -> dict[str, UUID]:
    """Ids of nothing, but for the meeting and the agency, which this person may know."""
    ids = {name: uuid4() for name in OF_CASES}
    return ids | {"meeting_id": world.extra["meeting"], "agency_id": world.agencies["housing"]}


def answers(client: FlaskClient, path: str, token: str) -> list[tuple[object, ...]]:
    """All that GET and POST give that somebody could compare."""
    got = (client.get(path), client.post(path, data={**FORM, "csrf_token": token}))
    return [
        (
            one.status_code,
            one.data,
            sorted((k, v) for k, v in one.headers.items() if k not in ("Date", "Set-Cookie")),
        )
        for one in got
    ]


def kept_from(world: World, who: str, kept: str) -> None:
    """Keep a case and the referral from somebody, officers included."""
    with world.inside():
        for record in (world.extra[kept], world.extra["referral"]):
            circle.exclude(world.actor("chair"), record, person_id=world.person_id(who))


def strangers() -> Iterator[tuple[str, str]]:
    """Who is tried, and with what: another's case, or one that is kept from them."""
    yield "nrpf", "case"
    yield "nrpf", "kept"
    yield "children", "case"
    yield "administrator", "case"
    yield "second_idva", "kept"
    yield "deputy", "kept by an officer"
    yield "deputy", "case by an officer"


def test_every_id_in_an_address_has_been_thought_about(worked: World) -> None:
    """A new kind of id must be put on one of the two lists."""
    ids = {name for rule in worked.app.url_map.iter_rules() for name in IDS.findall(rule.rule)}
    assert ids == OF_CASES | OF_WORK
    assert len(doors(worked)) > 20


@pytest.mark.parametrize(("who", "which"), list(strangers()))
def test_a_foreign_a_kept_and_an_invented_id_answer_the_same(
    worked: World, who: str, which: str
) -> None:
    """Byte for byte, GET and POST, on every address; no word of a case is in any answer."""
    name = which.split()[0]
    if "officer" in which:
        kept_from(worked, who, name)
    client = worked.client(who)
    token = boxes(client.get("/account").text)["csrf_token"]
    tried = 0
    for rule in doors(worked):
        ids = ids_around(worked, name)
        if who == "second_idva" and rule.rule.startswith(("/actions", "/referrals")):
            continue  # of the other case, which is not kept from her
        if (who, name) == ("deputy", "kept") and rule.rule.startswith(OF_THE_OTHER):
            continue
        if who == "deputy" and rule.rule.startswith("/callers"):
            continue  # an officer reads who asked, which hangs on no case
        seen = answers(client, address(rule, ids), token)
        nothing = answers(client, address(rule, invented(worked)), token)
        assert seen == nothing, rule.rule
        refusals = {403, 404, 405} | ({303} if rule.rule.endswith("/next") else set())
        assert {one[0] for one in seen} <= refusals, rule.rule
        assert not [word for word in WORDS if any(word.encode() in one[1] for one in seen)]
        tried += 1
    assert tried >= 15


def test_another_persons_session_and_an_invented_one_answer_the_same(worked: World) -> None:
    """Nobody ends, or learns of, somebody else's session."""
    worked.client("chair")
    with worked.inside():
        theirs = db.session.scalars(
            select(WebSession.id).where(WebSession.person_id == worked.person_id("chair"))
        ).one()
    client = worked.client("idva")
    token = boxes(client.get("/account").text)["csrf_token"]
    path = "/account/sessions/{}/end"
    assert answers(client, path.format(theirs), token) == answers(
        client, path.format(uuid4()), token
    )
    with worked.inside():
        assert db.session.get(WebSession, theirs) is not None


def test_ids_of_one_case_do_not_open_under_another(worked: World) -> None:
    """A person of one case, or a risk of one item, is not found under the other's address."""
    client = worked.client("chair")
    mine, other = ids_around(worked, "kept"), ids_around(worked, "case")
    token = boxes(client.get("/account").text)["csrf_token"]
    for rule in doors(worked):
        if len(OF_CASES & set(IDS.findall(rule.rule))) == 2:
            crossed = mine | {name: other[name] for name in ("party_id", "risk_id")}
            for status, data, _ in answers(client, address(rule, crossed), token):
                assert status in (404, 405, 422, 200), rule.rule
                assert not (status == 200 and b"Bittern" in data), rule.rule
