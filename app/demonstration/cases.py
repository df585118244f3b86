"""Turns the data of a case into what the services take, and lists it as the coordinator does."""

from collections.abc import Iterable
from datetime import date, timedelta

from app import clock
from app.demonstration.cast import Cast
from app.demonstration.content import CaseData, Table
from app.marac.party.rules import Details, Safe
from app.marac.referral.rules import Agreement, Referred, Summary
from app.marac.referral.service import refer
from app.marac.risk.instrument import CORE, load
from app.marac.risk.rules import (
    Answer,
    Circumstances,
    Criterion,
    Given,
    Immigration,
    Judgement,
    Status,
)
from app.marac.risk.service import NewAssessment

DAYS_A_YEAR = 365.25
RENAMED = {"when": "contact_when", "by_whom": "contact_by_whom"}
WAYS = ("safe_to_call", "safe_to_text", "safe_to_write", "safe_to_leave_message")


def details(table: Table) -> Details:
    """What is known of a person; an age becomes a date of birth."""
    values = {RENAMED.get(name, name): value for name, value in table.items() if name != "age"}
    for way in WAYS:
        if way in values:
            values[way] = Safe.YES if values[way] else Safe.NO
    if "address" in values:
        values["address"] = "\n".join(values["address"])
    values["aliases"] = tuple(values.get("aliases", ()))
    return Details(**values, date_of_birth=_born(table.get("age")))


def summary(data: CaseData, heard_on: date | None) -> Summary:
    """What happened, what she wants, what is in place."""
    told = data.summary
    return Summary(
        what_happened=_lines(told["happened"]),
        wishes=told["wants"],
        in_place=told["in_place"],
        worker_view=data.risk["judgement"],
        aware=_said(told["aware"]),
        agrees=_said(told["consent"]),
        heard_elsewhere=data.transfer_from,
        referred_on=clock.today(),
        last_referred_on=heard_on and heard_on - timedelta(days=9),
        last_heard_on=heard_on,
    )


def assessment(data: CaseData, heard_on: date | None) -> NewAssessment:
    """The answers by their numbers, the judgement, and the immigration section."""
    told = data.immigration
    return NewAssessment(
        answers=_numbered(data.risk),
        judgement=Judgement(True, data.risk["judgement"]),
        circumstances=Circumstances(
            abused_again=heard_on is not None,
            last_referred_on=heard_on and heard_on - timedelta(days=9),
            last_heard_on=heard_on,
        ),
        immigration=Immigration(
            Status(told["status"]),
            _given(told["yes"], told.get("unknown", ())),
            _lines(told["note"]),
        )
        if told
        else Immigration(),
    )


def refer_waiting(cast: Cast) -> None:
    """Referrals that have come in since the agenda went out."""
    for number, table in enumerate(cast.borough.referrals):
        with cast.diary.on(table["days_ago"], "08:10", plus=number * 7):
            refer(cast.actor(table["referrer"]), _referred(table))


def _referred(table: Table) -> Referred:
    told = Summary(
        what_happened=table["reason"],
        aware=_said(table["aware"]),
        agrees=_said(table["consent"]),
        why_shared="" if table["consent"] else table["why_shared"],
        referred_on=clock.today(),
    )
    return Referred(
        victim=details(table["victim"]),
        summary=told,
        perpetrators=(details(table["perpetrator"]),),
        children=tuple(Details(name=name) for name in table.get("children", ())),
        criteria=(Criterion(table["grounds"]),),
    )


def _numbered(risk: Table) -> dict[str, Given]:
    """Answers to all 24 topics; what is neither yes nor not known is no."""
    codes = [topic.code for topic in load(CORE).topics]
    yes = [codes[number - 1] for number in risk["yes"]]
    unknown = [codes[number - 1] for number in risk.get("unknown", ())]
    return {code: Given(Answer.NO) for code in codes} | _given(yes, unknown)


def _given(yes: Iterable[str], unknown: Iterable[str]) -> dict[str, Given]:
    return {code: Given(Answer.YES) for code in yes} | {
        code: Given(Answer.DONT_KNOW) for code in unknown
    }


def _born(age: float | None) -> date | None:
    return None if age is None else clock.today() - timedelta(days=round(age * DAYS_A_YEAR))


def _said(answer: bool) -> Agreement:
    return Agreement.YES if answer else Agreement.NO


def _lines(text: str) -> str:
    """One paragraph, however the data file wrapped it."""
    return " ".join(text.split())
