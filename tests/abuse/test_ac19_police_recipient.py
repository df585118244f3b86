"""AC-19: a police recipient keeps what was released and sends it on, to the NCCU.

They look at it on the screen and nowhere else: no file, no printing, their own name across it, and
the conditions accepted first. Nothing of the immigration section is ever in it.
"""

import re
from pathlib import Path

from app.confidentiality.gate.model import Reader
from app.db import db
from tests.builders import World
from tests.confidentiality.test_pages import csrf
from tests.releases import SECRET, a_release


def test_the_police_look_and_take_nothing_away(marac: World) -> None:
    """No file under any address, and a page that prints as a sentence."""
    release = a_release(marac, "police", "officer")
    client, path = marac.client("officer"), f"/released/{release}"
    page = client.get(path).text
    assert "It cannot be printed or downloaded" in page
    token = csrf(page)
    assert client.post(f"{path}/read", data={"csrf_token": token}).status_code == 403
    client.post(f"{path}/accept", data={"csrf_token": token})
    read = client.post(f"{path}/read", data={"csrf_token": token})
    assert SECRET in read.text
    assert "app-printable" not in read.text
    assert read.headers["Cache-Control"] == "no-store"
    assert "Content-Disposition" not in read.headers
    assert not re.findall(r"<a[^>]+(?:download|\.pdf)", read.text)
    for end in ("letter", "file"):
        assert client.post(f"{path}/{end}", data={"csrf_token": token}).status_code == 404
    assert client.get(f"{path}/read").status_code in (404, 405)
    with marac.inside():
        assert db.session.query(Reader).one().accepted_at is not None


def test_the_mark_across_it_leads_to_its_reader(marac: World) -> None:
    """Their name, their force and the code of this release alone stand on it again and again."""
    release = a_release(marac, "police", "officer")
    client, path = marac.client("officer"), f"/released/{release}"
    token = csrf(client.get(path).text)
    client.post(f"{path}/accept", data={"csrf_token": token})
    read = client.post(f"{path}/read", data={"csrf_token": token}).text
    found = re.search(r"Northbrook Police · Ruth Castle · ((?:[0-9A-Z]{5}-){5}[0-9A-Z]{5})", read)
    assert found
    assert read.count(found[0]) > 20
    assert found[1] in client.get("/released").text


def test_a_member_s_page_prints_with_the_mark(marac: World) -> None:
    """Only of somebody who is no police is it printed, and then the mark is on the paper."""
    release = a_release(marac)
    client, path = marac.client("housing"), f"/released/{release}"
    token = csrf(client.get(path).text)
    client.post(f"{path}/accept", data={"csrf_token": token})
    read = client.post(f"{path}/read", data={"csrf_token": token}).text
    assert "app-printable" in read
    css = (Path(str(marac.app.static_folder)) / "gate.css").read_text("utf-8")
    assert re.search(r"@media print \{.*\.app-across \{[^}]*position: fixed", css, re.DOTALL)
