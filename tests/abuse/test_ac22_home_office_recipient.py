"""AC-22: the Home Office is entered on the register of recipients under some guise."""

from dataclasses import replace

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from app import clock
from app.accounts.agency.model import Sector
from app.audit.model import AuditRow
from app.confidentiality.recipient import queries, service
from app.confidentiality.recipient.model import Recipient, RecipientCheck, RecipientPerson
from app.confidentiality.recipient.rules import KIND_LABELS, KIND_OF_SECTOR, Named, RecipientKind
from app.db import db, new_id, transaction
from app.refusals import Blocked, RuleBroken
from tests.builders import World
from tests.exits import an_entry, enter
from tests.firewall.corpora import rows
from tests.pages import send

IDENTITIES = ("organisation", "person", "job", "email", "postal")
FIELDS = {
    "organisation": "name",
    "person": "name_0",
    "job": "job_0",
    "email": "email_0",
    "postal": "postal_address",
}
COURT = an_entry(RecipientKind.COURT, "Northbrook Family Court")


def disguised(field: str, words: str) -> object:
    """A court that is in order but for one word."""
    if field == "organisation":
        return replace(COURT, name=words)
    if field == "postal":
        return replace(COURT, postal_address=words)
    person = Named("Ebele Marsh", "Clerk", "ebele@courts.example.org")
    if field == "email":
        host = words.rpartition("@")[2].strip().lower()
        person = replace(person, email=words)
        return replace(COURT, email_domain=host, people=(person,))
    part = {"person": "name", "job": "job"}[field]
    return replace(COURT, people=(replace(COURT.people[0], **{part: words}),))


@pytest.mark.parametrize("field", IDENTITIES)
def test_no_disguise_gets_onto_the_register(marac: World, field: str) -> None:
    """Every spelling of the corpus, in every field of an entry: not one through."""
    tried = [each.text for each in rows("evasions") if each.field == field]
    assert len(tried) >= 15
    with marac.inside():
        actor, through = marac.actor("coordinator"), []
        for words in tried:
            try:
                service.propose(actor, disguised(field, words))  # type: ignore[arg-type]
            except RuleBroken:
                continue
            through.append(ascii(words))
        assert through == []
        assert queries.recipients(actor) == []


def test_each_refusal_is_said_beside_its_field_and_kept(marac: World) -> None:
    """With the road that is open, in the register of attempts, without what was typed."""
    with marac.inside():
        for field, words in {
            "organisation": "Home Office liaison",
            "person": "Immigration Enforcement",
            "job": "Immigration Officer",
            "postal": "Lunar House\n40 Wellesley Road\nCroydon",
        }.items():
            with pytest.raises(Blocked) as said:
                service.propose(marac.actor("housing"), disguised(field, words))  # type: ignore[arg-type]
            assert said.value.field == FIELDS[field]
            assert said.value.road
        kept = db.session.scalars(
            select(AuditRow.detail).where(AuditRow.tag == "firewall:block")
        ).all()
    assert len(kept) == 4
    assert {"recipient.name", "recipient.person", "recipient.job", "recipient.postal"} == {
        each.split('"where":"')[1].split('"')[0] for each in kept
    }
    assert not any("lunar" in each.lower() or "officer" in each.lower() for each in kept)


def test_an_address_of_theirs_is_refused_also_behind_secure_mail(marac: World) -> None:
    """A subdomain, a closed network, and the secure mail that courts and solicitors use."""
    hosts = (
        "homeoffice.gov.uk",
        "digital.homeoffice.gov.uk",
        "homeoffice.gov.uk.cjsm.net",
        "homeoffice.gsi.gov.uk",
        "ukba.gsi.gov.uk.cjsm.net",
    )
    with marac.inside():
        for host in hosts:
            person = Named("Ebele Marsh", "Clerk", f"ebele.marsh@{host}")
            entry = replace(COURT, email_domain=host, people=(person,))
            with pytest.raises(RuleBroken) as said:
                service.propose(marac.actor("housing"), entry)
            assert said.value.field == "email_domain", host
        secure = Named("Ebele Marsh", "Clerk", "ebele.marsh@courts.example.org.cjsm.net")
        entry = replace(COURT, email_domain="courts.example.org.cjsm.net", people=(secure,))
        assert enter(marac, entry).email_domain == "courts.example.org.cjsm.net"


def test_there_is_no_class_for_them(marac: World) -> None:
    """Neither in the classes, nor for any sector, nor in the database on INSERT or UPDATE."""
    for kind, label in KIND_LABELS.items():
        said = f"{kind} {label}".lower()
        assert "enforcement" not in said
        assert "home office" not in said
        assert "border" not in said
    assert set(KIND_OF_SECTOR) == {sector.value for sector in Sector}
    with marac.inside():
        row = enter(marac, COURT)
        for kind in ("immigration_enforcement", "home_office", "other", "", "Police"):
            with pytest.raises(RuleBroken, match="what kind"):
                service.propose(marac.actor("housing"), replace(COURT, kind=kind))
            for model in (Recipient, RecipientCheck):
                with pytest.raises(IntegrityError), transaction():
                    db.session.execute(
                        text(f"UPDATE {model.__tablename__} SET kind = :kind"),  # noqa: S608
                        {"kind": kind},
                    )
                plain = {"id": new_id().hex, "area": marac.area_id.hex, "kind": kind}
                with pytest.raises(IntegrityError), transaction():
                    db.session.execute(
                        text(
                            "INSERT INTO recipient (id, area_id, name, kind, postal_address,"
                            " email_domain, telephone, number, proof_kind, proof, needs_review,"
                            " dpo_name, dpo_note, created_at, revision) VALUES (:id, :area,"
                            " 'Some body', :kind, '', '', '', '', '', '', 0, '', '',"
                            " '2026-01-01', 1)"
                        ),
                        plain,
                    )
        assert queries.open_recipients(marac.actor("idva"), clock.today()) == [row]


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Recipient, {"name": "The HOME OFFICE"}),
        (Recipient, {"name": "Immigration Enforcement, North"}),
        (Recipient, {"name": "Border Force"}),
        (Recipient, {"email_domain": "team.homeoffice.gov.uk"}),
        (RecipientPerson, {"email": "a@HomeOffice.gov.uk"}),
        (RecipientPerson, {"email": "a@hmpo.gov.uk"}),
    ],
)
def test_the_database_refuses_their_names_and_hosts(
    marac: World, model: type, values: dict[str, str]
) -> None:
    """Whatever a program, a restore or an operator's statement writes: the plain names at least."""
    with marac.inside():
        enter(marac, COURT)
        with pytest.raises(IntegrityError), transaction():
            db.session.execute(update(model).values(**values))


def test_the_page_shows_the_road_and_loses_nothing(marac: World) -> None:
    """The name is refused beside its box, what else was typed stays, and the road is offered."""
    client = marac.client("housing")
    said = {
        "name": "Hоme Office",
        "postal_address": "1 Court Street",
        "telephone": "020 7946 0712",
        "email_domain": "courts.example.org",
        "name_0": "Ebele Marsh",
        "email_0": "ebele.marsh@courts.example.org",
        "proof_kind": "called_back",
        "proof": "Rang the number in the finder",
    }
    answer = send(client, "/recipients/new/court", said)
    assert answer.status_code == 422
    assert "Her solicitor" in answer.text or "solicitor" in answer.text
    assert "1 Court Street" in answer.text
    with marac.inside():
        assert db.session.scalar(select(func.count(Recipient.id))) == 0


def test_a_planted_row_is_not_open(marac: World) -> None:
    """A name that the database does not know for what it is has no signatures."""
    with marac.inside():
        with transaction():
            db.session.execute(
                insert(Recipient).values(
                    id=new_id(),
                    area_id=marac.area_id,
                    name="H0me 0ff1ce",
                    kind=RecipientKind.COUNCIL,
                    created_at=clock.now(),
                )
            )
        assert queries.open_recipients(marac.actor("idva"), clock.today()) == []
