"""An administrator and a database operator in one: they write any row, and hold no honest key."""

from dataclasses import asdict, dataclass, field, replace
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from app import clock
from app.access.actor import Actor
from app.access.permissions import Role
from app.accounts.area.model import Area
from app.accounts.person.model import KeyPair, Person, PersonState
from app.confidentiality.agreement.model import Signature
from app.confidentiality.circle import queries
from app.confidentiality.circle.model import (
    Because,
    CompartmentHolder,
    Confirmation,
    Exclusion,
    Grant,
    HolderKind,
    How,
    LetIn,
    Office,
    Secret,
    SecretKind,
)
from app.confidentiality.circle.statements import (
    GrantRow,
    PairRow,
    SecretRow,
    Who,
    confirmation_statement,
    grant_statement,
    holder_statement,
    recovery_statement,
    secret_statement,
)
from app.confidentiality.circle.trust import context_of, public_of
from app.db import db, new_id, transaction
from app.vault import sealing, wrapping
from app.vault.keyring import Keyring
from tests.confidentiality.borough import Borough, make_pair

Author = tuple[UUID, UUID]


@dataclass
class Intruder:
    """What they know: key pairs and keys of their own making, and every row of the database."""

    borough: Borough
    keyrings: list[Keyring] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)
    keys: set[bytes] = field(default_factory=set)
    planted: set[UUID] = field(default_factory=set)

    def authors(self) -> list[Author]:
        """In whose name they can write: their own invented officer's, or a true officer's."""
        own, true = self.actors[0], self.borough.actor("coordinator")
        return [(own.person_id, own.keys.key_id), (true.person_id, true.keys.key_id)]

    def invent_account(self, root: bytes | None, forge: bool) -> None:
        """A made-up officer, under the true root or another, and a lie for confirmation."""
        person_id, agency_id = new_id(), next(iter(self.borough.agencies.values()))
        with transaction() as session:
            session.add(
                Person(
                    id=person_id,
                    area_id=self.borough.area_id,
                    agency_id=agency_id,
                    name="Invented Person",
                    email=f"{person_id}@example.org",
                    state=PersonState.ACTIVE,
                    role_names=[Role.CHAIR, Role.SIGNATORY],
                    created_at=clock.now(),
                )
            )
            session.flush()
            keyring, pair = make_pair(self.borough.area_id, person_id, root)
            session.add(pair)
            session.flush()
            if forge:
                self._forge_confirmation(keyring)
        self._keep(keyring, person_id, agency_id)

    def reset(self, person_id: UUID, agency_id: UUID) -> None:
        """Reset somebody's passphrase and take the invitation themselves."""
        keyring = self.borough.give_keys(person_id, self.borough.root)
        self._keep(keyring, person_id, agency_id)

    def swap_keys(self, key_pair_id: UUID, person_id: UUID, agency_id: UUID) -> None:
        """Write keys of their own over somebody's public keys, and sign again all they signed."""
        keyring, pair = make_pair(self.borough.area_id, person_id, self.borough.root, key_pair_id)
        values = {
            name: getattr(pair, name)
            for name in ("receiving_public", "signing_public", "statement", "signature")
        }
        self._write(update(KeyPair).where(KeyPair.id == key_pair_id).values(**values))
        with transaction() as session:
            for table, mine in ((Signature, Signature.key_pair_id), (Secret, Secret.made_with)):
                for row in session.scalars(select(table).where(mine == key_pair_id)):
                    row.signature = keyring.sign(row.statement)
        self._keep(keyring, person_id, agency_id)

    def swap_root(self) -> None:
        """Put their own key where the area's row shows its root, and their recovery keys too."""
        own = self.keyrings[0]
        statement = recovery_statement(
            self.borough.area_id, own.receiving_public, own.signing_public, own.signing_public
        )
        self._write(
            update(Area).values(
                root_public=own.signing_public,
                recovery_receiving_public=own.receiving_public,
                recovery_signing_public=own.signing_public,
                recovery_statement=statement,
                recovery_signature=own.sign(statement),
            )
        )

    def swap_circle(self, secret_id: UUID, author: Author) -> None:
        """Put a public key of their own in the place of a circle's, signed as they best can."""
        (secret,) = queries.secret_rows(Secret.id == secret_id)
        seed = sealing.new_key()
        self.keys.add(seed)
        forged = self._signed(replace(secret, public=public_of(secret.kind, seed)), author)
        self._write(update(Secret).where(Secret.id == secret_id).values(**asdict(forged)))

    def plant_secret(self, record_id: UUID, kind: str, author: Author) -> None:
        """Write a new generation of a record's secret, of which they know the key."""
        key = sealing.new_key()
        rows = queries.secret_rows(Secret.record_id == record_id, Secret.kind == kind)
        secret = SecretRow(
            id=new_id(),
            area_id=self.borough.area_id,
            kind=kind,
            record_id=record_id,
            generation=max((row.generation for row in rows), default=0) + 1,
            public=public_of(kind, key),
            excluded=[],
            part_of=None,
            made_by=author[0],
            made_with=author[1],
            made_at=clock.now(),
        )
        self.keys.add(key)
        self.planted.add(secret.id)
        with transaction() as session:
            session.execute(insert(Secret).values(**asdict(self._signed(secret, author))))
            for grant in self._grants_to_all(secret.id, key, author):
                session.execute(insert(Grant).values(**asdict(grant)))

    def plant_grants(self, secret_id: UUID, author: Author) -> None:
        """Give everybody a key of their own choosing as if it were this secret's."""
        key = sealing.new_key()
        self.keys.add(key)
        with transaction() as session:
            session.execute(
                delete(Grant).where(Grant.secret_id == secret_id, Grant.holder_kind == "person")
            )
            for grant in self._grants_to_all(secret_id, key, author):
                session.execute(insert(Grant).values(**asdict(grant)))

    def claim_everything(self, author: Author) -> None:
        """Say that everybody's earlier keys held every secret, so that the new ones should."""
        with transaction() as session:
            for person_id in self.borough.people.values():
                _, pair = make_pair(self.borough.area_id, person_id, self.borough.root)
                pair.retired_at = clock.now()
                session.add(pair)
                session.flush()
                for secret in queries.secret_rows():
                    grant = self._grant(
                        secret.id, person_id, pair.id, pair.receiving_public, b"k" * 32, author
                    )
                    session.execute(insert(Grant).values(**asdict(grant)))

    def name_everybody(self, author: Author) -> None:
        """Write rows that make everybody a holder of every compartment, and let in everywhere."""
        with transaction() as session:
            session.execute(delete(CompartmentHolder))
            session.execute(delete(LetIn))
            compartments = queries.secret_rows(Secret.kind == SecretKind.COMPARTMENT)
            for person_id in self.borough.people.values():
                session.add(self._holder(person_id, author))
                for record_id, secret_id in {row.record_id: row.id for row in compartments}.items():
                    session.add(self._let_in(record_id, secret_id, person_id, author))

    def forget_exclusions(self) -> None:
        """Delete the rows that say from whom records are kept."""
        self._write(delete(Exclusion))

    def promote(self, person_id: UUID) -> None:
        """Write an officer's role and an officer's confirmation beside somebody's name."""
        self._write(update(Person).where(Person.id == person_id).values(role_names=[Role.CHAIR]))
        self._write(
            update(Confirmation)
            .where(Confirmation.person_id == person_id)
            .values(office=Office.OFFICER)
        )

    def unwraps(self, grant: GrantRow) -> bool:
        """Whether any key pair or circle of theirs opens a grant."""
        privates = [keyring.receiving_private for keyring in self.keyrings]
        privates += [wrapping.receiving_pair_from_seed(key).private for key in self.keys]
        return any(_opens(private, grant) for private in privates)

    def _signed(self, secret: SecretRow, author: Author) -> SecretRow:
        secret = replace(secret, made_by=author[0], made_with=author[1])
        said = secret_statement(secret)
        return replace(secret, statement=said, signature=self.keyrings[0].sign(said))

    def _holder(self, person_id: UUID, author: Author) -> CompartmentHolder:
        at = clock.now()
        said = holder_statement(self.borough.area_id, person_id, author[1], at)
        return CompartmentHolder(
            area_id=self.borough.area_id,
            person_id=person_id,
            named_by=author[0],
            named_with=author[1],
            statement=said,
            signature=self.keyrings[0].sign(said),
            at=at,
        )

    def _let_in(self, record_id: UUID, secret_id: UUID, person_id: UUID, author: Author) -> LetIn:
        row_id = new_id()
        said = {"person": str(person_id), "reason": "Let in by the operator."}
        return LetIn(
            id=row_id,
            area_id=self.borough.area_id,
            record_id=record_id,
            person_id=person_id,
            secret_id=secret_id,
            sealed_reason=sealing.seal_json(b"k" * 32, "compartment.reason", row_id, said),
            by_person_id=author[0],
            at=clock.now(),
        )

    def _grants_to_all(self, secret_id: UUID, key: bytes, author: Author) -> list[GrantRow]:
        pairs = queries.pairs_at_work(self.borough.area_id)
        return [
            self._grant(secret_id, p.person_id, p.key_pair_id, p.receiving_public, key, author)
            for p in pairs
        ]

    def _grant(
        self,
        secret_id: UUID,
        person_id: UUID,
        pair_id: UUID,
        public: bytes,
        key: bytes,
        author: Author,
    ) -> GrantRow:
        grant = GrantRow(
            id=new_id(),
            area_id=self.borough.area_id,
            secret_id=secret_id,
            holder_kind=HolderKind.PERSON,
            holder_id=person_id,
            holder_key_id=pair_id,
            wrapped=b"",
            because=Because.ASSIGNED,
            because_id=None,
            by_person_id=author[0],
            by_key_pair_id=author[1],
            made_at=clock.now(),
        )
        grant = replace(grant, wrapped=wrapping.wrap(public, key, context_of(grant)))
        said = grant_statement(grant)
        self.planted.add(grant.id)
        return replace(grant, statement=said, signature=self.keyrings[0].sign(said))

    def _forge_confirmation(self, keyring: Keyring) -> None:
        """Their own signature under a confirmation that says a true officer made it."""
        officer = queries.confirmed_pairs(self.borough.area_id, None)[-1]
        (pair,) = queries.pairs_at_work(self.borough.area_id, [keyring.key_id])
        pair = replace(
            pair,
            office=Office.OFFICER,
            how=How.SEEN,
            by_key_pair_id=officer.key_pair_id,
            at=clock.now(),
        )
        said = confirmation_statement(pair, Who.on_register(pair), keyring.root_public)
        db.session.add(_confirmation(pair, said, keyring.sign(said)))

    def _keep(self, keyring: Keyring, person_id: UUID, agency_id: UUID) -> None:
        self.keyrings.append(keyring)
        roles = frozenset({Role.CHAIR, Role.COORDINATOR, Role.SIGNATORY})
        self.actors.append(Actor(person_id, agency_id, self.borough.area_id, roles, keyring))

    def _write(self, statement: object) -> None:
        with transaction() as session:
            session.execute(statement)  # type: ignore[call-overload]
            session.expire_all()


def _confirmation(pair: PairRow, statement: bytes, signature: bytes) -> Confirmation:
    return Confirmation(
        area_id=pair.area_id,
        key_pair_id=pair.key_pair_id,
        person_id=pair.person_id,
        office=pair.office,
        how=pair.how,
        by_key_pair_id=pair.by_key_pair_id,
        statement=statement,
        signature=signature,
        at=pair.at,
    )


def _opens(private: bytes, grant: GrantRow) -> bool:
    try:
        wrapping.unwrap(private, grant.wrapped, context_of(grant))
    except Exception:
        return False
    return True
