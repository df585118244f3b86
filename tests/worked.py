"""The area at work after an afternoon: every kind of sealed value and signature has been written.

    def test_something(worked):
        worked.extra["case"]        # heard today; kept from nobody
        worked.extra["kept"]        # heard next; kept from "second_idva" and, later, from "deputy"
        worked.extra["action"]      # "officer" owns it, who is of the police
        worked.extra["research"]    # the police were asked about "case"; "officer" wrote two lines
        worked.extra["request"]     # housing asks to share of it; the deputy has chosen, not signed

The meeting is still open. ``nrpf`` has signed the agreements and was not invited. Every word that
anybody wrote about a person holds one of ``WORDS``; the immigration section holds ``STATUS``.
"""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app import clock
from app.accounts.draft import service as drafts
from app.confidentiality.agreement.rules import meeting_occasion
from app.confidentiality.agreement.service import store_signature
from app.confidentiality.circle import service as circle
from app.confidentiality.gate import collecting, handing
from app.confidentiality.gate import service as gate
from app.confidentiality.gate.receiving import recipient_of
from app.confidentiality.recipient.trust import people_of
from app.confidentiality.register import answering
from app.confidentiality.register.asking import RING_BACK, Words
from app.db import db, new_id, transaction
from app.marac.action import reassigning
from app.marac.action import service as actions
from app.marac.case import duties, telling
from app.marac.conflict import sealing
from app.marac.conflict import service as conflicts
from app.marac.conflict.rules import Content, Decision, Kind
from app.marac.intake.service import make_token
from app.marac.invitation import service as invitations
from app.marac.invitation.rules import Answer
from app.marac.letter import asking, writing
from app.marac.letter import service as letters
from app.marac.match import service as matches
from app.marac.meeting import hearing, leaving, service
from app.marac.meeting.model import AgendaItem, NoteKind
from app.marac.referral import drafting, talking
from app.marac.referral.rules import KeptFrom
from app.marac.referral.service import refer
from app.marac.research import reading_out
from app.marac.research import writing as writing_up
from app.marac.research.model import ResearchRequest
from tests.afterwards import after_an_earlier_meeting
from tests.asking import a_choice, a_request, signed
from tests.builders import World
from tests.exits import a_recipient
from tests.minuted import minutes_of_the_earlier_meeting
from tests.saying import a_telling, looked_at
from tests.working import CANARY, SUMMARY, VICTIM, a_case

AT_THE_TABLE = ("coordinator", "deputy", "idva", "second_idva", "housing", "officer")
INVITED = ("police", "safety", "idva", "housing", "hospital")
DRAFTED = "Jackdaw Unsent"
"""A name that only a referral that is not sent holds."""
STATUS = "Quokka"
"""A word that only the immigration section holds."""
WORDS = (
    CANARY,
    "Osric",
    "Wren Canary",
    "Wharfside",
    "07700 900777",
    "by the throat",
    "Marks on the neck",
    STATUS,
    "Linnetson",
    "Corncrake",
    "Ibisworth",
    "Kestrel",
    "Lapwing",
    "Jabiru",
    "Jacana",
    "Halyard",
    "Bittern",
    "Crakehall",
    "Dunnock",
    "Egret",
    "Fulmar",
    "Gannet",
    "Hoopoe",
)
WITHHELD, FOUND = "Kestrel", "Lapwing"
"""Words of the police’s own research: one that they keep, one that they mean to share."""
ASKED = "Ibisworth"
"""The name that a caller gave of somebody."""
COMPARED, SHARED, RISK, WHAT, KNOWN, LOGGED, KEPT, LET_IN, TYPED = WORDS[-9:]
MEANT = WORDS[-10]
KNOWS = "Corncrake"
"""What an officer wrote of somebody who may know a person in the case."""
SPOKEN = "Linnetson"
"""A word that was said aloud to somebody outside."""


def build_worked(world: World) -> World:
    """Hold half a meeting on an area that ``build_working`` has made."""
    with world.inside():
        kept = KeptFrom(person_id=world.person_id("second_idva"), reason=f"{KEPT} is her aunt")
        world.extra["kept"] = a_case(world, (kept,))
        told = {"victim": VICTIM.to_dict(), "summary": SUMMARY.to_dict()}
        equality = {"sex": "female"}
        world.extra["referral"] = refer(world.actor("housing"), told, equality=equality).id
        talking.answer(world.actor("housing"), world.extra["referral"], f"{CANARY} is back")
        _compare(world)
        _draft(world)
        _ask_from_outside(world)
        world.extra["recipient"] = a_recipient(world).id
        passphrase = world.members["housing"].passphrase
        make_token(world.actor("housing"), "Case system", "12", passphrase)
        circle.name_compartment_holder(world.actor("chair"), world.person_id("second_idva"))
        _open_meeting(world)
        _look_up(world)
        _look_at_a_name(world)
        _come_and_go(world)
        _hear(world)
        _write_letter(world)
        reason = f"{LET_IN}: she asked the chair to write to her solicitor"
        circle.let_in(world.actor("idva"), world.extra["case"], world.person_id("chair"), reason)
        pair = world.members["idva"].keyring.key_id
        _ask_outside(world)
        _tell_aloud(world)
        after_an_earlier_meeting(world)
        minutes_of_the_earlier_meeting(world)
        path = f"/cases/{world.extra['case']}/summary"
        drafts.keep(world.person_id("idva"), pair, path, "summary", {"wishes": [f"{TYPED} wishes"]})
    return world


def _ask_from_outside(world: World) -> None:
    """Somebody rings housing; and the coordinator notes that housing did its own duty."""
    words = Words("A Mr Dray", "Removals", ("where",), f"He said {ASKED} lives here")
    asked = answering.write_down(world.actor("housing"), "police", "phone", RING_BACK, words)
    world.extra["enquiry"] = asked.id
    duty = (world.agencies["housing"], "nrm", "considered", clock.today())
    duties.note(world.actor("coordinator"), world.extra["case"], *duty)


def _write_letter(world: World) -> None:
    """Her IDVA writes evidence for legal aid and asks the chairs; it waits."""
    idva, recipient = world.actor("idva"), world.extra["recipient"]
    letter_id = letters.begin(idva, world.extra["case"], "legal_aid").id
    him = next(iter(letters.open_letter(idva, letter_id).facts.perpetrators))
    writing.choose_recipient(idva, letter_id, recipient, None, 1)
    writing.choose_words(idva, letter_id, him, (), "", 2)
    agreed = writing.Agreed(clock.today(), "in_person", safe_if_seen=True)
    writing.record_agreement(idva, letter_id, agreed, 3)
    asking.ask(idva, letter_id, 4, signs=True)
    world.extra["letter"] = letter_id


def _compare(world: World) -> None:
    """The coordinator compares two cases, decides, thinks again, and decides otherwise."""
    coordinator = world.actor("coordinator")
    found = matches.candidates(coordinator, world.extra["case"])
    each = next(one for one in found if one.record.id == world.extra["kept"])
    pair = (each.own.id, each.other.id)
    row = matches.decide(coordinator, *pair, "not", f"{COMPARED} asked the school")
    matches.undo(coordinator, row.id, f"{COMPARED} mistook the date")
    matches.decide(coordinator, *pair, "same", f"{COMPARED} saw both files")


def _draft(world: World) -> None:
    """Housing is writing another referral, with a child in it."""
    housing = world.actor("housing")
    world.extra["draft"], world.extra["entry"] = drafting.start(housing), new_id()

    def write(told: dict[str, Any]) -> None:
        told["victim"] = {"name": DRAFTED}
        told["children"] = [{"id": str(world.extra["entry"]), "name": "A child"}]

    drafting.save(housing, world.extra["draft"], write, "victim")


def _ask_outside(world: World) -> None:
    """Housing asks twice: the deputy signs one, and has chosen for the other."""
    to = world.extra["recipient"]
    told = {"risk_of_sharing": f"{MEANT} works there", "justified": f"{MEANT} can move her"}
    done = a_request(world, to, **told)
    release_id = signed(world, done, a_choice(world, done, conditions=MEANT)).release_id
    assert release_id is not None
    _hand_over(world, release_id)
    world.extra["request"] = a_request(world, to, **told)
    a_choice(world, world.extra["request"], conditions=MEANT)


def _tell_aloud(world: World) -> None:
    """Housing told the recipient something twice; the deputy has looked at the first."""
    to, words = world.extra["recipient"], f"{SPOKEN} stood at the door"
    looked_at(world, a_telling(world, to, words=words).id, words=f"{SPOKEN}: quite right")
    world.extra["spoken"] = a_telling(world, to, words=words).id


def _hand_over(world: World, release_id: UUID) -> None:
    """Housing hands it over, sends a link too, and rings; her IDVA tells her of it."""
    housing, today = world.actor("housing"), clock.today()
    to = recipient_of(gate.hand_over(housing, release_id).release)
    made = handing.note(housing, release_id, "post", today)
    handing.arrived(housing, release_id, made.id, person="Miriam Oyelaran", on=today, rang=True)
    person = people_of([to.id])[to.id][0].id
    collecting.make(housing, release_id, person, lambda address, token: None)
    entry = telling.read_log(world.actor("idva"), world.extra["case"]).entries[0]
    telling.note_told(world.actor("idva"), world.extra["case"], entry.about_id, "told", today)
    world.extra |= {"release": release_id, "hand_over": made.id, "about": entry.about_id}


def _open_meeting(world: World) -> None:
    chair = world.actor("chair")
    today = clock.london(clock.now()).date()
    meeting = service.plan_meeting(
        world.actor("coordinator"),
        datetime.combine(today, time(9, 30), clock.LONDON),
        "Committee room 2",
        [world.agencies[name] for name in INVITED],
        [world.extra["case"], world.extra["kept"]],
    )
    world.extra["meeting"] = meeting.id
    sorry = invitations.Given(Answer.APOLOGIES, sends_information=True)
    invitations.answer(world.actor("second_idva"), meeting.id, sorry)
    service.open_meeting(chair, meeting.id)
    service.record_declaration_read(chair, meeting.id)
    for who in ("chair", *AT_THE_TABLE):
        seat(world, who)
    service.witness(chair, meeting.id, "Leah Thornton", world.agencies["housing"])
    circle.admit(chair)
    for case in ("case", "kept"):
        world.extra[f"item of {case}"] = _item(world, case)


def seat(world: World, who: str) -> None:
    """Somebody signs the declaration, without the slow derivation."""
    actor, meeting_id = world.actor(who), world.extra["meeting"]
    words = service.declaration(service.queries.meeting(actor, meeting_id))
    signed = store_signature(actor, words.id, meeting_occasion(meeting_id))
    service.sit_down(actor, meeting_id, signed.id)


def _come_and_go(world: World) -> None:
    """Housing leaves the room for a moment and is back before the case is heard."""
    housing, meeting_id = world.actor("housing"), world.extra["meeting"]
    own = leaving.room(housing, meeting_id).own
    assert own is not None
    leaving.leave(housing, meeting_id, own)
    leaving.come_back(housing, meeting_id, own)


def _look_at_a_name(world: World) -> None:
    """Somebody's name is like one in the case; the chair looks, and there is nothing in it."""
    somebody = Content(world.person_id("nrpf"), Kind.LIKE_NAME, words=f"{KNOWS} wondered")
    with transaction():
        row = sealing.enter(world.actor("coordinator"), world.extra["case"], somebody)
        world.extra["conflict"] = row.id
    conflicts.decide(world.actor("chair"), row.id, Decision.LET_IN, f"{KNOWS} asked; a stranger")


def _look_up(world: World) -> None:
    """The police look the case up: one line to share, one to keep; and send what they share."""
    officer = world.actor("officer")
    asked = ResearchRequest.case_id == world.extra["case"]
    query = select(ResearchRequest.id).where(asked, ResearchRequest.agency_id == officer.agency_id)
    world.extra["research"] = request_id = db.session.scalars(query).one()
    shared = writing_up.said(f"{FOUND} called twice", "fact", "Crime record", "May", "share")
    kept = writing_up.said(
        f"{WITHHELD} is an informant", "fact", "", "", "keep", f"{WITHHELD} asked"
    )
    world.extra["line"] = writing_up.add_line(officer, request_id, shared).id
    writing_up.add_line(officer, request_id, kept)
    reading_out.send(officer, request_id)


def _item(world: World, case: str) -> UUID:
    return db.session.scalars(
        select(AgendaItem.id).where(AgendaItem.case_id == world.extra[case])
    ).one()


def _hear(world: World) -> None:
    chair, item = world.actor("chair"), world.extra["item of case"]
    hearing.start_item(chair, item)
    hearing.write_note(chair, item, NoteKind.PRESENTED, f"{SHARED} left on Sunday with the baby")
    hearing.share(world.actor("housing"), item, f"{SHARED} saw him at the door on Sunday")
    hearing.share(world.actor("officer"), item, f"{SHARED} rang twice in March")
    risk = hearing.identify_risk(chair, item, f"{RISK}: he has a key to the back door").id
    owner = world.members["officer"]
    action = actions.agree_action(
        chair,
        item,
        risk,
        f"{WHAT} visits and marks the address",
        f"{KNOWN} writes to her IDVA",
        owner.agency_id,
        owner.person_id,
        clock.today(),
    )
    world.extra |= {"risk": risk, "action": action.id}
    _give_there_and_back(world)
    seen = actions.open_action(world.actor("officer"), action.id).action.revision
    actions.log_action(
        world.actor("officer"), action.id, "in_progress", f"{LOGGED} went there", seen
    )


def _give_there_and_back(world: World) -> None:
    """The officer gives the action to the chair, who gives it back: signed each time."""
    for giver, receiver in (("officer", "chair"), ("chair", "officer")):
        seen = actions.open_action(world.actor(giver), world.extra["action"]).action.revision
        why = f"{LOGGED} is on leave"
        to = world.person_id(receiver)
        reassigning.pass_on(world.actor(giver), world.extra["action"], to, why, seen)
