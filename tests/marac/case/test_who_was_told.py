"""The log of a case: read by its IDVA and by officers, and by nobody else."""

from uuid import UUID

from app import clock
from app.audit.model import AuditRow
from app.confidentiality.gate.ports import _LOGS, LogEntry, register_log
from app.db import db
from tests.builders import World
from tests.pages import send
from tests.releases import SECRET, a_paper, a_release, day_boxes, take


def test_the_idva_reads_who_was_told_what(marac: World) -> None:
    """To whom, which headings, by whose decision, who received it; not the words themselves."""
    release = a_release(marac)
    take(marac, release, "housing")
    paper = a_paper(marac)
    path = f"/cases/{marac.extra['case']}/told"
    page = marac.client("idva").get(path).text
    assert "Northbrook Housing" in page
    assert "Northbrook Law Centre" in page
    assert "The home; Safe contact" in page
    assert "Tom Okafor" in page
    assert "Read by Daniel Price" in page
    assert "Not noted yet" in page
    assert SECRET not in page
    assert f"/releases/{paper}/recall" not in page
    assert f"/releases/{paper}/recall" in marac.client("coordinator").get(path).text
    with marac.inside():
        rows = db.session.query(AuditRow).filter_by(tag="case:log").all()
        assert [row.detail for row in rows] == ['{"count":2}'] * 2


def test_nobody_else_reads_it(marac: World) -> None:
    """Not the referrer of the case, not another IDVA, not the one it was released to."""
    a_release(marac)
    path = f"/cases/{marac.extra['case']}/told"
    for who in ("housing", "second_idva", "officer", "nrpf"):
        assert marac.client(who).get(path).status_code == 404, who
    assert "Who was told what" not in marac.client("housing").get("/cases").text


def test_the_idva_notes_that_she_was_told(marac: World) -> None:
    """With the day, and whether it was safe; an officer reads it and cannot write it."""
    release = a_release(marac)
    path = f"/cases/{marac.extra['case']}/told"
    note = f"{path}/{release}"
    client = marac.client("idva")
    assert f'href="{note}"' in client.get(path).text
    assert send(client, note, {}).status_code == 422
    said = {"told": "not_safe"} | day_boxes("on")
    assert send(client, note, said).status_code == 303
    assert "It was not safe to tell the victim" in client.get(path).text
    officer = marac.client("coordinator")
    assert "It was not safe to tell the victim" in officer.get(path).text
    assert officer.get(note).status_code == 404
    assert client.get(f"{path}/{marac.extra['case']}").status_code == 404


def test_a_noun_adds_what_it_knows(marac: World) -> None:
    """The basis of a release, and what was decided not to be shared."""
    release = a_release(marac)
    other = UUID(int=77)

    def says(ring: object, record_id: UUID) -> list[LogEntry]:
        now = clock.now()
        basis = (("Purpose", "To mend the door"),)
        return [
            LogEntry(release, now, "Shared in part", release, basis=basis),
            LogEntry(other, now, "Not shared", to="Northbrook Trust", state="Refused"),
        ]

    with marac.inside():
        register_log(says)
    try:
        page = marac.client("idva").get(f"/cases/{marac.extra['case']}/told").text
    finally:
        _LOGS.remove(says)
    assert "Shared in part: Northbrook Housing" in page
    assert "To mend the door" in page
    assert "Not shared: Northbrook Trust" in page
