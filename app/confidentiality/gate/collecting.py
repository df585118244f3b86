"""A link for one named person outside, who opens it with a passphrase that they are told by phone.

The release's key lies under passphrase and token together, so whoever copies the database, or reads
the e-mail, or listens to the call, has nothing. Five wrong tries close a link. Whatever is wrong,
the answer is one and takes as long: nobody learns whether there is such a link.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import CursorResult, update

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.area.model import Area
from app.accounts.area.queries import the_area
from app.accounts.person.post import NotSent
from app.audit import record
from app.audit.events import (
    CollectionClosed,
    CollectionMade,
    CollectionMissed,
    CollectionTried,
)
from app.audit.queries import last_rows
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.ring import Ring
from app.confidentiality.gate import brake, queries, sheets
from app.confidentiality.gate.model import Collection, Form, Release
from app.confidentiality.gate.notices import check_address, is_theirs
from app.confidentiality.gate.receiving import (
    COLLECTED,
    deliver,
    locked,
    opened_with,
    recipient_of,
    to_hand_over,
)
from app.confidentiality.gate.screening import screen_sending
from app.confidentiality.recipient.model import Recipient, RecipientPerson
from app.confidentiality.recipient.rules import Way
from app.confidentiality.recipient.service import entry_of
from app.confidentiality.recipient.trust import people_of
from app.db import db, new_id, transaction
from app.paper import Sheet
from app.refusals import Blocked, NotVisible, Refused, RuleBroken
from app.vault import digests, passphrase, sealing
from app.vault.errors import DoesNotOpen

KEY = "collection.key"
MOST_TRIES = 5
OPEN_FOR = timedelta(days=7)
ONE_ROW_EACH = timedelta(hours=1)
NOBODY = bytes(16)
"""The salt for a link that there is not, so that it takes as long as any."""

NOTHING = (
    "This link and this passphrase open nothing. Look at each letter of the six words. After five "
    "wrong tries a link is closed. If it does not open, ring whoever gave you the passphrase."
)
NOBODY_THERE = "Select one of the people whom the register names, with an e-mail address there."
NOT_SENT = "The message could not be sent, so no link was made. Nothing is lost. Try again."

SendTo = Callable[[str, str], None]
"""Sends an address the link of a token; raises ``NotSent``."""


@dataclass(frozen=True)
class Made:
    """A link that was just sent; its passphrase is shown once, to whoever made it."""

    release: Release
    person: RecipientPerson
    expires_on: date
    passphrase: str = field(repr=False)


@dataclass(frozen=True)
class Collected:
    """What somebody outside opened: a sheet to look at, or the locked file."""

    release: Release
    code: str
    watermark: str
    sheet: Sheet | None = field(repr=False)
    pdf: bytes = field(repr=False, default=b"")


def may_collect(row: Release, to: Recipient) -> list[RecipientPerson]:
    """Return to whom a link may be sent: named people with an address at the recipient's domain."""
    if row.way != Way.LOCKED_FILE:
        return []
    people = people_of([to.id])[to.id]
    return [each for each in people if each.email and is_theirs(to, each.email)]


def make(actor: Actor, release_id: UUID, person_id: UUID | None, send: SendTo) -> Made:
    """Make a link for one named person and send it; earlier links of the release are closed."""
    actor.require(Permission.RELEASE_HAND_OVER)
    row = to_hand_over(actor, release_id)
    to = recipient_of(row)
    person = next((one for one in may_collect(row, to) if one.id == person_id), None)
    if person is None:
        raise RuleBroken("person", NOBODY_THERE)
    check_address(actor, to, person.email)
    token, words, salt = digests.random_token(), passphrase.for_file(), passphrase.new_salt()
    key = _key(words, salt, token)
    with transaction():
        row = to_hand_over(actor, release_id)
        _close(actor, links(row.id))
        link = _link(actor, row, person, key, token, salt)
        record(actor, CollectionMade(row.id, collection_id=link.id))
    try:
        send(person.email, token)
    except NotSent:
        close(actor, release_id)
        raise RuleBroken("person", NOT_SENT) from None
    return Made(row, person, link.expires_on, words)


def close(actor: Actor, release_id: UUID) -> None:
    """Close every link of a release."""
    actor.require(Permission.RELEASE_HAND_OVER)
    with transaction():
        row = queries.for_hander(actor, release_id)
        _close(actor, links(row.id))


def close_all(actor: Actor, row: Release) -> None:
    """Close every link of a release that was taken back or stopped, in that transaction."""
    _close(actor, links(row.id))


def links(release_id: UUID) -> Sequence[Collection]:
    """Return the links of a release, the newest first."""
    rows = db.session.query(Collection).filter_by(release_id=release_id)
    return rows.order_by(Collection.made_at.desc()).all()


def is_open(link: Collection) -> bool:
    """Say whether a link still opens to the right passphrase."""
    in_date = clock.today() <= link.expires_on
    return link.closed_at is None and link.tries < MOST_TRIES and in_date


def collect(token: str, typed: str, *, as_file: bool) -> Collected:
    """Open a link, or raise ``RuleBroken`` with the one answer for every reason; or to wait.

    Nobody is signed in, so the signatures are followed from the root that the area's row names.
    Whoever could write the database could name another root and forge a chair's word; they would
    still not have the key, which is nowhere but under this passphrase and this link.
    """
    brake.check(digests.sha256(token.encode()))
    link = _counted(token)
    words = as_told(typed)
    key = _key(words or " ", link.salt if link else NOBODY, token)
    said = _said(link, key)
    if link is None or said is None:
        raise RuleBroken("passphrase", NOTHING)
    try:
        return _delivered(link, said, words, as_file=as_file)
    except (Refused, NotVisible, Blocked):
        raise RuleBroken("passphrase", NOTHING) from None


def as_told(typed: str) -> str:
    """Return a passphrase as it was told, whatever stands between the words, in small letters."""
    return "-".join(re.split(r"[\s\-\u2010-\u2015]+", typed.strip().lower()))


def _delivered(link: Collection, said: dict[str, str], words: str, *, as_file: bool) -> Collected:
    row = db.session.get_one(Release, link.release_id)
    to = recipient_of(row)
    screen_sending(None, to)
    with transaction():
        link, row = db.session.get_one(Collection, link.id), db.session.get_one(Release, row.id)
        is_closed = not _is_the_link(link) or clock.today() > link.expires_on
        if said["release"] != str(row.id) or is_closed or not _is_named(to, said):
            raise NotVisible()
        area = db.session.get_one(Area, row.area_id)
        chain = Chain(area.id, area.root_public or b"")
        content = opened_with(bytes.fromhex(said["key"]), chain, row)
        is_file = as_file or row.form == Form.LETTER
        pdf = locked(chain, row, content, words) if is_file else b""
        link.tries, link.times = 0, link.times + 1
        deliver(None, row, COLLECTED, link.id)
    sheet = None if is_file else sheets.unwrap(content)[1]
    return Collected(row, row.code, f"{to.name} · {said['name']} · {row.code}", sheet, pdf)


def _is_the_link(link: Collection) -> bool:
    """Say whether this is the link that was made last, and not closed: says the row and the trail.

    Nothing opens a closed link again, so the row is not believed where it says less.
    """
    tags = (CollectionMade.tag, CollectionClosed.tag)
    last = last_rows(tags, [link.release_id]).get(link.release_id)
    return (
        link.closed_at is None
        and last is not None
        and last.tag == CollectionMade.tag
        and last.detail["collection_id"] == str(link.id)
    )


def _counted(token: str) -> Collection | None:
    """Count this as a wrong try until it is known to be right."""
    token_hash = digests.sha256(token.encode())
    with transaction():
        found = db.session.query(Collection).filter_by(token_hash=token_hash).one_or_none()
        if found is not None and not _count(found):
            found = None
        if found is not None:
            record(None, CollectionTried(found.id), area_id=found.area_id)
        else:
            _count_missed()
    return found


def _count_missed() -> None:
    """Count a try that met no open link; the trail has one row of them an hour, with their number.

    Else whoever is not signed in could fill the disk.
    """
    brake.miss()
    area = the_area()
    if area is None:
        return
    last = last_rows((CollectionMissed.tag,), [area.id]).get(area.id)
    if last is None or datetime.fromisoformat(last.at) <= clock.now() - ONE_ROW_EACH:
        record(None, CollectionMissed(area.id, count=brake.missed()), area_id=area.id)


def _count(link: Collection) -> bool:
    """Take one of the five tries; of two requests at once only one takes the last."""
    result = db.session.execute(
        update(Collection)
        .where(Collection.id == link.id, Collection.tries < MOST_TRIES)
        .where(Collection.closed_at.is_(None), Collection.expires_on >= clock.today())
        .values(tries=Collection.tries + 1)
        .execution_options(synchronize_session=False)
    )
    return isinstance(result, CursorResult) and result.rowcount == 1


def _said(link: Collection | None, key: bytes) -> dict[str, str] | None:
    if link is None:
        return None
    try:
        return sealing.unseal_json(key, KEY, link.id, link.sealed_key)
    except DoesNotOpen:
        return None


def _is_named(to: Recipient, said: dict[str, str]) -> bool:
    """Say whether the register still names this person with this address, at its domain."""
    named = {(each.name, each.email) for each in entry_of(to).people}
    return (said["name"], said["email"]) in named and is_theirs(to, said["email"])


def _link(
    actor: Actor, row: Release, person: RecipientPerson, key: bytes, token: str, salt: bytes
) -> Collection:
    link = Collection(
        id=new_id(),
        area_id=row.area_id,
        release_id=row.id,
        token_hash=digests.sha256(token.encode()),
        salt=salt,
        made_by=actor.person_id,
        made_at=clock.now(),
        expires_on=min(row.expires_on, clock.today() + OPEN_FOR),
    )
    said = {
        "key": Ring(actor).key(row.slip_id, of=row.id).hex(),
        "release": str(row.id),
        "name": person.name,
        "email": person.email,
    }
    link.sealed_key = sealing.seal_json(key, KEY, link.id, said)
    db.session.add(link)
    return link


def _close(actor: Actor, rows: Sequence[Collection]) -> None:
    for row in rows:
        if row.closed_at is None:
            row.closed_at = clock.now()
            record(actor, CollectionClosed(row.release_id, collection_id=row.id))


def _key(words: str, salt: bytes, token: str) -> bytes:
    """Return the key that passphrase and link make together; either alone makes none."""
    derived = passphrase.derive(words, salt)
    return digests.derive(derived + digests.sha256(token.encode()), "collection")
