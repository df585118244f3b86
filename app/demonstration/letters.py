"""Made-up letters: one that a chair signed and that helped, one that waits for a chair today."""

from datetime import timedelta
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.confidentiality.gate import handing
from app.confidentiality.gate import service as gate
from app.confidentiality.recipient.rules import REGULATED, RecipientKind
from app.demonstration.cast import Cast
from app.demonstration.meetings import catch_up
from app.marac.letter import answering, asking, deciding, service, writing
from app.marac.letter.opened import Opened
from app.marac.letter.rules import How, Outcome, Purpose
from app.marac.letter.writing import Agreed

SIGNED, HANDED_OVER, ANSWERED, WAITS = 40, 39, 24, 1
FOR_LEGAL_AID, FOR_HER_ADVISER = "idva_grace", "idva_kasia"
CHAIR = "chair"


def write_past(cast: Cast) -> UUID:
    """Evidence for legal aid, forty days ago: signed by a member, released by a chair."""
    cast.say("A letter for legal aid, handed over, and what came of it")
    idva, chair = cast.actor(FOR_LEGAL_AID), cast.actor(CHAIR)
    catch_up(cast, SIGNED)
    with cast.diary.on(SIGNED, "10:10"):
        letter_id = _written(idva, Purpose.LEGAL_AID, RecipientKind.SOLICITOR)
    with cast.diary.on(SIGNED, "12:40"):
        revision = _open(chair, letter_id).letter.revision
        package = deciding.prepare(chair, letter_id, revision)
        ready = deciding.to_sign(chair, letter_id, package.id)
        until = clock.today() + timedelta(days=14)
        release = deciding.sign_prepared(
            chair, letter_id, package.id, digest=ready.digest, expires_on=until
        )
    catch_up(cast, HANDED_OVER)
    with cast.diary.on(HANDED_OVER, "09:20"):
        gate.hand_over(idva, release.id)
        handing.note(idva, release.id, handing.ways_to_hand(release)[0].value, clock.today())
    return letter_id


def answer_past(cast: Cast, letter_id: UUID) -> None:
    """What came of it, weeks later: legal aid was granted."""
    idva = cast.actor(FOR_LEGAL_AID)
    catch_up(cast, ANSWERED)
    with cast.diary.on(ANSWERED, "15:30"):
        revision = _open(idva, letter_id).letter.revision
        granted = Outcome.LEGAL_AID_GRANTED.value
        answering.record_outcome(idva, letter_id, granted, "", clock.today(), revision)


def write_waiting(cast: Cast) -> None:
    """To her adviser, that the MARAC heard her case: it waits for a chair since yesterday."""
    cast.say("A letter to an adviser waits for the chair")
    with cast.diary.on(WAITS, "14:15"):
        _written(
            cast.actor(FOR_HER_ADVISER), Purpose.HEARD_ADVISER, RecipientKind.IMMIGRATION_ADVISER
        )


def _written(idva: Actor, purpose: Purpose, kind: RecipientKind) -> UUID:
    """Write a letter about the case that an IDVA has had for longest, and ask for it."""
    case, _ = min(service.cases_to_write_for(idva), key=lambda each: each[0].opened_at)
    letter_id = service.begin(idva, case.id, purpose.value).id
    opened = _open(idva, letter_id)
    found = writing.choices_for(idva, opened.wording)
    to, people = next(each for each in found if each[0].kind == kind)
    named = people[0].id if people else None
    writing.choose_recipient(idva, letter_id, to.id, named, opened.letter.revision)
    if opened.wording.names_perpetrator == "required":
        him = next(iter(opened.facts.perpetrators))
        revision = _open(idva, letter_id).letter.revision
        writing.choose_words(idva, letter_id, him, ["providing"], "", revision)
    advisers = [row for row in writing.advisers(idva) if row.kind in REGULATED]
    said = Agreed(
        on=clock.today(),
        how=How.IN_PERSON.value,
        advice_on=clock.today(),
        advice_from_id=advisers[0].id,
        safe_if_seen=True,
    )
    writing.record_agreement(idva, letter_id, said, _open(idva, letter_id).letter.revision)
    revision = _open(idva, letter_id).letter.revision
    asking.ask(idva, letter_id, revision, signs=True)
    return letter_id


def _open(actor: Actor, letter_id: UUID) -> Opened:
    return service.open_letter(actor, letter_id)
