"""AC-02: somebody who is in a case, or close to somebody in it, finds no trace of it anywhere."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from app.confidentiality.circle import service as circle
from app.confidentiality.circle.grants import Holder, Ring, new_secret
from app.confidentiality.circle.model import Because, Grant, Secret, SecretKind
from app.db import db, new_id
from app.marac.case.service import KeptFrom, list_referral
from app.marac.party.rules import Details
from app.marac.referral.rules import Referred
from app.marac.referral.service import refer
from app.refusals import NotVisible
from tests.builders import World
from tests.pages import send
from tests.working import CANARY, SUMMARY, VICTIM, a_case

WHY = "He is her cousin’s husband."
PLACES = ("", "/why", "/summary", "/kept-from", "/specialist-support")


def keep_from(world: World, who: str, *, first: bool) -> UUID:
    """A case that is kept from somebody, before anybody had a key or afterwards."""
    with world.inside():
        if first:
            return a_case(world, (KeptFrom(person_id=world.person_id(who), reason=WHY),))
        case_id: UUID = world.extra["case"]
        circle.exclude(world.actor("coordinator"), case_id, person_id=world.person_id(who))
        return case_id


def page(world: World, who: str, path: str) -> tuple[int, bytes]:
    """What somebody's browser is answered, but for the address it asked for."""
    answer = world.client(who).get(path)
    return answer.status_code, answer.data


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("who", ["housing", "idva", "chair"])
def test_a_kept_case_answers_as_one_that_never_was(marac: World, who: str, first: bool) -> None:
    """Byte for byte, at every address, for the referrer, the assigned IDVA and the chair alike."""
    case_id = keep_from(marac, who, first=first)
    for place in PLACES:
        kept = page(marac, who, f"/cases/{case_id}{place}")
        never = page(marac, who, f"/cases/{uuid4()}{place}")
        assert kept == never
        assert CANARY.encode() not in kept[1]


@pytest.mark.parametrize("because", list(Because))
def test_no_reason_beats_an_exclusion(marac: World, because: Because) -> None:
    """Whatever somebody would be given a key for."""
    with marac.inside():
        record, chair = new_id(), marac.person_id("chair")
        circle.exclude(marac.actor("coordinator"), record, person_id=chair)
        made = new_secret(
            marac.actor("coordinator"), SecretKind.CASE, record, [Holder(chair, because)]
        )
        circle.admit(marac.actor("coordinator"))
        with pytest.raises(NotVisible):
            Ring(marac.actor("chair")).key(made.id)
        held = db.session.query(Grant).filter_by(secret_id=made.id, holder_id=chair)
        assert held.count() == 0


def test_an_agency_is_kept_out_with_everybody_in_it(marac: World) -> None:
    """The chair of that agency too."""
    with marac.inside():
        case_id: UUID = marac.extra["case"]
        coordinator = marac.actor("coordinator")
        circle.exclude(coordinator, case_id, agency_id=marac.agencies["police"])
        secrets = db.session.query(Secret.id).filter_by(record_id=case_id).all()
        for who in ("chair", "officer"):
            ring = Ring(marac.actor(who))
            assert not any(ring.may_open(secret_id) for (secret_id,) in secrets)
        rest = Ring(marac.actor("deputy"))
        assert any(rest.may_open(secret_id) for (secret_id,) in secrets)


def test_the_others_go_on_working(marac: World) -> None:
    """What is written after the exclusion opens for them, and not for the person kept out."""
    case_id = keep_from(marac, "chair", first=False)
    with marac.inside():
        newest = (
            db.session.query(Secret)
            .filter_by(record_id=case_id, kind=SecretKind.CASE)
            .order_by(Secret.generation.desc())
            .first()
        )
        assert newest is not None
        row = new_id()
        sealed = Ring(marac.actor("deputy")).seal(
            newest.id, "case.label", row, {"name": CANARY}, of=case_id
        )
        read = Ring(marac.actor("idva")).read(newest.id, "case.label", row, sealed, of=case_id)
        assert read == {"name": CANARY}
        with pytest.raises(NotVisible):
            Ring(marac.actor("chair")).read(newest.id, "case.label", row, sealed, of=case_id)


def referral_about(world: World, perpetrator: Details, **summary: str) -> UUID:
    """A referral by housing, of the made-up victim and this perpetrator."""
    with world.inside():
        told = Referred(VICTIM, replace(SUMMARY, **summary), (perpetrator,))  # type: ignore[arg-type]
        return refer(world.actor("housing"), told).id


@pytest.mark.parametrize(
    ("perpetrator", "who"),
    [
        (Details(name="Joan Whitfeld"), "second_idva"),
        (Details(name="Bob Castle"), "officer"),
        (Details(name="Osric Canary", works_for="St Aldhelm Hospital"), "hospital"),
    ],
)
def test_whoever_may_know_somebody_is_shown_before_anybody_is_told(
    marac: World, perpetrator: Details, who: str
) -> None:
    """By a name, a family name or an employer; kept out with one press, and from the case too."""
    referral_id = referral_about(marac, perpetrator)
    person = who in marac.members
    value = f"person:{marac.person_id(who)}" if person else f"agency:{marac.agencies[who]}"
    client = marac.client("coordinator")
    assert f'value="{value}"' in client.get(f"/triage/{referral_id}").text
    kept = send(client, f"/triage/{referral_id}/kept-from", {"who": value, "reason": WHY})
    assert kept.status_code == 303
    with marac.inside():
        case_id = list_referral(marac.actor("coordinator"), referral_id, idva_id=None).id
        assert case_id == referral_id
    if person:
        for place in PLACES:
            assert page(marac, who, f"/cases/{case_id}{place}") == page(
                marac, who, f"/cases/{uuid4()}{place}"
            )


def test_an_officer_who_may_know_somebody_sees_nothing_before_saying_so(marac: World) -> None:
    """Locked out as soon as declared: no queue, no page, no match; the others are told by name."""
    referral_id = referral_about(marac, Details(name="Tomas Okafor"))
    client = marac.client("deputy")
    asked = client.get(f"/triage/{referral_id}").text
    assert CANARY not in asked
    assert "Okafor" not in asked.replace("Tom Okafor", "")
    send(client, f"/triage/{referral_id}/stand-aside", {}, f"/triage/{referral_id}")
    for place in ("/ask", "/return", "/accept", "/kept-from"):
        gone = client.get(f"/triage/{referral_id}{place}")
        assert gone.data == client.get(f"/triage/{uuid4()}{place}").data
    assert client.get(f"/matches/{referral_id}").status_code == 404
    assert str(referral_id) not in client.get("/triage").text
    others = marac.client("chair").get(f"/triage/{referral_id}").text
    assert "Declared that they may know somebody" in others
