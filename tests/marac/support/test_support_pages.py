"""The directory and the page for her, as people use them."""

import re
from datetime import timedelta

import pytest

from app import clock
from app.marac.support import queries
from app.marac.support.rules import Kind
from tests.accounts.pages import error_beside, submit, value_of
from tests.builders import World
from tests.marac.support.entries import ADVISER, REFUGE, TYPED, entered
from tests.marac.support.test_explaining import load
from tests.pages import boxes
from tests.web.crawl import Reader

READERS = ("chair", "coordinator", "idva", "housing", "officer")
NOWHERE = "00000000-0000-4000-8000-000000000000"
SOMEBODY_IN_IT = ("Canary", "Zephyrine", "Quokka", "Osric")


def names_on(page: str) -> list[str]:
    """The organisations that a page of the directory lists."""
    return [each.text for each in Reader(page).all("h2")]


def test_an_empty_directory_says_what_to_do_next(marac: World) -> None:
    """An officer begins it; everybody else is told who does."""
    assert "Add an organisation" in marac.client("coordinator").get("/support").text
    page = marac.client("idva").get("/support").text
    assert "The directory is empty" in page
    assert "Add an organisation" not in page


@pytest.mark.parametrize("who", READERS)
def test_everybody_of_the_circle_finds_it_in_the_menu(marac: World, who: str) -> None:
    """Directory, entry, and the page for her."""
    (refuge,) = entered(marac, REFUGE)
    client = marac.client(who)
    assert 'href="/support"' in client.get("/support/explain").text
    assert "020 7946 0701" in client.get("/support").text
    assert "Day and night" in client.get(f"/support/{refuge}").text


def test_the_administrator_has_no_business_there(marac: World) -> None:
    """Neither reading nor writing."""
    client = marac.client("administrator")
    assert client.get("/support").status_code == 403
    assert client.get("/support/explain").status_code == 403
    assert client.get("/support/new").status_code == 403


def test_a_reader_gets_no_page_to_write_on(marac: World) -> None:
    """No link, and behind the address a no."""
    (refuge,) = entered(marac, REFUGE)
    client = marac.client("idva")
    shown = client.get(f"/support/{refuge}").text
    assert "Take it off" not in shown
    token = boxes(shown)["csrf_token"]
    for path in ("new", f"{refuge}/change", f"{refuge}/remove"):
        assert client.get(f"/support/{path}").status_code == 403
    for path in ("new", f"{refuge}/change", f"{refuge}/remove", f"{refuge}/check"):
        sent = client.post(f"/support/{path}", data=TYPED | {"csrf_token": token})
        assert sent.status_code == 403


def test_what_is_not_there_is_a_404(marac: World) -> None:
    """An entry, a change of it, a translation."""
    client = marac.client("chair")
    for path in ("", "/change", "/remove"):
        assert client.get(f"/support/{NOWHERE}{path}").status_code == 404
    assert client.get(f"/support/explain/{NOWHERE}").status_code == 404


def test_an_officer_enters_an_organisation(marac: World) -> None:
    """It is in the directory, and on the page for her."""
    client = marac.client("coordinator")
    answer = submit(client, "/support/new", TYPED)
    assert answer.status_code == 303, answer.text
    page = client.get(answer.headers["Location"]).text
    assert "Pashto, Urdu" in page
    assert "by Grace Adeyemi" in page
    assert "Kite Project" in marac.client("idva").get("/support/explain").text


def test_a_mistake_loses_nothing_that_was_typed(marac: World) -> None:
    """The message stands beside the field."""
    client = marac.client("coordinator")
    answer = submit(client, "/support/new", TYPED | {"telephone": "call us"})
    assert answer.status_code == 422
    assert "020 7946 0123" in error_beside(answer, "telephone")
    assert value_of(answer, "name") == "Kite Project"
    assert value_of(answer, "languages") == "urdu, Pashto"
    answer = submit(client, "/support/new", TYPED | {"languages": "Urdu, 12"})
    assert "comma" in error_beside(answer, "languages")


def test_an_adviser_without_a_number_is_sent_back_to_the_register(marac: World) -> None:
    """First the number, then that somebody has found it there."""
    client = marac.client("coordinator")
    typed = TYPED | {"kinds": "barrister"}
    assert "digits" in error_beside(submit(client, "/support/new", typed), "bar_number")
    typed |= {"bar_number": "00001"}
    answer = submit(client, "/support/new", typed)
    assert "public register" in error_beside(answer, "on_register")
    assert submit(client, "/support/new", typed | {"on_register": "y"}).status_code == 303


def test_the_home_office_is_answered_beside_the_field(marac: World) -> None:
    """The firewall’s words, and the rest of the form as it was typed."""
    client = marac.client("coordinator")
    answer = submit(client, "/support/new", TYPED | {"name": "H0me 0ffice helpline"})
    assert answer.status_code == 422
    assert "Home Office" in error_beside(answer, "name")
    assert value_of(answer, "telephone") == TYPED["telephone"]


def test_a_partner_of_the_home_office_is_entered_with_a_warning(marac: World) -> None:
    """Whoever enters it is told what it may lead to."""
    client = marac.client("coordinator")
    answer = submit(client, "/support/new", TYPED | {"name": "Migrant Help"})
    assert "may have to tell it" in client.get(answer.headers["Location"]).text


def test_two_officers_see_each_other(marac: World) -> None:
    """The second is told, keeps their words, and may save over it knowingly."""
    (refuge,) = entered(marac, REFUGE)
    path = f"/support/{refuge}/change"
    one, two = marac.client("chair"), marac.client("coordinator")
    first, second = boxes(one.get(path).text), boxes(two.get(path).text)
    more = {"kinds": "refuge"}
    assert one.post(path, data=first | more | {"hours": "Nights only"}).status_code == 303
    refused = two.post(path, data=second | more | {"hours": "Mornings"})
    assert refused.status_code == 422
    assert "Somebody else changed this entry" in refused.text
    assert value_of(refused, "hours") == "Mornings"
    assert two.post(path, data=boxes(refused.text) | more).status_code == 303
    assert "Mornings" in one.get(f"/support/{refuge}").text


def test_officers_are_told_what_to_check_again(marac: World) -> None:
    """On the home page and in the directory, until somebody has gone through it."""
    (adviser,) = entered(marac, ADVISER)
    with clock.pretend(clock.now() + timedelta(days=190)):
        client, idva = marac.client("coordinator"), marac.client("idva")
        assert "1 entry to check again" in client.get("/").text
        assert "check again" not in idva.get("/").text
        assert "Check again" in idva.get("/support").text
        assert "Wren Advice" not in idva.get("/support/explain").text
        assert "1 entry of the directory is not shown here" in idva.get("/support/explain").text
        path = f"/support/{adviser}"
        refused = submit(client, path, {}, f"{path}/check")
        assert "public register" in error_beside(refused, "on_register")
        assert submit(client, path, {"on_register": "y"}, f"{path}/check").status_code == 303
        assert "check again" not in client.get("/").text
        assert "Wren Advice" in idva.get("/support/explain").text


def test_taking_one_off_is_asked_once_more(marac: World) -> None:
    """And then it is gone from both pages."""
    (refuge,) = entered(marac, REFUGE)
    client = marac.client("chair")
    assert submit(client, f"/support/{refuge}/remove").status_code == 303
    assert "Lantern" not in client.get("/support").text
    assert client.get(f"/support/{refuge}").status_code == 404


def test_the_directory_is_narrowed_down_and_its_address_says_nothing(marac: World) -> None:
    """By number of kind and language: nobody reads in a history who needed what."""
    entered(marac, REFUGE, ADVISER)
    client = marac.client("housing")
    page = client.get("/support").text
    assert names_on(page)[:2] == ["Lantern Refuge", "Wren Advice"]
    values = [each.attributes["value"] for each in Reader(page).all("option")]
    assert all(re.fullmatch(r"\d*", value) for value in values)
    adviser = list(Kind).index(Kind.IMMIGRATION_ADVISER) + 1
    assert names_on(client.get(f"/support?kind={adviser}").text)[0] == "Wren Advice"
    assert names_on(client.get("/support?language=1").text)[0] == "Lantern Refuge"
    assert names_on(client.get("/support?accepts=y").text)[0] == "Lantern Refuge"
    assert "Nothing in the directory" in client.get(f"/support?kind={adviser}&accepts=y").text


@pytest.mark.parametrize("query", ["kind=99", "kind=x", "language=99", "language=-1", "kind=²"])
def test_an_odd_address_shows_everything(marac: World, query: str) -> None:
    """A number that is not there chooses nothing."""
    entered(marac, REFUGE)
    answer = marac.client("idva").get(f"/support?{query}")
    assert answer.status_code == 200
    assert "Lantern Refuge" in answer.text


def test_the_page_for_her_says_nothing_of_anybody(marac: World) -> None:
    """No case, no name of a victim, no name of who checked: it may lie on a table."""
    entered(marac, REFUGE, ADVISER)
    page = marac.client("idva").get("/support/explain").text
    article = page[page.index("<article") : page.index("</article>")]
    assert not [word for word in SOMEBODY_IN_IT if word in article]
    assert not [who for who in marac.members.values() if who.name in article]
    assert "Northbrook Police" in article
    assert "Immigration Advice Authority (IAA), F000000001" in article
    assert "data-hide" in page


def test_the_page_for_her_in_another_language(marac: World) -> None:
    """Its own direction, who checked it and when, and an address that does not say which."""
    entered(marac, REFUGE)
    load(marac)
    client = marac.client("housing")
    page = client.get("/support/explain").text
    with marac.inside():
        (row,) = queries.explanations(marac.area_id)
    path = f"/support/explain/{row.id}"
    assert path in page
    shown = client.get(path).text
    (article,) = Reader(shown).all("article")
    assert (article.attributes["lang"], article.attributes["dir"]) == ("ur", "rtl")
    assert "checked by Made-up Translators" in shown
    assert "27 March 2026" in shown
    assert "~ Telephone" in shown


def test_without_support_she_is_sent_to_her_worker(marac: World) -> None:
    """An empty directory leaves no empty heading."""
    page = marac.client("idva").get("/support/explain").text
    assert "Ask your worker to find a service for you." in page
    assert "to show you their number" in page
