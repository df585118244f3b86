"""The area and what it may decide for itself."""

import pytest

from app.accounts.area import queries, service
from app.accounts.area.rules import Settings, checked, differences, settings_from
from app.refusals import Refused, RuleBroken
from tests.accounts.pages import error_beside, submit, value_of
from tests.builders import World


def test_a_new_area_starts_from_national_practice() -> None:
    """14 ticks, three incidents, twelve months from the last referral."""
    settings = Settings()
    assert settings.visible_high_risk_threshold == 14
    assert (settings.escalation_incidents, settings.repeat_months) == (3, 12)
    assert settings.repeat_anchor == "last_referral"


def test_unknown_and_missing_settings_do_no_harm() -> None:
    """What is not stored has its first value; what nobody knows any more is left out."""
    assert settings_from({"repeat_months": 6, "gone": 1}) == Settings(repeat_months=6)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("visible_high_risk_threshold", 7),
        ("visible_high_risk_threshold", 21),
        ("idle_minutes", 4),
        ("absolute_hours", 25),
        ("triage_days", 0),
        ("repeat_anchor", "never"),
    ],
)
def test_a_setting_out_of_bounds_is_refused_beside_its_field(name: str, value: object) -> None:
    """The message belongs to the setting that is wrong."""
    with pytest.raises(RuleBroken) as refused:
        checked(settings_from({name: value}))
    assert refused.value.field == name


def test_only_what_changed_is_named() -> None:
    """The trail says which settings are different now, not what they are."""
    assert differences(Settings(), Settings(repeat_months=6)) == ["repeat_months"]


def test_an_installation_has_one_area(world: World) -> None:
    """A second area cannot be made beside the first."""
    with world.inside(), pytest.raises(RuleBroken):
        service.create_area("Another place")


def test_only_an_administrator_changes_settings(world: World) -> None:
    """A chair is refused; an administrator's change is kept."""
    with world.inside():
        with pytest.raises(Refused):
            service.change_setting(world.actor("chair"), "repeat_months", 6)
        service.change_setting(world.actor("administrator"), "repeat_months", 6)
    with world.inside():
        assert queries.settings_of(world.actor("chair")).repeat_months == 6


def test_the_page_keeps_what_was_typed(world: World) -> None:
    """A number out of bounds comes back with its message; a good one is saved."""
    client = world.client("administrator")
    page = client.get("/area")
    assert value_of(page, "repeat_months") == "12"
    typed = {
        "visible_high_risk_threshold": "14",
        "escalation_incidents": "3",
        "repeat_months": "lots",
        "repeat_anchor": "last_referral",
        "idle_minutes": "20",
        "meeting_idle_minutes": "60",
        "absolute_hours": "12",
        "triage_days": "2",
        "publish_days": "8",
        "minutes_each": "12",
        "flag_months": "12",
        "remind_days": "3",
        "lead_days": "2",
        "chair_days": "7",
    }
    refused = submit(client, "/area", typed)
    assert refused.status_code == 422
    assert "from 6 to 24" in error_beside(refused, "repeat_months")
    assert value_of(refused, "idle_minutes") == "20"
    assert submit(client, "/area", typed | {"repeat_months": "6"}).status_code == 303
    assert value_of(client.get("/area"), "repeat_months") == "6"
