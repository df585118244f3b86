"""Every single thing that an administrator and a database operator try, one by one."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from sqlalchemy import select, update

from app.access.permissions import Role
from app.accounts.person.model import Person
from app.confidentiality.agreement.model import Signature, WordingKind
from app.confidentiality.agreement.queries import in_force
from app.confidentiality.agreement.rules import meeting_occasion
from app.confidentiality.agreement.service import store_signature
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.grants import Holder, Ring, new_secret
from app.confidentiality.circle.model import Because, Grant, How, LetIn, Office, Secret, SecretKind
from app.db import db, new_id, transaction
from app.refusals import NotVisible, Refused, RuleBroken
from app.vault.errors import Forged, VaultError
from tests.confidentiality.borough import CHAIR, Borough
from tests.confidentiality.intruder import Intruder
from tests.confidentiality.reach import everything, opened_by

NO = (NotVisible, Refused, RuleBroken, VaultError)


@pytest.fixture
def intruder(peopled: Borough) -> Iterator[Intruder]:
    """An intruder with an invented chair under the true root and one under another."""
    circle.admit(peopled.actor("coordinator"))
    circle.admit(peopled.actor("housing"))
    mine = Intruder(peopled)
    mine.invent_account(peopled.root, forge=True)
    mine.invent_account(None, forge=True)
    yield mine
    assert_nothing_leaked(mine)


@pytest.fixture
def case(intruder: Intruder) -> UUID:
    """A case with its compartment, for the IDVA alone, and kept from the chair."""
    borough, record = intruder.borough, new_id()
    actor, idva = borough.actor("coordinator"), borough.people["idva"]
    circle.exclude(actor, record, person_id=borough.people["chair"])
    new_secret(actor, SecretKind.CASE, record, [Holder(idva, Because.REFERRER)])
    new_secret(actor, SecretKind.COMPARTMENT, record, [Holder(idva, Because.ASSIGNED)])
    return record


def live_on(borough: Borough) -> None:
    """Everybody's page keeps the door, and every officer makes a case for everybody."""
    for name in borough.people:
        attempt(circle.admit, borough.actor(name))
    everybody = [Holder(person, Because.REFERRER) for person in borough.people.values()]
    for name in ("coordinator", "chair"):
        attempt(new_secret, borough.actor(name), SecretKind.CASE, new_id(), everybody)


def attempt(act: Callable[..., object], *given: object) -> None:
    """Try something that may be refused."""
    try:
        act(*given)
    except NO:
        db.session.rollback()


def assert_nothing_leaked(intruder: Intruder) -> None:
    """The intruder's rings are refused, their keys unwrap nothing, and nobody uses them."""
    secrets, grants = everything()
    for actor in intruder.actors:
        with pytest.raises(Refused):
            _ = Ring(actor).me
    for grant in grants:
        assert grant.id in intruder.planted or not intruder.unwraps(grant)
    for name in intruder.borough.people:
        ring = Ring(intruder.borough.actor(name))
        for secret_id in secrets:
            assert not ring.may_open(secret_id) or ring.key(secret_id) not in intruder.keys


def holders_of(borough: Borough, record: UUID, kind: SecretKind) -> set[str]:
    """Who reaches a record's keys, by bytes alone."""
    secrets, grants = everything()
    wanted = {row.id for row in secrets.values() if (row.record_id, row.kind) == (record, kind)}
    return {
        name
        for name in borough.people
        if wanted & opened_by(borough.keyrings[name], secrets, grants).keys()
    }


@pytest.mark.parametrize("author", [0, 1])
def test_claims_from_earlier_keys_earn_nothing(intruder: Intruder, case: UUID, author: int) -> None:
    """A planted row that says somebody's old keys held a case is not carried to the new ones."""
    before = {kind: holders_of(intruder.borough, case, kind) for kind in SecretKind}
    intruder.claim_everything(intruder.authors()[author])
    live_on(intruder.borough)
    assert before == {kind: holders_of(intruder.borough, case, kind) for kind in SecretKind}
    assert before[SecretKind.CASE] == {"coordinator", "idva"}
    assert before[SecretKind.COMPARTMENT] == {"idva"}


@pytest.mark.parametrize("author", [0, 1])
def test_a_true_signature_of_another_meeting_proves_no_claim(
    intruder: Intruder, case: UUID, author: int
) -> None:
    """Somebody did sign at some meeting; that their old keys held this case is still a lie."""
    borough = intruder.borough
    words = in_force(borough.area_id)[WordingKind.MEETING_DECLARATION]
    actor = borough.actor("housing")
    signed = store_signature(actor, words.id, meeting_occasion(new_id()))
    intruder.claim_everything(intruder.authors()[author])
    with transaction() as session:
        for row in session.query(Grant).filter(Grant.id.in_(intruder.planted)):
            row.because, row.because_id = Because.SIGNATURE, signed.id
    live_on(borough)
    assert holders_of(borough, case, SecretKind.CASE) == {"coordinator", "idva"}


@pytest.mark.parametrize("author", [0, 1])
def test_planted_claims_survive_no_rotation(intruder: Intruder, case: UUID, author: int) -> None:
    """A new generation is for those whose earlier grant verifies, and for nobody else."""
    intruder.claim_everything(intruder.authors()[author])
    borough = intruder.borough
    circle.exclude(borough.actor("coordinator"), case, person_id=borough.people["housing"])
    live_on(borough)
    assert holders_of(borough, case, SecretKind.CASE) == {"coordinator", "idva"}
    assert holders_of(borough, case, SecretKind.COMPARTMENT) == {"idva"}


@pytest.mark.parametrize("author", [0, 1])
def test_nobody_is_named_or_let_in_by_a_row(intruder: Intruder, case: UUID, author: int) -> None:
    """Holders are named by an officer's signature, chairs let in under the compartment's key."""
    intruder.name_everybody(intruder.authors()[author])
    live_on(intruder.borough)
    assert holders_of(intruder.borough, case, SecretKind.COMPARTMENT) == {"idva"}


def test_a_let_in_row_cannot_be_copied_to_another(intruder: Intruder, case: UUID) -> None:
    """Who was let in is said inside the seal, so another's name on the row is worth nothing."""
    borough = intruder.borough
    borough.join("coordinator", "deputy", "haven", CHAIR)
    circle.let_in(borough.actor("idva"), case, borough.people["deputy"], "She chairs this case.")
    with transaction() as session:
        session.execute(update(LetIn).values(person_id=borough.people["coordinator"]))
    live_on(borough)
    assert holders_of(borough, case, SecretKind.COMPARTMENT) == {"idva", "deputy"}


@pytest.mark.parametrize("author", [0, 1])
def test_a_swapped_circle_key_is_refused(intruder: Intruder, author: int) -> None:
    """Nothing more is sealed to a circle whose public key its maker did not sign."""
    for secret in everything()[0].values():
        if secret.kind in ("officers", "agency"):
            intruder.swap_circle(secret.id, intruder.authors()[author])
    with pytest.raises(Forged):
        new_secret(intruder.borough.actor("coordinator"), SecretKind.CASE, new_id())
    live_on(intruder.borough)


@pytest.mark.parametrize("author", [0, 1])
@pytest.mark.parametrize("grants", [True, False])
def test_planted_keys_are_never_used(
    intruder: Intruder, case: UUID, author: int, grants: bool
) -> None:
    """Neither a planted generation nor planted grants make anybody seal to a known key."""
    by = intruder.authors()[author]
    for secret in everything()[0].values():
        if grants:
            intruder.plant_grants(secret.id, by)
        elif secret.id not in intruder.planted:
            intruder.plant_secret(secret.record_id, secret.kind, by)
    live_on(intruder.borough)
    ring = Ring(intruder.borough.actor("idva"))
    for secret in everything()[0].values():
        if secret.record_id == case:
            attempt(ring.current, secret.id)


@pytest.mark.parametrize("name", ["coordinator", "chair", "idva"])
def test_swapped_public_keys_receive_nothing(intruder: Intruder, case: UUID, name: str) -> None:
    """A pair whose keys are not those that were confirmed holds nothing and confirms nobody."""
    borough = intruder.borough
    key_id, person = borough.keyrings[name].key_id, borough.people[name]
    intruder.swap_keys(key_id, person, borough.agency_of[name])
    live_on(borough)
    with pytest.raises(Refused):
        circle.confirm_pair(
            intruder.actors[-1], intruder.keyrings[0].key_id, How.SEEN, attests=True
        )


def test_a_swapped_root_confirms_nobody(intruder: Intruder) -> None:
    """The root is the one in each person's own keyring, not the one in the area's row."""
    intruder.swap_root()
    live_on(intruder.borough)
    with pytest.raises(Refused, match="not the ones that its first officer signed"):
        new_secret(intruder.borough.actor("coordinator"), SecretKind.CASE, new_id())


def test_an_officer_refuses_a_pair_under_another_root(intruder: Intruder) -> None:
    """Confirming it would let its owner be led astray, so it is refused."""
    other = intruder.keyrings[1]
    with pytest.raises(Refused, match="another root"):
        circle.confirm_pair(
            intruder.borough.actor("coordinator"), other.key_id, How.SEEN, attests=True
        )


def test_a_row_makes_no_officer(intruder: Intruder, case: UUID) -> None:
    """A role and an office that were written into the database open nothing and confirm nobody."""
    borough = intruder.borough
    intruder.promote(borough.people["housing"])
    borough.roles["housing"] = CHAIR
    live_on(borough)
    assert holders_of(borough, case, SecretKind.CASE) == {"coordinator", "idva"}
    borough.add_person("new", "housing", frozenset({Role.REPRESENTATIVE}))
    with pytest.raises(Refused):
        borough.confirm("housing", "new")


def test_deleting_exclusions_lets_nobody_in(intruder: Intruder, case: UUID) -> None:
    """Who is kept from a case is signed into its keys."""
    borough = intruder.borough
    intruder.forget_exclusions()
    live_on(borough)
    assert holders_of(borough, case, SecretKind.CASE) == {"coordinator", "idva"}
    borough.join("coordinator", "deputy", "haven", CHAIR)
    live_on(borough)
    circle.expel(borough.actor("coordinator"), borough.people["idva"])
    live_on(borough)
    assert holders_of(borough, case, SecretKind.CASE) == {"coordinator", "deputy"}


def test_an_excluded_list_cannot_be_emptied(intruder: Intruder, case: UUID) -> None:
    """Changing the list breaks the signature, and then nothing more is given there at all."""
    borough = intruder.borough
    intruder.forget_exclusions()
    with transaction() as session:
        session.execute(update(Secret).where(Secret.record_id == case).values(excluded=[]))
    live_on(borough)
    assert holders_of(borough, case, SecretKind.CASE) == {"coordinator", "idva"}
    secret = next(row for row in everything()[0].values() if row.record_id == case)
    with pytest.raises(Forged):
        Ring(borough.actor("idva")).key(secret.id)


def test_a_stolen_invitation_waits_for_ever(intruder: Intruder, case: UUID) -> None:
    """A reset by the administrator makes keys that open nothing, with other numbers."""
    borough = intruder.borough
    intruder.reset(borough.people["idva"], borough.agency_of["idva"])
    live_on(borough)
    stolen = intruder.keyrings[-1]
    with pytest.raises(RuleBroken, match="Check the numbers again"):
        circle.confirm_pair(
            borough.actor("coordinator"),
            stolen.key_id,
            How.CALLED_BACK,
            numbers="1234 5678",
            attests=True,
        )
    circle.refuse_pair(borough.actor("coordinator"), stolen.key_id)
    with pytest.raises(NotVisible):
        circle.confirm_pair(
            borough.actor("coordinator"), stolen.key_id, How.CALLED_BACK, attests=True
        )


def test_a_forged_agreement_lets_nobody_in(intruder: Intruder, case: UUID) -> None:
    """Whoever has not signed gets no key by a row that says they have."""
    borough = intruder.borough
    borough.add_person("new", "housing", frozenset({Role.REPRESENTATIVE}))
    borough.confirm("coordinator", "new")
    with transaction() as session:
        true = session.scalars(
            select(Signature).where(Signature.person_id == borough.people["housing"])
        ).first()
        assert true is not None
        session.add(
            Signature(
                area_id=true.area_id,
                wording_id=true.wording_id,
                occasion="area",
                person_id=borough.people["new"],
                agency_id=true.agency_id,
                key_pair_id=borough.keyrings["new"].key_id,
                statement=true.statement,
                signature=true.signature,
                signed_at=true.signed_at,
            )
        )
    live_on(borough)
    with pytest.raises(Refused, match="Sign the wording in force first"):
        _ = Ring(borough.actor("new")).me
    assert not any(
        grant.holder_id == borough.people["new"]
        for grant in everything()[1]
        if grant.id not in intruder.planted
    )


def test_a_changed_name_stops_what_is_new_and_not_what_is_held(
    intruder: Intruder, case: UUID
) -> None:
    """Another name on the register than was confirmed: nothing more before a second look."""
    borough = intruder.borough
    with transaction() as session:
        person = session.get_one(Person, borough.people["housing"])
        person.name = "Somebody Else"
    record = new_id()
    holder = [Holder(borough.people["housing"], Because.REFERRER)]
    secret = new_secret(borough.actor("coordinator"), SecretKind.CASE, record, holder)
    assert not Ring(borough.actor("housing")).may_open(secret.id)
    borough.confirm("coordinator", "housing", Office.MEMBER)
    later = new_secret(borough.actor("coordinator"), SecretKind.CASE, new_id(), holder)
    assert Ring(borough.actor("housing")).may_open(later.id)
