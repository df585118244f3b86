"""An officer assigns the IDVA of a case: promised, given keys at once, and closed to the last."""

from uuid import UUID, uuid4

import pytest

from app.audit.queries import rows_about
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.model import Because, Grant, Secret, SecretKind
from app.db import db, transaction
from app.marac.case import service
from app.marac.case.assigning import assign_idva, finish_handing_on, handing_on
from app.marac.case.model import Case
from app.marac.case.rules import OpeningReason
from app.refusals import NotVisible, Refused, RuleBroken
from tests.builders import World
from tests.working import CANARY, a_case

WHY = OpeningReason.PREPARING


def opens(marac: World, who: str, case_id: UUID) -> bool:
    """Say whether somebody can open a case."""
    try:
        return service.open_case(marac.actor(who), case_id, WHY).label.name == CANARY
    except NotVisible:
        return False


def opens_section(marac: World, who: str, case_id: UUID) -> bool:
    """Say whether somebody can open the immigration section."""
    try:
        return service.open_compartment(marac.actor(who), case_id, WHY).section is not None
    except NotVisible:
        return False


def name_holder(marac: World, who: str) -> None:
    """Have the chair name somebody to hold every immigration section, and let them in."""
    circle.name_compartment_holder(marac.actor("chair"), marac.person_id(who))


def test_a_case_without_idva_gets_one_who_begins_at_once(marac: World) -> None:
    """The case opens in her own session with no further step, and is among her own cases."""
    with marac.inside():
        case_id = a_case(marac, idva=None)
        assert not opens(marac, "second_idva", case_id)
        assign_idva(marac.actor("coordinator"), case_id, marac.person_id("second_idva"))
        assert opens(marac, "second_idva", case_id)
        own = service.own_cases(marac.actor("second_idva"))
        assert [each.case.id for each in own] == [case_id]
        tags = [each.tag for each in rows_about(marac.actor("chair"), case_id)]
        assert "case:idva" in tags


def test_the_idva_before_is_out(marac: World) -> None:
    """Neither the keys there were nor the new ones open for her, at any beat of the door."""
    with marac.inside():
        case_id = marac.extra["case"]
        assign_idva(marac.actor("coordinator"), case_id, marac.person_id("second_idva"))
        for who in ("chair", "second_idva", "housing"):
            circle.admit(marac.actor(who))
        assert opens(marac, "second_idva", case_id)
        assert not opens(marac, "idva", case_id)
        held = db.session.query(Grant).join(Secret, Secret.id == Grant.secret_id)
        held = held.filter(Secret.kind == SecretKind.CASE, Secret.record_id == case_id)
        assert held.filter(Grant.holder_id == marac.person_id("idva")).count() == 0
        generations = db.session.query(Secret).filter_by(record_id=case_id, kind=SecretKind.CASE)
        assert max(each.generation for each in generations) == 2
        assert not any(
            "assigned:" + str(marac.person_id("idva")) in s.promised for s in generations
        )


def test_the_others_go_on_reading_and_writing(marac: World) -> None:
    """Officers, the referrer and the new IDVA, with what is written afterwards."""
    with marac.inside():
        case_id = marac.extra["case"]
        assign_idva(marac.actor("coordinator"), case_id, marac.person_id("second_idva"))
        circle.admit(marac.actor("chair"))
        opened = service.open_case(marac.actor("second_idva"), case_id, WHY)
        service.change_summary(
            marac.actor("second_idva"), case_id, opened.summary, opened.case.revision
        )
        for who in ("chair", "deputy", "housing", "second_idva"):
            assert opens(marac, who, case_id)


def test_the_section_is_handed_on_before_it_is_taken(marac: World) -> None:
    """While only the IDVA before can open it, she keeps it; her session hands it to the new one."""
    with marac.inside():
        case_id, coordinator = marac.extra["case"], marac.actor("coordinator")
        done = assign_idva(coordinator, case_id, marac.person_id("second_idva"))
        assert done.handing_on == marac.person_id("idva")
        assert not opens_section(marac, "second_idva", case_id)
        assert not finish_handing_on(coordinator, case_id)
        circle.admit(marac.actor("idva"))
        assert opens_section(marac, "second_idva", case_id)
        assert finish_handing_on(coordinator, case_id)
        assert not handing_on(db.session.get_one(Case, case_id))
        for who in ("chair", "second_idva", "idva"):
            circle.admit(marac.actor(who))
        assert not opens_section(marac, "idva", case_id)
        assert opens_section(marac, "second_idva", case_id)


def test_with_a_named_holder_the_section_closes_at_once(marac: World) -> None:
    """Nothing waits where somebody else holds every section."""
    with marac.inside():
        name_holder(marac, "housing")
        case_id = marac.extra["case"]
        circle.admit(marac.actor("idva"))
        assert opens_section(marac, "housing", case_id)
        done = assign_idva(marac.actor("coordinator"), case_id, marac.person_id("second_idva"))
        assert done.handing_on is None
        assert not opens_section(marac, "idva", case_id)
        circle.admit(marac.actor("housing"))
        assert opens_section(marac, "second_idva", case_id)


def test_an_idva_who_referred_the_case_keeps_reading_it(marac: World) -> None:
    """She is no longer assigned; that she referred it is another reason."""
    with marac.inside():
        case_id, idva = marac.extra["case"], marac.person_id("idva")
        with transaction():
            db.session.get_one(Case, case_id).referrer_id = idva
            circle.promise_to(
                marac.actor("chair"), case_id, (SecretKind.CASE,), Because.REFERRER, idva
            )
        assign_idva(marac.actor("coordinator"), case_id, marac.person_id("second_idva"))
        circle.admit(marac.actor("chair"))
        assert opens(marac, "idva", case_id)


def test_only_an_idva_from_whom_it_is_not_kept(marac: World) -> None:
    """Neither somebody else's role nor whoever the case is kept from, and nobody twice."""
    with marac.inside():
        case_id, actor = marac.extra["case"], marac.actor("coordinator")
        circle.exclude(actor, case_id, person_id=marac.person_id("second_idva"))
        for who in ("housing", "second_idva", "idva"):
            with pytest.raises(RuleBroken) as caught:
                assign_idva(actor, case_id, marac.person_id(who))
            assert caught.value.field == "idva"


@pytest.mark.parametrize("who", ["idva", "housing", "administrator"])
def test_only_officers_assign(marac: World, who: str) -> None:
    """An IDVA does not hand her case on by herself."""
    with marac.inside(), pytest.raises(Refused):
        assign_idva(marac.actor(who), marac.extra["case"], marac.person_id("second_idva"))


def test_a_role_without_an_office_takes_nothing(marac: World) -> None:
    """A row that makes somebody coordinator is no signature: nothing is promised or taken."""
    with marac.inside():
        with pytest.raises(Refused):
            circle.relieve(
                marac.actor("officer"),
                marac.extra["case"],
                (SecretKind.CASE,),
                Because.ASSIGNED,
                marac.person_id("idva"),
            )
        assert opens(marac, "idva", marac.extra["case"])


def test_an_excluded_officer_finds_no_case_to_assign(marac: World) -> None:
    """The same answer as for a case that never was."""
    with marac.inside():
        case_id = marac.extra["case"]
        circle.exclude(marac.actor("chair"), case_id, person_id=marac.person_id("deputy"))
        with pytest.raises(NotVisible):
            assign_idva(marac.actor("deputy"), case_id, marac.person_id("second_idva"))
    client = marac.client("deputy")
    gone = client.get(f"/cases/{case_id}/idva")
    assert gone.status_code == 404
    assert gone.data == client.get(f"/cases/{uuid4()}/idva").data


def test_the_page_assigns_and_says_so(marac: World) -> None:
    """From the case, through the reason why, to the new IDVA."""
    case_id = marac.extra["case"]
    client = marac.client("coordinator")
    client.submit(f"/cases/{case_id}/why", {"reason": "preparing"}, page=f"/cases/{case_id}/idva")
    assert f"/cases/{case_id}/idva" in client.get(f"/cases/{case_id}").text
    page = client.get(f"/cases/{case_id}/idva")
    assert "Leila Haddad" in page.text
    assert "Change the IDVA" in page.text
    assert client.submit(f"/cases/{case_id}/idva", {"idva": ""}).status_code == 422
    sent = client.submit(f"/cases/{case_id}/idva", {"idva": str(marac.person_id("second_idva"))})
    assert sent.status_code == 303
    page = client.get(f"/cases/{case_id}/idva").text
    assert "Joan Whitfield is the IDVA now" in page
    assert "still being handed on" in page
