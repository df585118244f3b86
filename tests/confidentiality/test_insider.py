"""A confirmed member who works with the operator: what their own true keys can and cannot do.

Nothing stops somebody from telling a key that they hold. But what they sign makes no case, no
officer and no member, and the application neither uses nor opens what they were not to give.
"""

from dataclasses import asdict, replace
from uuid import UUID

import pytest
from sqlalchemy import insert

from app import clock
from app.access.actor import Actor
from app.confidentiality.circle import queries
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.chain import Unconfirmed
from app.confidentiality.circle.giving import Giver, Holders
from app.confidentiality.circle.grants import Holder, Ring, new_secret, store_secret
from app.confidentiality.circle.model import (
    Because,
    Confirmation,
    Grant,
    How,
    Office,
    Secret,
    SecretKind,
)
from app.confidentiality.circle.statements import (
    SecretRow,
    Who,
    confirmation_statement,
    grant_statement,
    secret_statement,
)
from app.confidentiality.circle.trust import public_of
from app.db import new_id, transaction
from app.refusals import Refused
from app.vault import sealing
from app.vault.errors import Forged
from tests.confidentiality.borough import REPRESENTATIVE, Borough


@pytest.fixture
def area(peopled: Borough) -> Borough:
    """Everybody is in; housing is the insider."""
    circle.admit(peopled.actor("coordinator"))
    return peopled


def a_case(area: Borough, *names: str) -> SecretRow:
    """A case for these people besides the officers."""
    holders = [Holder(area.people[name], Because.REFERRER) for name in names]
    made = new_secret(area.actor("coordinator"), SecretKind.CASE, new_id(), holders)
    return secret_row(made.id)


def secret_row(secret_id: UUID) -> SecretRow:
    """A secret as the database has it."""
    return queries.secret_rows(Secret.id == secret_id)[0]


def give(actor: Actor, secret: SecretRow, key: bytes, to: UUID, because: Because) -> None:
    """Make a grant without asking anybody, as a hand in the database can."""
    with transaction():
        holders = Holders(Ring(actor).chain)
        giver = Giver(actor, holders)
        pair = holders.of(to)
        assert pair is not None
        giver.to_person(replace(secret, excluded=[]), key, pair, because)
        giver.write()


def test_a_member_passes_no_case_on(area: Borough) -> None:
    """The grant is rightly signed, by somebody who is not to give it."""
    case = a_case(area, "housing")
    key = Ring(area.actor("housing")).key(case.id)
    give(area.actor("housing"), case, key, area.people["idva"], Because.ASSIGNED)
    with pytest.raises(Forged):
        Ring(area.actor("idva")).key(case.id)


def test_a_member_makes_no_generation_of_a_case(area: Borough) -> None:
    """So nobody seals anything under a key that only they have chosen."""
    case = a_case(area, "housing")
    actor, key = area.actor("housing"), sealing.new_key()
    planted = replace(
        case,
        id=new_id(),
        generation=2,
        public=public_of(case.kind, key),
        made_by=actor.person_id,
        made_with=actor.keys.key_id,
        made_at=clock.now(),
    )
    said = secret_statement(planted)
    planted = replace(planted, statement=said, signature=actor.keys.sign(said))
    with transaction() as session:
        session.execute(insert(Secret).values(**asdict(planted)))
    for name in ("coordinator", "chair"):
        give(actor, planted, key, area.people[name], Because.ASSIGNED)
        with pytest.raises(Forged):
            Ring(area.actor(name)).current(case.id)
        with pytest.raises(Forged):
            Ring(area.actor(name)).key(planted.id)


def test_the_maker_of_a_referral_cannot_change_its_key(area: Borough) -> None:
    """A grant of another key than the one that was committed to is refused."""
    made = new_secret(area.actor("housing"), SecretKind.REFERRAL, new_id())
    referral = secret_row(made.id)
    give(area.actor("housing"), referral, sealing.new_key(), area.people["idva"], Because.REFERRER)
    with pytest.raises(Forged, match="another key"):
        Ring(area.actor("idva")).key(made.id)
    assert Ring(area.actor("chair")).key(made.id) == made.key


def test_a_member_confirms_nobody(area: Borough) -> None:
    """Neither in the application nor by writing the row."""
    area.add_person("new", "housing", REPRESENTATIVE)
    with pytest.raises(Refused):
        area.confirm("housing", "new")
    actor = area.actor("housing")
    (pair,) = queries.pairs_at_work(area.area_id, [area.keyrings["new"].key_id])
    pair = replace(
        pair,
        office=Office.OFFICER,
        how=How.SEEN,
        by_key_pair_id=actor.keys.key_id,
        at=clock.now(),
    )
    said = confirmation_statement(pair, Who.on_register(pair), actor.keys.root_public)
    with transaction() as session:
        session.add(
            Confirmation(
                area_id=pair.area_id,
                key_pair_id=pair.key_pair_id,
                person_id=pair.person_id,
                office=Office.OFFICER,
                how=How.SEEN,
                by_person_id=actor.person_id,
                by_key_pair_id=actor.keys.key_id,
                statement=said,
                signature=actor.keys.sign(said),
                at=pair.at,
            )
        )
    area.sign("new")
    with pytest.raises(Unconfirmed):
        _ = Ring(area.actor("new")).me
    assert len(circle.verify_all(area.area_id)) == 1


def test_a_holder_opens_no_section_to_the_officers_circle(area: Borough) -> None:
    """Nor to anybody for another reason than those for which a section is held."""
    record = new_id()
    idva = [Holder(area.people["idva"], Because.ASSIGNED)]
    made = new_secret(area.actor("coordinator"), SecretKind.COMPARTMENT, record, idva)
    section = secret_row(made.id)
    actor = area.actor("idva")
    with transaction():
        holders = Holders(Ring(actor).chain)
        circle_of_officers = holders.circle(SecretKind.OFFICERS, area.area_id)
        assert circle_of_officers is not None
        giver = Giver(actor, holders)
        giver.to_circle(section, made.key, circle_of_officers)
        giver.write()
    give(actor, replace(section, kind="case"), made.key, area.people["chair"], Because.SIGNATURE)
    for name in ("coordinator", "chair"):
        with pytest.raises(Forged):
            Ring(area.actor(name)).key(made.id)


def test_a_grant_that_is_moved_to_another_holder_is_forged(area: Borough) -> None:
    """A true grant with another name on it, or of another secret, fits no statement."""
    case, other = a_case(area, "housing"), a_case(area, "idva")
    (grant,) = queries.grant_rows(
        Grant.secret_id == other.id, Grant.holder_id == area.people["idva"]
    )
    with transaction() as session:
        session.execute(
            insert(Grant).values(**asdict(replace(grant, id=new_id(), secret_id=case.id)))
        )
    with pytest.raises(Forged):
        Ring(area.actor("idva")).key(case.id)


def test_only_the_members_of_an_agency_make_its_circle(area: Borough) -> None:
    """An insider of another agency does not found it in advance."""
    actor = area.actor("housing")
    with pytest.raises(Refused), transaction():
        store_secret(
            actor,
            Ring(actor).chain,
            SecretKind.AGENCY,
            area.agencies["haven"],
            sealing.new_key(),
        )


def test_a_statement_names_every_part_of_a_grant(area: Borough) -> None:
    """Whatever is changed about it, other bytes would have had to be signed."""
    case = a_case(area, "housing")
    grant = queries.grant_rows(Grant.secret_id == case.id)[0]
    changes: list[dict[str, object]] = [
        {"id": new_id()},
        {"area_id": new_id()},
        {"secret_id": new_id()},
        {"holder_kind": "secret"},
        {"holder_id": new_id()},
        {"holder_key_id": new_id()},
        {"wrapped": b"other"},
        {"because": "let_in"},
        {"because_id": new_id()},
        {"by_key_pair_id": new_id()},
        {"made_at": clock.now()},
    ]
    said = {grant_statement(grant)} | {
        grant_statement(replace(grant, **change))  # type: ignore[arg-type]
        for change in changes
    }
    assert len(said) == len(changes) + 1
