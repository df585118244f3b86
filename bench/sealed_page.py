"""What sealing costs a person who waits: a case page and an agenda, sealed against plain.

    .venv/bin/python -m bench.sealed_page [ROUNDS]

Both sides run the whole application in this process on the same made-up area, in turn, and the
ratio of their medians is printed with the medians. Signing in has no plain side: it is printed
with what the derivation of the passphrase alone takes.
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from pathlib import Path
from statistics import median
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.access.actor import Actor
from app.accounts.person.keys import unlock
from app.accounts.person.model import Person
from app.accounts.person.queries import active_pair
from app.accounts.session import service as sessions
from app.config import Config
from app.db import db
from app.demonstration import sheet
from app.marac.case.model import Case
from app.marac.meeting import service as meetings
from app.marac.meeting.model import AgendaItem, Meeting, MeetingState
from app.vault import passphrase
from bench.plain import take_off_the_cipher, unprotected, without_cipher, write_in_the_clear
from tests.browser.served import make_demonstration

Side = tuple[FlaskClient, Callable[[], AbstractContextManager[object]]]


def main(rounds: int) -> None:
    """Make the area, open today's meeting, and time both sides in turn."""
    with tempfile.TemporaryDirectory() as folder:
        sealed, plain = Path(folder) / "sealed", Path(folder) / "plain"
        make_demonstration(sealed)
        app = application(sealed)
        actor = chair_of(app, sealed)
        meeting_id = open_meeting(app, actor, phrase_of(sealed))
        page = f"/cases/{first_case(app, meeting_id)}"
        with app.app_context():
            db.engine.dispose()
        shutil.copytree(sealed, plain)
        opened = write_in_the_clear(copy := application(plain), actor)
        with copy.app_context():
            db.engine.dispose()
        take_off_the_cipher(plain)

        def bare() -> AbstractContextManager[object]:
            both = ExitStack()
            both.enter_context(without_cipher())
            both.enter_context(unprotected(opened))
            return both

        here: Side = (client(app, actor), nullcontext)
        with without_cipher():
            there: Side = (client(application(plain), actor), bare)
        for name, address in (("case page", page), ("agenda of 16", f"/meetings/{meeting_id}")):
            compare(name, address, here, there, rounds)
        sign_in(app, sealed)


def application(instance: Path) -> Flask:
    """The application as a demonstration runs it."""
    return create_app(Config(kind="demonstration", instance=instance))


def phrase_of(instance: Path) -> str:
    """The made-up chair's passphrase."""
    return sheet.read(instance)["chair"].passphrase


def chair_of(app: Flask, instance: Path) -> Actor:
    """The made-up chair with her keys open."""
    with app.app_context():
        person = db.session.get(Person, UUID(sheet.read(instance)["chair"].person_id))
        assert person is not None
        pair = active_pair(person.id)
        assert pair is not None
        keyring = unlock(pair.id, phrase_of(instance)).keyring
        return Actor(person.id, person.agency_id, person.area_id, person.roles, keyring)


def open_meeting(app: Flask, actor: Actor, phrase: str) -> UUID:
    """Open today's meeting, read the declaration and sign it, as the chair."""
    with app.app_context():
        meeting = db.session.scalars(
            db.select(Meeting).where(Meeting.state == MeetingState.PLANNED)
        ).one()
        meetings.open_meeting(actor, meeting.id)
        meetings.record_declaration_read(actor, meeting.id)
        meetings.attend(actor, meeting.id, phrase)
        return meeting.id


def first_case(app: Flask, meeting_id: UUID) -> UUID:
    """The first case of the agenda."""
    with app.app_context():
        first = db.select(AgendaItem.case_id).where(AgendaItem.meeting_id == meeting_id)
        case_id = db.session.scalars(first.order_by(AgendaItem.position)).first()
        assert case_id is not None
        assert db.session.get(Case, case_id) is not None
        return case_id


def client(app: Flask, actor: Actor) -> FlaskClient:
    """A browser of the chair's."""
    with app.app_context():
        started = sessions.start_for(actor.keys, "bench")
    browser = app.test_client()
    browser.set_cookie(str(app.config["SESSION_COOKIE_NAME"]), f"s.{started.token}")
    return browser


def compare(name: str, address: str, sealed: Side, plain: Side, rounds: int) -> None:
    """Ask both sides for one page in turn and print the ratio."""
    times: dict[str, list[float]] = {"sealed": [], "plain": []}
    for turn in range(rounds + 3):
        for side, (browser, guise) in (("sealed", sealed), ("plain", plain)):
            with guise():
                began = time.perf_counter()
                answer = browser.get(address)
                took = time.perf_counter() - began
            assert answer.status_code == 200, (side, answer.status_code)
            if turn >= 3:
                times[side].append(took)
    shown = {side: median(each) * 1000 for side, each in times.items()}
    ratio = shown["sealed"] / shown["plain"]
    print(
        f"{name:14} sealed {shown['sealed']:6.1f} ms, plain {shown['plain']:6.1f} ms: {ratio:.2f}"
    )


def sign_in(app: Flask, instance: Path) -> None:
    """Time signing in, beside the derivation that it cannot be quicker than."""
    salt, phrase = passphrase.new_salt(), phrase_of(instance)
    alone, whole = [], []
    for _ in range(5):
        began = time.perf_counter()
        passphrase.derive(phrase, salt)
        alone.append(time.perf_counter() - began)
        began = time.perf_counter()
        chair_of(app, instance)
        whole.append(time.perf_counter() - began)
    shown = [median(each) * 1000 for each in (whole, alone)]
    ratio = shown[0] / shown[1]
    print(f"{'unlocking':14} {shown[0]:6.1f} ms, Argon2id alone {shown[1]:6.1f} ms: {ratio:.2f}")


if __name__ == "__main__":
    os.environ.setdefault("PYTHONWARNINGS", "error")
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
