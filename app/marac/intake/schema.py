"""Describes a referral as JSON Schema, made from what a referral is made of, so neither drifts."""

from dataclasses import MISSING, fields
from datetime import date
from enum import StrEnum
from typing import Any, get_type_hints

from app.marac.party.rules import LABELS, LONG, LONGEST_LINE, Details
from app.marac.party.rules import LONGEST_TEXT as LONGEST_OF_PERSON
from app.marac.referral.equality import QUESTIONS
from app.marac.referral.parts import MOST_PARTS
from app.marac.referral.rules import LONGEST_TEXT, SUMMARY_LABELS, Summary
from app.marac.referral.sharing import LEGAL_BASES
from app.marac.risk.instrument import CORE, IMMIGRATION, Instrument, load
from app.marac.risk.rules import (
    CRITERION_LABELS,
    LONGEST_COMMENT,
    LONGEST_NOTE,
    LONGEST_REASONS,
    LONGEST_SOURCE,
    LONGEST_TOOL,
    MOST_INCIDENTS,
    STATUS_LABELS,
    Answer,
)

Schema = dict[str, Any]

EXAMPLE: dict[str, Any] = {
    "kept_from": [{"agency": "Northbrook Housing", "reason": "His sister works there."}],
    "criteria": ["professional_judgement"],
    "victim": {
        "name": "Marigold Example",
        "date_of_birth": "1991-03-27",
        "phone": "07700 900123",
        "safe_to_call": "no",
        "safe_to_text": "yes",
        "address": "9 Made-up Street",
        "address_confidential": True,
    },
    "perpetrators": [{"name": "Basil Example", "relationship": "Former partner"}],
    "children": [{"name": "Wren Example", "date_of_birth": "2019-06-01"}],
    "summary": {
        "what_happened": "He waited outside her work again.",
        "aware": "yes",
        "agrees": "yes",
    },
    "risk": {
        "answers": {
            "fear": {"answer": "yes"},
            "stalking": {"answer": "yes", "said_by": "a colleague"},
        },
        "judgement": {"made": True, "reasons": "She is planning to leave."},
        "circumstances": {"incidents_reported": 2},
    },
    "urgent": False,
}
"""Made up; it is shown wherever the hand-in is explained, and a test hands it in."""


def referral_schema() -> Schema:
    """The whole of a referral."""
    person = {"$ref": "#/components/schemas/Person"}
    properties = {
        "kept_from": _list(_kept_from(), "From whom it must be kept; done before anything else"),
        "urgent": {"type": "boolean", "description": "It cannot wait for the next meeting"},
        "criteria": _list(_one_of(CRITERION_LABELS), "The criteria that the worker ticks"),
        "victim": person,
        "perpetrators": _list(person),
        "children": _list(person),
        "others_at_risk": _list(person),
        "summary": {"$ref": "#/components/schemas/Summary"},
        "risk": _risk(),
        "immigration": _immigration(),
        "equality": _group(
            {each.code: _one_of(dict(each.choices), each.label) for each in QUESTIONS},
            "For the area’s return only, kept apart",
        ),
    }
    return _group(properties, "One referral, about one victim", ["victim", "summary"])


def person_schema() -> Schema:
    """Anybody in a referral; every field but the name may be left out."""
    hints = get_type_hints(Details)
    properties = {
        each.name: _of_type(
            hints[each.name],
            LABELS[each.name],
            LONGEST_OF_PERSON if each.name in LONG else LONGEST_LINE,
        )
        for each in fields(Details)
    }
    return _group(properties, "A person; leave out what is not known", _needed(Details))


def summary_schema() -> Schema:
    """What happened, and on what basis it is shared."""
    hints = get_type_hints(Summary)
    properties = {
        each.name: _of_type(hints[each.name], SUMMARY_LABELS[each.name], LONGEST_TEXT)
        for each in fields(Summary)
    }
    properties["legal_bases"] = _list(_one_of(LEGAL_BASES), SUMMARY_LABELS["legal_bases"])
    return _group(properties, "What happened", _needed(Summary))


def _needed(kind: Any) -> list[str]:
    return [each.name for each in fields(kind) if each.default is MISSING]


def _of_type(hint: Any, label: str, longest: int) -> Schema:
    if hint is bool:
        return {"type": "boolean", "description": label}
    if hint == date | None:
        return {"type": "string", "format": "date", "description": label}
    if hint == tuple[str, ...]:
        return _list(_text(LONGEST_LINE), label)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"enum": [str(each) for each in hint], "description": label}
    return _text(longest, label)


def _risk() -> Schema:
    day = {"type": "string", "format": "date"}
    circumstances = {
        "incidents_reported": {"type": "integer", "minimum": 0, "maximum": MOST_INCIDENTS},
        "abused_again": {"type": "boolean"},
        "last_referred_on": day,
        "last_heard_on": day,
    }
    judgement = {"made": {"type": "boolean"}, "reasons": _text(LONGEST_REASONS)}
    tool = _group({"name": _text(LONGEST_TOOL), "grade": _text(LONGEST_TOOL)}, "", ["name"])
    properties = {
        "instrument": _text(64, f"The form that was used; {CORE} if this is left out"),
        "answers": _answers(load(CORE)),
        "judgement": _group(judgement, "Professional judgement, which counts at any score"),
        "circumstances": _group(circumstances, "What two of the criteria are about"),
        "other_tools": _list(tool, "Other tools, by name and grade"),
    }
    return _group(properties, "The risk form. No score ever refuses a referral")


def _immigration() -> Schema:
    return _group(
        {
            "status": _one_of(STATUS_LABELS, "As a risk; never which status, never a country"),
            "answers": _answers(load(IMMIGRATION)),
            "note": _text(LONGEST_NOTE),
        },
        "Sealed apart under a key of its own; neither the sender nor the officers can read it back",
    )


def _answers(instrument: Instrument) -> Schema:
    """Answers by topic; an area may use another form, so other codes are not refused here."""
    given = _group(
        {
            "answer": {"enum": [str(each) for each in Answer]},
            "said_by": _text(LONGEST_SOURCE, "Who said so, if not the victim"),
            "comment": _text(LONGEST_COMMENT),
        },
        "",
        ["answer"],
    )
    topics = "; ".join(f"{topic.code}: {topic.label}" for topic in instrument.topics)
    return {
        "type": "object",
        "description": f"By the code of each topic. {instrument.id} has {topics}",
        "propertyNames": {"pattern": "^[a-z0-9_]{1,40}$"},
        "additionalProperties": given,
    }


WHO = (
    "The e-mail address with which somebody of the area signs in. An address that nobody has is "
    "told to the officers in words; no answer says whether somebody has it"
)


def _kept_from() -> Schema:
    properties = {
        "person": _text(254, WHO),
        "agency": _text(200, "The name of an agency, as on the register"),
        "reason": _text(1000),
    }
    return _group(properties, "One person or one agency") | {
        "oneOf": [{"required": ["person"]}, {"required": ["agency"]}]
    }


def _one_of(labels: Any, about: str = "") -> Schema:
    said = "; ".join(f"{value}: {label}" for value, label in labels.items())
    return {
        "enum": [str(value) for value in labels],
        "description": f"{about}. {said}".lstrip(". "),
    }


def _text(longest: int, about: str = "") -> Schema:
    return {"type": "string", "maxLength": longest} | ({"description": about} if about else {})


def _list(of: Schema, about: str = "") -> Schema:
    found = {"type": "array", "maxItems": MOST_PARTS, "items": of}
    return found | ({"description": about} if about else {})


def _group(properties: Schema, about: str = "", needed: list[str] | None = None) -> Schema:
    found: Schema = {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }
    found |= {"description": about} if about else {}
    return found | ({"required": needed} if needed else {})
