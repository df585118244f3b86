"""AC-18, AC-22: nothing leaves by a box that nobody thought of: each is tried or has a reason."""

import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app import clock
from app.audit.model import AuditRow
from app.db import db
from app.marac.support import service as support
from app.marac.support.model import SupportOrganisation
from app.refusals import Blocked
from tests.builders import World
from tests.every_way_out import SHAPED, TOLD, TRIED, boxes_for_words, form_classes, kept, reason_for
from tests.exits import a_recipient
from tests.marac.support.entries import REFUGE
from tests.pages import boxes
from tests.saying import a_telling, looked_at


@dataclass(frozen=True)
class Way:
    """A form as somebody would fill it in honestly: who, where, and what else they say."""

    who: str
    path: str
    page: str = ""
    said: Mapping[str, str] = field(default_factory=dict)


AGENCY = {
    "name": "Harbour Refuge",
    "sector": "housing",
    "callback_phone": "020 7946 0100",
    "email_domain": "harbour.example.org",
}
OUTSIDER = {
    "name": "Northbrook Family Court",
    "postal_address": "1 Court Street\nNorthbrook",
    "telephone": "020 7946 0712",
    "email_domain": "courts.example.org",
    "proof_kind": "called_back",
    "proof": "Rang the number in the finder",
    "dpo_name": "Hana Vale",
    "dpo_note": "Nothing about anybody’s status may be sent there.",
    "dpo_on-day": "2",
    "dpo_on-month": "11",
    "dpo_on-year": "2026",
    **{f"name_{n}": f"Ebele Marsh{'abcd'[n]}" for n in range(4)},
    **{f"email_{n}": f"ebele{n}@courts.example.org" for n in range(4)},
}
SUPPORT = {
    "name": "Harbour Refuge",
    "kinds": "refuge",
    "telephone": "020 7946 0123",
    "no_recourse": "yes",
    "cost": "free",
}
STEPS = dict.fromkeys(("justified", "power", "least", "kept"), "Nothing but what the move needs")
WAYS: dict[str, Way] = {
    "accounts.agency.forms.AgencyForm": Way("administrator", "/agencies/new", said=AGENCY),
    "accounts.agency.forms.ChangeAgencyForm": Way(
        "administrator", "/agencies/{agency}/change", said=AGENCY
    ),
    "accounts.person.forms.InviteForm": Way(
        "administrator",
        "/people/invite",
        said={
            "name": "Tess Tolley",
            "email": "tess@housing.example.org",
            "job": "Lead",
            "agency_id": "{agency}",
            "roles": "representative",
            "sponsor_attests": "y",
        },
    ),
    "accounts.person.forms.RolesForm": Way(
        "administrator", "/people/{officer}/roles", said={"roles": "representative"}
    ),
    "confidentiality.disclosure.decision_form.DecideForm": Way(
        "deputy",
        "/disclosures/{request}/decide",
        said={"answer_0": "part", "answer_1": "full", "reason_0": "The rest is not needed"},
    ),
    "confidentiality.disclosure.decision_form.NothingForm": Way(
        "deputy", "/disclosures/{request}/nothing"
    ),
    "confidentiality.disclosure.forms.PurposeForm": Way(
        "housing", "/disclosures/{request}/purpose", said={"urgency": "today"}
    ),
    "confidentiality.disclosure.forms.StepsForm": Way(
        "housing", "/disclosures/{request}/steps", said=STEPS
    ),
    "confidentiality.recipient.forms.MemberForm": Way(
        "housing",
        "/recipients/new/member/{nrpf}",
        said={
            "people": "{nrpf_person}",
            **{name: words for name, words in OUTSIDER.items() if name.startswith("dpo")},
        },
    ),
    "confidentiality.recipient.forms.OutsiderForm": Way(
        "housing", "/recipients/new/court", said=OUTSIDER
    ),
    "marac.action.forms.GiveAction": Way(
        "officer", "/actions/{action}/give", said={"owner": "{chair}"}
    ),
    "marac.board.forms.AgreeAction": Way(
        "chair",
        "/meetings/{meeting}/board/{item}/actions",
        page="/meetings/{meeting}/board/{item}",
        said={
            "what": "Ring her on Monday",
            "risk_number": "1",
            "owner": "{officer}",
            "due_on": "{tomorrow}",
            "how_known": "Told at the next meeting",
        },
    ),
    "marac.intake.forms.MakeToken": Way(
        "housing", "/tokens/new", said={"months": "12", "passphrase": "{passphrase}"}
    ),
    "marac.letter.forms.ChooseWords": Way("idva", "/letters/{letter}/words"),
    "marac.calendar.forms.PlanMeeting": Way(
        "coordinator",
        "/meetings/new",
        said={
            "day-day": "11",
            "day-month": "3",
            "day-year": "2099",
            "time": "9:30am",
            "place": "Room 2",
            "every": "once",
            "agencies": "{agency}",
        },
    ),
    "marac.meeting.forms.Witness": Way(
        "chair",
        "/meetings/{meeting}/witness",
        page="/meetings/{meeting}",
        said={"agency": "{agency}", "capacity": "member"},
    ),
    "marac.support.forms.EntryForm": Way("coordinator", "/support/{organisation}/change"),
    "marac.support.forms.NewEntryForm": Way("coordinator", "/support/new", said=SUPPORT),
}

SPOKEN = "confidentiality.disclosure.spoken_forms"
ELSEWHERE = {f"{SPOKEN}.SpokenForm", f"{SPOKEN}.LookForm"}
"""Forms that are tried through their services, in the last test of this file."""


def test_every_box_is_tried_or_has_a_reason() -> None:
    """A new box for words stands on neither list, and this fails until somebody thought of it."""
    unknown = [
        f"{name}.{box}"
        for name, form in form_classes().items()
        for box in boxes_for_words(form)
        if box not in TRIED.get(name, ()) and box not in SHAPED.get(name, ())
    ]
    assert [each for each in unknown if reason_for(*each.rsplit(".", 1)) is None] == []
    assert sorted(unknown) == kept("boxes"), "Is it narrative? Then add it to told_words.txt."


def test_no_reason_is_left_over() -> None:
    """A form or box that is gone is on no list, so that its reason excuses nothing new."""
    known = form_classes()
    boxes_of = {name: set(boxes_for_words(form)) for name, form in known.items()}
    modules = {name.rpartition(".")[0] for name in known}
    for name, tried in TRIED.items():
        dynamic = {box for box in tried if box.endswith("_0")} if "decision" in name else set()
        assert set(tried) - dynamic <= boxes_of[name], name
    assert set(TRIED) == set(WAYS) | ELSEWHERE
    for name, shaped in SHAPED.items():
        assert set(shaped) <= boxes_of[name], name
    for key in TOLD:
        form, _, box = key.rpartition(".")
        if form.endswith(".*"):
            assert form.removesuffix(".*") in modules, key
        else:
            assert box == "*" or box in boxes_of[form], key
            assert form not in TRIED or box != "*", key


def places(world: World, who: str) -> dict[str, str]:
    """What stands in the addresses and answers of the ways."""
    extra = world.extra
    with world.inside():
        row = db.session.scalars(select(SupportOrganisation.id)).first()
        if row is None:
            row = support.enter(world.actor("coordinator"), REFUGE, on_register=True).id
    return {
        "agency": str(world.agencies["housing"]),
        "nrpf": str(world.agencies["nrpf"]),
        "nrpf_person": str(world.person_id("nrpf")),
        "officer": str(world.person_id("officer")),
        "chair": str(world.person_id("chair")),
        "passphrase": world.members[who].passphrase,
        "organisation": str(row),
        "tomorrow": (clock.today() + timedelta(days=1)).isoformat(),
        "item": str(extra["item of case"]),
        **{name: str(extra[name]) for name in ("action", "case", "request", "letter", "meeting")},
    }


def attempts(world: World) -> int:
    """How many refusals of the firewall the trail has."""
    with world.inside():
        asked = select(func.count()).select_from(AuditRow).where(AuditRow.tag == "firewall:block")
        return db.session.scalar(asked) or 0


@pytest.mark.parametrize("name", list(WAYS))
def test_every_box_for_a_recipient_or_an_undertaking_is_screened(worked: World, name: str) -> None:
    """In every spelling: refused, kept in the box, one attempt in the trail each."""
    way = WAYS[name]
    here = places(worked, way.who)
    client = worked.client(way.who)
    path = way.path.format_map(here)
    shown = client.get(way.page.format_map(here) or path)
    assert shown.status_code == 200, (path, shown.status)
    said = {key: words.format_map(here) for key, words in way.said.items()}
    honest = boxes(shown.text) | said
    for box, spellings in TRIED[name].items():
        for words in spellings:
            before = attempts(worked)
            answer = client.post(path, data=honest | {box: words})
            assert answer.status_code == 422, (box, words, answer.location)
            assert attempts(worked) == before + 1, (box, words, errors(answer.text))
            assert html.escape(words.splitlines()[0], quote=False) in html.unescape(answer.text)


def errors(page: str) -> list[str]:
    """What the page says is wrong."""
    return [part.split("</p>")[0] for part in page.split('class="govuk-error-message"')[1:]]


@pytest.mark.parametrize("name", [name for name in SHAPED if name in WAYS])
def test_a_box_for_a_number_takes_no_words(worked: World, name: str) -> None:
    """The Home Office has no room in a telephone number, a regulator’s number or a day."""
    way = WAYS[name]
    here = places(worked, way.who)
    client = worked.client(way.who)
    path = way.path.format_map(here)
    said = {key: words.format_map(here) for key, words in way.said.items()}
    for box in SHAPED[name]:
        shown = client.get(way.page.format_map(here) or path)
        honest = boxes(shown.text) | said
        if f'name="{box}"' not in shown.text:
            continue
        answer = client.post(path, data=honest | {box: "Home Office"})
        if answer.status_code == 303:  # not asked of what this one is: it is not kept either
            assert "Home Office" not in client.get(answer.location).text, box
            continue
        assert answer.status_code == 422, (box, answer.location)
        assert errors(answer.text), box


def test_what_was_said_aloud_is_screened_too(marac: World) -> None:
    """What somebody told on the telephone, why, and what a chair says of it afterwards."""
    with marac.inside():
        to = a_recipient(marac)
        for words in TRIED[f"{SPOKEN}.SpokenForm"]["words"]:
            for field_ in ("words", "why"):
                with pytest.raises(Blocked):
                    a_telling(marac, to.id, **{field_: words})
        told = a_telling(marac, to.id)
        for words in TRIED[f"{SPOKEN}.LookForm"]["words"]:
            with pytest.raises(Blocked):
                looked_at(marac, told.id, words=words)
