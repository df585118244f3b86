"""Sets an area up and changes what it may decide for itself."""

from dataclasses import asdict

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.area.model import Area
from app.accounts.area.queries import area_of, the_area
from app.accounts.area.rules import Settings, checked, differences, settings_from
from app.audit import record
from app.audit.events import AreaCreated, SettingChanged
from app.db import db, new_id, transaction
from app.firewall.screen import screen_identity
from app.refusals import RuleBroken


def create_area(name: str, *, is_demonstration: bool = False) -> Area:
    """Make the area of this installation. Its keys come with its first officer."""
    name = " ".join(name.split())
    if not 3 <= len(name) <= 120:
        raise RuleBroken("name", "Enter the name of the area, up to 120 characters.")
    verdict = screen_identity(name)
    if verdict.rule.startswith("home-office-"):  # there is no trail yet that could keep an attempt
        raise RuleBroken("name", verdict.because)
    with transaction():
        if the_area() is not None:
            raise RuleBroken("name", "This installation already has an area.")
        area = Area(
            id=new_id(),
            name=name,
            settings=asdict(Settings()),
            is_demonstration=is_demonstration,
            created_at=clock.now(),
        )
        db.session.add(area)
        record(None, AreaCreated(subject_id=area.id), area_id=area.id)
    return area


def change_settings(actor: Actor, settings: Settings) -> list[str]:
    """Change the area's settings; returns the names of those that are different now."""
    actor.require(Permission.AREA_CHANGE)
    checked(settings)
    with transaction():
        area = area_of(actor)
        changed = differences(settings_from(area.settings), settings)
        area.settings = asdict(settings)
        for name in changed:
            record(actor, SettingChanged(subject_id=area.id, setting=name))
    return changed


def change_setting(actor: Actor, name: str, value: int | str) -> None:
    """Change one setting of the area."""
    current = asdict(settings_from(area_of(actor).settings))
    if name not in current:
        raise RuleBroken("name", "There is no setting of this name.")
    change_settings(actor, Settings(**{**current, name: value}))
