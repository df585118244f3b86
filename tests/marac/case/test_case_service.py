"""A case is listed, opened and changed by those who hold its key, and by nobody else."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app.audit.queries import rows_about
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.model import Grant
from app.db import db
from app.marac.case import service
from app.marac.case.model import Case
from app.marac.case.rules import OpeningReason
from app.marac.case.service import KeptFrom
from app.marac.party.rules import Details, PartyKind, Safe
from app.refusals import Changed, NotVisible, Refused, RuleBroken
from tests.builders import World
from tests.working import ASSESSMENT, CANARY, CHILD, PERPETRATOR, SUMMARY, VICTIM, a_case

WHY = OpeningReason.PREPARING


def opened(marac: World, who: str, case_id: UUID | None = None) -> service.OpenedCase:
    """The case as this person opens it."""
    return service.open_case(marac.actor(who), case_id or marac.extra["case"], WHY)


@pytest.mark.parametrize("who", ["chair", "deputy", "coordinator", "idva", "housing"])
def test_officers_idva_and_referrer_open_the_case(marac: World, who: str) -> None:
    """They read everything that was written, and the trail says why they did."""
    with marac.inside():
        case = opened(marac, who)
        assert case.label.name == CANARY
        assert case.label.children == 1
        assert case.summary == SUMMARY
        assert [party.details for party in case.parties] == [VICTIM, PERPETRATOR, CHILD]
        assert case.victim is not None
        assert case.assessment is not None
        assert case.assessment.result.core == 3
        last = rows_about(marac.actor("chair"), case.case.id)[0]
        assert (last.tag, last.actor_id) == ("case:open", marac.person_id(who))
        assert last.detail["reason"] == "preparing"


@pytest.mark.parametrize("who", ["second_idva", "nrpf", "officer"])
def test_whoever_holds_no_key_finds_nothing(marac: World, who: str) -> None:
    """Another's case and one that does not exist are the same, and both leave a trace."""
    with marac.inside():
        for case_id in (marac.extra["case"], uuid4()):
            with pytest.raises(NotVisible):
                opened(marac, who, case_id)
            last = rows_about(marac.actor("chair"), case_id)[0]
            assert (last.tag, last.actor_id) == ("case:refuse", marac.person_id(who))


def test_whoever_has_not_signed_is_told_so_whether_or_not_there_is_a_case(marac: World) -> None:
    """The answer must not depend on the record, or it would tell that there is one."""
    with marac.inside():
        for case_id in (marac.extra["case"], uuid4()):
            with pytest.raises(Refused, match="Sign the wording"):
                opened(marac, "children", case_id)


def test_a_case_is_listed_by_an_officer(marac: World) -> None:
    """Nobody else puts one on the list."""
    with marac.inside(), pytest.raises(Refused):
        service.list_case(
            marac.actor("idva"),
            agency_id=marac.agencies["housing"],
            referrer_id=marac.person_id("housing"),
            idva_id=None,
            label=opened(marac, "chair").label,
            summary=SUMMARY,
            parties=[(PartyKind.VICTIM, VICTIM)],
        )


@pytest.mark.parametrize(
    ("parties", "idva", "field"),
    [
        ([], None, "parties"),
        ([(PartyKind.VICTIM, VICTIM)] * 2, None, "parties"),
        ([(PartyKind.VICTIM, VICTIM)], "housing", "idva"),
        ([(PartyKind.VICTIM, Details(name=""))], None, "name"),
    ],
)
def test_a_case_has_one_victim_and_a_real_idva(
    marac: World, parties: list[tuple[PartyKind, Details]], idva: str | None, field: str
) -> None:
    """What cannot be is refused, and nothing of it is kept."""
    with marac.inside():
        with pytest.raises(RuleBroken) as broken:
            service.list_case(
                marac.actor("coordinator"),
                agency_id=marac.agencies["housing"],
                referrer_id=marac.person_id("housing"),
                idva_id=marac.person_id(idva) if idva else None,
                label=opened(marac, "chair").label,
                summary=SUMMARY,
                parties=parties,
                assessment=ASSESSMENT,
            )
        assert broken.value.field == field
        assert len(db.session.scalars(select(Case)).all()) == 1


def test_an_exclusion_that_comes_first_never_makes_a_grant(marac: World) -> None:
    """An excluded officer and an excluded agency hold nothing of the case from its first moment."""
    kept = (
        KeptFrom(person_id=marac.person_id("deputy"), reason="Her neighbour"),
        KeptFrom(agency_id=marac.agencies["housing"], reason="His employer"),
    )
    with marac.inside():
        case_id = a_case(marac, kept)
        case = db.session.get_one(Case, case_id)
        secrets = {case.secret_id, case.compartment_id}
        holders = set(
            db.session.scalars(select(Grant.holder_id).where(Grant.secret_id.in_(secrets)))
        )
        assert not holders & {marac.person_id("deputy"), marac.person_id("housing")}
        for who in ("deputy", "housing"):
            with pytest.raises(NotVisible):
                opened(marac, who, case_id)
        assert opened(marac, "coordinator", case_id).label.name == CANARY
        shown = circle.exclusions(marac.actor("coordinator"), case_id)
        assert {each.reason for each in shown} == {"Her neighbour", "His employer"}


def test_an_exclusion_that_comes_later_acts_at_once(marac: World) -> None:
    """The referrer's own agency is shut out, and what is written afterwards has a new key."""
    with marac.inside():
        case_id = marac.extra["case"]
        before = opened(marac, "housing")
        chair = marac.actor("chair")
        circle.exclude(
            chair,
            case_id,
            agency_id=marac.agencies["housing"],
            reason="The perpetrator works there",
            secret_id=before.case.secret_id,
        )
        with pytest.raises(NotVisible):
            opened(marac, "housing")
        old = before.case.secret_id
        summary = replace(SUMMARY, wishes="Another agency")
        service.change_summary(chair, case_id, summary, before.case.revision)
        again = opened(marac, "idva")
        assert again.summary.wishes == "Another agency"
        assert again.label.name == CANARY
        assert again.parties == opened(marac, "chair").parties
        assert again.case.secret_id != old


def test_labels_are_given_for_what_opens_and_nothing_else(marac: World) -> None:
    """An agenda shows no gap where a case is kept from its reader."""
    with marac.inside():
        other = a_case(marac, (KeptFrom(person_id=marac.person_id("idva")),), idva=None)
        ids = [marac.extra["case"], other, uuid4()]
        assert set(service.labels(marac.actor("idva"), ids)) == {marac.extra["case"]}
        assert set(service.labels(marac.actor("chair"), ids)) == set(ids[:2])
        assert service.labels(marac.actor("nrpf"), ids) == {}


@pytest.mark.parametrize("who", ["chair", "coordinator", "idva", "housing"])
def test_what_happened_is_changed_by_those_who_may(marac: World, who: str) -> None:
    """The new words are there for the others, and the trail says who wrote them."""
    with marac.inside():
        case = opened(marac, who).case
        summary = replace(SUMMARY, in_place="A camera as well")
        service.change_summary(marac.actor(who), case.id, summary, case.revision)
        assert opened(marac, "deputy").summary.in_place == "A camera as well"


def test_two_who_change_one_summary_do_not_overwrite_each_other(marac: World) -> None:
    """The second is told, and the first's words stand."""
    with marac.inside():
        case_id, revision = marac.extra["case"], opened(marac, "chair").case.revision
        first = replace(SUMMARY, wishes="First")
        service.change_summary(marac.actor("chair"), case_id, first, revision)
        second = replace(SUMMARY, wishes="Second")
        with pytest.raises(Changed):
            service.change_summary(marac.actor("idva"), case_id, second, revision)
        assert opened(marac, "chair").summary.wishes == "First"


def test_a_person_is_changed_and_the_agenda_follows(marac: World) -> None:
    """A name that is put right shows in the label too."""
    with marac.inside():
        victim = opened(marac, "idva").victim
        assert victim is not None
        details = replace(VICTIM, name="Zephyrine Testcase", safe_to_text=Safe.NO)
        case_id = marac.extra["case"]
        idva = marac.actor("idva")
        service.change_party(idva, case_id, victim.id, details, victim.revision)
        again = opened(marac, "chair")
        assert again.label.name == "Zephyrine Testcase"
        assert again.victim is not None
        assert again.victim.details.safe_to_text is Safe.NO
        assert again.victim.updated_by == marac.person_id("idva")
        with pytest.raises(Changed):
            service.change_party(idva, case_id, victim.id, VICTIM, victim.revision)


def test_somebody_is_added_and_counted(marac: World) -> None:
    """A second child is on the page and on the agenda; a second victim is refused."""
    with marac.inside():
        chair, case_id = marac.actor("chair"), marac.extra["case"]
        service.add_party(chair, case_id, PartyKind.CHILD, Details(name="Robin Canary"))
        case = opened(marac, "housing")
        assert case.label.children == 2
        assert [each.details.name for each in case.of_kind("child")] == [
            "Robin Canary",
            "Wren Canary",
        ]
        with pytest.raises(Refused):
            service.add_party(chair, case_id, PartyKind.VICTIM, VICTIM)


def test_a_reader_who_is_not_a_writer_may_not_change(marac: World) -> None:
    """Somebody with a key because of a meeting reads; the owner of the words writes."""
    with marac.inside():
        other = a_case(marac, idva="second_idva")
        with pytest.raises(NotVisible):
            service.change_summary(marac.actor("idva"), other, SUMMARY, 1)
        party = opened(marac, "chair").parties[0]
        with pytest.raises(NotVisible):
            service.change_party(marac.actor("chair"), other, party.id, VICTIM, 1)


def test_nothing_that_is_stored_can_be_read_without_a_key(marac: World) -> None:
    """No column of a case, a person or an assessment holds a word of it."""
    with marac.inside():
        for table in ("case_", "party", "assessment"):
            for row in db.session.execute(db.metadata.tables[table].select()):
                stored = b" ".join(
                    value if isinstance(value, bytes) else str(value).encode() for value in row
                )
                assert not any(word in stored for word in (b"anary", b"stairs", b"Quokka"))
