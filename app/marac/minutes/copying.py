"""A copy of signed minutes for one reader, with that reader's name on every page.

The reader's own key signs what was handed to it, so a copy that turns up elsewhere says whose it
was, and one whose pages were made up says so too.
"""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.audit import record
from app.audit.events import CaseMinutesRead, MinutesCopied
from app.confidentiality.circle.ring import Ring
from app.confidentiality.gate.sealing import confirmed_name, proof_of
from app.db import db, new_id, transaction
from app.marac.minutes import drawn, leaves, reading, statements
from app.marac.minutes.drawn import Held
from app.marac.minutes.leaves import SignedPart
from app.marac.minutes.model import MinutesCopy
from app.marac.minutes.reading import Reading
from app.paper import with_seal
from app.paper.minutes import press, written
from app.vault import digests, signing


@dataclass(frozen=True)
class Copied:
    """A copy: its code, which also names the file, and its bytes."""

    code: str
    pdf: bytes = field(repr=False)

    @property
    def file_name(self) -> str:
        """A name that says nothing of anybody."""
        return f"MARAC-minutes-{self.code}.pdf"


def take(actor: Actor, meeting_id: UUID) -> Copied:
    """Make a copy of the minutes as they are for this reader now; it is in the trail first."""
    actor.require(Permission.MINUTES_READ)
    with transaction():
        ring = Ring(actor)
        found = reading.opened(actor, ring, meeting_id)
        row = _row(actor, found)
        pdf = _made(ring, found, row)
        db.session.add(row)
        record(actor, MinutesCopied(found.meeting.id, copy_id=row.id))
        for each in found.leaves:
            if each.row.case_id:
                record(actor, CaseMinutesRead(each.row.case_id, found.meeting.id, draft=False))
    return Copied(row.code, pdf)


def _row(actor: Actor, found: Reading) -> MinutesCopy:
    return MinutesCopy(
        id=new_id(),
        area_id=actor.area_id,
        meeting_id=found.meeting.id,
        person_id=actor.person_id,
        key_pair_id=actor.keys.key_id,
        at=clock.now(),
    )


def _made(ring: Ring, found: Reading, row: MinutesCopy) -> bytes:
    """Draw the pages, sign what they are, and put behind them all that proves it."""
    holds = _held(ring, found)
    data = digests.sha256_hex(written([holds]))
    row.code = statements.code_of(row, data)
    name = confirmed_name(ring, row.key_pair_id, clock.today())
    at = {"name": name, "at": row.at.isoformat(timespec="microseconds"), "code": row.code}
    signers = [(_signer(part), _signed_at(part)) for part in holds["versions"]]
    pdf = drawn.draw(holds["leaves"], signers, at)
    row.statement = statements.copy(
        row,
        name=name,
        data=data,
        digest=digests.sha256_hex(pdf),
        press=press(),
    )
    row.signature = ring.actor.keys.sign(row.statement)
    proof = proof_of(ring, row.statement, row.signature, clock.today(), by_officer=False)
    return with_seal(pdf, {"copy": proof, "minutes": holds})


def _held(ring: Ring, found: Reading) -> Held:
    """All that this reader holds, in the order of reading, each leaf with its version's number."""
    numbers = {part.version.id: number for number, part in enumerate(found.parts)}
    return {
        "leaves": [
            {"of": numbers[each.row.version_id], "salt": each.salt.hex(), "words": each.words}
            for each in found.leaves
        ],
        "versions": [_version(ring, part) for part in found.parts],
    }


def _version(ring: Ring, part: SignedPart) -> Held:
    row, on = part.signature, clock.london(part.signature.at).date()
    return {
        "hashes": [each.hex() for each in leaves.hashes_of(part.version)],
        "proof": _proof(ring, row.statement, row.signature, on),
    }


def _proof(ring: Ring, statement: bytes, signature: bytes, on: date) -> Held:
    return proof_of(ring, statement, signature, on)


def _signer(version: Held) -> str:
    """The chair's name as an officer confirmed it, which is what a checker reads too."""
    confirmed = bytes.fromhex(version["proof"]["chain"][0]["says"])
    return signing.read_statement(confirmed)["name"]


def _signed_at(version: Held) -> str:
    return signing.read_statement(bytes.fromhex(version["proof"]["says"]))["at"]
