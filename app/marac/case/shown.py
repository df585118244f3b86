"""An opened case as its pages show it: names, rows of words, what was answered."""

from functools import partial
from typing import Any

from flask import url_for

from app import clock
from app.accounts.agency.queries import agency_names
from app.accounts.person.queries import person_names
from app.marac.case.opened import OpenedCase, OpenedSupport
from app.marac.party.rules import Details, PartyKind
from app.marac.party.service import OpenParty
from app.marac.party.shown import facts, facts_apart_from_contact
from app.marac.referral.shown import circumstances
from app.marac.risk.content import topical
from app.marac.risk.rules import OFFERED_LABELS, STATUS_LABELS, Answer
from app.marac.risk.service import OpenSection


def case_page(opened: OpenedCase) -> dict[str, Any]:
    """Return what the template of the case needs besides the case."""
    today = clock.today()
    victim = opened.victim.details if opened.victim else Details(name="")
    answered = opened.assessment.answered if opened.assessment else None
    return {
        "opened": opened,
        "names": _names(opened),
        "about_victim": facts_apart_from_contact(victim, today),
        "circumstances": circumstances(opened.summary),
        "facts": lambda party: facts(party.details, PartyKind(party.kind), today),
        "change_url": partial(_change_url, opened),
        "reveal_url": partial(_reveal_url, opened),
        "topics": answered.with_answer(Answer.YES) if answered else [],
        "unknown": answered.with_answer(Answer.DONT_KNOW) if answered else [],
    }


def support_page(opened: OpenedSupport) -> dict[str, Any]:
    """Return what the template of the immigration section needs."""
    if opened.section is None:
        return {"opened": opened, "status": "", "topics": [], "unknown": [], "earlier": []}
    stands = opened.section.stands
    topics = topical(opened.section.section.instrument, stands.answers)
    return {
        "opened": opened,
        "status": STATUS_LABELS[stands.status],
        "offered": OFFERED_LABELS[stands.advice.offered],
        "earlier": [_earlier(each) for each in opened.sections[1:]],
        "topics": [each for each in topics if each.given.answer is Answer.YES],
        "unknown": [
            each for each in topics if each.given.answer in (Answer.DONT_KNOW, Answer.NOT_ASKED)
        ],
    }


def _earlier(opened: OpenSection) -> dict[str, Any]:
    """A section that a newer one has followed; what it says stays."""
    immigration = opened.section.immigration
    return {
        "on": opened.made_on,
        "status": STATUS_LABELS[immigration.status],
        "topics": [each for each in opened.section.topics() if each.given.answer is Answer.YES],
        "note": immigration.note,
    }


def _names(opened: OpenedCase) -> dict[str, str]:
    case = opened.case
    people = person_names([case.referrer_id, *([case.idva_id] if case.idva_id else [])])
    return {
        "referrer": people.get(case.referrer_id, ""),
        "idva": people.get(case.idva_id, "") if case.idva_id else "",
        "agency": agency_names([case.agency_id]).get(case.agency_id, ""),
    }


def _change_url(opened: OpenedCase, party: OpenParty) -> str:
    if not opened.may_change:
        return ""
    return url_for("case_changing.party", case_id=opened.case.id, party_id=party.id)


def _reveal_url(opened: OpenedCase, party: OpenParty) -> str:
    if not party.details.address_confidential:
        return ""
    return url_for("case_revealing.show", case_id=opened.case.id, party_id=party.id)
