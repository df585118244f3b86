"""AC-32: an operator of the database and a confirmed member together plant keys, rows and reasons.

The member signs at home whatever her own keys can sign; the operator puts it into the tables, or
rewrites a row that nobody signed. Nothing opens by it, and nothing is sealed under such a key.
"""

from dataclasses import asdict, replace
from uuid import UUID

import pytest
from sqlalchemy import insert, select, update

from app import clock
from app.access.actor import Actor
from app.confidentiality.circle import queries
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.giving import Giver, Holders
from app.confidentiality.circle.model import Because, Grant, LetIn, Secret, SecretKind
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.statements import SecretRow, secret_statement
from app.confidentiality.circle.trust import public_of
from app.confidentiality.circle.verifying import verify_all
from app.db import db, new_id, transaction
from app.marac.case import service as cases
from app.marac.case.assigning import assign_idva
from app.marac.case.listing import list_referral
from app.marac.case.model import Case
from app.marac.match import service as matches
from app.marac.match.model import MatchSubject
from app.marac.referral import sending, talking
from app.marac.referral.model import Referral, ReferralNote
from app.marac.referral.rules import KeptFrom, Referred
from app.marac.referral.service import refer
from app.marac.risk.model import Assessment
from app.marac.risk.rules import Answer, Given, Immigration, Status
from app.marac.risk.service import NewAssessment
from app.refusals import NotVisible
from app.vault import sealing
from app.vault.errors import DoesNotOpen, Forged
from app.vault.keyring import Keyring
from tests.builders import World
from tests.working import CANARY, PERPETRATOR, SUMMARY, VICTIM

TOLD = Referred(
    victim=VICTIM, summary=replace(SUMMARY, referred_on=None), perpetrators=(PERPETRATOR,)
)
AGAIN = NewAssessment(
    answers={"fear": Given(Answer.YES)},
    immigration=Immigration(Status.INSECURE, {}, "Quokka, written later"),
)


def plant(
    actor: Actor, kind: SecretKind, record_id: UUID, generation: int
) -> tuple[SecretRow, bytes]:
    """Put in a secret whose key the member knows, because she made it at home."""
    key = sealing.new_key()
    row = SecretRow(
        id=new_id(),
        area_id=actor.area_id,
        kind=kind,
        record_id=record_id,
        generation=generation,
        public=public_of(kind, key),
        excluded=[],
        part_of=None,
        made_by=actor.person_id,
        made_with=actor.keys.key_id,
        made_at=clock.now(),
    )
    said = secret_statement(row)
    row = replace(row, statement=said, signature=actor.keys.sign(said))
    db.session.execute(insert(Secret).values(**asdict(row)))
    return row, key


def put_in(giver: Giver) -> None:
    """Put in the grants that she signed."""
    db.session.execute(insert(Grant), [asdict(row) for row in giver._rows])


def notes_read(marac: World, who: str, case_id: UUID) -> list[str]:
    """The notes of the sections of a case that somebody can open."""
    found = []
    with marac.inside():
        ring = Ring(marac.actor(who))
        for row in db.session.scalars(select(Assessment).where(Assessment.record_id == case_id)):
            try:
                section = ring.read(
                    row.compartment_id, "assessment.immigration", row.id, row.sealed_immigration
                )
            except (NotVisible, Forged):
                continue
            found.append(section["note"])
    return found


def referred(marac: World, *kept: KeptFrom) -> UUID:
    """A referral by housing."""
    with marac.inside():
        return refer(marac.actor("housing"), TOLD, kept_from=kept).id


def with_a_token(marac: World, who: str) -> Actor:
    """What a stolen token makes of somebody: the half that signs, and nothing that opens."""
    half = Keyring.from_writing_half(marac.members[who].keyring.writing_half())
    return replace(marac.actor(who), keyring=half)


def test_a_planted_generation_lets_nobody_into_a_section(marac: World) -> None:
    """The police make a section's next key at home, and a reason under it that names themselves."""
    case = marac.extra["case"]
    with marac.inside(), transaction():
        mallory = marac.actor("officer")
        generation = queries.generations(SecretKind.COMPARTMENT, case)[0].generation + 1
        secret, key = plant(mallory, SecretKind.COMPARTMENT, case, generation)
        holders = Holders(Chain.of(mallory))
        giver = Giver(mallory, holders)
        idva = holders.of(marac.person_id("idva"))
        assert idva is not None
        giver.to_person(secret, key, idva, Because.ASSIGNED)
        put_in(giver)
        row_id = new_id()
        said = {"person": str(mallory.person_id), "reason": "She asked for it herself"}
        row = {
            "id": row_id,
            "area_id": mallory.area_id,
            "record_id": case,
            "person_id": mallory.person_id,
            "secret_id": secret.id,
            "by_person_id": marac.person_id("idva"),
            "at": clock.now(),
            "sealed_reason": sealing.seal_json(key, "compartment.reason", row_id, said),
        }
        db.session.execute(insert(LetIn).values(**row))
    with marac.inside():
        circle.admit(marac.actor("idva"))
        assert secret.id in {fault.id for fault in verify_all(marac.area_id)}
    assert notes_read(marac, "officer", case) == []


def test_whoever_is_written_in_as_referrer_is_given_nothing(marac: World) -> None:
    """The row says another's name; the referral's own key says who made it."""
    referral_id = referred(marac)
    with marac.inside(), transaction():
        other = marac.person_id("nrpf")
        changed = update(Referral).where(Referral.id == referral_id).values(referrer_id=other)
        db.session.execute(changed)
    with marac.inside(), pytest.raises(Forged):
        list_referral(marac.actor("coordinator"), referral_id, idva_id=None)
    with marac.inside():
        assert db.session.get(Case, referral_id) is None


def test_whoever_is_written_in_as_idva_is_given_nothing(marac: World) -> None:
    """The next section goes to nobody whom no officer promised it to, nor do the earlier ones."""
    case = marac.extra["case"]
    with marac.inside(), transaction():
        other = marac.person_id("housing")
        db.session.execute(update(Case).where(Case.id == case).values(idva_id=other))
    with marac.inside():
        cases.assess(marac.actor("coordinator"), case, AGAIN)
    with marac.inside():
        circle.admit(marac.actor("idva"))
    assert notes_read(marac, "housing", case) == []


def test_nothing_is_sealed_under_a_key_that_a_stolen_token_signed(marac: World) -> None:
    """Neither an officer's question nor what is sent again; it is refused as a forgery instead."""
    referral_id = referred(marac)
    with marac.inside(), transaction():
        mallory = with_a_token(marac, "nrpf")
        secret, key = plant(mallory, SecretKind.REFERRAL, referral_id, 2)
        holders = Holders(Chain.of(mallory))
        giver = Giver(mallory, holders)
        officers = holders.circle(SecretKind.OFFICERS, marac.area_id)
        assert officers is not None
        giver.to_circle(secret, key, officers)
        put_in(giver)
    with marac.inside(), pytest.raises(Forged):
        talking.ask(marac.actor("coordinator"), referral_id, f"Where is {CANARY} now?")
    with marac.inside():
        draft = sending.begin_change(marac.actor("housing"), referral_id)
        with pytest.raises(Forged):
            sending.send(marac.actor("housing"), draft)
    with marac.inside():
        assert db.session.scalars(select(ReferralNote.id)).all() == []


def test_cards_of_a_kept_referral_are_not_sealed_under_a_planted_key(marac: World) -> None:
    """Nor where the true key is written down as retired."""
    kept = KeptFrom(person_id=marac.person_id("second_idva"), reason="Her aunt")
    referral_id = referred(marac, kept)
    with marac.inside(), transaction():
        mallory = with_a_token(marac, "nrpf")
        true_one = (Secret.record_id == referral_id, Secret.kind == SecretKind.REFERRAL)
        db.session.execute(update(Secret).where(*true_one).values(retired_at=clock.now()))
        secret, key = plant(mallory, SecretKind.REFERRAL, referral_id, 2)
        holders = Holders(Chain.of(mallory))
        giver = Giver(mallory, holders)
        officer = holders.of(marac.person_id("coordinator"))
        assert officer is not None
        giver.to_person(secret, key, officer, Because.OFFICE)
        put_in(giver)
    with marac.inside(), pytest.raises(Forged):
        matches.candidates(marac.actor("coordinator"), referral_id)
    with marac.inside():
        for row in db.session.scalars(select(MatchSubject)):
            with pytest.raises(DoesNotOpen):
                sealing.unseal_json(key, "match.card", row.id, row.sealed_card)


def test_an_old_row_put_back_gives_a_relieved_idva_nothing_new(marac: World) -> None:
    """The operator kept the signed row with her promise; an officer's newer word stands."""
    case = marac.extra["case"]
    with marac.inside():
        old = [asdict(row) for row in queries.generations(SecretKind.COMPARTMENT, case)]
        circle.name_compartment_holder(marac.actor("chair"), marac.person_id("second_idva"))
        circle.admit(marac.actor("idva"))
    with marac.inside():
        assign_idva(marac.actor("coordinator"), case, marac.person_id("second_idva"))
    with marac.inside():
        cases.assess(marac.actor("second_idva"), case, AGAIN)
    with marac.inside(), transaction():
        for row in old:
            db.session.execute(update(Secret).where(Secret.id == row["id"]).values(**row))
        before = marac.person_id("idva")
        db.session.execute(update(Case).where(Case.id == case).values(idva_id=before))
    with marac.inside():
        circle.admit(marac.actor("second_idva"))
    assert "Quokka, written later" not in notes_read(marac, "idva", case)


def test_a_referrer_and_a_relieved_idva_leave_sections_that_still_open(marac: World) -> None:
    """What they wrote while it was their work stays readable to whoever holds the section now."""
    case = marac.extra["case"]
    with marac.inside():
        circle.name_compartment_holder(marac.actor("chair"), marac.person_id("second_idva"))
        circle.admit(marac.actor("idva"))
    with marac.inside():
        cases.assess(marac.actor("housing"), case, AGAIN)
        cases.assess(marac.actor("idva"), case, AGAIN)
    with marac.inside():
        circle.admit(marac.actor("idva"))
        assign_idva(marac.actor("coordinator"), case, marac.person_id("second_idva"))
    assert len(notes_read(marac, "second_idva", case)) == 3
    with marac.inside():
        assert verify_all(marac.area_id) == []
