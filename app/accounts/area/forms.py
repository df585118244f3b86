"""What an area decides for itself."""

from typing import Any

from wtforms import StringField

from app.accounts.area.rules import (
    LIMITS,
    REPEAT_ANCHORS,
    Settings,
    districts_from,
    settings_from,
)
from app.refusals import RuleBroken
from app.web.forms import Form, Radios, Submit, Text


def _number(label: str, name: str, hint: str) -> Any:
    least, most = LIMITS[name]
    return Text(
        label,
        needed=f"Enter a whole number from {least} to {most}",
        hint=f"{hint} From {least} to {most}.",
        most=4,
        width="4",
        case_data=False,
        inputmode="numeric",
        autocomplete="off",
    )


class SettingsForm(Form):
    """One field for each setting, named as the setting is."""

    visible_high_risk_threshold = _number(
        "Topics answered yes that make a case high risk",
        "visible_high_risk_threshold",
        "National practice: 14. Professional judgement can always refer with fewer.",
    )
    escalation_incidents = _number(
        "Incidents in 12 months that count as escalation",
        "escalation_incidents",
        "National practice: 3.",
    )
    repeat_months = _number(
        "Months within which a case is a repeat", "repeat_months", "National practice: 12."
    )
    repeat_anchor = Radios(
        "A repeat is counted from",
        list(REPEAT_ANCHORS.items()),
        needed="Select the date that a repeat is counted from",
    )
    triage_days = _number(
        "Working days within which a referral is decided",
        "triage_days",
        "Usual: 2. An urgent referral is due the day it comes in.",
    )
    publish_days = _number(
        "Days before a meeting by which its agenda is published",
        "publish_days",
        "Usual: 8. Agencies are asked then to look up what they know.",
    )
    minutes_each = _number("Minutes for each case on an agenda", "minutes_each", "Usual: 12 to 15.")
    flag_months = _number(
        "Months for which agencies keep a flag after a hearing",
        "flag_months",
        "National practice: 12.",
    )
    remind_days = _number(
        "Days before an action is due on which its owner is reminded", "remind_days", "Usual: 3."
    )
    lead_days = _number(
        "Days overdue after which the agency’s lead is told", "lead_days", "Usual: 2."
    )
    chair_days = _number("Days overdue after which the chair is told", "chair_days", "Usual: 7.")
    postcode_districts = Text(
        "Postcode districts of this area",
        hint="The first half of the postcodes, with spaces between them, for example W3 W5. "
        "Whoever refers somebody who lives elsewhere is told that the coordinator transfers it. "
        "Leave it empty to say nothing.",
        most=600,
        case_data=False,
        autocomplete="off",
    )
    idle_minutes = _number(
        "Minutes without use after which people are signed out", "idle_minutes", "Usual: 30."
    )
    meeting_idle_minutes = _number(
        "The same while somebody’s own meeting is open", "meeting_idle_minutes", "Usual: 60."
    )
    absolute_hours = _number(
        "Hours after which everybody signs in again", "absolute_hours", "Usual: 12."
    )
    send = Submit("Save these settings")

    def settings(self) -> Settings:
        """Return what was entered; ``RuleBroken`` where a number is none."""
        entered: dict[str, Any] = {
            "repeat_anchor": self.repeat_anchor.data,
            "postcode_districts": districts_from(self.postcode_districts.data),
        }
        for name, (least, most) in LIMITS.items():
            field: StringField = self[name]
            if not field.data.isdecimal():
                raise RuleBroken(name, f"Enter a whole number from {least} to {most}.")
            entered[name] = int(field.data)
        return settings_from(entered)
