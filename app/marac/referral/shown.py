"""A referral's summary as pages show it: rows with words, empty ones left out."""

from app.marac.referral.rules import SUMMARY_LABELS, Agreement, Summary
from app.web.templating import day

AGREEMENT_LABELS = {
    Agreement.YES: "Yes",
    Agreement.NO: "No",
    Agreement.NOT_KNOWN: "Not known",
}


def circumstances(summary: Summary) -> list[dict[str, str]]:
    """Return what the victim knows and agrees to, and who has heard the case before."""
    dates = {
        name: day(value)
        for name in ("referred_on", "last_referred_on", "last_heard_on")
        if (value := getattr(summary, name))
    }
    words = {
        "aware": AGREEMENT_LABELS[summary.aware],
        "agrees": AGREEMENT_LABELS[summary.agrees],
        "why_shared": summary.why_shared,
        "heard_elsewhere": summary.heard_elsewhere,
        **dates,
    }
    return [{"key": SUMMARY_LABELS[name], "value": text} for name, text in words.items() if text]
