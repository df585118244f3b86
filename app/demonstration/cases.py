"""Turns the data of a case into what the services take, and lists it as the coordinator does."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from uuid import UUID

from app import clock
from app.demonstration.cast import KEEPER, Cast
from app.demonstration.content import CaseData, ReferralData, Table
from app.marac.case.listing import list_case
from app.marac.case.rules import Label
from app.marac.party.rules import Details, PartyKind, Safe
from app.marac.referral.rules import Agreement, KeptFrom, Referred, Summary
from app.marac.referral.service import refer
from app.marac.referral.talking import ask
from app.marac.risk.instrument import CORE, load
from app.marac.risk.rules import (
    Advice,
    Answer,
    Circumstances,
    Criterion,
    Given,
    Immigration,
    Judgement,
    Offered,
    Status,
)
from app.marac.risk.service import NewAssessment

DAYS_A_YEAR = 365.25
RENAMED = {"when": "contact_when", "by_whom": "contact_by_whom"}
WAYS = ("safe_to_call", "safe_to_text", "safe_to_write", "safe_to_leave_message")


def details(table: Table) -> Details:
    """What is known of a person; an age becomes a date of birth."""
    values = {
        RENAMED.get(name, name): value
        for name, value in table.items()
        if name not in ("age", "born")
    }
    for way in WAYS:
        if way in values:
            values[way] = Safe.YES if values[way] else Safe.NO
    if "address" in values:
        values["address"] = "\n".join(values["address"])
    values["aliases"] = tuple(values.get("aliases", ()))
    return Details(**values, date_of_birth=table.get("born") or _born(table.get("age")))


def summary(data: CaseData | ReferralData, heard_on: date | None) -> Summary:
    """What happened, what she wants, what is in place."""
    told = data.summary
    return Summary(
        what_happened=_lines(told["happened"]),
        wishes=told["wants"],
        in_place=told["in_place"],
        aware=_said(told["aware"]),
        agrees=_said(told["consent"]),
        why_shared=told.get("why_shared", ""),
        heard_elsewhere=getattr(data, "transfer_from", ""),
        referred_on=clock.today(),
        last_referred_on=heard_on and heard_on - timedelta(days=9),
        last_heard_on=heard_on,
    )


def assessment(data: CaseData | ReferralData, heard_on: date | None) -> NewAssessment:
    """The answers by their numbers, the judgement, and the immigration section."""
    return NewAssessment(
        answers=_numbered(data.risk),
        judgement=Judgement(True, data.risk["judgement"]),
        circumstances=Circumstances(
            incidents_reported=data.risk.get("incidents"),
            abused_again=heard_on is not None or data.risk.get("again", False),
            last_referred_on=heard_on and heard_on - timedelta(days=9),
            last_heard_on=heard_on,
        ),
        immigration=_immigration(data.immigration),
    )


def _immigration(told: Table) -> Immigration:
    """The section as filled in, or as it is when nothing was asked: it is there in any case."""
    if not told:
        return Immigration()
    answers = _given(told["yes"], told.get("unknown", ()))
    by = told.get("advice_by", "")
    advice = Advice(Offered.YES, by) if by else Advice()
    return Immigration(Status(told["status"]), answers, _lines(told["note"]), advice)


def list_one(cast: Cast, data: CaseData, days_ago: int, number: int) -> UUID:
    """Put a case on the list as the coordinator does, a quarter of an hour after the one before."""
    heard_on = cast.heard.get(data.again)
    with cast.diary.on(days_ago, "09:05", plus=number * 15):
        case = list_case(
            cast.actor(KEEPER),
            agency_id=cast.agency_of(data.referrer),
            referrer_id=cast.person_id(data.referrer),
            idva_id=cast.person_id(data.idva),
            label=Label(data.victim["name"], bool(data.again), data.transfer_from),
            summary=summary(data, heard_on),
            parties=_parties(data),
            assessment=assessment(data, heard_on),
            exclusions=_kept_from(cast, data),
        )
    cast.listed[data.key] = case.id
    return case.id


def _parties(data: CaseData) -> Iterator[tuple[PartyKind, Details]]:
    yield PartyKind.VICTIM, details(data.victim)
    for each in data.perpetrators:
        yield PartyKind.PERPETRATOR, details(each)
    for each in data.children:
        yield PartyKind.CHILD, details(each)


def refer_waiting(cast: Cast, days_ago: int) -> None:
    """The referrals that came in on a day, since the agenda went out."""
    waiting = [data for data in cast.borough.referrals if data.days_ago == days_ago]
    asked: list[tuple[UUID, str]] = []
    for number, data in enumerate(waiting):
        with cast.diary.on(days_ago, "08:10", plus=number * 7):
            row = refer(
                cast.actor(data.referrer),
                _referred(data),
                assessment=assessment(data, None),
                kept_from=_kept_from(cast, data),
                urgent=data.urgent,
            )
        if data.asked:
            asked.append((row.id, data.asked))
    for number, (referral_id, question) in enumerate(asked):
        with cast.diary.on(days_ago, "11:20", plus=number):
            ask(cast.actor(KEEPER), referral_id, question)


def _referred(data: ReferralData) -> Referred:
    return Referred(
        victim=details(data.victim),
        summary=summary(data, None),
        perpetrators=tuple(map(details, data.perpetrators)),
        children=tuple(map(details, data.children)),
        criteria=tuple(map(Criterion, data.criteria)),
    )


def _kept_from(cast: Cast, data: CaseData | ReferralData) -> list[KeptFrom]:
    return [
        KeptFrom(person_id=cast.person_id(each["person"]), reason=each["reason"])
        for each in data.keep_from
    ]


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
