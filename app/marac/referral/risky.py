"""The risk form's pages in a referral: its forms write into the JSON of a draft, and are shown it.

The immigration section is in the draft for as long as that is a draft. Once it is sent its writer
does not read it back; a change that leaves the page empty leaves the section as it was sent.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from app.marac.risk.forms import ImmigrationForm, JudgementForm, TopicsForm
from app.marac.risk.rules import (
    Advice,
    Answer,
    Answers,
    Circumstances,
    Given,
    Immigration,
    Judgement,
    Offered,
    OtherTool,
    Status,
)

Told = Mapping[str, Any]


def write_topics(form: TopicsForm, told: dict[str, Any]) -> None:
    """Write the answers to the topics."""
    risk = told.setdefault("risk", {})
    risk["instrument"] = form.instrument.id
    risk["answers"] = answers_as_told(form.written())


def show_topics(form: TopicsForm, told: Told) -> None:
    """Show them."""
    form.show(answers_told(told.get("risk", {})))


def write_judgement(form: JudgementForm, told: dict[str, Any]) -> None:
    """Write the judgement, what happened before, and other tools."""
    judgement, circumstances, tools = form.written()
    told.setdefault("risk", {}).update(circumstances_as_told(judgement, circumstances, tools))
    if not judgement.made:
        criteria = told.get("criteria", [])
        told["criteria"] = [each for each in criteria if each != "professional_judgement"]


def show_judgement(form: JudgementForm, told: Told) -> None:
    """Show them; a criterion that was ticked before is a judgement that was made."""
    risk = told.get("risk", {})
    judged, heard = risk.get("judgement", {}), dict(risk.get("circumstances", {}))
    for name in ("last_referred_on", "last_heard_on"):
        heard[name] = date.fromisoformat(heard[name]) if heard.get(name) else None
    made = judged.get("made", False) or "professional_judgement" in told.get("criteria", [])
    tools = tuple(OtherTool(**tool) for tool in risk.get("other_tools", []))
    judgement = Judgement(made, judged.get("reasons", ""))
    form.show((judgement, Circumstances(**heard), tools))


def write_immigration(form: ImmigrationForm, told: dict[str, Any]) -> None:
    """Write the section; an empty one leaves what was sent before as it is."""
    given = form.written()
    if given.is_untouched:
        told.pop("immigration", None)
        return
    told["immigration"] = {
        "status": given.status.value,
        "answers": answers_as_told(given.answers),
        "note": given.note,
        "advice": {
            "offered": given.advice.offered.value,
            "by": given.advice.by,
            "on": given.advice.on.isoformat() if given.advice.on else None,
        },
    }


def show_immigration(form: ImmigrationForm, told: Told) -> None:
    """Show it to whoever writes it, as long as it is not sent."""
    form.show(immigration_told(told))


def immigration_told(told: Told) -> Immigration:
    """The section of a draft."""
    apart = told.get("immigration", {})
    advice = apart.get("advice", {})
    on = advice.get("on")
    return Immigration(
        Status(apart.get("status", Status.NOT_ASKED)),
        answers_told(apart),
        apart.get("note", ""),
        Advice(
            Offered(advice.get("offered", Offered.NOT_YET)),
            advice.get("by", ""),
            date.fromisoformat(on) if on else None,
        ),
    )


def answers_told(group: Told) -> dict[str, Given]:
    """Answers as values."""
    return {
        code: Given(Answer(each["answer"]), each["said_by"], each["comment"])
        for code, each in group.get("answers", {}).items()
    }


def answers_as_told(answers: Answers) -> dict[str, dict[str, Any]]:
    """Answers as JSON can hold them."""
    return {code: asdict(given) | {"answer": given.answer.value} for code, given in answers.items()}


def circumstances_as_told(
    judgement: Judgement, circumstances: Circumstances, tools: tuple[OtherTool, ...]
) -> dict[str, Any]:
    """What the judgement's page says, as JSON can hold it."""
    heard = asdict(circumstances)
    for name in ("last_referred_on", "last_heard_on"):
        heard[name] = heard[name] and heard[name].isoformat()
    return {
        "judgement": asdict(judgement),
        "circumstances": heard,
        "other_tools": [asdict(tool) for tool in tools],
    }
