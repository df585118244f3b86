"""Matching as others use it. Officers only, but for ``links``, which says what one can see anyway.

index_people(actor, record_id, parties)    # in an officer's session; replaces
index_missing(actor, limit)                # what was never indexed, or changed since
candidates(actor, record_id)               # audited
decide(...), confirm(...), undo(...)       # a merge is by two people, and reversible
links(actor, record_id), earlier_pairs(actor, record_id)
"""

from app.marac.match.deciding import (
    Link,
    Told,
    Waiting,
    confirm,
    decide,
    decide_all,
    earlier_pairs,
    how_many_wait,
    linked,
    links,
    told,
    undo,
    waiting,
)
from app.marac.match.indexing import index_missing, index_people
from app.marac.match.rules import Decision
from app.marac.match.searching import Candidate, Looked, Person, candidates, look

__all__ = [
    "Candidate",
    "Decision",
    "Link",
    "Looked",
    "Person",
    "Told",
    "Waiting",
    "candidates",
    "confirm",
    "decide",
    "decide_all",
    "earlier_pairs",
    "how_many_wait",
    "index_missing",
    "index_people",
    "linked",
    "links",
    "look",
    "told",
    "undo",
    "waiting",
]
