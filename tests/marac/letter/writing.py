"""How tests write letters: a case that a meeting heard, recipients on the register, each step."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from app import clock
from app.confidentiality.agreement.rules import meeting_occasion
from app.confidentiality.agreement.service import store_signature
from app.confidentiality.circle import service as circle
from app.confidentiality.gate import handing
from app.confidentiality.gate import service as gate
from app.confidentiality.gate.model import Release
from app.confidentiality.recipient.rules import RecipientKind
from app.db import db
from app.marac.letter import asking, deciding, service, writing
from app.marac.letter.model import Letter
from app.marac.letter.opened import Opened
from app.marac.letter.rules import Purpose
from app.marac.letter.writing import Agreed
from app.marac.meeting import hearing
from app.marac.meeting import service as meetings
from app.marac.meeting.model import ItemState
from tests.builders import World
from tests.exits import a_member, a_recipient, the_victim

SHARED = "Bluethroat was seen at the kitchen window at four in the morning"
AT_THE_TABLE = ("chair", "coordinator", "deputy", "idva", "housing", "officer")
INVITED = ("police", "safety", "idva", "housing", "hospital")
KINDS = {
    Purpose.HEARD_ADVISER: "adviser",
    Purpose.HEARD_IDVA: "service",
    Purpose.HEARD_OWN_HAND: "victim",
    Purpose.LEGAL_AID: "solicitor",
    Purpose.MIAM: "solicitor",
    Purpose.HOUSING: "landlord",
}


def hear(world: World) -> World:
    """Hear the case of ``marac`` at a meeting, and enter those to whom letters go."""
    with world.inside():
        chair, case = world.actor("chair"), world.extra["case"]
        today = clock.london(clock.now()).date()
        meeting = meetings.plan_meeting(
            world.actor("coordinator"),
            datetime.combine(today, time(9, 30), clock.LONDON),
            "Committee room 2",
            [world.agencies[name] for name in INVITED],
            [case],
        )
        meetings.open_meeting(chair, meeting.id)
        meetings.record_declaration_read(chair, meeting.id)
        for who in AT_THE_TABLE:
            actor = world.actor(who)
            words = meetings.declaration(meetings.queries.meeting(actor, meeting.id))
            signed = store_signature(actor, words.id, meeting_occasion(meeting.id))
            meetings.sit_down(actor, meeting.id, signed.id)
        circle.admit(chair)
        item = meetings.queries.every_item(meeting.id)[0]
        hearing.start_item(chair, item.id)
        hearing.share(world.actor("officer"), item.id, SHARED)
        hearing.identify_risk(chair, item.id, "He keeps a key to the back door")
        hearing.conclude_item(chair, item.id, ItemState.HEARD)
        meetings.close_meeting(chair, meeting.id)
        world.extra["meeting"] = meeting.id
        world.extra["adviser"] = a_recipient(
            world, RecipientKind.IMMIGRATION_ADVISER, "Northbrook Advice"
        ).id
        world.extra["solicitor"] = a_recipient(
            world, RecipientKind.SOLICITOR, "Larch and Vale Solicitors"
        ).id
        world.extra["service"] = a_member(world, "idva", "second_idva").id
        world.extra["landlord"] = a_member(world, "housing", "housing").id
        world.extra["victim"] = the_victim(world).id
    return world


@dataclass
class Desk:
    """Somebody who writes letters about the case that was heard."""

    world: World
    who: str = "idva"

    @property
    def case(self) -> UUID:
        """The case."""
        return self.world.extra["case"]

    def open(self, letter_id: UUID, who: str = "") -> Opened:
        """The letter as it stands."""
        return service.open_letter(self.world.actor(who or self.who), letter_id)

    def draft(self, purpose: Purpose, to: str = "") -> UUID:
        """A letter with everything in it, for which no signature has been asked."""
        actor = self.world.actor(self.who)
        letter_id = service.begin(actor, self.case, purpose.value).id
        self.address(letter_id, to or KINDS[purpose])
        opened = self.open(letter_id)
        him = next(iter(opened.facts.perpetrators))
        if opened.wording.names_perpetrator == "required":
            self.word(letter_id, him)
        self.agree(letter_id)
        return letter_id

    def address(self, letter_id: UUID, to: str) -> None:
        """Choose to whom it goes, and the first person who is named there."""
        actor, opened = self.world.actor(self.who), self.open(letter_id)
        found = {row.id: people for row, people in writing.choices_for(actor, opened.wording)}
        recipient = self.world.extra[to]
        person = next((each.id for each in found.get(recipient, [])), None)
        writing.choose_recipient(actor, letter_id, recipient, person, opened.letter.revision)

    def word(self, letter_id: UUID, him: UUID | None, added: str = "", *codes: str) -> None:
        """Say whom it names and what is added."""
        revision = self.open(letter_id).letter.revision
        writing.choose_words(self.world.actor(self.who), letter_id, him, codes, added, revision)

    def agree(self, letter_id: UUID, **other: Any) -> None:
        """Record her agreement, the offer of advice and that it is safe."""
        revision = self.open(letter_id).letter.revision
        given = {
            "on": clock.today(),
            "how": "in_person",
            "advice_on": clock.today(),
            "advice_from_id": self.world.extra["adviser"],
            "safe_if_seen": True,
            "safe_to_hand": True,
        }
        said = Agreed(**(given | other))
        writing.record_agreement(self.world.actor(self.who), letter_id, said, revision)

    def ask(self, letter_id: UUID, signs: bool = True) -> Letter:
        """Ask the chairs."""
        revision = self.open(letter_id).letter.revision
        return asking.ask(self.world.actor(self.who), letter_id, revision, signs=signs)

    def asked(self, purpose: Purpose) -> UUID:
        """A letter that waits for a chair."""
        letter_id = self.draft(purpose)
        self.ask(letter_id)
        return letter_id

    def sign(self, letter_id: UUID, who: str = "chair") -> Release:
        """A chair looks at the paper and signs it."""
        actor = self.world.actor(who)
        revision = self.open(letter_id, who).letter.revision
        package = deciding.prepare(actor, letter_id, revision)
        ready = deciding.to_sign(actor, letter_id, package.id)
        return deciding.sign_prepared(
            actor, letter_id, package.id, digest=ready.digest, expires_on=clock.today()
        )

    def signed(self, purpose: Purpose = Purpose.HEARD_ADVISER, who: str = "chair") -> UUID:
        """A letter that a chair signed and nobody has received."""
        letter_id = self.asked(purpose)
        self.sign(letter_id, who)
        return letter_id

    def handed_over(self, purpose: Purpose = Purpose.HEARD_ADVISER) -> UUID:
        """A letter that its recipient has."""
        letter_id = self.signed(purpose)
        row = db.session.get_one(Letter, letter_id)
        assert row.release_id is not None
        actor, release = self.world.actor(self.who), db.session.get_one(Release, row.release_id)
        gate.hand_over(actor, release.id)
        handing.note(actor, release.id, handing.ways_to_hand(release)[0].value, clock.today())
        return letter_id
