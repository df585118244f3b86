"""What a referral says before it is sent, page by page, and what a meeting would miss in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app import clock
from app.access.actor import Actor
from app.accounts.area.queries import settings_of
from app.marac.party.rules import FIELDS_OF, LABELS, WAYS, Details, PartyKind
from app.marac.referral.asking import (
    AddressForm,
    AroundForm,
    ContactForm,
    VictimForm,
    kept_shown,
)
from app.marac.referral.drafting import Draft
from app.marac.referral.equality import QUESTIONS
from app.marac.referral.forms import HappenedForm, SharingForm, WishesForm
from app.marac.referral.risky import answers_told, immigration_told
from app.marac.referral.rules import SUMMARY_LABELS, Agreement, in_area
from app.marac.referral.sharing import ARTICLE_6, ARTICLE_9, LEGAL_BASES
from app.marac.referral.steps import SECTIONS, TITLES, steps_of
from app.marac.risk.instrument import CORE, IMMIGRATION, load
from app.marac.risk.instruments import instruments_of
from app.marac.risk.rules import (
    ANSWER_LABELS,
    CRITERION_LABELS,
    OFFERED_LABELS,
    STATUS_LABELS,
    Answer,
    Answers,
    Criterion,
)
from app.web.forms import Form
from app.web.templating import day

Rows = list[dict[str, str]]
SAFE = {"yes": "Safe", "no": "Not safe", "not_known": "Not known"}
STEPS = ("compatible_purpose", "legal_bases", "article_6")
AGREED = {"yes": "Yes", "no": "No", "not_known": "Not asked, or not known"}


@dataclass(frozen=True)
class Card:
    """What one page says."""

    page: str
    title: str
    rows: Rows
    saved: bool
    note: str = ""


def cards(actor: Actor, draft: Draft) -> list[Card]:
    """Return what every page says, in order."""
    return [
        Card(step, TITLES[step], _rows(actor, draft, step), step in draft.saved, _note(draft, step))
        for section in SECTIONS
        for step in steps_of(section, draft.told)
    ]


def missed(actor: Actor, draft: Draft) -> list[tuple[str, str]]:
    """Return what a meeting would miss, each with the page where it is asked. Nothing of it stops
    the referral."""
    told = draft.told
    victim, summary = told.get("victim", {}), told.get("summary", {})
    found = [
        ("contact", "It is not known whether any way of contact is safe.")
        if all(victim.get(way, "not_known") == "not_known" for way in WAYS)
        else None,
        ("address", "No address is given, so it is not sure which MARAC hears the case.")
        if not (victim.get("address") or victim.get("postcode"))
        else None,
        ("address", "The postcode is outside this area. The coordinator transfers the referral.")
        if not in_area(victim.get("postcode", ""), settings_of(actor).postcode_districts)
        else None,
        ("agreement", "It is not known whether the victim knows of this and agrees.")
        if summary.get("agrees", "not_known") == "not_known"
        else None,
        ("sharing", "Why information is shared without agreement is not written down.")
        if summary.get("agrees") != Agreement.YES and not summary.get("why_shared")
        else None,
        ("sharing", "Steps 1 to 3 of sharing without agreement are not all written down.")
        if summary.get("agrees") == Agreement.NO and not all(summary.get(each) for each in STEPS)
        else None,
        ("judgement", "You made a professional judgement, and your reasons are not written down.")
        if _judged(told) and not told.get("risk", {}).get("judgement", {}).get("reasons")
        else None,
        ("perpetrators", "No perpetrator is named.") if not told.get("perpetrators") else None,
        (
            "perpetrators",
            "Somebody works for a member agency, and the referral is kept from nobody.",
        )
        if _works_here(told) and not told.get("kept_from")
        else None,
        ("children", "It is not known whether there are children.")
        if not told.get("children") and summary.get("has_children", "not_known") == "not_known"
        else None,
        ("topics", "No topic of the risk form is answered.")
        if not told.get("risk", {}).get("answers")
        else None,
        ("wishes", "What the victim wants is not written down.")
        if not summary.get("wishes")
        else None,
    ]
    return [each for each in found if each]


def _judged(told: Mapping[str, Any]) -> bool:
    ticked = Criterion.PROFESSIONAL_JUDGEMENT in told.get("criteria", [])
    return ticked or bool(told.get("risk", {}).get("judgement", {}).get("made"))


def _works_here(told: Mapping[str, Any]) -> bool:
    return any(each.get("works_for") for each in told.get("perpetrators", []))


def _note(draft: Draft, step: str) -> str:
    if step == "specialist-support":
        sent = "It was sent, and stays as it was sent. " if draft.referral_id else ""
        own = "" if "immigration" not in draft.told else "You see this only until you send it. "
        return (
            f"{'' if own else sent}{own}Then it opens for the assigned IDVA and the specialists "
            "whom this MARAC has named, not for the police and not for the meeting."
        )
    if step == "equality":
        return "Kept apart from the case, and used only for the area’s figures."
    return ""


def _rows(actor: Actor, draft: Draft, step: str) -> Rows:
    told = draft.told
    victim, summary = told.get("victim", {}), told.get("summary", {})
    forms: dict[str, type[Form]] = {
        "victim": VictimForm,
        "address": AddressForm,
        "contact": ContactForm,
        "around": AroundForm,
    }
    if step in forms:
        rows = _about(victim, _fields(forms[step]))
        if step == "victim" and is_sixteen_or_seventeen(victim, clock.today()):
            rows.append({"key": "16 or 17", "value": "Heard as a victim, and a child in law"})
        return rows
    if step in ("happened", "wishes"):
        names = _fields(HappenedForm if step == "happened" else WishesForm)
        return _plain(summary, {name: SUMMARY_LABELS[name] for name in names})
    return _OTHERS[step](actor, draft)


def _fields(form: type[Form]) -> list[str]:
    return [name for name in (*LABELS, *SUMMARY_LABELS) if hasattr(form, name)]


def is_sixteen_or_seventeen(person: Mapping[str, Any], today: date) -> bool:
    """Say whether somebody of a draft is a child who is heard as a victim."""
    born = person.get("date_of_birth")
    known = Details(name="", date_of_birth=date.fromisoformat(born) if born else None)
    return known.is_sixteen_or_seventeen(today)


def _about(person: Mapping[str, Any], names: list[str] | tuple[str, ...]) -> Rows:
    return [
        {"key": LABELS[name], "value": words}
        for name in names
        if (words := _words(name, person.get(name)))
    ]


def _words(name: str, value: Any) -> str:
    if name in WAYS:
        return SAFE[value] if value else ""
    if name == "aliases":
        return ", ".join(value or [])
    if name == "address_confidential":
        return "Yes: do not disclose it to anybody" if value else ""
    if name == "date_of_birth":
        return day(date.fromisoformat(value)) if value else ""
    return str(value or "")


def _plain(group: Mapping[str, Any], labels: Mapping[str, str]) -> Rows:
    return [
        {"key": label, "value": str(group[name])}
        for name, label in labels.items()
        if group.get(name)
    ]


def _kept_from(actor: Actor, draft: Draft) -> Rows:
    kept = [
        {"key": each["name"], "value": each["reason"] or "No reason is written down"}
        for each in kept_shown(actor, draft.told)
    ]
    nobody = [{"key": "Kept from", "value": "Nobody that you know of"}]
    sent = [{"key": "Kept from", "value": "As you said when you sent it. That stays so."}]
    said = kept or (sent if draft.referral_id else nobody if "kept-from" in draft.saved else [])
    watch = {"watch_for": SUMMARY_LABELS["watch_for"]}
    return [*said, *_plain(draft.told.get("summary", {}), watch)]


def _why(actor: Actor, draft: Draft) -> Rows:
    ticked = [CRITERION_LABELS[Criterion(each)] for each in draft.told.get("criteria", [])]
    return [{"key": "Criteria", "value": "\n".join(ticked) or "None is ticked. None is needed."}]


def _judgement(actor: Actor, draft: Draft) -> Rows:
    risk = draft.told.get("risk", {})
    judged, heard = risk.get("judgement", {}), risk.get("circumstances", {})
    reported = heard.get("incidents_reported")
    values = {
        "In your judgement": "At high risk" if judged.get("made") else "",
        "Your reasons": judged.get("reasons", ""),
        "Reported in 12 months": "" if reported is None else f"{reported} incidents",
        "Abused again": "Yes, by the same person" if heard.get("abused_again") else "",
        "Last referred": _date(heard.get("last_referred_on")),
        "Last heard": _date(heard.get("last_heard_on")),
        "Other tools": "\n".join(
            f"{tool['name']}: {tool['grade'] or 'no grade'}" for tool in risk.get("other_tools", [])
        ),
    }
    return [{"key": key, "value": value} for key, value in values.items() if value]


def _date(value: str | None) -> str:
    return day(date.fromisoformat(value)) if value else ""


def _urgent(actor: Actor, draft: Draft) -> Rows:
    if "urgent" not in draft.told:
        return []
    waits = "No, it cannot wait" if draft.told["urgent"] else "Yes"
    labels = {"urgent_why": "Why not", "transfer_from": SUMMARY_LABELS["transfer_from"]}
    first = {"key": "Can it wait for the next meeting?", "value": waits}
    return [first, *_plain(draft.told.get("summary", {}), labels)]


def _agreement(actor: Actor, draft: Draft) -> Rows:
    summary = draft.told.get("summary", {})
    return [
        {"key": SUMMARY_LABELS[name], "value": AGREED[summary[name]]}
        for name in ("aware", "agrees")
        if summary.get(name)
    ]


def _sharing(actor: Actor, draft: Draft) -> Rows:
    summary = draft.told.get("summary", {})
    words = {
        **summary,
        "legal_bases": "\n".join(LEGAL_BASES[each] for each in summary.get("legal_bases", [])),
        "article_6": ARTICLE_6.get(summary.get("article_6", ""), summary.get("article_6", "")),
        "article_9": ARTICLE_9.get(summary.get("article_9", ""), summary.get("article_9", "")),
    }
    return _plain(words, {name: SUMMARY_LABELS[name] for name in _fields(SharingForm)})


def _explained(actor: Actor, draft: Draft) -> Rows:
    summary = draft.told.get("summary", {})
    names = ("explained_on", "explained_by", "explained_in")
    words = {**summary, "explained_on": _date(summary.get("explained_on"))}
    return _plain(words, {name: SUMMARY_LABELS[name] for name in names})


def _people(draft: Draft, group: str, kind: PartyKind) -> Rows:
    return [
        {
            "key": each["name"],
            "value": "\n".join(
                f"{row['key']}: {row['value']}"
                for row in _about(each, FIELDS_OF[kind])
                if row["key"] != LABELS["name"]
            )
            or "Nothing else is written down",
        }
        for each in draft.told.get(group, [])
    ]


def _perpetrators(actor: Actor, draft: Draft) -> Rows:
    return _people(draft, "perpetrators", PartyKind.PERPETRATOR)


def _children(actor: Actor, draft: Draft) -> Rows:
    children = _people(draft, "children", PartyKind.CHILD)
    answer = {"no": "There are no children", "not_known": "Not known"}
    said = answer.get(draft.told.get("summary", {}).get("has_children", ""), "")
    if not children and said:
        children = [{"key": "Children", "value": said}]
    return [*children, *_people(draft, "others_at_risk", PartyKind.OTHER_AT_RISK)]


def _topics(actor: Actor, draft: Draft) -> Rows:
    risk = draft.told.get("risk", {})
    forms = instruments_of(actor.area_id)
    form = forms.get(risk.get("instrument", CORE), forms[CORE])
    labels = {topic.code: topic.label for topic in form.topics}
    return _answered(answers_told(risk), labels)


def _answered(answers: Answers, labels: Mapping[str, str]) -> Rows:
    return [
        {
            "key": labels[code],
            "value": "\n".join(
                filter(
                    None,
                    (
                        ANSWER_LABELS[given.answer],
                        given.comment,
                        given.said_by and f"Said by {given.said_by}",
                    ),
                )
            ),
        }
        for code in labels
        if (given := answers.get(code)) and (given.answer is not Answer.NOT_ASKED or given.comment)
    ]


def _immigration(actor: Actor, draft: Draft) -> Rows:
    if "immigration" not in draft.told:
        return []
    told = immigration_told(draft.told)
    labels = {topic.code: topic.label for topic in load(IMMIGRATION).topics}
    rows = [{"key": "Status as a risk", "value": STATUS_LABELS[told.status]}]
    rows += _answered(told.answers, labels)
    if told.note:
        rows.append({"key": "Note", "value": told.note})
    advice = [OFFERED_LABELS[told.advice.offered], told.advice.by]
    advice.append(day(told.advice.on) if told.advice.on else "")
    rows.append({"key": "Regulated advice offered", "value": ", ".join(filter(None, advice))})
    return rows


def _equality(actor: Actor, draft: Draft) -> Rows:
    given = draft.told.get("equality", {})
    return [
        {"key": question.label, "value": words}
        for question in QUESTIONS
        if (words := question.words(given.get(question.code, "")))
    ]


_OTHERS = {
    "kept-from": _kept_from,
    "why": _why,
    "judgement": _judgement,
    "urgent": _urgent,
    "agreement": _agreement,
    "sharing": _sharing,
    "explained": _explained,
    "perpetrators": _perpetrators,
    "children": _children,
    "topics": _topics,
    "specialist-support": _immigration,
    "equality": _equality,
}
