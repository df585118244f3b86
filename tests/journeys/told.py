"""Every word of the demonstration that says something about a person of a case."""

import re
from collections.abc import Iterator
from functools import cache

from app.demonstration.content import CaseData, ReferralData, Table, borough, cases

FOLDERS = ("first", "second", "third", "today")
NAMING = ("name", "phone", "postcode", "school")
LEAST = 24
"""A phrase this long is nobody's by chance."""


@cache
def words_told() -> tuple[str, ...]:
    """Names, addresses, telephone numbers and phrases, as somebody would look for them."""
    told = {word for folder in FOLDERS for case in cases(folder) for word in _of_case(case)}
    told |= {word for data in borough().referrals for word in _of_referral(data)}
    staff = {person.name for person in borough().people.values()}
    at_work = {agency.name for agency in borough().agencies.values()}
    return tuple(sorted(told - staff - at_work))


def _of_case(case: CaseData) -> Iterator[str]:
    for person in (case.victim, *case.perpetrators, *case.children):
        yield from _of_person(person)
    yield from _phrases(case.summary, case.risk, case.immigration, *case.keep_from)
    if case.hearing is not None:
        yield from _phrases([text for _, text in case.hearing.shared], list(case.hearing.risks))
        for action in case.hearing.actions:
            yield from _phrases([action.what, action.known, *(log[2] for log in action.log)])


def _of_referral(data: ReferralData) -> Iterator[str]:
    for person in (data.victim, *data.perpetrators, *data.children):
        yield from _of_person(person)
    yield from _phrases(data.summary, data.risk, data.immigration, [data.asked], *data.keep_from)


def _of_person(person: Table) -> Iterator[str]:
    yield from (person[name] for name in NAMING if name in person)
    yield from person.get("aliases", ())
    yield from person.get("address", ())[:1]
    yield from _phrases(person)


def _phrases(*told: Table | list[str]) -> Iterator[str]:
    """The beginning of every long sentence, without quotation marks, which JSON would escape."""
    texts = (text for each in told for text in (each.values() if isinstance(each, dict) else each))
    for text in texts:
        for sentence in re.split(
            r'[.:;?!"]\s', " ".join(text.split()) if isinstance(text, str) else ""
        ):
            if len(sentence) >= LEAST:
                yield sentence.strip('". ')[: 2 * LEAST]
