"""AC-01: a friend of his asks the system whether it knows her name."""

import re

import pytest
from flask.testing import FlaskClient

from app.marac.referral.service import refer
from tests.builders import World
from tests.walking import rules
from tests.web.crawl import Reader
from tests.working import CANARY, SUMMARY, VICTIM

CHANGES = re.compile(r'csrf[^>]*|data-(idle|absolute)="[0-9]+"')
"""What differs each time: the form's token, and the seconds that are left."""
MADE_ANEW = {"/account/passphrase", "/account/authenticator"}
"""Pages that offer fresh random words or a fresh secret."""
CHOOSES = ("/register", "/actions/tracking")
"""The one form that is sent with GET: a list of months, and no box to type in."""
ASKING = ("q", "name", "search", "victim", "person", "filter")
UNKNOWN = "Petronella Nobody"


def asked(client: FlaskClient, path: str, name: str) -> tuple[int, str]:
    """The page's answer when a name is put to it in every way one could think of."""
    told = dict.fromkeys(ASKING, name)
    answer = client.get(path, query_string=told, follow_redirects=True)
    return answer.status_code, CHANGES.sub("", answer.text)


@pytest.mark.parametrize("who", ["nrpf", "second_idva", "administrator"])
def test_a_known_and_an_unknown_name_get_the_same_answer(worked: World, who: str) -> None:
    """On every page without an id, for people to whom her case is not open: the same bytes."""
    client, tried = worked.client(who), 0
    for rule in rules(worked):
        if (
            "<" in rule.rule
            or rule.rule in MADE_ANEW
            or (who == "second_idva" and not rule.rule.startswith("/re"))
        ):
            continue
        assert asked(client, rule.rule, CANARY) == asked(client, rule.rule, UNKNOWN), rule.rule
        tried += 1
    assert tried >= 1


def test_no_page_offers_to_look_anybody_up(worked: World) -> None:
    """Nothing that is typed gets into an address, and no form searches: none is sent with GET, but
    for those that offer months, or agencies and states of actions, to choose from."""
    for who in ("chair", "coordinator", "idva", "nrpf", "administrator"):
        client = worked.client(who)
        for rule in rules(worked):
            if "<" not in rule.rule:
                page = client.get(rule.rule).text
                for form in Reader(page).all("form"):
                    sent = form.attributes.get("method", "").lower()
                    assert sent == "post" or rule.rule in CHOOSES, rule.rule
                    assert sent == "post" or "<input" not in form_of(page), rule.rule


def form_of(page: str) -> str:
    """The form of a page that is sent with GET."""
    found = re.search(r'<form method="get".*?</form>', page, re.DOTALL)
    assert found is not None
    return found[0]


def test_referring_somebody_known_looks_like_referring_anybody(worked: World) -> None:
    """Whoever refers is not told that the MARAC has heard of her."""
    with worked.inside():
        actor = worked.actor("nrpf")
        told = {"victim": VICTIM.to_dict(), "summary": SUMMARY.to_dict()}
        other = told | {"victim": VICTIM.to_dict() | {"name": UNKNOWN}}
        known, unknown = refer(actor, told), refer(actor, other)
        assert known.state == unknown.state
        assert len(known.reference) == len(unknown.reference)
        assert len(known.sealed_summary) == len(unknown.sealed_summary)
