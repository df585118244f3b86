"""AC-02: signed minutes, their older versions and their PDF, for whom a case is kept from.

Housing was kept from the third case all along. The deputy is kept from the second, and hears of it
by no draft, no document that stands apart, and no signature.
"""

from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient

from app.confidentiality.circle import service as circle
from app.confidentiality.gate.verifying import check_file
from app.db import db
from app.marac.case.model import Case
from app.marac.minutes import approving, drafting, queries, signing
from app.paper import split_seal
from tests.marac.board.pages import Room
from tests.marac.minutes.sitting import KEPT_WORDS, draft_of, put_better, sign_minutes
from tests.marac.table import VICTIMS, Table
from tests.pages import boxes
from tests.paper.reading import everything
from tests.paper.reading import words as words_of_pages
from tests.walking import IDS

KEPT_CASE, APART_CASE = 2, 1
AMENDED = "Wheatearful words that were amended"
APART = "Nightjarish words that stand apart"


@pytest.fixture
def apart(held: Table) -> Table:
    """The chair has signed all, one case of it by itself; and amended what housing is kept from."""
    chair, deputy = held.world.actor("chair"), held.world.person_id("deputy")
    circle.exclude(chair, held.case(APART_CASE), person_id=deputy)
    drafting.write(held.world.actor("coordinator"), held.meeting_id)
    put_better(held, draft_of(held, held.case(APART_CASE)), {"note": APART})
    sign_minutes(held)
    sign_other(held)
    part = draft_of(held, held.case(KEPT_CASE))
    put_better(held, part, {"conclusion": AMENDED}, why="A word was wrong.")
    sign_minutes(held)
    return held


def sign_other(table: Table) -> None:
    """Approve and sign what stands apart."""
    chair = table.world.actor("chair")
    row = next(each for each in queries.minutes_of(chair, table.meeting_id) if each.case_id)
    version = approving.approve(table.world.actor("coordinator"), row.id, row.revision)
    signing.sign_read(chair, row.id, version.id)


def ids_of(table: Table, case: int) -> dict[str, UUID]:
    """Every id of minutes in an address, of the one case."""
    chair = table.world.actor("chair")
    row = next(each for each in queries.minutes_of(chair, table.meeting_id) if each.case_id)
    signed = queries.signed(chair, [table.meeting_id])
    return {
        "held_id": table.meeting_id,
        "minutes_id": row.id,
        "part_id": draft_of(table, table.case(case)).draft.id,
        "version_id": next(version.id for _, version, of in signed if version.minutes_id == row.id),
    }


def traces(table: Table, case: int) -> list[str]:
    """What of a case may stand in no answer: its words, its reference, its ids, her name."""
    row = db.session.get_one(Case, table.case(case))
    said = {KEPT_CASE: [KEPT_WORDS, "Quillfeather", AMENDED], APART_CASE: [APART, "Nightjarish"]}
    return [*said[case], row.reference, str(row.id), *VICTIMS[case].split()[:1]]


def sizes(pdf: bytes) -> set[int]:
    """How many leaves the trees have, random ones counted in."""
    split = split_seal(pdf)
    assert split is not None
    return {len(each["hashes"]) for each in split[1]["minutes"]["versions"]}


def answers(client: FlaskClient, path: str) -> list[tuple[int, bytes]]:
    """What GET and POST give."""
    token = boxes(client.get("/account").text)["csrf_token"]
    said = {"csrf_token": token, "why": "x", "reason": "x"}
    found = (client.get(path), client.post(path, data=said))
    return [(answer.status_code, answer.data) for answer in found]


@pytest.mark.parametrize(("who", "case"), [("housing", KEPT_CASE), ("deputy", APART_CASE)])
def test_no_page_and_no_copy_holds_a_trace(apart: Table, who: str, case: int) -> None:
    """The list, the minutes, every older version that is theirs, and the PDF with its seal."""
    room, at = Room(apart), f"/minutes/{apart.meeting_id}"
    mine = traces(apart, case)
    others = {"idva": room.get("idva", at).text}
    assert mine[0] in others["idva"] or AMENDED in others["idva"]
    versions = [version.id for _, version, _ in signed_of(apart)]
    paths = ["/minutes", at, *(f"{at}/versions/{each}" for each in versions), "/"]
    for path in paths:
        page = room.get(who, path).text
        assert not [word for word in mine if word in page], path
    made = room.get(who, f"{at}/copy.pdf")
    assert made.status_code == 200
    printed = " ".join(words_of_pages(made.data))
    held = everything(made.data).decode("latin-1")
    assert not [word for word in mine if word in printed or word in held]
    assert check_file(made.data, apart.world.actor("chair").keys.root_public).is_genuine


@pytest.mark.parametrize(("who", "case"), [("housing", KEPT_CASE), ("deputy", APART_CASE)])
def test_a_copy_does_not_say_how_many_cases_there_were(apart: Table, who: str, case: int) -> None:
    """The cases are numbered without a gap, and each tree has as many leaves as everybody's."""
    at = f"/minutes/{apart.meeting_id}/copy.pdf"
    mine, whole = (Room(apart).get(one, at).data for one in (who, "idva"))
    printed = " ".join(words_of_pages(mine))
    assert "Case 2" in printed
    assert "Case 3" not in printed
    assert "Case 3" in " ".join(words_of_pages(whole))
    assert len(sizes(mine) | sizes(whole)) == 1


def test_what_stands_apart_is_not_there_at_any_address(apart: Table) -> None:
    """Every address of minutes answers the deputy as for a document, a part, a version of none."""
    client, ids = apart.world.client("deputy"), ids_of(apart, APART_CASE)
    rules = [rule.rule for rule in apart.world.app.url_map.iter_rules()]
    walked = 0
    for rule in rules:
        names = set(IDS.findall(rule))
        if not rule.startswith("/minutes/") or not names - {"held_id"}:
            continue
        of_none = {name: uuid4() for name in names} | {"held_id": ids["held_id"]}
        theirs, none = (
            answers(client, IDS.sub(lambda found, known=known: str(known[found[1]]), rule))
            for known in (ids, of_none)
        )
        assert theirs == none, rule
        assert {status for status, _ in theirs} <= {403, 404, 405}, rule
        walked += 1
    assert walked >= 6


def test_whoever_is_kept_out_afterwards_reads_it_no_more(signed: Table) -> None:
    """Signed, read, and then kept from her: page, version and a new copy are without it."""
    room, at = Room(signed), f"/minutes/{signed.meeting_id}"
    mine = traces(signed, KEPT_CASE)
    assert KEPT_WORDS in room.get("idva", at).text
    person = signed.world.person_id("idva")
    circle.exclude(signed.world.actor("chair"), signed.case(KEPT_CASE), person_id=person)
    (version,) = [version.id for _, version, _ in signed_of(signed)]
    for path in (at, f"{at}/versions/{version}", "/minutes"):
        page = room.get("idva", path).text
        assert not [word for word in mine if word in page], path
    printed = " ".join(words_of_pages(room.get("idva", f"{at}/copy.pdf").data))
    assert not [word for word in mine if word in printed]
    assert "Case 2" in printed


def signed_of(table: Table) -> list[queries.Signed]:
    """Every signed version, as the chair knows of them."""
    return queries.signed(table.world.actor("chair"), [table.meeting_id])
