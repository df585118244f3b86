"""AC-06: whoever refers somebody cannot learn from the answer whether she is known here.

She is looked for in an officer's session only, and only an officer sees the hit.
"""

import re
from dataclasses import replace

import pytest

from app.audit.model import AuditRow
from app.db import db
from app.marac.match import service
from app.marac.match.model import IndexedRecord
from app.marac.referral.service import refer
from app.refusals import Refused
from tests.builders import World
from tests.marac.match.test_match_service import again
from tests.walking import rules
from tests.working import VICTIM

KNOWN = again(**{"name": VICTIM.name, "aliases": VICTIM.aliases})
UNKNOWN = again(name="Ottoline Whitford", aliases=("Otti Whitfor",), phone="")
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9A-Z]{4}-[0-9A-Z]{4}")
SESSION = re.compile(r'(csrf_token" value|data-csrf|data-idle[a-z-]*|data-absolute[a-z-]*)="[^"]*"')


def test_the_referrers_pages_are_the_same_for_known_and_unknown(marac: World) -> None:
    """Byte for byte, but for what was typed itself: ids, references and names aside."""
    pages = []
    for told in (KNOWN, UNKNOWN):
        with marac.inside():
            record_id = refer(marac.actor("housing"), told).id
        client = marac.client("housing")
        text = "".join(client.get(path).text for path in ("/", f"/referrals/{record_id}"))
        for word in (told.victim.name, *told.victim.aliases):
            text = text.replace(word, "NAME")
        pages.append(SESSION.sub("", ID.sub("ID", text)))
        assert "NAME" in pages[-1]
    known, unknown = (re.sub(r"\b\d+ referrals?\b", "", page) for page in pages)
    assert known == unknown


def test_the_trail_of_a_referral_says_nothing_either(marac: World) -> None:
    """The same kinds of rows with the same kinds of fields."""
    trails = []
    for told in (KNOWN, UNKNOWN):
        with marac.inside():
            before = db.session.scalar(db.select(db.func.max(AuditRow.seq))) or 0
            refer(marac.actor("housing"), told)
            rows = db.session.scalars(db.select(AuditRow).where(AuditRow.seq > before)).all()
            trails.append([(row.tag, sorted(row.detail)) for row in rows])
    assert trails[0] == trails[1]


def test_only_an_officers_session_looks(marac: World) -> None:
    """Referring makes no token; the officer's look makes them, and finds her."""
    with marac.inside():
        record_id = refer(marac.actor("housing"), KNOWN).id
        assert db.session.get(IndexedRecord, record_id) is None
        with pytest.raises(Refused):
            service.candidates(marac.actor("housing"), record_id)
        assert db.session.get(IndexedRecord, record_id) is None
        assert service.candidates(marac.actor("coordinator"), record_id)
        assert db.session.get(IndexedRecord, record_id) is not None


def test_no_page_completes_or_searches_a_name(marac: World) -> None:
    """No address takes words to look for, and none but the officers' compares people."""
    for rule in rules(marac):
        assert not {"search", "autocomplete", "suggest", "lookup"} & set(
            re.split(r"[/_.-]", rule.rule)
        )
    client = marac.client("housing")
    for path in ("/matches", f"/matches/{marac.extra['case']}"):
        assert client.get(path).status_code == 403


def test_the_hit_is_the_officers_alone(marac: World) -> None:
    """The chair reads the earlier case's reference; the referrer's page has none of it."""
    with marac.inside():
        record_id = refer(marac.actor("housing"), replace(KNOWN)).id
        (found, *_) = service.candidates(marac.actor("chair"), record_id)
    assert found.record.reference in marac.client("chair").get(f"/matches/{record_id}").text
    own = marac.client("housing").get(f"/referrals/{record_id}")
    assert own.status_code == 200
    assert found.record.reference not in own.text
