"""Reads a referral from plain JSON: a draft, a row of a file, what another system hands in.

The shape is documented with the import; its names are those of ``Details``, ``Summary`` and the
risk rules. Every way in takes this one, so that the same thing is refused at the same place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.accounts.agency.queries import agencies
from app.accounts.person.model import PersonState
from app.accounts.person.queries import people
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.giving import Holders
from app.confidentiality.circle.rules import keeps_out, named
from app.marac.party.rules import LONG, WAYS, Details, Safe, check, tidied
from app.marac.referral.equality import BY_CODE
from app.marac.referral.parts import Part, within
from app.marac.referral.rules import (
    AGREEMENTS,
    DATES,
    Agreement,
    KeptFrom,
    Referred,
    Summary,
    check_summary,
    check_victim,
)
from app.marac.referral.sharing import LEGAL_BASES
from app.marac.risk.instrument import CORE, IMMIGRATION, Instrument, load
from app.marac.risk.instruments import instruments_of
from app.marac.risk.rules import (
    LONGEST_TOOL,
    MOST_INCIDENTS,
    Advice,
    Answer,
    Circumstances,
    Criterion,
    Given,
    Immigration,
    Judgement,
    Offered,
    OtherTool,
    Status,
    check_immigration,
)
from app.marac.risk.rules import check as check_answers
from app.marac.risk.service import NewAssessment
from app.refusals import RuleBroken

WHOLE = (
    *("victim", "summary", "perpetrators", "children", "others_at_risk", "criteria"),
    *("risk", "immigration", "equality", "kept_from", "urgent"),
)
PERSON = tuple(field.name for field in fields(Details))
SUMMARY = tuple(field.name for field in fields(Summary))
ONE_LINE = frozenset({"explained_by", "explained_in", "transfer_from"})
RISK = ("instrument", "answers", "judgement", "circumstances", "other_tools")
CIRCUMSTANCES = tuple(field.name for field in fields(Circumstances))
IN_THE_PAST = "This date must be today or in the past."
YOURSELF = "You are making this referral, so it cannot be kept from you or your agency."
NOBODY = "Nobody of this area goes by this. Use the e-mail address with which they sign in."
GONE = "Somebody on this list does not work with this MARAC any more. Take them off the list."
NO_AGENCY = "No agency of this area has this name. Use its name as the register has it."
NO_OFFICER = (
    "That would leave no officer who can open the referral, so nobody could act on it. Take one of "
    "the officers off this list, and telephone that officer before you send it."
)


@dataclass(frozen=True)
class Reading:
    """What a referral is made of, ready for ``service.refer``."""

    referred: Referred
    assessment: NewAssessment
    equality: Mapping[str, str] | None = None
    kept_from: tuple[KeptFrom, ...] = ()
    urgent: bool = False


def read_referral(actor: Actor, given: Mapping[str, Any]) -> Reading:
    """Read the whole of a referral; ``RuleBroken`` at the dotted path of the first thing wrong.

    Nothing is looked up about anybody in it, so what is said never depends on who is known here.
    """
    whole = Part(given, "", WHOLE)
    referred = Referred(
        victim=_victim(whole),
        summary=_summary(whole),
        perpetrators=_people(whole, "perpetrators"),
        children=_people(whole, "children"),
        others_at_risk=_people(whole, "others_at_risk"),
        criteria=tuple(Criterion(each) for each in whole.texts("criteria", tuple(Criterion))),
    )
    return Reading(
        referred=referred,
        assessment=read_assessment(whole, instruments_of(actor.area_id)),
        equality=_equality(whole),
        kept_from=_kept_from(actor, whole),
        urgent=whole.yes("urgent"),
    )


def _victim(whole: Part) -> Details:
    details = _details(whole.part("victim", PERSON))
    with within("victim"):
        check_victim(details, clock.today())
    return details


def _people(whole: Part, name: str) -> tuple[Details, ...]:
    return tuple(_details(each) for each in whole.parts(name, PERSON))


def _details(part: Part) -> Details:
    given: dict[str, Any] = {
        name: part.words(name) if name in LONG else part.line(name)
        for name in PERSON
        if name not in WAYS and name not in ("aliases", "date_of_birth", "address_confidential")
    }
    given |= {name: part.choice(name, Safe, Safe.NOT_KNOWN) for name in WAYS}
    details = tidied(
        Details(
            **given,
            aliases=part.texts("aliases"),
            date_of_birth=part.day("date_of_birth"),
            address_confidential=part.yes("address_confidential"),
        )
    )
    with within(part.path):
        check(details, clock.today())
    return details


def _summary(whole: Part) -> Summary:
    part = whole.part("summary", SUMMARY)
    given: dict[str, Any] = {
        name: part.line(name) if name in ONE_LINE else part.words(name)
        for name in SUMMARY
        if name not in DATES | AGREEMENTS | {"legal_bases"}
    }
    given |= {name: _past(part, name) for name in DATES}
    given |= {name: part.choice(name, Agreement, Agreement.NOT_KNOWN) for name in AGREEMENTS}
    summary = Summary(**given, legal_bases=part.texts("legal_bases", tuple(LEGAL_BASES)))
    with within("summary"):
        check_summary(summary)
    return summary


def _past(part: Part, name: str) -> date | None:
    day = part.day(name)
    if day is not None and day > clock.today():
        raise RuleBroken(part.at(name), IN_THE_PAST)
    return day


def read_assessment(whole: Part, instruments: Mapping[str, Instrument]) -> NewAssessment:
    """Read a risk form, which is one of these instruments, and the immigration section beside."""
    section = load(IMMIGRATION)
    risk = whole.part("risk", RISK)
    core = instruments.get(risk.line("instrument") or CORE)
    if core is None:
        raise RuleBroken(risk.at("instrument"), f"Use one of: {', '.join(instruments)}.")
    answers = _answers(risk, core.codes)
    judged = risk.part("judgement", ("made", "reasons"))
    judgement = Judgement(judged.yes("made"), judged.words("reasons"))
    with within("risk"):
        check_answers(core, answers, judgement)
    apart = whole.part("immigration", ("status", "answers", "note", "advice"))
    immigration = Immigration(
        apart.choice("status", Status, Status.NOT_ASKED),
        _answers(apart, section.codes),
        apart.words("note"),
        _advice(apart.part("advice", ("offered", "by", "on"))),
    )
    with within("immigration"):
        check_immigration(section, immigration)
    return NewAssessment(
        answers=answers,
        judgement=judgement,
        circumstances=_circumstances(risk),
        immigration=immigration,
        other_tools=tuple(_tool(each) for each in risk.parts("other_tools", ("name", "grade"))),
        instrument=core.id,
    )


def _advice(part: Part) -> Advice:
    offered = part.choice("offered", Offered, Offered.NOT_YET)
    return Advice(offered, part.line("by"), _past(part, "on"))


def _answers(part: Part, codes: frozenset[str]) -> dict[str, Given]:
    """Each topic's answer, given whole or as the one word."""
    answers = part.part("answers", codes)
    found = {}
    for code, value in answers.given.items():
        plainly = {"answer": value} if isinstance(value, str) else value
        each = Part(plainly, answers.at(code), ("answer", "said_by", "comment"))
        answer = each.choice("answer", Answer, Answer.NOT_ASKED)
        found[code] = Given(answer, each.line("said_by"), each.words("comment"))
    return found


def _circumstances(risk: Part) -> Circumstances:
    part = risk.part("circumstances", CIRCUMSTANCES)
    return Circumstances(
        incidents_reported=part.whole("incidents_reported", MOST_INCIDENTS),
        abused_again=part.yes("abused_again"),
        last_referred_on=_past(part, "last_referred_on"),
        last_heard_on=_past(part, "last_heard_on"),
    )


def _tool(part: Part) -> OtherTool:
    name, grade = part.line("name"), part.line("grade")
    if not name:
        raise RuleBroken(part.at("name"), "Enter the name of the tool, or take it out.")
    if max(len(name), len(grade)) > LONGEST_TOOL:
        message = f"A tool’s name and its grade must be {LONGEST_TOOL} characters or fewer."
        raise RuleBroken(part.at("name"), message)
    return OtherTool(name, grade)


def _equality(whole: Part) -> dict[str, str] | None:
    part = whole.part("equality", tuple(BY_CODE))
    found = {}
    for code, question in BY_CODE.items():
        answer, known = part.line(code), dict(question.choices)
        if answer and answer not in known:
            raise RuleBroken(part.at(code), f"Use one of: {', '.join(known)}.")
        if answer:
            found[code] = answer
    return found or None


def _kept_from(actor: Actor, whole: Part) -> tuple[KeptFrom, ...]:
    found = [_one_kept(actor, each) for each in whole.parts("kept_from", KEPT)]
    check_kept_from(actor, found)
    return tuple(found)


KEPT = ("person", "agency", "reason")


def _one_kept(actor: Actor, part: Part) -> KeptFrom:
    person, agency, reason = part.line("person"), part.line("agency"), part.words("reason")
    if bool(person) == bool(agency):
        raise RuleBroken(part.path, "Name one person or one agency.")
    if len(reason) > 1000:
        raise RuleBroken(part.at("reason"), "The reason must be 1000 characters or fewer.")
    if person:
        kept = KeptFrom(person_id=_person(actor, person, part), reason=reason)
    else:
        kept = KeptFrom(agency_id=_agency(actor, agency, part), reason=reason)
    if actor.person_id == kept.person_id or actor.agency_id == kept.agency_id:
        raise RuleBroken(part.at("person" if person else "agency"), YOURSELF)
    return kept


def _person(actor: Actor, who: str, part: Part) -> UUID:
    """Find a person of the area by the address they sign in with, or by their id."""
    for each in people(actor):
        if each.state != PersonState.LEFT and who.lower() in (each.email.lower(), str(each.id)):
            return each.id
    raise RuleBroken(part.at("person"), GONE if _is_id(who) else NOBODY)


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _agency(actor: Actor, which: str, part: Part) -> UUID:
    for each in agencies(actor):
        if which.casefold() in (each.name.casefold(), str(each.id)):
            return each.id
    raise RuleBroken(part.at("agency"), NO_AGENCY)


def check_kept_from(actor: Actor, kept: list[KeptFrom], field: str = "kept_from") -> None:
    """Raise ``RuleBroken`` where no officer would be left who can open the referral."""
    if not kept:
        return
    names = {named(each.person_id, each.agency_id) for each in kept}
    officers = Holders(Chain.of(actor)).officers
    if all(keeps_out(names, pair.person_id, [pair.agency_id]) for pair in officers):
        raise RuleBroken(field, NO_OFFICER)
