"""AC-32: whoever can write any row of the database opens no agency's research.

And they write nothing into it that anybody there would take for a colleague's.
"""

from uuid import UUID

import pytest
from sqlalchemy import delete, update

from app.confidentiality.circle import queries
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.giving import Giver, Holders
from app.confidentiality.circle.grants import store_secret
from app.confidentiality.circle.model import Because, Secret, SecretKind
from app.confidentiality.circle.ring import Ring
from app.db import db, new_id, transaction
from app.marac.research import service, writing
from app.marac.research.content import LINE
from app.marac.research.model import ResearchLine, ResearchRequest
from app.refusals import NotVisible
from app.vault import sealing
from tests.builders import World
from tests.writing_past import as_owner

LIES = {"text": "He is harmless", "kind": "fact", "source": "", "date": "", "why": ""}


def plant(world: World, who: str) -> tuple[UUID, bytes]:
    """Somebody's true keys make a next generation for the police and give it to them."""
    actor, key = world.actor(who), sealing.new_key()
    old = queries.secret_rows(Secret.id == line_of(world).secret_id)[0]
    with transaction():
        chain = Chain.of(actor)
        made = store_secret(
            actor, chain, SecretKind.RESEARCH, old.record_id, key, (), 2, old.part_of
        )
        giver = Giver(actor, Holders(chain))
        for name in (who, "officer"):
            pair = giver.holders.of(world.person_id(name))
            assert pair is not None
            giver.to_person(made, key, pair, Because.MEMBER)
        giver.write()
    return made.id, key


def line_of(world: World) -> ResearchLine:
    """The line that the police wrote."""
    return db.session.get_one(ResearchLine, world.extra["line"])


@pytest.mark.parametrize("who", ["coordinator", "housing"])
def test_a_planted_key_is_used_for_nothing(worked: World, who: str) -> None:
    """What the police write next lies under a key of their own, which the planter cannot open."""
    with worked.inside():
        planted, _ = plant(worked, who)
        words = writing.said("Seen on Monday", "fact", "", "", "keep")
        row = writing.add_line(worked.actor("officer"), worked.extra["research"], words)
        assert row.secret_id != planted
        with pytest.raises(NotVisible):
            Ring(worked.actor(who)).key(row.secret_id)


@pytest.mark.parametrize("who", ["coordinator", "housing"])
def test_a_planted_line_is_read_by_nobody(worked: World, who: str) -> None:
    """It lies under a key that nobody of the agency made, so the page leaves it out."""
    with worked.inside():
        planted, key = plant(worked, who)
        old = line_of(worked)
        row = ResearchLine(
            id=new_id(),
            area_id=old.area_id,
            request_id=old.request_id,
            case_id=old.case_id,
            secret_id=planted,
            written_by=old.written_by,
            at=old.at,
            changed_at=old.at,
        )
        row.sealed_words = sealing.seal_json(key, LINE, row.id, {**LIES, "sharing": "share"})
        with transaction() as session:
            session.add(row)
        opened = service.open_request(worked.actor("officer"), worked.extra["research"])
        assert LIES["text"] not in [line.words.text for line in opened.lines]
        assert opened.shut == 1
        officer, item = worked.actor("officer"), worked.extra["item of case"]
        shared = service.to_share(officer, Ring(officer), item)
        assert LIES["text"] not in [line.text for line in shared]


def test_a_rewritten_agency_opens_nothing(worked: World) -> None:
    """The row of a request is made another agency's: its slip says whose it is, signed."""
    with worked.inside():
        request = db.session.get_one(ResearchRequest, worked.extra["research"])
        safety = worked.agencies["safety"]
        theirs = (ResearchRequest.case_id == request.case_id) & (
            ResearchRequest.agency_id == safety
        )
        as_owner(
            delete(ResearchRequest).where(theirs),
            update(ResearchRequest)
            .where(ResearchRequest.id == request.id)
            .values(agency_id=safety),
        )
        with pytest.raises(NotVisible):
            service.open_request(worked.actor("coordinator"), request.id)
        with pytest.raises(NotVisible):
            writing.delete_line(worked.actor("coordinator"), request.id, worked.extra["line"])
