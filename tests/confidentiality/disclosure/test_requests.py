"""Requests to share outside: asked, decided, refused, changed and withdrawn."""

from dataclasses import replace

import pytest

from app import clock
from app.audit.queries import rows_about
from app.confidentiality.disclosure import service
from app.confidentiality.disclosure.content import ItemChoice
from app.confidentiality.disclosure.model import Decision
from app.confidentiality.disclosure.rules import Outcome, RequestState
from app.confidentiality.disclosure.verifying import verify_all
from app.confidentiality.gate import service as gate
from app.confidentiality.recipient.rules import RecipientKind
from app.db import transaction
from app.refusals import Changed, NotVisible, Refused, RuleBroken
from tests.asking import WHY, a_choice, a_request, signed
from tests.builders import World
from tests.exits import a_member, a_recipient


def test_a_refusal_is_signed_and_kept_with_its_reasons(marac: World) -> None:
    """Nothing leaves; the requester reads why, and the signature verifies."""
    with marac.inside():
        request_id = a_request(marac, a_recipient(marac))
        prepared = a_choice(marac, request_id, answer=Outcome.REFUSED, reasons="Not needed now")
        assert prepared.sheet is None
        assert prepared.digest == ""
        decision = signed(marac, request_id, prepared)
        assert decision.outcome == Outcome.REFUSED
        assert decision.release_id is None
    with marac.inside():
        opened = service.open_request(marac.actor("housing"), request_id)
        assert opened.state is RequestState.DECIDED
        assert opened.decision is not None
        assert opened.decision.chosen.reasons == "Not needed now"
        assert gate.releases_about(marac.actor("chair"), marac.extra["case"]) == []
        assert verify_all() == []
        tags = [row.tag for row in rows_about(marac.actor("chair"), marac.extra["case"])]
        assert tags.count("disclosure:decide") == 1


def test_what_is_approved_is_released_and_received_by_a_member(marac: World) -> None:
    """A member's named person receives exactly what the chair saw."""
    with marac.inside():
        to = a_member(marac, "hospital", "deputy")
        request_id = a_request(marac, to, by="idva")
        reader = marac.person_id("deputy")
        prepared = a_choice(marac, request_id, "chair", readers=(reader,))
        decision = signed(marac, request_id, prepared, "chair")
    with marac.inside():
        deputy = marac.actor("deputy")
        gate.accept(deputy, decision.release_id)
        received = gate.receive(deputy, decision.release_id)
        _, sheet = gate.unwrap(received.content)
        assert sheet == prepared.sheet
        assert WHY in sheet.opening[1]
        assert [section.heading for section in sheet.sections][1:] == [
            "What happened",
            "Why the case is heard",
        ]


def test_an_edit_after_the_signature_voids_it_and_stops_what_was_released(marac: World) -> None:
    """The request is undecided again, and its release can no longer be received."""
    with marac.inside():
        request_id = a_request(marac, a_recipient(marac))
        decision = signed(marac, request_id, a_choice(marac, request_id))
    with marac.inside():
        housing = marac.actor("housing")
        opened = service.open_request(housing, request_id)
        service.save(
            housing,
            request_id,
            "purpose",
            lambda asked: replace(asked, purpose="To change the locks"),
            opened.row.revision,
        )
    with marac.inside():
        opened = service.open_request(marac.actor("chair"), request_id)
        assert opened.state is RequestState.WAITING
        assert opened.decision is not None
        assert opened.decision.is_void
        with pytest.raises((Refused, NotVisible)):
            gate.hand_over(marac.actor("housing"), decision.release_id)


def test_agreement_taken_back_stops_what_is_not_yet_sent(marac: World) -> None:
    """The IDVA records it, nothing can be received, and a chair cannot decide meanwhile."""
    with marac.inside():
        request_id = a_request(marac, a_recipient(marac))
        prepared = a_choice(marac, request_id)
        decision = signed(marac, request_id, prepared)
        service.no_longer_agreed(marac.actor("idva"), request_id, "She told me on the telephone")
    with marac.inside():
        with pytest.raises((Refused, NotVisible)):
            gate.hand_over(marac.actor("housing"), decision.release_id)
        opened = service.open_request(marac.actor("housing"), request_id)
        assert opened.state is RequestState.STOPPED
        with pytest.raises(RuleBroken, match="no longer agrees"):
            service.save(
                marac.actor("housing"), request_id, "purpose", lambda a: a, opened.row.revision
            )


def test_reasons_are_needed_where_not_everything_is_shared(marac: World) -> None:
    """An item refused without a reason is not decided."""
    with marac.inside():
        request_id = a_request(marac, a_recipient(marac))
        refused = ItemChoice("risk.threshold", Outcome.REFUSED)
        with pytest.raises(RuleBroken, match="why"):
            a_choice(marac, request_id, only={"risk.threshold": refused})


def test_two_chairs_at_once(marac: World) -> None:
    """The second to sign is told who decided, and signs nothing."""
    with marac.inside():
        request_id = a_request(marac, a_recipient(marac))
        first, second = (a_choice(marac, request_id, who) for who in ("deputy", "chair"))
        signed(marac, request_id, first, "deputy")
        with pytest.raises(Changed, match="Tom Okafor has decided"):
            signed(marac, request_id, second, "chair")


def test_a_request_is_nobody_elses_to_read(marac: World) -> None:
    """A member who is neither the requester, an officer nor the IDVA finds nothing."""
    with marac.inside():
        request_id = a_request(marac, a_recipient(marac), by="idva")
        for who in ("housing", "officer", "second_idva", "nrpf"):
            with pytest.raises((NotVisible, Refused)):
                service.open_request(marac.actor(who), request_id)


def test_a_draft_is_its_writers_alone(marac: World) -> None:
    """Not even an officer opens a request that was not sent."""
    with marac.inside():
        request_id = a_request(marac, a_recipient(marac), send=False)
        with pytest.raises(NotVisible):
            service.open_request(marac.actor("chair"), request_id)


def test_only_whom_the_ground_allows_can_be_chosen(marac: World) -> None:
    """A legal team is for demands alone, another MARAC for transfers alone."""
    with marac.inside():
        for kind in (RecipientKind.ANOTHER_MARAC,):
            to = a_recipient(marac, kind, "Southbrook MARAC")
            with pytest.raises(RuleBroken):
                a_request(marac, to)


def test_a_decision_that_was_altered_is_named(marac: World) -> None:
    """Whoever rewrites an outcome, a day or a chair in the database is found out by the command."""
    with marac.inside():
        request_id = a_request(marac, a_recipient(marac))
        prepared = a_choice(marac, request_id, answer=Outcome.REFUSED, reasons="Not needed now")
        row_id = signed(marac, request_id, prepared).id
    for change in (
        {"edition": 2},
        {"decided_at": clock.now()},
        {"requester_id": marac.person_id("officer")},
        {"signature": b"\0" * 64},
    ):
        with marac.inside():
            with transaction() as session:
                before = session.get_one(Decision, row_id)
                kept = {name: getattr(before, name) for name in change}
                for name, value in change.items():
                    setattr(before, name, value)
            assert [fault.id for fault in verify_all()] == [row_id], change
            with transaction() as session:
                row = session.get_one(Decision, row_id)
                for name, value in kept.items():
                    setattr(row, name, value)
            assert verify_all() == []
    said = marac.app.test_cli_runner().invoke(args=["agreement", "verify"])
    assert said.exit_code == 0, said.output
