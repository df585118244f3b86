"""A referral as pages show it: rows with words, empty ones left out."""

from typing import Any

from app import clock
from app.marac.party.rules import PartyKind
from app.marac.party.shown import facts, facts_apart_from_contact
from app.marac.referral.rules import SUMMARY_LABELS, Agreement, Summary
from app.marac.referral.service import OpenReferral
from app.marac.referral.sharing import ARTICLE_6, ARTICLE_9, LEGAL_BASES
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


def referral_page(opened: OpenReferral) -> dict[str, Any]:
    """What a page needs to show all of a referral but its immigration and equality answers."""
    today, told = clock.today(), opened.referred
    groups = (
        ("Perpetrators", PartyKind.PERPETRATOR, told.perpetrators),
        ("Children", PartyKind.CHILD, told.children),
        ("Others at risk", PartyKind.OTHER_AT_RISK, told.others_at_risk),
    )
    return {
        "told": told,
        "people": [
            (heading, [(each.name, facts(each, kind, today)) for each in people])
            for heading, kind, people in groups
            if people or kind is not PartyKind.OTHER_AT_RISK
        ],
        "no_children": told.summary.has_children is Agreement.NO,
        "about_victim": facts_apart_from_contact(told.victim, today),
        "circumstances": circumstances(told.summary),
    }
