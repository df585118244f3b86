"""The pages on which a case is changed, by one person and by two at once."""

from uuid import UUID

import pytest
from flask.testing import FlaskClient

from app.marac.case import service
from app.marac.case.rules import OpeningReason
from tests.builders import World
from tests.pages import boxes, say_why, send
from tests.working import CANARY


def opened(marac: World) -> service.OpenedCase:
    """The case as it stands."""
    with marac.inside():
        return service.open_case(
            marac.actor("chair"), marac.extra["case"], OpeningReason.RECORD_CHECK
        )


def writer(marac: World, who: str = "idva") -> FlaskClient:
    """Somebody who has said why."""
    client = marac.client(who)
    say_why(client, marac.extra["case"])
    return client


def victim_page(marac: World) -> str:
    """Where the victim's details are changed."""
    victim = opened(marac).victim
    assert victim is not None
    return f"/cases/{marac.extra['case']}/people/{victim.id}"


def summary_page(marac: World) -> str:
    """Where it is changed what happened."""
    return f"/cases/{marac.extra['case']}/summary"


def test_details_are_shown_changed_and_saved(marac: World) -> None:
    """What is not touched stays exactly as it was."""
    path, before = victim_page(marac), opened(marac).victim
    answer = send(writer(marac), path, {"phone": "07700 900888", "postcode": "nb12cy"})
    assert answer.status_code == 303
    assert answer.location == f"/cases/{marac.extra['case']}"
    after = opened(marac).victim
    assert before is not None
    assert after is not None
    assert after.details.phone == "07700 900888"
    assert vars(after.details) | {"phone": ""} == vars(before.details) | {"phone": ""}


@pytest.mark.parametrize("who", ["idva", "housing", "coordinator"])
def test_what_happened_is_changed_by_those_who_may(marac: World, who: str) -> None:
    """And the dates of the case stay."""
    answer = send(writer(marac, who), summary_page(marac), {"wishes": "A quiet flat"})
    assert answer.status_code == 303
    assert opened(marac).summary.wishes == "A quiet flat"
    assert opened(marac).summary.referred_on is not None


def test_a_broken_rule_comes_back_with_what_was_typed(marac: World) -> None:
    """Beside its field, and nothing is saved."""
    client, path = writer(marac), victim_page(marac)
    answer = send(client, path, {"date_of_birth-year": "2199", "phone": "typed"})
    assert answer.status_code == 422
    assert "Date of birth must be in the past" in answer.text
    assert boxes(answer.text)["phone"] == "typed"
    answer = send(client, path, {"name": " "})
    assert "Enter a name" in answer.text
    answer = send(client, summary_page(marac), {"agrees": "no"})
    assert "necessary and proportionate" in answer.text
    assert opened(marac).label.name == CANARY


def test_the_second_sees_what_changed_and_keeps_their_text(marac: World) -> None:
    """Both texts stand side by side; nothing is saved until the second decides."""
    path = summary_page(marac)
    chair, idva = writer(marac, "chair"), writer(marac, "idva")
    form = boxes(idva.get(path).text)
    send(chair, path, {"wishes": "Chair: a quiet flat", "in_place": "Chair: a camera"})
    answer = idva.post(path, data=form | {"wishes": "Idva: her own door"})
    assert answer.status_code == 409
    for words in ("Priya Raman saved this", "Chair: a quiet flat", "Idva: her own door"):
        assert words in answer.text
    held = boxes(answer.text)
    assert held["wishes"] == "Idva: her own door"
    assert held["in_place"] == "Chair: a camera"
    assert "they now show what Priya Raman wrote: What is already in place" in answer.text
    assert opened(marac).summary.wishes == "Chair: a quiet flat"
    assert idva.post(path, data=held).status_code == 303
    summary = opened(marac).summary
    assert (summary.wishes, summary.in_place) == ("Idva: her own door", "Chair: a camera")


def test_a_telephone_that_became_unsafe_is_not_made_safe_by_an_old_form(marac: World) -> None:
    """The other's warning is taken over, and the second is shown that it was."""
    path = victim_page(marac)
    chair, idva = writer(marac, "chair"), writer(marac, "idva")
    form = boxes(idva.get(path).text)
    assert send(chair, path, {"safe_to_text": "no"}).status_code == 303
    answer = idva.post(path, data=form | {"notes": "Idva: she has a new coat"})
    assert answer.status_code == 409
    assert "Safe to text" in answer.text
    held = boxes(answer.text)
    assert (held["safe_to_text"], held["notes"]) == ("no", "Idva: she has a new coat")
    assert idva.post(path, data=held).status_code == 303
    victim = opened(marac).victim
    assert victim is not None
    assert victim.details.safe_to_text == "no"


def test_a_change_of_something_else_is_no_conflict(marac: World) -> None:
    """A new name moves the agenda's label, which must not stop who writes what happened."""
    idva, path = writer(marac), summary_page(marac)
    form = boxes(idva.get(path).text)
    send(writer(marac, "chair"), victim_page(marac), {"name": "Zephyrine Testcase"})
    assert idva.post(path, data=form | {"wishes": "Idva: her own door"}).status_code == 303
    now = opened(marac)
    assert (now.label.name, now.summary.wishes) == ("Zephyrine Testcase", "Idva: her own door")


def test_marks_that_were_meddled_with_take_nothing_over(marac: World) -> None:
    """A form without its marks, or with nonsense in them, is all contested or all the same."""
    path = summary_page(marac)
    chair, idva = writer(marac, "chair"), writer(marac, "idva")
    form = boxes(idva.get(path).text)
    send(chair, path, {"wishes": "Chair: a quiet flat"})
    for nonsense in ("", "[]", "{", '{"wishes": 3}'):
        answer = idva.post(path, data=form | {"seen": nonsense})
        assert answer.status_code == 409
        assert "Chair: a quiet flat" in answer.text
    assert opened(marac).summary.wishes == "Chair: a quiet flat"


@pytest.mark.parametrize(
    ("kind", "label"),
    [("perpetrator", "Perpetrators"), ("child", "Children"), ("other_at_risk", "others at risk")],
)
def test_somebody_is_added(marac: World, kind: str, label: str) -> None:
    """And stands on the page."""
    client = writer(marac)
    path = f"/cases/{marac.extra['case']}/people/new/{kind}"
    assert send(client, path, {"name": ""}).status_code == 422
    assert send(client, path, {"name": "Robin Newcomer"}).status_code == 303
    page = client.get(f"/cases/{marac.extra['case']}").text
    assert "Robin Newcomer" in page
    assert label in page


@pytest.mark.parametrize("who", ["nrpf", "second_idva"])
def test_who_cannot_open_a_case_cannot_change_it(marac: World, who: str) -> None:
    """Each of its pages is not there for them."""
    client = marac.client(who)
    for path in (summary_page(marac), victim_page(marac)):
        assert client.get(path).status_code == 404


def test_who_only_reads_finds_no_way_to_change(marac: World) -> None:
    """A chair let in through a meeting alone reads; the page offers nothing and refuses."""
    with marac.inside():
        case = opened(marac).case
        chair = marac.actor("chair")
        hold_for_reading(marac, case.secret_id)
        assert chair.is_officer
    client = marac.client("nrpf")
    page = say_why(client, marac.extra["case"]).text
    assert CANARY in page
    assert "Change what happened" not in page
    assert client.get(summary_page(marac)).status_code == 403
    assert client.get(victim_page(marac)).status_code == 403


def hold_for_reading(marac: World, secret_id: UUID) -> None:
    """Give somebody the key as an action's owner would get it."""
    from app.confidentiality.circle.chain import Chain
    from app.confidentiality.circle.giving import Giver, Holders
    from app.confidentiality.circle.model import Because
    from app.confidentiality.circle.ring import Ring
    from app.db import transaction

    chair = marac.actor("chair")
    with transaction():
        ring = Ring(chair)
        holders = Holders(Chain.of(chair))
        pair = holders.of(marac.person_id("nrpf"))
        assert pair is not None
        giver = Giver(chair, holders)
        giver.to_person(ring.secret(secret_id), ring.key(secret_id), pair, Because.ACTION_OWNER)
        giver.write()


def test_a_draft_of_a_change_survives_the_end_of_the_session(marac: World) -> None:
    """Sign in again, say why again, and what was typed is there."""
    client, path = writer(marac), summary_page(marac)
    page = client.get(path).text
    held = boxes(page) | {"wishes": "Idva: half a sentence"}
    csrf = held.pop("csrf_token")
    kept = client.post(
        "/drafts",
        json={"path": path, "fields": {name: [value] for name, value in held.items()}},
        headers={"X-CSRFToken": csrf},
    )
    assert kept.status_code == 204
    again = marac.client("idva")
    answer = send(again, f"/cases/{marac.extra['case']}/why", {"reason": "my_action"}, path)
    assert answer.location == path
    shown = again.get(path).text
    assert "Idva: half a sentence" in shown
    assert again.post(path, data=boxes(shown)).status_code == 303
    assert opened(marac).summary.wishes == "Idva: half a sentence"
