"""Officers and the referrer write to each other inside the system, sealed like the referral."""

from uuid import uuid4

import pytest

from app.audit.queries import rows_about
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.ring import Ring
from app.db import db
from app.marac.case.service import list_referral
from app.marac.referral import talking
from app.marac.referral.model import Referral, ReferralNote
from app.marac.referral.reasons import NO_SCORE_REJECTS, is_a_score
from app.marac.referral.rules import NoteKind, ReferralState, Referred
from app.marac.referral.service import refer
from app.refusals import NotVisible, Refused, RuleBroken
from tests.builders import World
from tests.working import PERPETRATOR, SUMMARY, VICTIM

TOLD = Referred(VICTIM, SUMMARY, (PERPETRATOR,))
WORDS = "Which school does Wren go to?"


def referred(marac: World) -> Referral:
    """A referral that housing made."""
    return refer(marac.actor("housing"), TOLD)


def state(row: Referral) -> str:
    """How it stands now."""
    return str(db.session.get_one(Referral, row.id, populate_existing=True).state)


def test_question_and_answer_go_back_and_forth(marac: World) -> None:
    """The referrer reads the question, the officers the answer; the state says whose turn it is."""
    with marac.inside():
        row = referred(marac)
        talking.ask(marac.actor("coordinator"), row.id, WORDS)
        assert state(row) == ReferralState.ASKED
        (question,) = talking.notes(Ring(marac.actor("housing")), row.id)
        assert (question.kind, question.text) == (NoteKind.QUESTION, WORDS)
        assert question.by_person_id == marac.person_id("coordinator")
        talking.answer(marac.actor("housing"), row.id, "Northbrook Infants")
        assert state(row) == ReferralState.SUBMITTED
        read = talking.notes(Ring(marac.actor("deputy")), row.id)
        assert [each.text for each in read] == [WORDS, "Northbrook Infants"]
        tags = [each.tag for each in rows_about(marac.actor("chair"), row.id)]
        assert tags == ["referral:answer", "referral:ask", "referral:make"]


def test_notes_are_sealed(marac: World) -> None:
    """No word of a note lies open in the table."""
    with marac.inside():
        row = referred(marac)
        talking.ask(marac.actor("coordinator"), row.id, WORDS)
        (note,) = db.session.query(ReferralNote).all()
        assert b"school" not in bytes(note.sealed_text)


def test_a_note_is_written_under_the_newest_key(marac: World) -> None:
    """After somebody was shut out, what is written next is under a key they never had."""
    with marac.inside():
        row = referred(marac)
        talking.ask(marac.actor("coordinator"), row.id, "First")
        circle.exclude(marac.actor("chair"), row.id, person_id=marac.person_id("deputy"))
        talking.answer(marac.actor("housing"), row.id, "Second")
        first, second = sorted(db.session.query(ReferralNote).all(), key=lambda each: each.at)
        assert first.secret_id != second.secret_id
        read = talking.notes(Ring(marac.actor("coordinator")), row.id)
        assert [each.text for each in read] == ["First", "Second"]
        with pytest.raises(NotVisible):
            talking.notes(Ring(marac.actor("deputy")), row.id)


@pytest.mark.parametrize("who", ["idva", "second_idva", "officer"])
def test_nobody_else_reads_or_writes_notes(marac: World, who: str) -> None:
    """Whoever is neither an officer nor the referrer finds nothing there."""
    with marac.inside():
        row = referred(marac)
        actor = marac.actor(who)
        with pytest.raises(NotVisible):
            talking.notes(Ring(actor), row.id)
        with pytest.raises(Refused):
            talking.ask(actor, row.id, WORDS)
        for attempt in (talking.answer, talking.withdraw):
            with pytest.raises(NotVisible):
                attempt(actor, row.id, WORDS)
        with pytest.raises(NotVisible):
            talking.answer(actor, uuid4(), WORDS)
        assert state(row) == ReferralState.SUBMITTED


def test_an_excluded_officer_finds_nothing(marac: World) -> None:
    """Neither to read nor to ask, nor to return."""
    with marac.inside():
        row = referred(marac)
        circle.exclude(marac.actor("chair"), row.id, person_id=marac.person_id("deputy"))
        with pytest.raises(NotVisible):
            talking.ask(marac.actor("deputy"), row.id, WORDS)
        with pytest.raises(NotVisible):
            talking.send_back(marac.actor("deputy"), row.id, "No", "No")


def test_officers_do_not_answer_for_the_referrer(marac: World) -> None:
    """What a referrer said is what the referrer said."""
    with marac.inside():
        row = referred(marac)
        for attempt in (talking.answer, talking.withdraw):
            with pytest.raises(Refused):
                attempt(marac.actor("chair"), row.id, WORDS)


def test_a_return_says_why_and_what_would_help(marac: World) -> None:
    """Both, or it is not returned."""
    with marac.inside():
        row = referred(marac)
        for why, helps, field in (("", "A date", "why"), ("No date", " ", "what_would_help")):
            with pytest.raises(RuleBroken) as caught:
                talking.send_back(marac.actor("coordinator"), row.id, why, helps)
            assert caught.value.field == field
        assert state(row) == ReferralState.SUBMITTED
        talking.send_back(marac.actor("coordinator"), row.id, "Two people in one", "One each")
        (note,) = talking.notes(Ring(marac.actor("housing")), row.id)
        assert (note.text, note.would_help) == ("Two people in one", "One each")
        assert state(row) == ReferralState.RETURNED
        assert db.session.get_one(Referral, row.id).decided_at is not None


@pytest.mark.parametrize(
    "words",
    [
        "The score is too low",
        "Score too low for MARAC.",
        "She scored below 14",
        "Fewer than 14 ticks",
        "Only scored 9 on the form",
        "A score of only 9",
        "DASH of 9 is not enough",
        "It does not meet the threshold",
        "This doesn’t reach our threshold",
        "Below threshold",
        "She is not high risk",
        "Standard risk on the day",
        "Low\nrisk",
        "Does not meet the MARAC criteria",
        "Not high enough",
        "Insufficient points",
    ],
)
def test_no_score_is_a_reason(marac: World, words: str) -> None:
    """However it is put: the officer is told that no score rejects, and nothing is returned."""
    with marac.inside():
        row = referred(marac)
        with pytest.raises(RuleBroken) as caught:
            talking.send_back(marac.actor("coordinator"), row.id, words, "More facts")
        assert (caught.value.field, caught.value.message) == ("why", NO_SCORE_REJECTS)
        assert state(row) == ReferralState.SUBMITTED


@pytest.mark.parametrize(
    "words", ["A score of 14 or more", "A higher score", "Score of at least 14", "14 or above"]
)
def test_a_better_score_is_no_help(marac: World, words: str) -> None:
    """Nor is a higher score what would help."""
    with marac.inside():
        row = referred(marac)
        with pytest.raises(RuleBroken) as caught:
            talking.send_back(marac.actor("coordinator"), row.id, "Something", words)
        assert caught.value.field == "what_would_help"


@pytest.mark.parametrize(
    "words",
    [
        "The victim is under 16. Refer to children’s services, who will help today.",
        "Two victims are in one referral. Send one for each.",
        "She lives in another area: their MARAC can act, and ours cannot.",
        "The risk form is missing, so we cannot see what worries you most.",
        "We do not know how to reach her safely.",
        "The same incident was referred by the police yesterday.",
        "The form says score 16 but only 3 answers are filled in.",
    ],
)
def test_real_reasons_pass(words: str) -> None:
    """What an officer really needs to say is not caught."""
    assert not is_a_score(words)


def test_what_is_decided_is_not_asked_about(marac: World) -> None:
    """Returned, withdrawn or listed: the second officer is told, and the referrer too."""
    with marac.inside():
        row = referred(marac)
        talking.send_back(marac.actor("coordinator"), row.id, "Two in one", "One each")
        with pytest.raises(Refused, match="meanwhile"):
            talking.ask(marac.actor("chair"), row.id, WORDS)
        with pytest.raises(Refused, match="returned"):
            talking.answer(marac.actor("housing"), row.id, WORDS)
        talking.withdraw(marac.actor("housing"), row.id, "She asked me to")
        assert state(row) == ReferralState.WITHDRAWN
        with pytest.raises(Refused):
            talking.withdraw(marac.actor("housing"), row.id, "Again")


def test_a_listed_referral_is_not_withdrawn(marac: World) -> None:
    """From then on it is a case."""
    with marac.inside():
        row = referred(marac)
        list_referral(marac.actor("coordinator"), row.id, idva_id=None)
        with pytest.raises(Refused):
            talking.withdraw(marac.actor("housing"), row.id, "Too late")


@pytest.mark.parametrize("words", ["", "  ", "x" * 8001])
def test_a_note_has_words_and_an_end(marac: World, words: str) -> None:
    """Empty or endless notes come back beside their field."""
    with marac.inside():
        row = referred(marac)
        with pytest.raises(RuleBroken):
            talking.ask(marac.actor("coordinator"), row.id, words)
        assert not db.session.query(ReferralNote).all()
