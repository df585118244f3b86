"""A referral is never returned because of a score (domain.md §1.3, SafeLives).

Professional judgement counts at any score, and there are four criteria of which none needs one. So
a reason that is a score in other words is refused, with what to ask for instead.
"""

import re

from app.refusals import RuleBroken

NO_SCORE_REJECTS = (
    "No score sends a referral back, and neither does a threshold: the worker’s judgement counts "
    "beside the score, at any score. Say what is missing from the referral, or where this person "
    "would be helped sooner."
)

_NOT_ENOUGH = (
    r"(?:too low|low|lower|below|beneath|under|less|fewer|insufficient|short of"
    r"|not (?:be )?(?:high )?enough)"
)
_SCORED = r"(?:scor(?:e|es|ed|ing)|points?|ticks?|dash|risk level|risk grade|total)"
_NOT = r"(?:\bnot|n.t|\bno longer)"
_OUR = r"(?:the |our |any |of |marac |area.s )*"
_SCORE_AS_REASON = (
    rf"\b{_SCORED}\b[^.;\n]{{0,60}}\b{_NOT_ENOUGH}\b",
    rf"\b{_NOT_ENOUGH}\b[^.;\n]{{0,30}}\b{_SCORED}\b",
    rf"\b{_SCORED}\W+(?:of |is |was |at )?(?:only |just )\W*\d",
    r"\b(?:only|just) (?:a )?scor\w+",
    r"\b(?:below|less than|fewer than) (?:the )?(?:14|fourteen)\b",
    rf"(?:\bbelow|\bunder|\bshort of|{_NOT}) (?:meet\w* |reach\w* )?{_OUR}thresholds?\b",
    rf"{_NOT} (?:considered |seen as |at |a )*(?:high|higher) risk\b",
    rf"{_NOT} (?:considered |seen as )?high enough\b",
    r"\b(?:low|standard|medium|moderate) risk\b",
    rf"{_NOT} (?:meet|reach|fulfil)\w* {_OUR}criteri\w+",
    r"\bhigher (?:score|total|number of ticks)",
    r"\bscor\w+ (?:of )?(?:at least |more than |over |above )",
    r"\b(?:14|fourteen) (?:or|and) (?:more|above|over|higher)\b",
)
_REASONS = re.compile("|".join(_SCORE_AS_REASON), re.IGNORECASE)


def is_a_score(words: str) -> bool:
    """Say whether a reason comes down to a score, a grade or a threshold."""
    return _REASONS.search(" ".join(words.split())) is not None


def refuse_a_score(field: str, words: str) -> None:
    """Raise ``RuleBroken`` beside this field if a score is given as the reason."""
    if is_a_score(words):
        raise RuleBroken(field, NO_SCORE_REJECTS)
