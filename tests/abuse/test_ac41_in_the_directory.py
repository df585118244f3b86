"""AC-41: markup in the directory of support, or in a translation that somebody hands over."""

import pytest

from app import clock
from app.marac.support import explaining, queries, service
from app.marac.support.explanation import read_translation
from app.refusals import RuleBroken
from app.web.text import one_line
from tests.builders import World
from tests.marac.support.entries import REFUGE, entered, other
from tests.marac.support.translations import as_file, told
from tests.pages import boxes, send
from tests.web.crawl import Reader

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "{{ 7*7 }}{% raw %}",
    "[words](javascript:alert(1))",
    "![words](//example.org/x.png)",
)


def assert_inert(page: str) -> None:
    """Nothing of it is a tag, a handler or an address that runs."""
    read = Reader(page)
    assert not read.faults
    assert not {element.tag for element in read.elements} & {"img", "iframe", "object"}
    assert "alert(1)" not in " ".join(script.text for script in read.all("script"))
    for element in read.elements:
        for name, value in element.attributes.items():
            assert not name.startswith("on"), element
            assert not value.lower().startswith(("javascript:", "//")), element


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_in_an_entry_is_words(marac: World, payload: str) -> None:
    """In the list, on its own page, in its form, and on the page that is printed."""
    hostile = other(REFUGE, about=payload, who_for=payload, hours=payload)
    (refuge,) = entered(marac, hostile)
    client = marac.client("coordinator")
    for path in ("/support", f"/support/{refuge}", f"/support/{refuge}/change", "/support/explain"):
        page = client.get(path).text
        assert_inert(page)
        assert "7*7" in page or "{{" not in payload
    change = f"/support/{refuge}/change"
    assert boxes(client.get(change).text)["who_for"] == one_line(payload)
    refused = send(client, change, {"telephone": payload})
    assert refused.status_code == 422
    assert_inert(refused.text)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_in_a_name_or_an_address_is_refused(marac: World, payload: str) -> None:
    """A name is of plain letters; an address leads to one place."""
    for field in ("name", "email", "website", "telephone"):
        hostile = other(REFUGE, **{field: payload})
        with marac.inside(), pytest.raises(RuleBroken) as refused:
            service.enter(marac.actor("chair"), hostile, on_register=False)
        assert refused.value.field == field


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_in_a_translation_is_words(marac: World, payload: str) -> None:
    """In a body, a heading, a label, the language’s name, and who checked it."""
    given = told(name=f"Urdu {payload}", checked_by=f"Two readers {payload}")
    given["sections"][1] |= {"heading": f"~ {payload}", "body": f"~ {payload}"}
    given["labels"]["cost"] = f"~ {payload}"
    with marac.inside():
        translation = read_translation(as_file(**given), clock.today())
        explaining.load_translation(marac.actor("administrator"), translation)
        (row,) = queries.explanations(marac.area_id)
    entered(marac, REFUGE)
    assert_inert(marac.client("idva").get(f"/support/explain/{row.id}").text)
