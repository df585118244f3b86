"""A solicitor without an account checks the file that she was handed, on a phone."""

from collections.abc import Callable
from uuid import UUID

from playwright.sync_api import expect

from app import clock
from app.access.actor import Actor
from app.accounts.person.model import Person
from app.accounts.signin.service import check_passphrase
from app.confidentiality.circle.chain import Chain
from app.confidentiality.gate.rules import proof_statement
from app.confidentiality.gate.sealing import sealed
from app.db import db
from app.paper import lock
from app.vault import digests
from tests.application import make_app
from tests.browser.served import Served
from tests.browser.visitor import PHONE, Visitor
from tests.confidentiality.seals import CODE, PDF

Opener = Callable[..., Visitor]


def a_paper(served: Served, key: str) -> bytes:
    """A letter that this officer of the demonstration signed."""
    entry = served.people[key]
    with make_app(served.instance).app_context():
        person = db.session.get_one(Person, UUID(entry["person_id"]))
        who = (person.id, person.agency_id, person.area_id, person.roles)
        keyring = check_passphrase(Actor(*who), entry["passphrase"]).keyring
        chain = Chain.of(Actor(*who, keyring=keyring))
        digest = digests.sha256_hex(PDF)
        proof = proof_statement(person.area_id, CODE, digest, keyring.key_id, clock.today())
        return sealed(chain, PDF, proof, keyring.sign(proof))


def test_a_solicitor_checks_a_letter(visitor: Opener, served: Served) -> None:
    """Genuine, altered, somebody else's and locked: each with what to do next."""
    letter = a_paper(served, "coordinator")
    solicitor = visitor(size=PHONE, script=False)
    for data, answer in (
        (letter, "This file is genuine"),
        (letter.replace(b"%PDF-1.7", b"%PDF-1.6"), "Do not rely on this file"),
        (PDF, "This file carries no seal of the Thamesmere MARAC"),
        (lock(PDF, "six-words-or-more-of-them", {"letter.pdf": letter}), "This file is locked"),
    ):
        solicitor.page.goto("/verify")
        file = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": data}
        solicitor.page.get_by_label("The PDF file").set_input_files(file)
        solicitor.page.get_by_role("button", name="Check this file").click()
        expect(solicitor.page.get_by_text(answer)).to_be_visible()
        expect(solicitor.page.get_by_text("Canary")).to_have_count(0)
    checks = [each for each in solicitor.addresses if "/verify" in each]
    assert all(each.endswith("/verify") for each in checks)


def test_a_file_forgotten_is_said_beside_the_field(visitor: Opener) -> None:
    """By keyboard: the message leads to the field."""
    anybody = visitor(size=PHONE)
    anybody.page.goto("/verify")
    anybody.check_page()
    anybody.page.get_by_role("button", name="Check this file").press("Enter")
    link = anybody.page.get_by_role("link", name="Select the PDF file that you want to check")
    expect(link).to_be_visible()
    anybody.check_page()
    link.press("Enter")
    expect(anybody.page.get_by_label("The PDF file")).to_be_focused()
