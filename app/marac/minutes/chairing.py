"""Who may have signed minutes, besides that an officer did: whoever chaired the meeting.

That somebody is a chair is only a row. That they read the declaration out they signed at the
meeting itself; a deputy who signs in the chair's place signed in there. Another officer signed that
the minutes are theirs to sign (``signers``), and the trail has the act.
"""

from app.accounts.person.model import KeyPair
from app.audit.events import MinutesSigned
from app.audit.queries import rows_each
from app.confidentiality.agreement.model import Wording
from app.confidentiality.agreement.queries import verified
from app.confidentiality.agreement.rules import is_signed, meeting_occasion
from app.confidentiality.circle.chain import Chain
from app.db import db
from app.marac.meeting import queries as meetings
from app.marac.meeting import statements
from app.marac.meeting.model import Meeting
from app.marac.minutes import signers
from app.marac.minutes.model import Minutes, MinutesSignature


def may_have_signed(chain: Chain, minutes: Minutes, by: MinutesSignature) -> bool:
    """Say whether the signer read out, or signed, the declaration of the meeting, was named by
    another officer as somebody who may sign, and then signed these minutes in the program.

    Whether the signature itself holds is asked elsewhere.
    """
    meeting = db.session.get(Meeting, minutes.meeting_id)
    if meeting is None:
        return False
    at = _place_in_the_trail(minutes, by)
    return (
        at is not None
        and (_read_it_out(meeting, by) or _signed_in(meeting, by))
        and signers.is_named(chain, meeting.id, by.by_person_id, before=at)
    )


def _read_it_out(meeting: Meeting, by: MinutesSignature) -> bool:
    """The chair's signature that the words were read, with the same person's key."""
    if meeting.declaration_id is None or meeting.key_pair_id is None:
        return False
    words = db.session.get(Wording, meeting.declaration_id)
    pair = db.session.get(KeyPair, meeting.key_pair_id)
    if words is None or pair is None or pair.person_id != by.by_person_id:
        return False
    said = statements.declaration_read(meeting, words, pair.person_id)
    return said == meeting.statement and is_signed(
        pair.signing_public, said, meeting.signature or b""
    )


def _signed_in(meeting: Meeting, by: MinutesSignature) -> bool:
    row = meetings.attendance_of(meeting.id, by.by_person_id)
    true = verified([row.signature_id]) if row and row.signature_id else {}
    return any(
        (each.person_id, each.occasion) == (by.by_person_id, meeting_occasion(meeting.id))
        for each in true.values()
    )


def _place_in_the_trail(minutes: Minutes, by: MinutesSignature) -> int | None:
    rows = rows_each([MinutesSigned.tag], [minutes.id]).get(minutes.id, [])
    own = (
        row.seq
        for row in rows
        if row.actor_id == by.by_person_id and row.detail["version_id"] == str(by.version_id)
    )
    return next(own, None)
