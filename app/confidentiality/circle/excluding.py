"""Keeps a record from a person or an agency: cryptographically, and before any role is asked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.agency.model import Agency
from app.accounts.person.model import Person
from app.audit import record
from app.audit.events import AgencyExcluded, PersonExcluded
from app.audit.queries import Entry
from app.confidentiality.circle import queries, rotating
from app.confidentiality.circle.chain import Chain, Standing
from app.confidentiality.circle.giving import Giver, Holders
from app.confidentiality.circle.model import Because, Exclusion, Grant, HolderKind, Secret
from app.confidentiality.circle.reach import mark_due
from app.confidentiality.circle.remembered import kept_out, last_acts
from app.confidentiality.circle.ring import Ring, require_signed
from app.confidentiality.circle.rules import PRIVATE, SEALED_TO_OFFICERS, keeps_out, named
from app.confidentiality.circle.statements import GrantRow, SecretRow
from app.confidentiality.circle.vouching import require_officer
from app.db import db, new_id, transaction
from app.refusals import NotVisible, Refused, RuleBroken

REASON = "exclusion.reason"
YOURSELF = (
    "You do not keep a record from yourself or your agency here. If you know somebody in it, press "
    "“I know somebody in this case” on its page: it closes to you at once."
)
NO_OFFICER = (
    "That would leave no officer who can open the record. Confirm another officer first, from "
    "another agency if this is about an agency."
)


@dataclass(frozen=True)
class ExclusionShown:
    """Who is kept from a record, since when, by whom and why, as its officers see it."""

    person_id: UUID | None
    agency_id: UUID | None
    by_person_id: UUID | None
    at: datetime
    reason: str


def exclude(
    actor: Actor,
    record_id: UUID,
    *,
    person_id: UUID | None = None,
    agency_id: UUID | None = None,
    reason: str = "",
    secret_id: UUID | None = None,
) -> Exclusion:
    """Keep a record from a person or an agency.

    Given before the record has a secret, no grant is ever made. Given later, their grants go at
    once, the record has new keys from now on, and the officers hold it one by one. ``secret_id`` is
    what the reason is sealed under; a reason given first is sealed afterwards, with ``say_why``.
    """
    with transaction():
        secrets = family(record_id)
        _check(actor, record_id, person_id, agency_id, secrets)
        if there := _already(record_id, named(person_id, agency_id), secrets):
            return there
        exclusion = Exclusion(
            id=new_id(),
            area_id=actor.area_id,
            record_id=record_id,
            person_id=person_id,
            agency_id=agency_id,
            by_person_id=actor.person_id,
            at=clock.now(),
        )
        db.session.add(exclusion)
        db.session.flush()
        ring = Ring(actor)
        if secrets:
            _shut_out(actor, ring, secrets, exclusion)
        if reason and secret_id is not None:
            say_why(actor, exclusion, secret_id, reason)
        record(actor, _event(exclusion))
    return exclusion


def say_why(
    actor: Actor, exclusion: Exclusion, secret_id: UUID, reason: str, ring: Ring | None = None
) -> None:
    """Seal the reason of an exclusion under the newest key of a secret of the record.

    ``ring`` may hold a key just made, which whoever only writes could not open again.
    """
    with transaction():
        ring = ring or Ring(actor)
        newest = ring.current(secret_id)
        exclusion.secret_id = newest
        exclusion.sealed_reason = ring.seal(newest, REASON, exclusion.id, {"reason": reason})


def is_excluded(record_id: UUID, person_id: UUID, agency_id: UUID) -> bool:
    """Say whether a record is kept from a person, by name or with their agency."""
    names = queries.exclusions([record_id]).get(record_id, set())
    return keeps_out(names, person_id, [agency_id])


def exclusions(actor: Actor, record_id: UUID) -> list[ExclusionShown]:
    """Return who is kept from a record, with the reasons that open for the actor.

    Somebody whose row is gone is out all the same, and is among them as the trail has it.
    """
    ring, rows = Ring(actor), queries.exclusion_rows(record_id)
    shown = [
        ExclusionShown(row.person_id, row.agency_id, row.by_person_id, row.at, _reason(ring, row))
        for row in rows
    ]
    there = {named(row.person_id, row.agency_id) for row in rows}
    missing = kept_out([record_id]).get(record_id, set()) - there
    return shown + [_by_the_trail(act) for act in last_acts(record_id, missing)]


def _check(
    actor: Actor,
    record_id: UUID,
    person_id: UUID | None,
    agency_id: UUID | None,
    secrets: Collection[SecretRow],
) -> None:
    if (person_id is None) == (agency_id is None):
        raise RuleBroken("who", "Select one person or one agency.")
    _check_in_area(actor, person_id, agency_id)
    chain = Chain.of(actor)
    require_signed(actor, chain)
    if secrets:
        actor.require(Permission.CASE_EXCLUDE)
        require_officer(actor, chain)
        if keeps_out([named(person_id, agency_id)], actor.person_id, [actor.agency_id]):
            raise Refused(YOURSELF)
    names = queries.exclusions([record_id]).get(record_id, set()) | {named(person_id, agency_id)}
    officers = Holders(chain).officers
    if all(keeps_out(names, pair.person_id, [pair.agency_id]) for pair in officers):
        raise RuleBroken("who", NO_OFFICER)


def _check_in_area(actor: Actor, person_id: UUID | None, agency_id: UUID | None) -> None:
    row = db.session.get(Person, person_id) if person_id else db.session.get(Agency, agency_id)
    if row is None or row.area_id != actor.area_id:
        raise NotVisible()


def _already(record_id: UUID, name: str, secrets: Collection[SecretRow]) -> Exclusion | None:
    """Return the row of an exclusion that was made already: by the trail, and by the signed list of
    each newest key. Any other row about them is nobody's act, and is taken away."""
    rows = queries.exclusion_rows(record_id)
    there = [row for row in rows if named(row.person_id, row.agency_id) == name]
    is_in_trail = name in kept_out([record_id]).get(record_id, ())
    if there and is_in_trail and all(name in row.excluded for row in rotating.newest_of(secrets)):
        return there[0]
    for row in there:
        db.session.delete(row)
    db.session.flush()
    return None


def family(record_id: UUID) -> list[SecretRow]:
    """Return every secret of a record, and of what is a part of it."""
    own = queries.secret_rows(Secret.record_id == record_id)
    parts = queries.secret_rows(Secret.part_of.in_([row.id for row in own]))
    return own + [row for row in parts if row.record_id != record_id]


def _shut_out(actor: Actor, ring: Ring, secrets: list[SecretRow], exclusion: Exclusion) -> None:
    holders = Holders(ring.chain)
    name = named(exclusion.person_id, exclusion.agency_id)
    grants = queries.grant_rows(Grant.secret_id.in_([row.id for row in secrets]))
    _officers_one_by_one(actor, ring, holders, secrets, grants)
    gone = [grant for grant in grants if _is_for(holders, grant, name)]
    _delete([grant.id for grant in gone])
    private = {row.id for row in secrets if row.kind in PRIVATE}
    mark_due(private & {grant.secret_id for grant in gone})
    live = [row for row in secrets if row.retired_at is None]
    rotating.rotate(actor, holders, live, Ring(actor, ring.chain))


def hold_singly(actor: Actor, ring: Ring, holders: Holders, due: Collection[SecretRow]) -> None:
    """Before new keys are made of records that are kept from somebody: what is there already is
    sealed to the officers who remain, one by one. Somebody stepped out by their own word."""
    kept = {row.record_id for row in due if ring.kept_from(row.id)}
    if kept:
        secrets = queries.secret_rows(Secret.record_id.in_(kept))
        grants = queries.grant_rows(Grant.secret_id.in_([row.id for row in secrets]))
        _officers_one_by_one(actor, ring, holders, secrets, grants)


def _officers_one_by_one(
    actor: Actor,
    ring: Ring,
    holders: Holders,
    secrets: list[SecretRow],
    grants: list[GrantRow],
) -> None:
    """Seal what their circle opened to each officer who may open it still, then take it away."""
    through = {grant.secret_id: grant for grant in grants if grant.holder_kind == HolderKind.CIRCLE}
    held = {(grant.secret_id, grant.holder_key_id) for grant in grants}
    giver = Giver(actor, holders)
    for secret in secrets:
        if secret.id not in through or secret.kind not in SEALED_TO_OFFICERS:
            continue
        key, names = ring.key(secret.id), ring.kept_from(secret.id)
        for pair in holders.officers:
            there = (secret.id, pair.key_pair_id) in held
            if not there and not keeps_out(names, pair.person_id, [pair.agency_id]):
                giver.to_person(secret, key, pair, Because.OFFICE)
    giver.write()
    _delete([grant.id for grant in through.values()])


def _is_for(holders: Holders, grant: GrantRow, name: str) -> bool:
    if grant.holder_kind != HolderKind.PERSON:
        return False
    pair: Standing | None = holders.chain.trusted(grant.holder_key_id)
    person = db.session.get(Person, grant.holder_id)
    agencies = {pair.agency_id} if pair else set()
    agencies |= {person.agency_id} if person else set()
    return keeps_out([name], grant.holder_id, agencies)


def _delete(grant_ids: Collection[UUID]) -> None:
    db.session.execute(
        delete(Grant).where(Grant.id.in_(grant_ids)).execution_options(synchronize_session=False)
    )


def _reason(ring: Ring, row: Exclusion) -> str:
    if row.secret_id is None or row.sealed_reason is None:
        return ""
    try:
        ring.key(row.secret_id)
    except NotVisible:
        return ""
    return str(ring.read(row.secret_id, REASON, row.id, row.sealed_reason)["reason"])


def _by_the_trail(row: Entry) -> ExclusionShown:
    person, agency = row.detail.get("person_id"), row.detail.get("agency_id")
    return ExclusionShown(
        UUID(person) if person else None,
        UUID(agency) if agency else None,
        row.actor_id,
        datetime.fromisoformat(row.at),
        "",
    )


def _event(exclusion: Exclusion) -> PersonExcluded | AgencyExcluded:
    if exclusion.person_id:
        return PersonExcluded(exclusion.record_id, person_id=exclusion.person_id)
    assert exclusion.agency_id is not None
    return AgencyExcluded(exclusion.record_id, agency_id=exclusion.agency_id)
