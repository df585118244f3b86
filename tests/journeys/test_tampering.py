"""One flipped bit in a sealed value, a signature or a row of the trail: detected, and named."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.audit.model import AuditRow
from app.db import Sealed, db, transaction
from app.marac.referral.model import EqualityAnswers
from app.vault import digests
from app.vault.inventory import CONTRACTS
from tests.accounts.pages import submit
from tests.audit.trail import tamper
from tests.builders import World
from tests.journeys.tampering import altered
from tests.marac.intake.tokens import a_system
from tests.pages import boxes, send
from tests.worked import DRAFTED, WORDS

CASE = "/cases/{case}"
SUPPORT = "/cases/{case}/specialist-support"
BOARD = "/meetings/{meeting}/board/{item of case}"
KEPT_FROM = "/cases/{kept}/kept-from"
COMPARED = "/matches/{case}"
ASKED = "/disclosures/{request}"
MINUTES = "/minutes/{held}"
RESEARCH = "/research/{research}"
OF_RELEASE = "id = (SELECT package_id FROM release WHERE id = '{release}')"
OF_CASE = "record_id = '{case}'"


@dataclass(frozen=True)
class Page:
    """Who opens a sealed column on which page; ``where`` finds a row that the page needs."""

    who: str
    path: str
    where: str = "1"


PAGES = {
    "case_.sealed_label": Page("idva", CASE, "id = '{case}'"),
    "case_.sealed_summary": Page("idva", CASE, "id = '{case}'"),
    "party.sealed_details": Page("idva", CASE, OF_CASE),
    "assessment.sealed_answers": Page("idva", CASE, OF_CASE),
    "assessment.sealed_immigration": Page("idva", SUPPORT, OF_CASE),
    "let_in.sealed_reason": Page("idva", SUPPORT, OF_CASE),
    "contribution.sealed_text": Page("chair", BOARD),
    "hearing_note.sealed_text": Page("chair", BOARD),
    "identified_risk.sealed_text": Page("chair", BOARD),
    "action.sealed_details": Page("officer", "/actions/{action}"),
    "action_log.sealed_text": Page("officer", "/actions/{action}"),
    "match_subject.sealed_card": Page("coordinator", COMPARED, OF_CASE),
    "match_decision.sealed_why": Page("coordinator", COMPARED),
    "match_decision.sealed_undone": Page("coordinator", COMPARED, "undone_at IS NOT NULL"),
    "referral.sealed_summary": Page("coordinator", "/triage/{referral}"),
    "referral_note.sealed_text": Page("housing", "/referrals/{referral}"),
    "enquiry.sealed_words": Page("chair", "/callers/{enquiry}"),
    "letter.sealed_content": Page("idva", "/letters/{letter}", "id = '{letter}'"),
    "outside_note.sealed_note": Page("idva", CASE),
    "disclosure_request.sealed_asked": Page("housing", ASKED, "id = '{request}'"),
    "prepared_decision.sealed_chosen": Page("deputy", f"{ASKED}/sign", "request_id = '{request}'"),
    "decision.sealed_chosen": Page("idva", f"{CASE}/told"),
    "spoken.sealed_told": Page("housing", "/spoken/{spoken}", "id = '{spoken}'"),
    "spoken.sealed_looked": Page("idva", f"{CASE}/told", "looked_by IS NOT NULL"),
    "package.sealed_content": Page("idva", f"{CASE}/told", OF_RELEASE),
    "hand_over.sealed_words": Page("housing", "/handover/{release}"),
    "telling.sealed_words": Page("idva", f"{CASE}/told"),
    "flag_notice.sealed_details": Page("officer", "/flags/notices/{notice}", "id = '{notice}'"),
    "flag_notice.sealed_why": Page("officer", "/flags/notices/{notice}", "id = '{notice}'"),
    "flag_end.sealed_reason": Page("coordinator", "/flags/cases/{case}"),
    "feedback.sealed_words": Page("idva", "/feedback/{earlier}"),
    "feedback_asked.sealed_words": Page("idva", "/feedback/{earlier}"),
    "minutes_draft.sealed_words": Page("coordinator", f"{MINUTES}/draft", "id = '{part}'"),
    "minutes_leaf.sealed_leaf": Page("idva", MINUTES, "version_id = '{version}'"),
    "minutes_acceptance.sealed_reason": Page("chair", "/minutes/documents/{minutes}/sign"),
    "research_request.sealed_who": Page("officer", RESEARCH, "id = '{research}'"),
    "research_request.sealed_sent": Page("chair", "/meetings/{meeting}/sent", "id = '{research}'"),
    "research_line.sealed_words": Page("officer", RESEARCH),
    "exclusion.sealed_reason": Page("chair", KEPT_FROM),
    "grant_.wrapped": Page(
        "housing",
        CASE,
        "holder_id = '{person}' AND secret_id = (SELECT secret_id FROM case_ WHERE id = '{case}')",
    ),
}
PASSED_OVER = {
    "conflict.sealed_words": "id = '{conflict}'",
    "conflict_decision.sealed_reason": "conflict_id = '{conflict}'",
}
"""Signed as they lie there: what nobody signed counts for nothing, and is named in the log."""
GOES_ON = {
    "draft.sealed_fields",
    "referral_draft.sealed_answers",
    "web_session.sealed_data",
    "web_session.sealed_keyring",
}
WHEN_CHANGED = {"equality_answers.sealed_answers"}
AT_SIGN_IN = {
    "key_pair.sealed_keyring",
    "unlocker.sealed_unlock_key",
    "second_factor.sealed_secret",
}
AT_THE_HAND_IN = {"hand_in_token.sealed_keys"}
WHEN_RECEIVED = {"release.sealed_content", "release.sealed_passphrase", "collection.sealed_key"}
"""``tests/confidentiality/gate/test_altered.py`` tries these: only a POST opens them."""
LOOKED_AT = "a stranger"
"""How the decision about the conflict of ``worked`` ends."""
Logged = pytest.LogCaptureFixture

CIRCLE = [
    *(
        (table, part)
        for table in (
            "confirmation",
            "attestation",
            "secret",
            "grant_",
            "compartment_holder",
            "key_pair",
            "passing",
        )
        for part in ("statement", "signature")
    ),
    ("grant_", "wrapped"),
    ("secret", "public"),
    ("key_pair", "receiving_public"),
    ("key_pair", "signing_public"),
    *(
        ("area", f"recovery_{part}")
        for part in ("statement", "signature", "receiving_public", "signing_public")
    ),
]
AGREEMENT = [
    *(
        (table, part)
        for table in ("signature", "meeting", "attendance")
        for part in ("statement", "signature")
    ),
    *(
        ("recipient_check", f"{who}_{part}")
        for who in ("proposed", "confirmed")
        for part in ("statement", "signature")
    ),
    *(
        (table, part)
        for table in ("conflict", "conflict_decision", "decision", "publication", "spoken")
        for part in ("statement", "signature")
    ),
    *(
        (table, part)
        for table in ("minutes_signature", "minutes_copy")
        for part in ("statement", "signature")
    ),
    ("minutes_version", "hashes"),
    ("minutes_version", "root"),
    *(
        ("pack", f"{who}_{part}")
        for who in ("asked", "agreed")
        for part in ("statement", "signature")
    ),
    ("wording", "digest"),
    ("wording", "body"),
]


AT_THE_GATE = {("release", "statement"), ("release", "signature"), ("release", "proof_signature")}
"""``tests/confidentiality/gate/test_altered.py``: whoever receives a release checks it first."""


def opener(world: World, page: Page) -> Callable[[], TestResponse]:
    """Open the page once as it was, the questions before it answered; return how to open it."""
    client = world.client(page.who)
    path = page.path.format(**world.extra)
    if page.path in (SUPPORT, KEPT_FROM):
        send(client, f"{path.removesuffix('/kept-from')}/why", {"reason": "preparing"}, path)
    assert client.get(path).status_code == 200
    world.app.config["PROPAGATE_EXCEPTIONS"] = False
    return lambda: client.get(path)


def where(world: World, page: Page) -> str:
    """The condition that finds the row, in the database's own spelling of ids."""
    ids = {name: found.hex for name, found in world.extra.items()}
    return page.where.format(**ids, person=world.person_id(page.who).hex)


def test_every_sealed_column_is_tried() -> None:
    """A new sealed column needs its page here."""
    columns = {
        f"{table.name}.{column.name}"
        for table in db.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, Sealed)
    }
    elsewhere = GOES_ON | WHEN_CHANGED | AT_SIGN_IN | AT_THE_HAND_IN | WHEN_RECEIVED
    assert columns == PAGES.keys() | PASSED_OVER.keys() | elsewhere
    assert len(columns) == len(CONTRACTS)


@pytest.mark.parametrize("column", PAGES)
def test_an_altered_value_is_a_fault_with_a_reference(
    worked: World, column: str, caplog: Logged
) -> None:
    """No word is shown; the log names contract and row (a grant's: which grant), and no word."""
    open_it = opener(worked, PAGES[column])
    table, _, name = column.partition(".")
    with altered(worked, table, name, where(worked, PAGES[column])) as row_id:
        answer = open_it()
    assert answer.status_code == 500
    assert "Reference" in answer.text
    contract = db.metadata.tables[table].columns[name].type.contract
    named = f"grant {row_id} does not hold" if table == "grant_" else f"{contract} of row {row_id}"
    assert named in caplog.text
    assert not [word for word in WORDS if word in answer.text + caplog.text]
    assert open_it().status_code == 200


@pytest.mark.parametrize("column", PASSED_OVER)
def test_an_altered_conflict_counts_for_nothing_and_is_named(
    worked: World, column: str, caplog: Logged
) -> None:
    """The page goes on without it, the log names the row, and so does the command."""
    open_it = opener(worked, Page("chair", "/conflicts/{conflict}"))
    kept = LOOKED_AT in open_it().text
    table, _, name = column.partition(".")
    found = where(worked, Page("chair", "", PASSED_OVER[column]))
    with altered(worked, table, name, found) as row_id:
        answer = open_it()
        code, said = run(worked, "agreement", "verify")
    assert kept
    assert LOOKED_AT not in answer.text
    contract = db.metadata.tables[table].columns[name].type.contract
    assert f"{contract} of row {row_id} is not as it was signed" in caplog.text
    assert code == 1
    assert f"{table} {row_id}: " in said


def test_an_altered_draft_is_named_and_the_page_goes_on(worked: World, caplog: Logged) -> None:
    """Nobody is kept from a page because of it; the form shows what is written."""
    client, path = worked.client("idva"), f"/cases/{worked.extra['case']}/summary"
    assert "Hoopoe" in client.get(path).text
    with altered(worked, "draft", "sealed_fields") as row_id:
        page = client.get(path)
    assert page.status_code == 200
    assert "Hoopoe" not in page.text
    assert f"draft.fields of row {row_id} does not open" in caplog.text


def test_an_altered_referral_that_is_not_sent_is_named_and_left_out(
    worked: World, caplog: Logged
) -> None:
    """The list of the others goes on; the log names the row."""
    client = worked.client("housing")
    assert DRAFTED in client.get("/referrals").text
    with altered(worked, "referral_draft", "sealed_answers") as row_id:
        page = client.get("/referrals")
    assert page.status_code == 200
    assert DRAFTED not in page.text
    assert f"referral.draft of row {row_id} does not open" in caplog.text


def test_altered_equality_answers_are_a_fault_where_they_are_opened(
    worked: World, caplog: Logged
) -> None:
    """Only whoever changes their referral opens them; nothing is changed then."""
    client = worked.client("housing")
    page = f"/referrals/{worked.extra['referral']}"
    token = boxes(client.get(page).text)
    worked.app.config["PROPAGATE_EXCEPTIONS"] = False
    with worked.inside(), transaction() as session:
        row = session.get_one(EqualityAnswers, worked.extra["referral"])
        row.sealed_answers = row.sealed_answers[:-1] + bytes([row.sealed_answers[-1] ^ 1])
    assert client.post(f"{page}/change", data=token).status_code == 500
    assert "referral.equality of row" in caplog.text


@pytest.mark.parametrize("part", ["data", "keyring"])
def test_an_altered_session_is_nobodys(worked: World, caplog: Logged, part: str) -> None:
    """The person is asked to sign in, and the log names the row."""
    client = worked.client("idva")
    with altered(worked, "web_session", f"sealed_{part}") as row_id:
        assert client.get("/account").headers["Location"].startswith("/sign-in")
    assert f"session.{part} of row {row_id} does not open" in caplog.text


@pytest.mark.parametrize("column", sorted(AT_SIGN_IN))
def test_altered_keys_let_nobody_in(worked: World, caplog: Logged, column: str) -> None:
    """The one generic answer; the log names the row, but not the unlocker's.

    An altered unlocker cannot be told from a wrong passphrase.
    """
    table, _, name = column.partition(".")
    own = f"(SELECT id FROM key_pair WHERE person_id = '{worked.person_id('idva').hex}')"  # noqa: S608
    mine = f"id = {own}" if table == "key_pair" else f"key_pair_id = {own}"
    with altered(worked, table, name, mine) as row_id:
        answer = submit(worked.client(), "/sign-in", worked.credentials("idva"))
    assert answer.status_code == 422
    named = f"of row {row_id} does not open" in caplog.text
    assert named == (table != "unlocker")
    assert submit(worked.client(), "/sign-in", worked.credentials("idva")).status_code == 303


def test_an_altered_token_hands_nothing_in(worked: World, caplog: Logged) -> None:
    """The answer is that of an unknown token, and the log names the row."""
    system = a_system(worked)
    own = f"token_hash = x'{digests.sha256(system.text.encode()).hex()}'"
    with altered(worked, "hand_in_token", "sealed_keys", own) as row_id:
        assert system.send().status_code == 401
    assert f"token.keys of row {row_id} does not open" in caplog.text
    assert system.send().status_code == 201


def run(world: World, *words: str) -> tuple[int, str]:
    """A command's exit code, and all that it said."""
    with world.inside():
        db.session.rollback()
    result = world.app.test_cli_runner().invoke(args=list(words))
    return result.exit_code, result.output


def test_the_commands_find_nothing_wrong_before(worked: World) -> None:
    """What follows is due to the flipped bit."""
    for words in (("circle", "verify"), ("agreement", "verify"), ("audit", "verify")):
        assert run(worked, *words)[0] == 0, run(worked, *words)


def test_every_signature_is_tried() -> None:
    """A new signed table must be checked by a command, and stand here."""
    signed = {
        (table.name, column.name)
        for table in db.metadata.tables.values()
        for column in table.columns
        if column.name.endswith(("statement", "signature"))
    }
    assert signed <= {*CIRCLE, *AGREEMENT, *AT_THE_GATE}
    assert {*AT_THE_GATE} <= signed


@pytest.mark.parametrize(("command", "columns"), [("circle", CIRCLE), ("agreement", AGREEMENT)])
def test_a_command_names_the_row(
    worked: World, command: str, columns: list[tuple[str, str]]
) -> None:
    """Every statement, signature, digest and public key: exit 1, with table and row."""
    for table, column in columns:
        with altered(worked, table, column) as row_id:
            code, said = run(worked, command, "verify")
        assert code == 1, (table, column)
        assert f"{table} {row_id}: " in said, (table, column, said)
    assert run(worked, command, "verify")[0] == 0


def test_an_altered_row_of_the_trail_is_named(worked: World) -> None:
    """In a real trail, by the command, with the row's number."""
    somebodys = select(AuditRow.seq).where(AuditRow.actor_id.is_not(None), AuditRow.seq >= 40)
    with worked.inside():
        seq = db.session.scalars(somebodys.order_by(AuditRow.seq)).first()
    worked.close()
    tamper(worked.instance, f"UPDATE audit_row SET actor_id = NULL WHERE seq = {seq}")  # noqa: S608
    code, said = run(worked, "audit", "verify")
    assert code == 1
    assert f"Row {seq} " in said


def test_no_altered_value_is_shown_to_the_next_who_opens(worked: World) -> None:
    """Two people, one altered value: both get the fault, and neither an older copy."""
    clients: list[FlaskClient] = [worked.client("idva"), worked.client("chair")]
    path = f"/cases/{worked.extra['case']}"
    assert [client.get(path).status_code for client in clients] == [200, 200]
    worked.app.config["PROPAGATE_EXCEPTIONS"] = False
    with altered(worked, "party", "sealed_details", f"record_id = '{worked.extra['case'].hex}'"):
        assert [client.get(path).status_code for client in clients] == [500, 500]
