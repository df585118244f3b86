"""AC-20, AC-24: what could be worked out about her status from all that is shown outside.

Whoever does not hold the section's key sees the count of the 24 topics, the criteria met and one
line that is the same in every case. Nothing of it lets anybody conclude that she has a status that
is insecure.
"""

import json
import re
from collections import defaultdict
from math import log2
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.marac.case.rules import Label
from app.marac.case.service import assess, list_case
from app.marac.party.rules import Details, PartyKind
from app.marac.referral.rules import Summary
from app.marac.risk.content import Answered, NewAssessment, divided
from app.marac.risk.instrument import CORE, IMMIGRATION, load
from app.marac.risk.rules import (
    Advice,
    Answer,
    Circumstances,
    Given,
    Immigration,
    Judgement,
    Offered,
    Status,
    Thresholds,
)
from tests.builders import World
from tests.pages import say_why
from tests.walking import address, ids_around, rules

TOPICS = [topic.code for topic in load(CORE).topics]
FACTS = [topic.code for topic in load(IMMIGRATION).topics]
THRESHOLD = Thresholds().visible_high_risk
MOST = len(FACTS) + 1
OUTSIDE = ("coordinator", "deputy", "housing")
CHANGES = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|\b[A-Z0-9]{4}-[A-Z0-9]{4}\b|csrf[^>]*>|\d+:\d\d[ap]m|data-absolute=\S+"
)
"""What differs between two cases, or two openings of one page, whatever is in them."""

givens = st.builds(Given, st.sampled_from(Answer), st.just(""), st.text(max_size=20))
sections = st.builds(
    Immigration,
    st.sampled_from(Status),
    st.dictionaries(st.sampled_from(FACTS), givens),
    st.text(max_size=40),
    st.builds(Advice, st.sampled_from(Offered), st.text(max_size=20), st.none()),
)
answers = st.dictionaries(st.sampled_from(TOPICS), givens)
judgements = st.builds(Judgement, st.booleans(), st.sampled_from(["", "Strangulation."]))
circumstances = st.builds(Circumstances, st.none() | st.integers(0, 9))


def shown(new: NewAssessment, before: Answered | None = None) -> Answered:
    """What the circle's key opens of an assessment."""
    core, section = load(CORE), load(IMMIGRATION)
    return divided(new, core, section, Thresholds(), new.immigration, before)[0]


def counted(core: int, immigration: int, *, judged: bool) -> NewAssessment:
    """An assessment with these counts."""
    return NewAssessment(
        {code: Given(Answer.YES) for code in TOPICS[:core]},
        Judgement(judged),
        immigration=Immigration(
            Status.UNCERTAIN if immigration else Status.NOT_ASKED,
            {code: Given(Answer.YES) for code in FACTS[: max(0, immigration - 1)]},
        ),
    )


@given(answers, judgements, circumstances, sections, sections)
def test_two_assessments_that_differ_in_the_section_alone_are_one_outside(
    told: dict[str, Given],
    judgement: Judgement,
    around: Circumstances,
    one: Immigration,
    other: Immigration,
) -> None:
    """Byte for byte, but for a tick of judgement; and with the tick made, byte for byte."""
    first = shown(NewAssessment(told, judgement, around, one)).to_dict()
    second = shown(NewAssessment(told, judgement, around, other)).to_dict()
    ticks = (first["judgement"].pop("made"), second["judgement"].pop("made"))
    assert json.dumps(first) == json.dumps(second)
    if judgement.made:
        assert ticks == (True, True)


@given(answers, circumstances, sections)
def test_a_judgement_from_the_section_looks_as_one_that_a_worker_ticked(
    told: dict[str, Given], around: Circumstances, section: Immigration
) -> None:
    """Whatever the section adds, there is an assessment without it that shows the same."""
    within = shown(NewAssessment(told, Judgement(), around, section))
    without = shown(NewAssessment(told, Judgement(within.judgement.made), around))
    assert within == without


def test_nobody_can_conclude_from_the_numbers_that_status_is_insecure() -> None:
    """For everything that can be shown, a section in which nothing is known shows it too.

    All counts of the core, all of the section, judgement ticked or not: 24 and one, ten, two.
    """
    could_be: dict[str, set[int]] = defaultdict(set)
    for core in range(len(TOPICS) + 1):
        for immigration in range(MOST + 1):
            for judged in (False, True):
                seen = shown(counted(core, immigration, judged=judged))
                could_be[json.dumps(seen.to_dict(), sort_keys=True)].add(immigration)
    assert all(0 in possible for possible in could_be.values())
    assert all(max(possible) - min(possible) + 1 == len(possible) for possible in could_be.values())


def test_what_is_told_is_one_tick_between_five_and_thirteen_and_nothing_elsewhere() -> None:
    """Only there can the section reach the threshold, and where a worker ticks it tells nothing."""
    for core in range(len(TOPICS) + 1):
        ticks = {
            judged: {shown(counted(core, n, judged=judged)).judgement.made for n in range(MOST + 1)}
            for judged in (False, True)
        }
        between = THRESHOLD - MOST <= core < THRESHOLD
        assert ticks[True] == {True}
        assert ticks[False] == ({False, True} if between else {False})


def test_how_much_the_tick_tells_is_small_and_said_in_the_decision() -> None:
    """Bits about whether anything counts in the section, for somebody who sees thirteen.

    Taken: one woman in five has something that counts, and a worker ticks judgement in half of the
    assessments at that count for reasons of their own. The whole secret would be 0.72 bits.
    """
    something, ticks = 0.2, 0.5
    shown_with, shown_without = 1.0, ticks
    seen = something * shown_with + (1 - something) * shown_without
    told = _entropy(seen) - (1 - something) * _entropy(ticks)
    assert _entropy(something) == pytest.approx(0.722, abs=0.001)
    assert told == pytest.approx(0.171, abs=0.001)
    assert something / seen == pytest.approx(1 / 3)


def _entropy(p: float) -> float:
    return -sum(x * log2(x) for x in (p, 1 - p) if x)


EMPTY = Immigration()
FULL = Immigration(
    Status.DEPENDENT,
    {code: Given(Answer.YES, "her sister", "Wigeon") for code in FACTS},
    "Wigeon",
    Advice(Offered.YES, "Wigeon"),
)
HINTED = Immigration(Status.NOT_KNOWN, {"papers_held": Given(Answer.DONT_KNOW)})


def a_case(worked: World, name: str, first: Immigration, again: Immigration) -> UUID:
    """A case that differs from others in its sections alone, assessed twice."""
    told = {"fear": Given(Answer.YES), "injury": Given(Answer.YES, comment="A bruise")}
    with worked.inside():
        case = list_case(
            worked.actor("coordinator"),
            agency_id=worked.agencies["housing"],
            referrer_id=worked.person_id("housing"),
            idva_id=worked.person_id("idva"),
            label=Label(""),
            summary=Summary("He followed her home."),
            parties=[(PartyKind.VICTIM, Details(name="A Person"))],
            assessment=NewAssessment(told, Judgement(True), immigration=first),
        )
        assess(worked.actor("housing"), case.id, NewAssessment(told, immigration=again))
    worked.extra[name] = case.id
    return case.id


@pytest.mark.parametrize("who", OUTSIDE)
def test_every_page_of_two_such_cases_is_the_same(worked: World, who: str) -> None:
    """Every address, for those who open the case and not its section: same words, same length."""
    seen = []
    for name, first, again in (("one", EMPTY, HINTED), ("other", FULL, EMPTY)):
        client = worked.client(who)
        say_why(client, a_case(worked, name, first, again))
        ids = ids_around(worked, name)
        pages = {
            rule.rule: client.get(address(rule, ids))
            for rule in rules(worked)
            if "case_id" in rule.arguments
        }
        assert not [path for path, page in pages.items() if "Wigeon" in page.text]
        assert len([page for page in pages.values() if page.status_code == 200]) >= 4
        seen.append(
            {p: (page.status_code, CHANGES.sub("", page.text)) for p, page in pages.items()}
        )
    assert seen[0] == seen[1]
