"""What an area may decide for itself, with the values that practice guidance starts from.

Thresholds: SafeLives, "Marac referral criteria" (14 ticks, three police call-outs in a year, repeat
within twelve months). An area may set its own practice; no threshold ever refuses anybody.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from app.refusals import RuleBroken

REPEAT_ANCHORS = {
    "last_referral": "The date of the last referral",
    "last_hearing": "The date the case was last heard",
}


@dataclass(frozen=True)
class Settings:
    """The settings of one area; a new area has these."""

    visible_high_risk_threshold: int = 14
    escalation_incidents: int = 3
    repeat_months: int = 12
    repeat_anchor: str = "last_referral"
    triage_days: int = 2
    publish_days: int = 8
    minutes_each: int = 12
    flag_months: int = 12
    remind_days: int = 3
    lead_days: int = 2
    chair_days: int = 7
    idle_minutes: int = 30
    meeting_idle_minutes: int = 60
    absolute_hours: int = 12
    postcode_districts: str = ""
    """The area's postcode districts, as in ``W3 W5``; empty: no postcode is looked at."""


LIMITS: dict[str, tuple[int, int]] = {
    "visible_high_risk_threshold": (8, 20),
    "escalation_incidents": (2, 6),
    "repeat_months": (6, 24),
    "triage_days": (1, 10),
    "publish_days": (1, 28),
    "minutes_each": (3, 60),
    "flag_months": (6, 24),
    "remind_days": (1, 14),
    "lead_days": (1, 30),
    "chair_days": (2, 60),
    "idle_minutes": (5, 60),
    "meeting_idle_minutes": (5, 120),
    "absolute_hours": (1, 24),
}


def settings_from(stored: Mapping[str, Any]) -> Settings:
    """Read stored settings; what is not stored has its first value, what is unknown is left out."""
    known = {field.name for field in fields(Settings)}
    return replace(Settings(), **{name: stored[name] for name in known & stored.keys()})


DISTRICT = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?")
MOST_DISTRICTS = 100


def districts_from(text: str) -> str:
    """Return districts in capitals with one space between them, each once and in order."""
    return " ".join(sorted(set(text.upper().replace(",", " ").split())))


def checked(settings: Settings) -> Settings:
    """Return the settings, or raise ``RuleBroken`` for the first that is out of bounds."""
    for name, (least, most) in LIMITS.items():
        if not least <= getattr(settings, name) <= most:
            raise RuleBroken(name, f"Enter a whole number from {least} to {most}.")
    if settings.repeat_anchor not in REPEAT_ANCHORS:
        raise RuleBroken("repeat_anchor", "Select the date that a repeat is counted from.")
    districts = settings.postcode_districts.split()
    if len(districts) > MOST_DISTRICTS or not all(map(DISTRICT.fullmatch, districts)):
        message = "Enter the first half of postcodes with spaces between them, for example W3 W5."
        raise RuleBroken("postcode_districts", message)
    return settings


def differences(before: Settings, after: Settings) -> list[str]:
    """Name the settings that are not the same."""
    old, new = asdict(before), asdict(after)
    return [name for name in old if old[name] != new[name]]
