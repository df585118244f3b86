"""Goes through every address of the application with the ids of a made-up area."""

import re
from collections.abc import Iterator
from uuid import UUID, uuid4

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.confidentiality.agreement.model import Wording
from app.confidentiality.recipient.model import RecipientCheck
from app.db import db
from app.marac.flag.model import FlagNotice
from app.marac.meeting.model import AgendaItem, IdentifiedRisk
from app.marac.party.model import Party
from app.marac.research.model import ResearchRequest
from tests.builders import World
from tests.pages import send

IDS = re.compile(r"<uuid:([a-z_]+)>")
CHOICE = re.compile(r'<any\("?([a-z_-]+)"?[^>]*>')
NUMBER = re.compile(r"<int:[a-z_]+>")
SUPPORT = "/cases/<uuid:case_id>/specialist-support"


def rules(world: World, method: str = "GET") -> list[Rule]:
    """Every address of our own that takes this method, a link's token left aside."""
    return [
        rule
        for rule in world.app.url_map.iter_rules()
        if method in (rule.methods or ()) and rule.endpoint != "static"
    ]


def address(rule: Rule, ids: dict[str, UUID]) -> str:
    """The address with these ids, with the first word, or nought, where one is asked for."""
    path = IDS.sub(lambda found: str(ids.get(found[1], UUID(int=1))), rule.rule)
    path = NUMBER.sub("0", CHOICE.sub(r"\1", path))
    return path.replace("<token>", "no-such-token")


def ids_around(world: World, name: str = "case") -> dict[str, UUID]:
    """The ids of one of the cases of ``worked``, and of everything around it."""
    case = world.extra[name]
    asked = {
        "party_id": select(Party.id).where(Party.record_id == case),
        "item_id": select(AgendaItem.id).where(
            AgendaItem.case_id == case, AgendaItem.meeting_id == world.extra["meeting"]
        ),
        "risk_id": select(IdentifiedRisk.id).where(IdentifiedRisk.case_id == case),
        "notice_id": select(FlagNotice.id).where(
            FlagNotice.case_id == case, FlagNotice.agency_id == world.agencies["police"]
        ),
        "research_id": select(ResearchRequest.id).where(
            ResearchRequest.case_id == case, ResearchRequest.agency_id == world.agencies["police"]
        ),
        "wording_id": select(Wording.id),
        "check_id": select(RecipientCheck.id),
    }
    with world.inside():
        found = {key: db.session.scalars(query).first() or uuid4() for key, query in asked.items()}
    return found | {
        "case_id": case,
        "record_id": case,
        "action_id": world.extra["action"],
        "referral_id": world.extra["referral"],
        "draft_id": world.extra["draft"],
        "entry_id": world.extra["entry"],
        "meeting_id": world.extra["meeting"],
        "agency_id": world.agencies["housing"],
        "person_id": world.person_id("idva"),
        "key_pair_id": world.members["children"].keyring.key_id,
        "session_id": uuid4(),
        "line_id": world.extra["line"],
        "release_id": world.extra["release"],
        "hand_over_id": world.extra["hand_over"],
        "about_id": world.extra["about"],
        "pack_id": world.extra["pack"],
        "copy_id": world.extra["copy"],
        "letter_id": world.extra["letter"],
        "request_id": world.extra["request"],
        "spoken_id": world.extra["spoken"],
        "enquiry_id": world.extra["enquiry"],
        "recipient_id": world.extra["recipient"],
        "held_id": world.extra["held"],
        "minutes_id": world.extra["minutes"],
        "version_id": world.extra["version"],
        "part_id": world.extra["part"],
    }


def reader(world: World, who: str) -> FlaskClient:
    """Somebody signed in who has said why they open the immigration section, if they may."""
    client = world.client(who)
    path = address(Rule(SUPPORT), {"case_id": world.extra["case"]})
    if client.get(path).status_code == 200:
        send(client, f"{path}/why", {"reason": "preparing"}, path)
    return client


def pages(world: World, client: FlaskClient) -> Iterator[tuple[Rule, TestResponse]]:
    """Every page as this person gets it, whatever the answer; paper is no page."""
    ids = ids_around(world)
    for rule in rules(world):
        answer = client.get(address(rule, ids))
        if answer.mimetype != "application/pdf":
            yield rule, answer
