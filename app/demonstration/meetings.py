"""Plans and holds the meetings of the made-up area: opening, signing, hearing, acting, closing."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from app import clock
from app.confidentiality.circle import service as circle
from app.demonstration.cast import KEEPER, Cast, Later
from app.demonstration.content import ActionData, CaseData, HearingData
from app.marac.action import service as actions
from app.marac.meeting import hearing, publishing
from app.marac.meeting import service as meetings
from app.marac.meeting.model import Capacity, NoteKind

CHAIR = "chair"
BEGINS = "10:00"
MINUTES_EACH = 12


def plan(cast: Cast, days_ago: int, cases: Sequence[UUID]) -> UUID:
    """Put a meeting into the calendar, three days ahead of it."""
    catch_up(cast, days_ago + 3)
    starts_at = cast.diary.moment(days_ago, BEGINS)
    with cast.diary.on(days_ago + 3, "15:00"):
        meeting = meetings.plan_meeting(
            cast.actor(CHAIR),
            starts_at,
            cast.borough.place,
            [cast.agencies[key] for key in cast.borough.usual_agencies],
            cases,
            MINUTES_EACH,
        )
    with cast.diary.on(days_ago + 3, "15:20"):
        publishing.publish(cast.actor(KEEPER), meeting.id)
    return meeting.id


def hold(cast: Cast, days_ago: int, cases: Sequence[tuple[UUID, CaseData]]) -> UUID:
    """Hold a past meeting from its declaration to its close."""
    meeting_id = plan(cast, days_ago, [case_id for case_id, _ in cases])
    catch_up(cast, days_ago)
    told = dict(cases)
    keys = {case_id: data.key for case_id, data in cases}
    _open(cast, days_ago, meeting_id, _attending(data for _, data in cases))
    after = None
    for number in range(len(cases) + 1):
        with cast.diary.on(days_ago, BEGINS, plus=5 + number * MINUTES_EACH):
            item = hearing.next_case(cast.actor(CHAIR), meeting_id, after)
            if item is None:
                break
            after = item.id
            cast.heard[keys[item.case_id]] = clock.today()
            _hear(cast, item.id, told[item.case_id])
    with cast.diary.on(days_ago, BEGINS, plus=10 + (len(cases) + 1) * MINUTES_EACH):
        meetings.close_meeting(cast.actor(CHAIR), meeting_id)
    return meeting_id


def _attending(cases: Iterable[CaseData]) -> list[str]:
    """Chair, coordinator and whoever has something to say or is given something to do."""
    keys = [CHAIR, KEEPER, "deputy", "by_and_for_worker"]
    for data in cases:
        keys.append(data.referrer)
        if data.hearing:
            keys += [who for who, _ in data.hearing.shared]
            keys += [action.who for action in data.hearing.actions]
    return list(dict.fromkeys(keys))


def _open(cast: Cast, days_ago: int, meeting_id: UUID, attending: list[str]) -> None:
    chair = cast.actor(CHAIR)
    with cast.diary.on(days_ago, BEGINS, plus=-8):
        meetings.open_meeting(chair, meeting_id)
        meetings.record_declaration_read(chair, meeting_id)
    for number, key in enumerate(attending):
        with cast.diary.on(days_ago, BEGINS, plus=-6 + number // 2):
            meetings.attend(cast.actor(key), meeting_id, cast.members[key].passphrase)
    cast.say(f"  {len(attending)} people have signed the declaration")
    with cast.diary.on(days_ago, BEGINS, plus=4):
        meetings.witness(
            chair,
            meeting_id,
            "Leah Thornton",
            cast.agencies["health_visiting"],
            capacity=Capacity.OBSERVER,
        )
        circle.admit(cast.actor(KEEPER))


def _hear(cast: Cast, item_id: UUID, data: CaseData) -> None:
    presented = " ".join(data.summary["happened"].split()).partition(". ")[0].rstrip(".")
    referrer = cast.actor(data.referrer)
    hearing.write_note(referrer, item_id, NoteKind.PRESENTED, f"{presented}.")
    if data.hearing:
        _hear_all(cast, item_id, data.hearing)


def _hear_all(cast: Cast, item_id: UUID, told: HearingData) -> None:
    for who, text in told.shared:
        hearing.share(cast.actor(who), item_id, text)
    risks = [hearing.identify_risk(cast.actor(KEEPER), item_id, text).id for text in told.risks]
    for action in told.actions:
        _agree(cast, item_id, risks[action.risk - 1], action)


def _agree(cast: Cast, item_id: UUID, risk_id: UUID, told: ActionData) -> None:
    agreed = actions.agree_action(
        cast.actor(KEEPER),
        item_id,
        risk_id,
        told.what,
        told.known,
        cast.agency_of(told.who),
        cast.person_id(told.who),
        clock.today() + timedelta(days=told.days),
    )
    cast.later += [
        Later((cast.diary.today - clock.today()).days - days, agreed.id, told.who, state, text)
        for state, days, text in told.log
    ]


def catch_up(cast: Cast, until: int) -> None:
    """Let the owners of actions write down how they went, up to a day."""
    due = [entry for entry in cast.later if entry.days_ago > until]
    for number, entry in enumerate(sorted(due, key=lambda entry: -entry.days_ago)):
        with cast.diary.on(entry.days_ago, "16:00", plus=number):
            actor = cast.actor(entry.who)
            seen = actions.open_action(actor, entry.action_id).action.revision
            actions.log_action(actor, entry.action_id, entry.state, entry.text, seen)
        cast.later.remove(entry)
