"""What is in no copy of a paper pack, and what stays in it."""

from io import BytesIO

import pikepdf

from app.accounts.agency.queries import agency_names
from app.db import db
from app.marac.case import service as cases
from app.marac.case.model import Case
from app.marac.case.rules import OpeningReason
from app.marac.pack import printing
from app.marac.pack.content import LEFT_OUT, Masks
from tests.marac.pack.packing import agreed, copy_of, with_ways_to_reach
from tests.marac.table import VICTIMS, Table
from tests.paper.reading import everything, tags, words


def test_addresses_numbers_and_schools_are_in_no_copy(table: Table) -> None:
    """Not even where somebody wrote them into what happened."""
    case_id = with_ways_to_reach(
        table, 0, address="9 Canary Wharfside\nNorthbrook", postcode="NB1 2CY", phone="07700 900777"
    )
    coordinator = table.world.actor("coordinator")
    opened = cases.open_case(coordinator, case_id, OpeningReason.PREPARING)
    told = "He waits at 9 Canary Wharfside, NB1 2CY, and rings 07700 900777 at night."
    written = opened.summary.__class__.from_dict(
        opened.summary.to_dict() | {"what_happened": told, "referred_on": "2026-11-01"}
    )
    cases.change_summary(coordinator, case_id, written, opened.case.revision)
    row = agreed(table)
    _, pdf = printing.print_copy(coordinator, copy_of(table, row, "idva").id)
    said = everything(pdf).decode("utf-8", "replace") + " ".join(words(pdf))
    for never in ("Wharfside", "NB1 2CY", "900777"):
        assert never not in said
    assert "ask the IDVA" in said
    assert "at night" in said


def test_the_town_stands_in_the_name_of_the_agency_that_referred(table: Table) -> None:
    """An address line of the victim's that is a word of its name takes nothing out of it."""
    case = db.session.get_one(Case, table.case(0))
    agency = agency_names([case.agency_id])[case.agency_id]
    with_ways_to_reach(table, 0, address=f"9 Canary Wharfside\n{agency.split()[0]}")
    row = agreed(table)
    _, pdf = printing.print_copy(table.world.actor("coordinator"), copy_of(table, row, "idva").id)
    said = " ".join(" ".join(words(pdf)).split())
    assert agency in said
    assert "Wharfside" not in said


def test_an_agency_keeps_its_towns_name_unless_somebody_lives_there() -> None:
    """The town of an address is no secret in an agency's name; a refuge that she lives in is."""
    mask = Masks((("Northbrook", LEFT_OUT), ("Lark House, 3 Dean Row", LEFT_OUT)))
    assert mask.agency("Northbrook GP Partnership") == "Northbrook GP Partnership"
    assert mask.agency("Lark House") == LEFT_OUT
    assert LEFT_OUT in mask("Meet her in Northbrook.")


def test_no_name_is_in_the_files_title_or_metadata(table: Table) -> None:
    """Tagged, in British English, with a title that says nothing and no author."""
    row = agreed(table)
    _, pdf = printing.print_copy(table.world.actor("deputy"), copy_of(table, row, "idva").id)
    assert b"/Lang (en-GB)" in pdf or b"en-GB" in everything(pdf)
    assert {"/H1", "/H2", "/Table"} <= {f"/{tag.lstrip('/')}" for tag in tags(pdf)}
    with pikepdf.open(BytesIO(pdf)) as document:
        about = " ".join(str(value) for value in document.docinfo.values())
        meta = (
            bytes(document.Root.Metadata.read_bytes()).decode()
            if "/Metadata" in document.Root
            else ""
        )
    for name in (*VICTIMS, "Leila", "Haddad", "Testcase"):
        assert name not in about + meta
