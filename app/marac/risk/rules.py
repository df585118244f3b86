"""How an assessment is scored. A score may raise the alarm; it never stands in anybody's way.

The four criteria are SafeLives' (domain.md §1.3); their thresholds are the area's settings. The
worker's professional judgement counts beside the score, at any score, and only ever upwards.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from app.marac.risk.instrument import Instrument
from app.refusals import RuleBroken

LONGEST_COMMENT = 300
LONGEST_SOURCE = 60
LONGEST_REASONS = 2000
LONGEST_NOTE = 1000
LONGEST_TOOL = 60
MOST_INCIDENTS = 500
MONTHS = 12
WITHOUT_REASONS = "The worker is more worried than the answers alone show."
"""Said of a judgement for which no reasons are written down."""


class Answer(StrEnum):
    """What was answered. Only yes counts; not known is an answer and so is not asked."""

    YES = "yes"
    NO = "no"
    DONT_KNOW = "dont_know"
    NOT_ASKED = "not_asked"


ANSWER_LABELS: dict[Answer, str] = {
    Answer.YES: "Yes",
    Answer.NO: "No",
    Answer.DONT_KNOW: "Don’t know",
    Answer.NOT_ASKED: "Not asked",
}


class Status(StrEnum):
    """How immigration status stands as a risk. Never which status, and never of which country."""

    INSECURE = "insecure"
    UNCERTAIN = "uncertain"
    DEPENDENT = "dependent"
    SECURE = "secure"
    NOT_KNOWN = "not_known"
    NOT_ASKED = "not_asked"


STATUS_LABELS: dict[Status, str] = {
    Status.INSECURE: "Insecure",
    Status.UNCERTAIN: "Uncertain",
    Status.DEPENDENT: "Depends on the perpetrator",
    Status.SECURE: "Not a risk",
    Status.NOT_KNOWN: "Not known",
    Status.NOT_ASKED: "Not asked",
}
RISKY = frozenset({Status.INSECURE, Status.UNCERTAIN, Status.DEPENDENT})


class Offered(StrEnum):
    """Whether regulated advice about status was offered to her."""

    YES = "yes"
    NO = "no"
    NOT_YET = "not_yet"


OFFERED_LABELS: dict[Offered, str] = {
    Offered.YES: "Yes",
    Offered.NO: "No",
    Offered.NOT_YET: "Not yet",
}


class Criterion(StrEnum):
    """Why a case is heard. Any one is enough, and none needs a score."""

    VISIBLE_HIGH_RISK = "visible_high_risk"
    PROFESSIONAL_JUDGEMENT = "professional_judgement"
    ESCALATION = "escalation"
    REPEAT = "repeat"


CRITERION_LABELS: dict[Criterion, str] = {
    Criterion.VISIBLE_HIGH_RISK: "Visible high risk",
    Criterion.PROFESSIONAL_JUDGEMENT: "Professional judgement",
    Criterion.ESCALATION: "Potential escalation",
    Criterion.REPEAT: "Repeat",
}


@dataclass(frozen=True)
class Given:
    """One answer, who said so if it was not the victim, and what they said."""

    answer: Answer = Answer.NOT_ASKED
    said_by: str = ""
    comment: str = ""


Answers = Mapping[str, Given]


@dataclass(frozen=True)
class Advice:
    """That regulated advice was offered, by whom and when; never what the advice was.

    Only a regulated adviser (IAA, SRA, Bar) may advise on status, so nothing here advises.
    """

    offered: Offered = Offered.NOT_YET
    by: str = ""
    on: date | None = None


@dataclass(frozen=True)
class Immigration:
    """The immigration section: the indicator, the facts that make it dangerous, and a note."""

    status: Status = Status.NOT_ASKED
    answers: Answers = field(default_factory=dict)
    note: str = ""
    advice: Advice = Advice()

    @property
    def is_untouched(self) -> bool:
        """Say whether nothing was asked, noted or offered."""
        asked = any(given != Given() for given in self.answers.values())
        return not asked and replace(self, answers={}) == Immigration()


def together(newer: Immigration, older: Immigration) -> Immigration:
    """What stands where both were written: the newer answer to each question that it asked.

    Whoever wrote the newer one may not have been able to read the older, so what it did not ask
    about is not taken back.
    """
    before = older.answers
    asked = {
        code: given
        for code, given in newer.answers.items()
        if given.answer is not Answer.NOT_ASKED or before.get(code, Given()) == Given()
    }
    return Immigration(
        status=older.status if newer.status is Status.NOT_ASKED else newer.status,
        answers={**before, **asked},
        note=newer.note or older.note,
        advice=older.advice if newer.advice == Advice() else newer.advice,
    )


@dataclass(frozen=True)
class Judgement:
    """The worker's professional judgement. Reasons are asked for and never demanded."""

    made: bool = False
    reasons: str = ""


@dataclass(frozen=True)
class Circumstances:
    """What two of the criteria are about, and whom the case was referred by before."""

    incidents_reported: int | None = None
    abused_again: bool = False
    last_referred_on: date | None = None
    last_heard_on: date | None = None


@dataclass(frozen=True)
class Thresholds:
    """The area's settings at the time; kept with the assessment they were used for."""

    visible_high_risk: int = 14
    escalation_incidents: int = 3
    repeat_months: int = 12
    repeat_anchor: str = "last_referral"


@dataclass(frozen=True)
class OtherTool:
    """What another tool said (a police referral may carry no such form): its name and grade."""

    name: str
    grade: str


@dataclass(frozen=True)
class Met:
    """A criterion that is met, and by what."""

    criterion: Criterion
    because: str

    @property
    def label(self) -> str:
        """The criterion's name on a page."""
        return CRITERION_LABELS[self.criterion]


@dataclass(frozen=True)
class Result:
    """What everybody in the circle sees: a count of yes answers and the criteria met."""

    core: int
    core_of: int
    criteria: tuple[Met, ...]


@dataclass(frozen=True)
class WholeResult:
    """What only the compartment shows: the immigration count, the total, what they reach."""

    core: int
    core_of: int
    immigration: int
    immigration_of: int
    total: int
    reached_only_with_immigration: bool

    @property
    def total_of(self) -> int:
        """The most that could be counted."""
        return self.core_of + self.immigration_of


def score(
    instrument: Instrument,
    answers: Answers,
    judgement: Judgement,
    circumstances: Circumstances,
    thresholds: Thresholds,
    at: date,
) -> Result:
    """Count the yes answers and say which criteria are met and by what."""
    core = _count(instrument, answers)
    met = (
        _visible_high_risk(core, instrument, thresholds),
        _professional_judgement(judgement),
        _escalation(circumstances, thresholds),
        _repeat(circumstances, thresholds, at),
    )
    return Result(core, len(instrument.topics), tuple(each for each in met if each))


def score_whole(
    instrument: Instrument,
    answers: Answers,
    section: Instrument,
    immigration: Immigration,
    thresholds: Thresholds,
) -> WholeResult:
    """Count immigration status too: one for the indicator, one for each fact."""
    core = _count(instrument, answers)
    counted = _count(section, immigration.answers) + (immigration.status in RISKY)
    threshold = instrument.visible_high_risk_at(thresholds.visible_high_risk)
    return WholeResult(
        core=core,
        core_of=len(instrument.topics),
        immigration=counted,
        immigration_of=len(section.topics) + 1,
        total=core + counted,
        reached_only_with_immigration=threshold is not None and core < threshold <= core + counted,
    )


def judgement_as_shown(judgement: Judgement, whole: WholeResult) -> Judgement:
    """What the circle is told: a threshold met only in the compartment shows as judgement.

    A worker may tick judgement without reasons, so judgement without reasons says nothing.
    """
    return Judgement(judgement.made or whole.reached_only_with_immigration, judgement.reasons)


def is_repeat(circumstances: Circumstances, thresholds: Thresholds, at: date) -> bool:
    """Any abuse between the same pair within the area's window of the area's anchor date."""
    anchor = {
        "last_referral": circumstances.last_referred_on,
        "last_hearing": circumstances.last_heard_on,
    }[thresholds.repeat_anchor]
    if not circumstances.abused_again or anchor is None:
        return False
    return anchor <= at <= months_after(anchor, thresholds.repeat_months)


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    years, month = divmod(day.month - 1 + months, MONTHS)
    _, last = monthrange(day.year + years, month + 1)
    return date(day.year + years, month + 1, min(day.day, last))


def check(instrument: Instrument, answers: Answers, judgement: Judgement) -> None:
    """Refuse an unknown topic and what is too long to be read; no answer is ever refused."""
    if set(answers) - instrument.codes:
        raise RuleBroken("answers", "An answer belongs to no topic of this form.")
    if len(judgement.reasons) > LONGEST_REASONS:
        raise RuleBroken("reasons", f"Reasons must be {LONGEST_REASONS} characters or fewer.")
    for code, given in answers.items():
        if len(given.comment) > LONGEST_COMMENT:
            limit = f"A comment must be {LONGEST_COMMENT} characters or fewer."
            raise RuleBroken(f"comment_{code}", limit)
        if len(given.said_by) > LONGEST_SOURCE:
            limit = f"‘Who said so’ must be {LONGEST_SOURCE} characters or fewer."
            raise RuleBroken(f"said_by_{code}", limit)


def check_circumstances(circumstances: Circumstances, today: date) -> None:
    """Refuse what cannot be: a day to come, less than no incident."""
    reported = circumstances.incidents_reported
    if reported is not None and not 0 <= reported <= MOST_INCIDENTS:
        message = f"Enter a number from 0 to {MOST_INCIDENTS}, or leave it empty"
        raise RuleBroken("incidents_reported", message)
    for name in ("last_referred_on", "last_heard_on"):
        day = getattr(circumstances, name)
        if day is not None and day > today:
            raise RuleBroken(name, "The date must be today or in the past")


def check_immigration(section: Instrument, immigration: Immigration) -> None:
    """Refuse an unknown fact and what is too long; never an answer."""
    check(section, immigration.answers, Judgement())
    if len(immigration.note) > LONGEST_NOTE:
        raise RuleBroken("note", f"The note must be {LONGEST_NOTE} characters or fewer.")


def _count(instrument: Instrument, answers: Answers) -> int:
    given = (answers.get(topic.code, Given()) for topic in instrument.topics)
    return sum(each.answer is Answer.YES for each in given)


def _visible_high_risk(core: int, instrument: Instrument, at_least: Thresholds) -> Met | None:
    threshold = instrument.visible_high_risk_at(at_least.visible_high_risk)
    if threshold is None or core < threshold:
        return None
    whose = "this form’s" if instrument.threshold is not None else "this area’s"
    because = f"{core} of {len(instrument.topics)} answered yes; {whose} threshold is {threshold}."
    return Met(Criterion.VISIBLE_HIGH_RISK, because)


def _professional_judgement(judgement: Judgement) -> Met | None:
    if not judgement.made:
        return None
    because = judgement.reasons or WITHOUT_REASONS
    return Met(Criterion.PROFESSIONAL_JUDGEMENT, because)


def _escalation(circumstances: Circumstances, at_least: Thresholds) -> Met | None:
    reported = circumstances.incidents_reported
    if reported is None or reported < at_least.escalation_incidents:
        return None
    because = (
        f"{reported} incidents reported to the police in 12 months; "
        f"this area’s threshold is {at_least.escalation_incidents}."
    )
    return Met(Criterion.ESCALATION, because)


def _repeat(circumstances: Circumstances, settings: Thresholds, at: date) -> Met | None:
    if not is_repeat(circumstances, settings, at):
        return None
    since = "hearing" if settings.repeat_anchor == "last_hearing" else "referral"
    because = (
        "Abused again by the same person within "
        f"{settings.repeat_months} months of the last {since}."
    )
    return Met(Criterion.REPEAT, because)
