"""AC-59: whoever reads the audit trail learns who did what, and about nobody's life."""

import json
import re

from app.db import db
from tests.builders import World
from tests.journeys.thief import Thief
from tests.walking import pages, reader
from tests.worked import WORDS

ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
DIGEST = re.compile(r"[0-9a-f]{64}")
CODE = re.compile(r"[a-z0-9_.:-]{0,60}")


def test_after_a_whole_meeting_no_word_and_no_name_is_in_it(worked: World) -> None:
    """Neither hers nor anybody's at work: people are ids, which the trail does not resolve."""
    for who in ("chair", "idva", "nrpf"):
        for _ in pages(worked, reader(worked, who)):
            pass
    names = [
        part
        for member in worked.members.values()
        for part in (member.name, member.email, *member.name.split())
    ]
    worked.close()
    rows = Thief(worked.instance).rows["audit_row"]
    assert len(rows) > 150
    text = " ".join(str(value) for row in rows for value in row.values())
    assert not [word for word in (*WORDS, *names) if word in text]


def test_every_detail_is_an_id_a_digest_a_code_or_a_count(worked: World) -> None:
    """No event can carry a sentence: what is in it is checked value by value."""
    for who in ("idva", "chair"):
        for _ in pages(worked, reader(worked, who)):
            pass
    worked.close()
    kinds = set()
    for row in Thief(worked.instance).rows["audit_row"]:
        kinds.add(row["tag"])
        for name, value in json.loads(row["detail"]).items():
            shapes = (ID, DIGEST, CODE)
            is_code = isinstance(value, str) and any(shape.fullmatch(value) for shape in shapes)
            assert value is None or isinstance(value, int) or is_code, (row["tag"], name)
    assert {
        "case:contribute",
        "case:risk",
        "action:agree",
        "case:open",
        "compartment:let_in",
    } <= kinds


def test_no_view_shows_the_trail_with_names(worked: World) -> None:
    """No page of anybody lists it; the command prints numbers and hashes."""
    assert not [rule for rule in worked.app.url_map.iter_rules() if "audit" in rule.rule]
    assert db.metadata.tables["audit_row"].foreign_keys == set()
