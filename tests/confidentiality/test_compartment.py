"""The immigration section: not for police or no-recourse teams; chairs case by case."""

from uuid import UUID

import pytest

from app.accounts.agency.model import Sector
from app.confidentiality.circle import ports
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.grants import Holder, Ring, new_secret
from app.confidentiality.circle.model import Because, LetIn, Office, SecretKind
from app.confidentiality.circle.ports import Due, register_guarded
from app.confidentiality.circle.queries import generations
from app.confidentiality.circle.rules import compartment_bar, may_hold
from app.db import db, new_id
from app.refusals import NotVisible, Refused, RuleBroken
from tests.confidentiality.borough import CHAIR, IDVA, REPRESENTATIVE, Borough


@pytest.fixture
def area(peopled: Borough) -> Borough:
    """Everybody is in, with a second IDVA and somebody of the council's no-recourse team."""
    peopled.add_agency("nrpf", Sector.COUNCIL_NRPF_TEAM)
    peopled.join("coordinator", "nrpf", "nrpf", REPRESENTATIVE)
    peopled.join("coordinator", "second", "haven", IDVA)
    circle.admit(peopled.actor("coordinator"))
    return peopled


def a_section(area: Borough, *names: str) -> UUID:
    """The record of a case whose section these people are assigned to."""
    record = new_id()
    holders = [Holder(area.people[name], Because.ASSIGNED) for name in names]
    new_secret(area.actor("coordinator"), SecretKind.CASE, record)
    new_secret(area.actor("coordinator"), SecretKind.COMPARTMENT, record, holders)
    return record


def who_opens(area: Borough, record: UUID) -> set[str]:
    """Everybody who opens a section."""
    (secret, *_) = generations(SecretKind.COMPARTMENT, record)
    return {name for name in area.people if Ring(area.actor(name)).may_open(secret.id)}


def test_a_section_is_not_sealed_to_officers(area: Borough) -> None:
    """Not to the coordinator who made it, nor to the chair."""
    assert who_opens(area, a_section(area, "idva")) == {"idva"}


@pytest.mark.parametrize("name", ["chair", "nrpf"])
def test_police_and_no_recourse_team_do_not_hold_it(area: Borough, name: str) -> None:
    """Assigned to the case or not, named or not."""
    record = a_section(area, "idva", name)
    assert who_opens(area, record) == {"idva"}
    with pytest.raises(RuleBroken, match=r"chair|do not hold") as refusal:
        circle.name_compartment_holder(area.actor("coordinator"), area.people[name])
    assert refusal.value.field == "person"


@pytest.mark.parametrize("because", [Because.REFERRER, Because.SIGNATURE, Because.OFFICE])
def test_a_referrer_writes_into_it_and_does_not_read_it_back(
    area: Borough, because: Because
) -> None:
    """Nor does anybody hold it for signing at a meeting, or for an office."""
    record = new_id()
    holders = [
        Holder(area.people["housing"], because),
        Holder(area.people["idva"], Because.ASSIGNED),
    ]
    new_secret(area.actor("coordinator"), SecretKind.COMPARTMENT, record, holders)
    assert who_opens(area, record) == {"idva"}


def test_a_named_holder_gets_new_sections_at_once_and_old_ones_at_a_beat(area: Borough) -> None:
    """From a holder's page, because no officer can open them."""
    before = a_section(area, "idva")
    circle.name_compartment_holder(area.actor("coordinator"), area.people["second"])
    assert who_opens(area, a_section(area, "idva")) == {"idva", "second"}
    circle.admit(area.actor("coordinator"))
    assert who_opens(area, before) == {"idva"}
    circle.admit(area.actor("idva"))
    assert who_opens(area, before) == {"idva", "second"}


def test_naming_ends_with_its_grants(area: Borough) -> None:
    """And what is written afterwards has new keys."""
    circle.name_compartment_holder(area.actor("coordinator"), area.people["second"])
    record = a_section(area, "idva")
    circle.unname_compartment_holder(area.actor("chair"), area.people["second"])
    assert who_opens(area, record) == {"idva"}
    circle.admit(area.actor("coordinator"))
    assert len(generations(SecretKind.COMPARTMENT, record)) == 2
    assert who_opens(area, record) == {"idva"}
    with pytest.raises(NotVisible):
        circle.unname_compartment_holder(area.actor("chair"), area.people["second"])


def test_only_officers_name_and_only_whoever_is_ready(area: Borough) -> None:
    """A role in the register is not enough, nor are keys that nobody confirmed."""
    with pytest.raises(Refused):
        circle.name_compartment_holder(area.actor("idva"), area.people["second"])
    area.add_person("new", "haven", IDVA)
    with pytest.raises(RuleBroken, match="not been confirmed"):
        circle.name_compartment_holder(area.actor("coordinator"), area.people["new"])


def test_a_holder_lets_a_chair_in_with_a_reason_that_the_others_see(area: Borough) -> None:
    """For that one case; the reason is sealed under its own key."""
    circle.name_compartment_holder(area.actor("coordinator"), area.people["second"])
    record, other = a_section(area, "idva"), a_section(area, "idva")
    reason = "The chair writes the letter to her solicitor with me."
    circle.let_in(area.actor("idva"), record, area.people["chair"], reason)
    assert who_opens(area, record) == {"idva", "second", "chair"}
    assert who_opens(area, other) == {"idva", "second"}
    (shown,) = circle.who_was_let_in(area.actor("second"), record)
    assert (shown.reason, shown.by_person_id) == (reason, area.people["idva"])
    with pytest.raises(NotVisible):
        circle.who_was_let_in(area.actor("coordinator"), record)
    assert reason.encode() not in db.session.scalars(db.select(LetIn.sealed_reason)).one()


def test_who_cannot_open_it_lets_nobody_in(area: Borough) -> None:
    """The chair least of all."""
    record = a_section(area, "idva")
    for name in ("chair", "coordinator", "second"):
        with pytest.raises(NotVisible):
            circle.let_in(area.actor(name), record, area.people["chair"], "A good enough reason.")


@pytest.mark.parametrize(
    ("name", "reason", "field"),
    [("chair", "short", "reason"), ("nrpf", "A good enough reason.", "person")],
)
def test_only_chairs_are_let_in_and_only_with_a_reason(
    area: Borough, name: str, reason: str, field: str
) -> None:
    """Beside the field that is wrong."""
    record = a_section(area, "idva")
    with pytest.raises(RuleBroken) as broken:
        circle.let_in(area.actor("idva"), record, area.people[name], reason)
    assert broken.value.field == field


def test_nobody_is_let_into_a_case_that_is_kept_from_them(area: Borough) -> None:
    """An exclusion beats a reason."""
    record = a_section(area, "idva")
    circle.exclude(area.actor("coordinator"), record, person_id=area.people["chair"])
    with pytest.raises(Refused, match="kept from"):
        circle.let_in(area.actor("idva"), record, area.people["chair"], "A good enough reason.")


def test_a_chair_with_new_keys_is_let_in_again_by_a_beat(area: Borough) -> None:
    """Because a holder had let them in, as the seal shows."""
    record = a_section(area, "idva")
    circle.let_in(area.actor("idva"), record, area.people["chair"], "A good enough reason.")
    area.reset("chair")
    area.confirm("coordinator", "chair", Office.OFFICER)
    area.sign("chair")
    area.sign_for_agency("chair")
    circle.admit(area.actor("idva"))
    assert who_opens(area, record) == {"idva", "chair"}


def test_an_idva_who_is_assigned_later_is_let_in_by_a_holder(
    area: Borough, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row that says so is not enough; what an officer signed is given by whoever can open it."""
    circle.name_compartment_holder(area.actor("coordinator"), area.people["second"])
    record = a_section(area)
    (secret,) = generations(SecretKind.COMPARTMENT, record)
    monkeypatch.setattr(ports, "_GUARDED", [])
    due = Due(secret.id, record, area.people["idva"], Because.ASSIGNED, record)
    register_guarded(lambda area_id: [due])
    circle.admit(area.actor("coordinator"))
    assert who_opens(area, record) == {"second"}
    circle.admit(area.actor("second"))
    assert who_opens(area, record) == {"second"}
    assign = (record, (SecretKind.COMPARTMENT,), Because.ASSIGNED, area.people["idva"])
    with pytest.raises(Refused):
        circle.promise_to(area.actor("second"), *assign)
    circle.promise_to(area.actor("coordinator"), *assign)
    circle.admit(area.actor("second"))
    assert who_opens(area, record) == {"second", "idva"}


@pytest.mark.parametrize("sector", list(Sector))
def test_two_sectors_are_barred_and_no_others(sector: Sector) -> None:
    """The rule, for every kind of agency there is."""
    barred = sector in (Sector.POLICE, Sector.COUNCIL_NRPF_TEAM)
    assert bool(compartment_bar(sector, IDVA)) is barred
    assert compartment_bar(sector, CHAIR)
    assert may_hold("compartment", sector, Because.ASSIGNED) is not barred
    assert may_hold("case", sector, Because.SIGNATURE)


def test_a_chair_who_was_let_in_keeps_up_with_new_keys(area: Borough) -> None:
    """After somebody was kept from the case, a holder gives her what comes afterwards too."""
    record = a_section(area, "idva", "second")
    circle.let_in(area.actor("idva"), record, area.people["chair"], "A good enough reason.")
    circle.exclude(area.actor("coordinator"), record, person_id=area.people["second"])
    newest, *_ = generations(SecretKind.COMPARTMENT, record)
    assert newest.generation == 2
    assert who_opens(area, record) == {"idva"}
    circle.admit(area.actor("idva"))
    assert who_opens(area, record) == {"idva", "chair"}
