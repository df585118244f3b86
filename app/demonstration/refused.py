"""Made-up attempts that the firewall refused, so that officers see what the register is for."""

from app.access.actor import Actor
from app.accounts.agency.screening import NO_ROAD
from app.audit import record
from app.audit.events import FirewallBlocked, RoadTaken
from app.db import new_id
from app.demonstration.cast import Cast
from app.firewall.screen import Verdict, screen_commitment, screen_identity

TODAY = 0


def refuse_some(cast: Cast) -> None:
    """Three people meant well; one of them then took the road that was shown."""
    cast.say("Three attempts that the firewall refused")
    with cast.diary.on(TODAY, "09:32"):
        _refused(cast.actor("housing_lead"), screen_identity("Home Office"), "recipient.name")
    with cast.diary.on(TODAY, "09:34"):
        _refused(cast.actor("csc_rep"), _said(), "action.what")
    with cast.diary.on(TODAY, "09:36"):
        tried = screen_commitment("Ask immigration enforcement where he lives now.")
        _refused(cast.actor("police_rep"), tried, "disclosure.purpose", way="idva")


def _said() -> Verdict:
    return screen_commitment("Report her status to the Home Office.")


def _refused(actor: Actor, verdict: Verdict, where: str, way: str = "") -> None:
    """Leave the trace of a refusal, as the pages do; what was typed is kept nowhere."""
    if verdict.allowed:
        raise ValueError(f"The firewall lets this pass: {where}")
    attempt_id = new_id()
    road = verdict.road or NO_ROAD
    record(actor, FirewallBlocked(attempt_id, where=where, rule=verdict.rule, road=road))
    if way:
        record(actor, RoadTaken(attempt_id, way=way))
