"""What happens before and after the made-up meetings: research, minutes, flags, telling her."""

from collections.abc import Iterable
from itertools import islice
from uuid import UUID

from app import clock
from app.demonstration.cast import KEEPER, Cast
from app.demonstration.meetings import catch_up
from app.marac.feedback import service as feedback
from app.marac.feedback.rules import Came, Way
from app.marac.flag import service as flags
from app.marac.flag.rules import Answer
from app.marac.minutes import approving, drafting, queries, signing
from app.marac.research import queries as research_queries
from app.marac.research import service as research
from app.marac.research import writing
from app.marac.research.rules import LineKind, ResearchState, Sharing

CHAIR, POLICE, GP = "chair", "police_rep", "gp_rep"
KEEP_FLAGS = (POLICE, GP)
LOOKED_UP = (
    (
        (
            "Three calls to the address in the last year, none recorded as a crime.",
            "Call log",
            True,
        ),
        ("The officer who went thought that she could not speak freely.", "Officer’s note", True),
        ("A neighbour rang the second time, and asked not to be named.", "Call log", False),
    ),
    (
        ("Bail with conditions, to answer in two weeks.", "Custody record", True),
        ("He came to the counter last week and asked what she had said.", "Front counter", True),
    ),
    (("No calls to this address. His name is known from another area.", "Index search", True),),
)
"""What the police know of today's first cases: the line, where from, and whether they share it."""
NAMES_SOMEBODY = "It would name the neighbour."


def follow_up(
    cast: Cast, days_ago: int, meeting_id: UUID, idvas: Iterable[str], signs: bool
) -> None:
    """What follows a meeting three days later, and the morning after that, in its order."""
    catch_up(cast, days_ago - 3)
    _write_minutes(cast, days_ago - 3, meeting_id)
    _tell_victims(cast, days_ago - 3, idvas)
    with cast.diary.on(days_ago - 3, "11:40"):
        flags.tell(cast.actor(KEEPER))
    if signs:
        _sign_minutes(cast, days_ago - 3, meeting_id)
    catch_up(cast, days_ago - 4)
    _set_flags(cast, days_ago - 4)


def _write_minutes(cast: Cast, days_ago: int, meeting_id: UUID) -> None:
    """The coordinator writes and approves the minutes; the chair can sign them."""
    keeper = cast.actor(KEEPER)
    with cast.diary.on(days_ago, "10:30"):
        drafting.write(keeper, meeting_id)
        for minutes in queries.minutes_of(keeper, meeting_id):
            approving.approve(keeper, minutes.id, minutes.revision)


def _sign_minutes(cast: Cast, days_ago: int, meeting_id: UUID) -> None:
    chair = cast.actor(CHAIR)
    with cast.diary.on(days_ago, "15:20"):
        for minutes in queries.minutes_of(chair, meeting_id):
            for flag in signing.to_sign(chair, minutes.id).unresolved:
                why = "The meeting needs these words to keep her safe."
                signing.accept(chair, minutes.id, flag.leaf_id, flag.passage.place, why)
            words = cast.members[CHAIR].passphrase
            signing.sign(chair, minutes.id, minutes.approved_id, words)


def _set_flags(cast: Cast, days_ago: int) -> None:
    """Two of the agencies that were told have set their flags."""
    for who in KEEP_FLAGS:
        with cast.diary.on(days_ago, "09:15"):
            actor = cast.actor(who)
            for one in flags.own_notices(actor):
                if one.notice.answer is None:
                    flags.answer(actor, one.notice.id, Answer.SET, "", one.notice.revision)


def _tell_victims(cast: Cast, days_ago: int, idvas: Iterable[str]) -> None:
    """Each IDVA has told those whom she could reach by now; of the last meeting one still waits."""
    for who in idvas:
        with cast.diary.on(days_ago, "11:00"):
            actor = cast.actor(who)
            for one in feedback.to_tell(actor)[:-1]:
                words = "What each agency does next, and by when. The plan for the weekend holds."
                feedback.write(actor, one.item_id, Came.TOLD, Way.TELEPHONE, clock.today(), words)


def look_up(cast: Cast) -> None:
    """Before today's meeting the police have looked up three cases; the surgery knows nothing of
    one. The others have still to begin."""
    with cast.diary.on(1, "15:20"):
        actor = cast.actor(POLICE)
        asked = research_queries.to_look_up(actor)
        for each, lines in zip(asked, LOOKED_UP, strict=False):
            research.open_request(actor, each.request.id)
            for text, source, is_shared in lines:
                sharing = Sharing.SHARE if is_shared else Sharing.KEEP
                why = "" if is_shared else NAMES_SOMEBODY
                kind = LineKind.OPINION if "thought" in text else LineKind.FACT
                words = writing.said(text, kind, source, "", sharing, why)
                writing.add_line(actor, each.request.id, words)
            writing.mark(actor, each.request.id, ResearchState.READY)
    with cast.diary.on(1, "15:50"):
        actor = cast.actor(GP)
        for each in islice(research_queries.to_look_up(actor), 1, 2):
            research.open_request(actor, each.request.id)
            writing.mark(actor, each.request.id, ResearchState.NOTHING_KNOWN)
