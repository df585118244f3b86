"""A referral as pages show it: rows with words, empty ones left out."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from app import clock
from app.marac.party.rules import PartyKind
from app.marac.party.shown import facts, facts_apart_from_contact
from app.marac.referral.rules import SUMMARY_LABELS, Agreement, Referred, Summary
from app.marac.referral.service import OpenReferral
from app.marac.referral.sharing import ARTICLE_6, ARTICLE_9, LEGAL_BASES
from app.marac.risk.content import Answered
from app.marac.risk.rules import (
    CRITERION_LABELS,
    WITHOUT_REASONS,
    Circumstances,
    Criterion,
)
from app.web.templating import day

AGREEMENT_LABELS = {
    Agreement.YES: "Yes",
    Agreement.NO: "No",
    Agreement.NOT_KNOWN: "Not known",
}


def circumstances(summary: Summary) -> list[dict[str, str]]:
    """Return what the victim knows and agrees to, on what basis it is shared, who heard it."""
    dates = {
        name: day(value)
        for name in ("explained_on", "referred_on", "last_referred_on", "last_heard_on")
        if (value := getattr(summary, name))
    }
    words = {
        "urgent_why": summary.urgent_why,
        "aware": AGREEMENT_LABELS[summary.aware],
        "agrees": AGREEMENT_LABELS[summary.agrees],
        "why_shared": summary.why_shared,
        "compatible_purpose": summary.compatible_purpose,
        "legal_bases": "\n".join(LEGAL_BASES.get(each, each) for each in summary.legal_bases),
        "article_6": ARTICLE_6.get(summary.article_6, summary.article_6),
        "article_9": ARTICLE_9.get(summary.article_9, summary.article_9),
        "explained_on": "",
        "explained_by": summary.explained_by,
        "explained_in": summary.explained_in,
        "transfer_from": summary.transfer_from,
        "heard_elsewhere": summary.heard_elsewhere,
        **dates,
    }
    return [{"key": SUMMARY_LABELS[name], "value": text} for name, text in words.items() if text]


def why(ticked: Collection[Criterion], answered: Answered | None, at: date) -> list[dict[str, str]]:
    """Return why a referral is made, in one list: what the risk form shows, and what is said.

    Two lists, of what was ticked and of what is met, would invite comparing them, and so tell what
    only the immigration section knows (AC-20).
    """
    met = (
        {each.criterion: each.because for each in answered.result(at).criteria} if answered else {}
    )
    heard = answered.circumstances if answered else Circumstances()
    return [
        {
            "criterion": each.value,
            "key": CRITERION_LABELS[each],
            "value": met.get(each) or _SAID[each](heard),
        }
        for each in Criterion
        if each in met or each in ticked
    ]


def _number(told: Referred, kind: PartyKind, place: int) -> int:
    """Where in ``Referred.parties`` somebody stands who is in this place among their kind."""
    return [each for each, _ in told.parties].index(kind) + place


def _said_escalation(heard: Circumstances) -> str:
    if heard.incidents_reported is None:
        return "The referrer says so; no number of reports to the police was given."
    return f"The referrer says so; {heard.incidents_reported} reported to the police in 12 months."


def _said_repeat(heard: Circumstances) -> str:
    if heard.last_referred_on is None:
        return "The referrer says so; no date of the last referral was given."
    return f"The referrer says so; last referred on {day(heard.last_referred_on)}."


_SAID: dict[Criterion, Callable[[Circumstances], str]] = {
    Criterion.VISIBLE_HIGH_RISK: lambda heard: "The referrer says so.",
    Criterion.PROFESSIONAL_JUDGEMENT: lambda heard: WITHOUT_REASONS,
    Criterion.ESCALATION: _said_escalation,
    Criterion.REPEAT: _said_repeat,
}


def referral_page(opened: OpenReferral) -> dict[str, Any]:
    """What a page needs to show all of a referral but its immigration and equality answers."""
    today, told, assessment = clock.today(), opened.referred, opened.assessment
    groups = (
        ("Perpetrators", PartyKind.PERPETRATOR, told.perpetrators),
        ("Children", PartyKind.CHILD, told.children),
        ("Others at risk", PartyKind.OTHER_AT_RISK, told.others_at_risk),
    )
    return {
        "told": told,
        "why": why(
            told.criteria,
            assessment.answered if assessment else None,
            assessment.made_on if assessment else today,
        ),
        "people": [
            (
                heading,
                [
                    (each.name, facts(each, kind, today), _number(told, kind, place))
                    for place, each in enumerate(people)
                ],
            )
            for heading, kind, people in groups
            if people or kind is not PartyKind.OTHER_AT_RISK
        ],
        "no_children": told.summary.has_children is Agreement.NO,
        "about_victim": facts_apart_from_contact(told.victim, today),
        "circumstances": circumstances(told.summary),
    }
