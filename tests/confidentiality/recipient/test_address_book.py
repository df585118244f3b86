"""An area comes from an address book: proposed whole, or not at all and told everything."""

import csv
import io

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from app import clock
from app.audit.model import AuditRow
from app.confidentiality.recipient import queries
from app.confidentiality.recipient.book import HEADINGS, MOST_ROWS
from app.confidentiality.recipient.model import Recipient
from app.db import db
from tests.builders import World
from tests.pages import boxes

SURGERY = {
    "kind": "Health",
    "name": "Mill Surgery",
    "postal_address": "14 Mill Lane\nNorthbrook",
    "telephone": "020 7946 0711",
    "email_domain": "millsurgery.example.org",
    "proof_kind": "Called back on a published number",
    "proof": "Rang the number on its website, the manager confirmed",
    "name_0": "Petra Holm",
    "email_0": "petra.holm@millsurgery.example.org",
}
SOLICITOR = SURGERY | {
    "kind": "Solicitor or law centre",
    "name": "Northbrook Law Centre",
    "number": "600001",
    "proof_kind": "",
    "email_domain": "lawcentre.example.org",
    "email_0": "petra.holm@lawcentre.example.org",
}


def as_csv(*rows: dict[str, str], delimiter: str = ",") -> bytes:
    """An address book as text."""
    out = io.StringIO(newline="")
    written = csv.writer(out, delimiter=delimiter)
    written.writerow(HEADINGS.values())
    written.writerows([row.get(field, "") for field in HEADINGS] for row in rows)
    return out.getvalue().encode()


def as_workbook(*rows: dict[str, str]) -> bytes:
    """An address book as a workbook."""
    book, out = Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.append(list(HEADINGS.values()))
    for row in rows:
        book.active.append([row.get(field, "") for field in HEADINGS])
    book.save(out)
    return out.getvalue()


def bring(world: World, data: bytes, who: str = "idva") -> tuple[int, str]:
    """Upload a file, and return the status and the page."""
    client = world.client(who)
    token = boxes(client.get("/recipients/book").text)["csrf_token"]
    said = {"csrf_token": token, "book": (io.BytesIO(data), "book.csv")}
    answer = client.post("/recipients/book", data=said, content_type="multipart/form-data")
    return answer.status_code, answer.text


def there(world: World) -> list[str]:
    """The names on the register, and nobody of them open."""
    with world.inside():
        actor = world.actor("coordinator")
        assert queries.open_recipients(actor, clock.today()) == []
        return [row.name for row in queries.recipients(actor)]


@pytest.mark.parametrize("who", ["idva", "coordinator"])
def test_a_book_is_proposed_and_nothing_is_open(marac: World, who: str) -> None:
    """Also an officer's solicitors wait: nobody looked at a register for them."""
    assert bring(marac, as_csv(SURGERY, SOLICITOR), who)[0] == 303
    assert there(marac) == ["Mill Surgery", "Northbrook Law Centre"]


@pytest.mark.parametrize(
    "data",
    [as_workbook(SURGERY), as_csv(SURGERY, delimiter=";"), b"\xef\xbb\xbf" + as_csv(SURGERY)],
)
def test_what_spreadsheets_save_is_read(marac: World, data: bytes) -> None:
    """A workbook, semicolons, and the mark that some programs write first."""
    assert bring(marac, data)[0] == 303
    assert there(marac) == ["Mill Surgery"]


def test_every_mistake_is_named_and_nothing_is_entered(marac: World) -> None:
    """Row and column of each, not only of the first; and no value is repeated."""
    wrong = SOLICITOR | {"number": "Zebra", "postal_address": "", "email_0": "petra@gmail.com"}
    status, page = bring(marac, as_csv(SURGERY, wrong))
    assert status == 422
    for where in ("column C, Number on", "column D, Postal address", "column K, Person 1: email"):
        assert f"Row 3, {where}" in page
    assert "Row 2" not in page
    assert "Zebra" not in page
    assert there(marac) == []


def test_the_home_office_in_a_book_stops_all_of_it(marac: World) -> None:
    """Said at its row, kept in the register of attempts, and nothing of the book is entered."""
    planted = SURGERY | {"name": "H0me 0ffice liaison", "name_0": "Ann Vale"}
    status, page = bring(marac, as_csv(SURGERY, planted))
    assert status == 422
    assert "Row 3, column B, Organisation" in page
    assert there(marac) == []
    with marac.inside():
        tagged = select(func.count()).where(AuditRow.tag == "firewall:block")
        assert db.session.scalar(tagged) >= 1


def test_a_contractor_is_entered_by_hand(marac: World) -> None:
    """The data protection officer's note does not travel in a spreadsheet."""
    status, page = bring(marac, as_csv(SURGERY | {"name": "Mears Housing"}))
    assert status == 422
    assert "enter it by hand with the data protection officer’s note" in page


def test_a_name_twice_and_a_name_already_there(marac: World) -> None:
    """In whatever capitals."""
    assert bring(marac, as_csv(SURGERY))[0] == 303
    status, page = bring(marac, as_csv(SURGERY, SOLICITOR, SOLICITOR))
    assert status == 422
    assert "There is already an entry of this name" in page
    assert "This name stands in the file twice" in page


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The first row must hold the headings"),
        (as_csv(), "The file has no recipient"),
        (b"Name,Address\nx,y\n", "The first row must hold the headings"),
        (b"Kind,Organisation,Visa\nCourt,x,y\n", "Column C has a heading that is not"),
        (b"PK\x03\x04 not a workbook", "The file cannot be read"),
        (b"Kind,Organisation\0\n", "The file cannot be read"),
        (as_csv(*[SURGERY] * (MOST_ROWS + 1)), "more than 200 recipients"),
    ],
)
def test_a_file_that_is_no_address_book(marac: World, data: bytes, said: str) -> None:
    """Is refused as a whole, in words that say what to do."""
    status, page = bring(marac, data)
    assert status == 422
    assert said in page


def test_a_formula_is_not_worked_out(marac: World) -> None:
    """Whoever writes a cell as a formula is told to paste the value."""
    status, page = bring(marac, as_workbook(SURGERY | {"proof": '="a"&"b"'}))
    assert status == 422
    assert "This cell holds a formula" in page


def test_the_template_can_be_filled_in(marac: World) -> None:
    """Its headings are those that are read."""
    empty = marac.client("idva").get("/recipients/book/template.csv")
    assert empty.headers["Content-Disposition"] == 'attachment; filename="recipients.csv"'
    assert next(csv.reader([empty.data.decode("utf-8-sig")])) == list(HEADINGS.values())


def test_a_large_book_is_brought_in_at_once(marac: World) -> None:
    """Two hundred rows, the most there may be."""
    rows = [SURGERY | {"name": f"Surgery number {number}"} for number in range(MOST_ROWS)]
    assert bring(marac, as_csv(*rows))[0] == 303
    with marac.inside():
        assert db.session.scalar(select(func.count(Recipient.id))) == MOST_ROWS
