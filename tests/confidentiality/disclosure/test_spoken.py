"""What was told by word of mouth is written down, looked at by a chair, and kept in the log."""

from datetime import timedelta

import pytest

from app import clock
from app.confidentiality.circle import service as circle
from app.confidentiality.disclosure import looking, saying, spoken
from app.confidentiality.disclosure.model import Spoken
from app.confidentiality.disclosure.spoken import Looked, Rung, Verdict
from app.confidentiality.disclosure.verifying import verify_all
from app.confidentiality.recipient.rules import RecipientKind
from app.db import db, transaction
from app.refusals import Changed, NotVisible, Refused, RuleBroken
from app.web.templating import day
from tests.builders import World
from tests.exits import a_member, a_recipient
from tests.marac import trail
from tests.pages import boxes, say_why
from tests.saying import a_telling, looked_at, what_was_said

WORDS = "That he is on his way to the flat"


def form(marac: World, page: str, **changes: str) -> dict[str, str]:
    """The form as the page has it, filled in for ten minutes ago."""
    with marac.inside():
        told = clock.london(clock.now()) - timedelta(minutes=10)
    rang = told - timedelta(minutes=5)
    person = page.split('name="person" type="radio" value="')[1].split('"')[0]
    filled = {
        "person": person,
        "rung": "yes",
        "rung_time": f"{rang:%H:%M}",
        "told_on-day": str(told.day),
        "told_on-month": str(told.month),
        "told_on-year": str(told.year),
        "told_time": f"{told:%H:%M}",
        "items": "summary.what_happened",
        "words": WORDS,
        "why": "He had left ten minutes before",
        "agreed": "nobody",
    }
    return boxes(page) | filled | changes


def test_from_the_case_to_the_chair_to_the_log(marac: World) -> None:
    """Housing writes it down; the deputy finds it at home, reads and signs; the IDVA reads all."""
    with marac.inside():
        a_recipient(marac)
    case, client = marac.extra["case"], marac.client("housing")
    path = f"/spoken/about/{case}"
    assert path in say_why(client, case).text
    page = client.get(path).text
    assert "020 7946 0711" in page
    answer = client.post(path, data=form(marac, page))
    assert answer.status_code == 303, answer.text
    entry = answer.location
    shown = client.get(entry).text
    assert WORDS in shown
    assert "Yes, on 020 7946 0711" in shown
    assert "Your passphrase" not in shown
    assert entry in client.get(f"/cases/{case}").text

    deputy = marac.client("deputy")
    home = deputy.get("/").text
    assert entry in home
    assert "another agency than whoever said it: yours" in home
    assert WORDS not in home
    mine = marac.members["deputy"].passphrase
    signed = boxes(deputy.get(entry).text) | {"verdict": "read", "passphrase": mine}
    assert deputy.post(entry, data=signed | {"passphrase": "no"}).status_code == 422
    assert deputy.post(entry, data=signed).status_code == 303
    assert entry not in deputy.get("/").text

    log = marac.client("idva").get(f"/cases/{case}/told").text
    for words in (
        "Told by word of mouth: Northbrook Law Centre",
        "Miriam Oyelaran, Manager",
        WORDS,
        "What happened",
        "Daniel Price, Northbrook Housing",
        "Tom Okafor",
        "Looked at by a chair",
    ):
        assert words in log, words
    with marac.inside():
        assert verify_all() == []
        for tag in ("spoken:write", "spoken:look"):
            assert trail.count(tag) == 1, tag


def test_a_chair_says_that_it_should_not_have_happened(marac: World) -> None:
    """With reasons, or not at all; it stays in the log with them."""
    with marac.inside():
        row = a_telling(marac, a_recipient(marac).id)
        with pytest.raises(RuleBroken) as broken:
            looked_at(marac, row.id, verdict=Verdict.WRONG)
        assert broken.value.field == "words"
        looked_at(marac, row.id, verdict=Verdict.WRONG, words="A letter would have been in time")
    log = marac.client("idva").get(f"/cases/{marac.extra['case']}/told").text
    assert "Should not have happened" in log
    assert "A letter would have been in time" in log


def test_nobody_of_the_same_agency_looks_at_it_and_one_chair_is_enough(marac: World) -> None:
    """Not whoever said it, not a chair of their agency; the second of two chairs is told."""
    with marac.inside():
        to = a_recipient(marac).id
        own = a_telling(marac, to, by="chair")
        with pytest.raises(Refused) as refused:
            looked_at(marac, own.id, "chair")
        assert str(refused.value) == spoken.NOT_YOURS
        colleague = a_telling(marac, to, by="coordinator")
        with transaction():
            colleague.agency_id = marac.agencies["hospital"]  # as if she had been with them then
        with pytest.raises(Refused):
            looked_at(marac, colleague.id, "deputy")
        looked_at(marac, colleague.id, "chair")
        row = a_telling(marac, to)
        looked_at(marac, row.id, "deputy")
        with pytest.raises(Changed) as changed:
            looked_at(marac, row.id, "chair")
        assert "Tom Okafor" in changed.value.message
        with pytest.raises(Refused):
            looking.sign_looked(marac.actor("coordinator"), own.id, Looked(Verdict.READ))


def test_who_reads_it(marac: World) -> None:
    """Whoever said it, the officers and the IDVA; a member of the case's circle does not."""
    with marac.inside():
        row = a_telling(marac, a_recipient(marac).id)
        for who in ("housing", "idva", "coordinator", "chair"):
            assert saying.open_spoken(marac.actor(who), row.id).told.words == WORDS
        with pytest.raises(NotVisible):
            saying.open_spoken(marac.actor("officer"), row.id)
        circle.exclude(
            marac.actor("chair"), marac.extra["case"], person_id=marac.person_id("deputy")
        )
        with pytest.raises(NotVisible):
            saying.open_spoken(marac.actor("deputy"), row.id)
        assert saying.waiting(marac.actor("deputy")) == []
        with pytest.raises(NotVisible):
            saying.begin(marac.actor("deputy"), marac.extra["case"])
    assert "Told by word of mouth" not in marac.client("deputy").get("/").text


def test_a_case_that_does_not_open_answers_as_none(marac: World) -> None:
    """Somebody without its key sees the same 404 as for an invented one, and writes nothing."""
    client = marac.client("nrpf")
    real, none = (
        client.get(f"/spoken/about/{record}")
        for record in (marac.extra["case"], "019a0000-0000-7000-8000-000000000000")
    )
    assert (real.status_code, real.data) == (none.status_code, none.data)
    with marac.inside():
        assert db.session.query(Spoken).count() == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"words": " "}, "words"),
        ({"why": ""}, "why"),
        ({"rung_at": None}, "rung_time"),
        ({"items": ("no.such.item",)}, "items"),
    ],
)
def test_what_is_missing_is_said_beside_its_box(
    marac: World, changes: dict[str, object], field: str
) -> None:
    """And nothing is kept."""
    with marac.inside():
        to = a_recipient(marac).id
        with pytest.raises(RuleBroken) as broken:
            a_telling(marac, to, **changes)
        assert broken.value.field == field
        assert db.session.query(Spoken).count() == 0


def test_only_what_has_been_and_not_long_ago(marac: World) -> None:
    """Neither what is still to come nor what lies more than a month back."""
    with marac.inside():
        to, now = a_recipient(marac).id, clock.now()
        for told_at in (now + timedelta(minutes=5), now - timedelta(days=32)):
            with pytest.raises(RuleBroken) as broken:
                a_telling(marac, to, told_at=told_at, rung_at=told_at)
            assert broken.value.field == "told_on"


def test_a_member_is_rung_on_the_number_of_the_agencies(marac: World) -> None:
    """The register of recipients has none for a member; that of the agencies has."""
    with marac.inside():
        to = a_member(marac, "hospital", "deputy")
        row = a_telling(marac, to.id, by="idva")
        assert saying.open_spoken(marac.actor("idva"), row.id).told.number == "020 7946 0006"


def test_half_a_form_loses_nothing(marac: World) -> None:
    """What was typed stands there again, with a message beside the box."""
    with marac.inside():
        a_recipient(marac)
    client, path = marac.client("housing"), f"/spoken/about/{marac.extra['case']}"
    page = client.get(path).text
    answer = client.post(path, data=form(marac, page, told_time="half past two"))
    assert answer.status_code == 422
    assert WORDS in answer.text
    assert "Enter a time, for example 14:30" in answer.text
    assert "half past two" in answer.text


def test_nothing_but_days_and_ids_lies_in_the_open(marac: World) -> None:
    """To whom, what and why are in no column that can be read."""
    with marac.inside():
        row = a_telling(marac, a_recipient(marac).id)
        looked_at(marac, row.id, words="Quite right")
        said = [str(getattr(row, column.name)) for column in Spoken.__table__.columns]
        plain = " ".join(said)
        for words in (WORDS, "Miriam", "Northbrook Law Centre", "Quite right", "7946"):
            assert words not in plain
        assert day(row.told_at)


def test_nobody_who_demands_something_can_be_told_aloud(marac: World) -> None:
    """An agency’s own lawyers and the victim have the written road; they are not on the list."""
    with marac.inside():
        legal = a_member(marac, "housing", legal=True)
        offered = saying.begin(marac.actor("idva"), marac.extra["case"]).people
        assert legal.id not in {each.recipient.id for each in offered}
        with pytest.raises(RuleBroken) as broken:
            saying.write_down(marac.actor("idva"), marac.extra["case"], what_was_said(legal.id))
        assert broken.value.message == spoken.NOT_THERE
        assert not spoken.may_be_told(RecipientKind.VICTIM)
        life = what_was_said(a_recipient(marac).id, rung=Rung.LIFE_AT_RISK, rung_at=None)
        assert saying.write_down(marac.actor("idva"), marac.extra["case"], life).id
