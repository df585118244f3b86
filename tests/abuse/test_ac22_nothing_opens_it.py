"""AC-22: no role, setting, consent, merge, import, restore or migration opens the closed way."""

import ast
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from app import clock
from app.access.actor import Actor
from app.access.permissions import Role
from app.accounts.area import service as areas
from app.accounts.area.rules import LIMITS, Settings
from app.confidentiality.circle.chain import Chain
from app.confidentiality.disclosure import service as disclosures
from app.confidentiality.disclosure.content import Asked
from app.confidentiality.disclosure.rules import Consent
from app.confidentiality.recipient import queries, service
from app.confidentiality.recipient.book import read_book
from app.confidentiality.recipient.bringing import NotBrought, bring_in
from app.confidentiality.recipient.model import Recipient
from app.confidentiality.recipient.rules import RecipientKind
from app.confidentiality.recipient.service import good_check
from app.db import db, new_id, transaction
from app.marac.match import service as matches
from app.refusals import Blocked, Refused, RuleBroken
from tests.asking import a_choice, a_request
from tests.builders import World
from tests.confidentiality.recipient.test_address_book import SURGERY, as_csv
from tests.every_way_out import NAME, WORDS
from tests.exits import a_recipient, an_entry
from tests.working import a_case

FIREWALL = Path(__file__).parents[2] / "app" / "firewall"
COURT = an_entry(RecipientKind.COURT, "Northbrook Family Court")


def propose(actor: Actor) -> None:
    """Every spelling of the name is refused by the firewall itself."""
    for words in NAME:
        with pytest.raises(Blocked):
            service.propose(actor, replace(COURT, name=words))


def ask(actor: Actor, request_id: object, words: str, **more: object) -> None:
    """Try to write this into a request as what would be done."""

    def write(asked: Asked) -> Asked:
        return replace(asked, purpose=words, **more).with_page("purpose")  # type: ignore[arg-type]

    disclosures.save(actor, request_id, "purpose", write)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", [*Role, None], ids=[*(role.value for role in Role), "all"])
def test_no_role_opens_it(marac: World, role: Role | None) -> None:
    """Whoever holds one role, or every role there is, is refused: by the firewall, or before it."""
    roles = frozenset(Role) if role is None else frozenset({role})
    with marac.inside():
        for who in ("chair", "coordinator", "idva", "administrator"):
            actor = replace(marac.actor(who), roles=roles)
            for words in NAME:
                with pytest.raises((Blocked, Refused)):
                    service.propose(actor, replace(COURT, name=words))
        assert db.session.scalar(select(func.count(Recipient.id))) == 0


def test_the_module_reads_no_setting_clock_file_or_person() -> None:
    """It imports nothing that could tell one installation, day or user from another."""
    allowed = {"re", "unicodedata", "html", "dataclasses", "collections", "functools", "urllib",
               "enum", "typing", "itertools", "string"}  # fmt: skip
    for file in FIREWALL.glob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names = [each.name for each in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            else:
                assert not (isinstance(node, ast.Name) and node.id in ("open", "eval", "exec"))
                continue
            for name in names:
                own = name.startswith(("app.firewall", "app.refusals"))
                assert own or name.partition(".")[0] in allowed, f"{file.name}: {name}"


@pytest.mark.parametrize("end", [0, 1], ids=["least", "most"])
def test_no_setting_of_an_area_opens_it(marac: World, end: int) -> None:
    """Every setting as low and as high as it goes; there is none about recipients at all."""
    said = {name: limits[end] for name, limits in LIMITS.items()}
    if end:
        said["postcode_districts"] = "SW1P CR0"
    with marac.inside():
        areas.change_settings(marac.actor("administrator"), Settings(**said))
        propose(marac.actor("coordinator"))
    names = " ".join(each.name for each in fields(Settings))
    assert not any(word in names for word in ("recipient", "firewall", "block", "allow"))


@pytest.mark.parametrize("consent", list(Consent))
def test_her_agreement_does_not_open_it(marac: World, consent: Consent) -> None:
    """Asked, agreed, refused or not asked: what goes there goes by her own adviser."""
    with marac.inside():
        request_id = a_request(marac, a_recipient(marac), send=False)
        for words in WORDS:
            with pytest.raises(Blocked) as said:
                ask(marac.actor("housing"), request_id, words, consent=consent)
            assert (said.value.field, said.value.road) == ("purpose", "solicitor_letter")


def test_two_records_made_one_do_not_open_it(marac: World) -> None:
    """A match moves nobody onto the register, and nobody past the firewall."""
    with marac.inside():
        marac.extra["other"] = a_case(marac)
        actor = marac.actor("coordinator")
        for found in matches.candidates(actor, marac.extra["case"])[:1]:
            matches.decide(actor, found.own.id, found.other.id, "same", "One person")
        propose(actor)
        assert queries.recipients(actor) == []


def test_no_import_opens_it(marac: World) -> None:
    """One such row among honest ones, and nothing of the book is entered."""
    with marac.inside():
        actor = marac.actor("coordinator")
        for words in NAME:
            book = read_book(as_csv(SURGERY, SURGERY | {"name": words}))
            with pytest.raises(NotBrought):
                bring_in(actor, book)
        assert queries.recipients(actor) == []


def restored(world: World, folder: Path, change: Callable[[], None]) -> World:
    """A copy of everything, as a restore makes one, in which somebody changed rows."""
    copy = world.copy_to(folder)
    with copy.inside(), transaction():
        change()
    return copy


def test_no_restore_opens_it(marac: World, tmp_path: Path) -> None:
    """What was put into a backup has no signatures, and the gate asks about it once more."""
    with marac.inside():
        recipient = a_recipient(marac)
        request_id, recipient_id = a_request(marac, recipient), recipient.id

    def rename() -> None:
        db.session.execute(text("UPDATE recipient SET name = 'H0me 0ff1ce'"))

    copy = restored(marac, tmp_path / "restored", rename)
    with copy.inside():
        row = queries.recipient(copy.actor("idva"), recipient_id)
        chain = Chain.of(copy.actor("idva"))
        assert good_check(chain, row, clock.today()) is None
        assert queries.open_recipients(copy.actor("idva"), clock.today()) == []
        with pytest.raises(RuleBroken):
            a_choice(copy, request_id)
    copy.close()


@pytest.mark.parametrize(
    "column",
    [
        {"kind": "immigration_enforcement"},
        {"kind": "other"},
        {"name": "Home Office"},
        {"name": "The IMMIGRATION ENFORCEMENT team"},
        {"email_domain": "team.homeoffice.gov.uk"},
    ],
)
def test_no_migration_opens_it(app: Flask, column: dict[str, str]) -> None:
    """The database as the migrations make it refuses the row, whoever writes it."""
    plain = {"id": new_id().hex, "area": new_id().hex, "name": "Some body", "kind": "court",
             "email_domain": ""}  # fmt: skip
    with app.app_context():
        with pytest.raises(IntegrityError, match="CHECK"), transaction():
            db.session.execute(
                text(
                    "INSERT INTO recipient (id, area_id, name, kind, postal_address,"
                    " email_domain, telephone, number, proof_kind, proof, needs_review,"
                    " dpo_name, dpo_note, created_at, revision) VALUES (:id, :area, :name, :kind,"
                    " '', :email_domain, '', '', '', '', 0, '', '', '2026-01-01', 1)"
                ),
                plain | column,
            )


def test_every_module_of_the_firewall_was_loaded_from_the_project() -> None:
    """Nothing that is installed beside it can stand in for it."""
    for name, module in list(sys.modules.items()):
        if name.startswith("app.firewall.") and module.__file__:
            assert Path(module.__file__).parent == FIREWALL
