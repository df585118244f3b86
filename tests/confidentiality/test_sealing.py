"""The gate seals what a chair released, and a stranger checks it on a page without an account."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app import clock
from app.access.actor import Actor
from app.audit.model import AuditRow
from app.confidentiality.circle.chain import Chain, Unconfirmed
from app.confidentiality.circle.confirming import confirm_pair
from app.confidentiality.circle.model import Confirmation, How, Office
from app.confidentiality.circle.vouching import revoke
from app.confidentiality.gate.rules import proof_statement
from app.confidentiality.gate.sealing import seal_for, sealed
from app.confidentiality.gate.verifying import Outcome, Verdict, check_file
from app.db import db, transaction
from app.paper import lock, with_seal
from app.vault import digests
from app.vault.errors import Forged
from tests.builders import World
from tests.confidentiality.seals import CODE, ON, PDF
from tests.pages import boxes

DAY = timedelta(days=1)


def proved(actor: Actor, pdf: bytes) -> tuple[bytes, bytes]:
    """The proof about these bytes, and this person's signature."""
    digest = digests.sha256_hex(pdf)
    proof = proof_statement(actor.area_id, CODE, digest, actor.keys.key_id, ON)
    return proof, actor.keys.sign(proof)


def a_paper(world: World, who: str = "coordinator") -> tuple[bytes, bytes]:
    """A letter that this person signed, and the root to check it with."""
    with world.inside():
        actor = world.actor(who)
        return sealed(Chain.of(actor), PDF, *proved(actor, PDF)), actor.keys.root_public


@pytest.mark.parametrize("who", ["chair", "deputy", "coordinator"])
def test_a_stranger_finds_an_officer_s_paper_genuine(marac: World, who: str) -> None:
    """From the bytes and the root alone; the first officer, who is the root, is one of them."""
    data, root = a_paper(marac, who)
    assert check_file(data, root) == Verdict(Outcome.GENUINE, marac.area_id, ON, CODE)


def test_an_officer_confirmed_by_a_second_one_is_believed(marac: World) -> None:
    """The seal holds both confirmations, and the chain is walked to the root."""
    with marac.inside():
        deputy = marac.actor("deputy")
        by = marac.actor("coordinator")
        confirm_pair(by, deputy.keys.key_id, How.SEEN, Office.OFFICER, attests=True)
        made = seal_for(Chain.of(deputy), *proved(deputy, PDF))
    assert len(made["chain"]) == 2
    assert check_file(with_seal(PDF, made), deputy.keys.root_public).is_genuine


def test_a_member_cannot_seal_a_paper(marac: World) -> None:
    """A housing officer’s key is confirmed, as a member’s: no paper is genuine by it."""
    with pytest.raises(Unconfirmed):
        a_paper(marac, "housing")


@pytest.mark.parametrize(("left", "held"), [(ON - DAY, False), (ON, True), (ON + DAY, True)])
def test_who_left_since_had_signed_rightly(marac: World, left: date, held: bool) -> None:
    """A letter stays genuine when its chair leaves; nobody signs who had left before."""
    with marac.inside():
        actor = marac.actor("coordinator")
        own = Confirmation.key_pair_id == actor.keys.key_id
        with transaction(), clock.pretend(datetime.combine(left, time(12), UTC)):
            revoke(db.session.scalars(select(Confirmation.id).where(own)).all())
        chain = Chain.of(marac.actor("chair"))
        if held:
            assert check_file(sealed(chain, PDF, *proved(actor, PDF)), chain.root).is_genuine
        else:
            with pytest.raises(Unconfirmed):
                seal_for(chain, *proved(actor, PDF))


def test_a_proof_about_other_bytes_is_found_before_the_paper_leaves(marac: World) -> None:
    """Not by the solicitor who checks the letter."""
    with marac.inside():
        actor = marac.actor("chair")
        with pytest.raises(Forged):
            sealed(Chain.of(actor), PDF, *proved(actor, PDF + b"\n"))


def test_another_s_signature_is_no_seal(marac: World) -> None:
    """The proof names the chair’s key pair, and the coordinator signed it."""
    with marac.inside():
        proof, _ = proved(marac.actor("chair"), PDF)
        coordinator = marac.actor("coordinator")
        with pytest.raises(Forged):
            seal_for(Chain.of(coordinator), proof, coordinator.keys.sign(proof))


def post(client: FlaskClient, data: bytes | None) -> TestResponse:
    """Send a file (None: none chosen) as a browser writes it."""
    fields = boxes(client.get("/verify").text) | {"send": "Check this file"}
    parts = [(f'name="{name}"', value.encode()) for name, value in fields.items()]
    if data is not None:
        parts.append(('name="paper"; filename="letter.pdf"', data))
    body = b"".join(
        b"--b\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n" % (head.encode(), value)
        for head, value in parts
    )
    return client.post(
        "/verify", data=body + b"--b--\r\n", content_type="multipart/form-data; boundary=b"
    )


def check(client: FlaskClient, data: bytes) -> str:
    """What the public page says of a file."""
    answer = post(client, data)
    assert answer.status_code == 200, answer.status
    return answer.text


def test_the_page_says_genuine_and_the_day_and_nothing_else(marac: World) -> None:
    """To somebody without an account: no name, no word and no code of the paper."""
    data, _ = a_paper(marac)
    page = check(marac.app.test_client(), data)
    assert "This file is genuine" in page
    assert "3 March 2027" in page
    assert "An officer of the Northbrook MARAC signed it" in page
    assert not [word for word in ("Canary", "Adeyemi", "Łukasz", CODE) if word in page]


def test_the_page_says_altered_not_ours_and_locked(marac: World) -> None:
    """Three other answers, each with what to do next."""
    data, _ = a_paper(marac)
    client = marac.app.test_client()
    assert "Do not rely on this file" in check(client, data.replace(b"%PDF-1.7", b"%PDF-1.6"))
    assert "carries no seal of" in check(client, PDF)
    locked = lock(PDF, "copper lantern orchard", {"letter.pdf": data})
    assert "This file is locked" in check(client, locked)


def test_the_page_keeps_nothing_and_writes_no_row(
    marac: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """No row of the trail, no file in a temporary folder however large, no line in the log."""

    def on_disk(*_: object, **__: object) -> None:
        raise AssertionError("What was sent was written to a file")

    monkeypatch.setattr("werkzeug.formparser.SpooledTemporaryFile", on_disk)
    data, _ = a_paper(marac)
    before = _rows(marac)
    assert "not as it was signed" in check(marac.app.test_client(), data + b"\n" * 700_000)
    assert _rows(marac) == before
    assert "letter.pdf" not in caplog.text


def test_a_missing_or_too_large_file_is_said_plainly(marac: World) -> None:
    """Nothing chosen: a message beside the field. Over 1 MB: a page that says so, and no fault."""
    client = marac.app.test_client()
    answer = post(client, None)
    assert answer.status_code == 422
    assert "Select the PDF file that you want to check" in answer.text
    assert post(client, b"%" * 1_100_000).status_code == 413


def _rows(world: World) -> int:
    with world.inside():
        return db.session.scalar(select(func.count()).select_from(AuditRow)) or 0
