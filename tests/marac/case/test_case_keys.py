"""Who is due a key because of a case, and gets it at the door and not before."""

import pytest

from app.confidentiality.agreement import queries as wordings
from app.confidentiality.agreement.model import WordingKind
from app.confidentiality.agreement.service import store_signature
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.model import Because, SecretKind
from app.db import db, transaction
from app.marac.case import queries, service
from app.marac.case.model import Case
from app.marac.case.rules import OpeningReason
from app.marac.case.service import KeptFrom
from app.refusals import NotVisible
from tests.builders import World
from tests.working import CANARY, a_case

WHY = OpeningReason.PREPARING


def sign(marac: World, who: str) -> None:
    """Have somebody sign the confidentiality agreement in force."""
    words = wordings.in_force(marac.area_id)[WordingKind.CONFIDENTIALITY_AGREEMENT]
    store_signature(marac.actor(who), words.id, "area")


def referred_by(marac: World, who: str, kept_from: tuple[KeptFrom, ...] = ()) -> Case:
    """A case whose referrer is somebody else than usual."""
    with transaction():
        case = db.session.get_one(Case, a_case(marac, kept_from))
        case.referrer_id = marac.person_id(who)
        circle.promise_to(
            marac.actor("coordinator"),
            case.id,
            (SecretKind.CASE,),
            Because.REFERRER,
            case.referrer_id,
        )
    return case


def test_nothing_is_due_once_everybody_has_it(marac: World) -> None:
    """A beat of the door finds nothing to do for a case whose people hold their keys."""
    with marac.inside():
        assert list(queries.due(marac.area_id)) == []
        assert circle.admit(marac.actor("chair")) == 0


def test_a_referrer_who_signs_later_is_let_in_at_the_next_beat(marac: World) -> None:
    """Not before the signature, and not without the beat."""
    with marac.inside():
        case = referred_by(marac, "children")
        assert [due.person_id for due in queries.due(marac.area_id)] == [
            marac.person_id("children")
        ]
        assert circle.admit(marac.actor("chair")) == 0
        sign(marac, "children")
        with pytest.raises(NotVisible):
            service.open_case(marac.actor("children"), case.id, WHY)
        assert circle.admit(marac.actor("chair")) > 0
        assert service.open_case(marac.actor("children"), case.id, WHY).label.name == CANARY


def test_who_the_case_is_kept_from_is_never_let_in(marac: World) -> None:
    """Even as its referrer, and however many beats there are."""
    with marac.inside():
        kept = (KeptFrom(person_id=marac.person_id("children")),)
        case = referred_by(marac, "children", kept)
        sign(marac, "children")
        for _ in range(2):
            circle.admit(marac.actor("chair"))
        with pytest.raises(NotVisible):
            service.open_case(marac.actor("children"), case.id, WHY)


def test_a_new_idva_gets_the_compartment_from_one_who_holds_it(marac: World) -> None:
    """A row is not enough: an officer signs who it is, and the earlier IDVA gives the section."""
    case_id, new = marac.extra["case"], marac.person_id("second_idva")
    with marac.inside():
        with transaction():
            db.session.get_one(Case, case_id).idva_id = new
        for who in ("chair", "idva"):
            circle.admit(marac.actor(who))
        with pytest.raises(NotVisible):
            service.open_case(marac.actor("second_idva"), case_id, WHY)
        both = (SecretKind.CASE, SecretKind.COMPARTMENT)
        circle.promise_to(marac.actor("coordinator"), case_id, both, Because.ASSIGNED, new)
        circle.admit(marac.actor("chair"))
        second = marac.actor("second_idva")
        assert not service.open_case(second, case_id, WHY).may_see_compartment
        with pytest.raises(NotVisible):
            service.open_compartment(second, case_id, WHY)
        circle.admit(marac.actor("idva"))
        assert service.open_compartment(second, case_id, WHY).section is not None
