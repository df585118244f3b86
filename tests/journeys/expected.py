"""What should be so, whatever happens: who opens, decides and receives what, in a small model."""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from app.refusals import NotSignedIn, NotVisible, Refused, RuleBroken
from app.vault.errors import VaultError
from tests.builders import PEOPLE

NO = (NotVisible, Refused, RuleBroken, VaultError, NotSignedIn)
NAMES = ["chair", "deputy", "coordinator", "idva", "second_idva", "housing", "nrpf", "officer"]
CHAIRS = {"chair", "deputy"}
OFFICERS = CHAIRS | {"coordinator"}
MEMBERS = {"housing": "housing", "hospital": "deputy", "police": "officer"}
HANDER = "idva"
NEVER = ("9 Canary Wharfside", "Canary Wharfside", "NB1 2CY", "Quokka", "Northbrook Infants")
"""Her confidential address, the words of the immigration section, a school."""
ITEMS = ("summary.what_happened", "summary.wishes", "summary.in_place", "risk.threshold")
EVASIVE = (
    "Home Office",
    "Homе Office",
    "H0me 0ffice liaison",
    "Immigration Enforcement",
    "UKVI casework",
    "eciffO emoH",
)
AGENCY_OF = {name: agency for name, (_, agency, _) in PEOPLE.items()}

someone = st.sampled_from(NAMES)
perhaps = st.one_of(st.none(), someone)
"""Somebody, or (None) whoever may."""
seldom = st.sampled_from([False, False, False, True])


@dataclass
class Asked:
    """What the model knows of a request. ``prepared``: what each chair had made, at an edition."""

    id: UUID
    case: str
    by: str
    to: str
    edition: int = 1
    state: str = "waiting"
    prepared: dict[str, tuple[Any, int]] = field(default_factory=dict)


@dataclass
class Sent:
    """What the model knows of one release."""

    id: UUID
    request: int
    edition: int
    who: str
    way: str
    until: date
    content: bytes
    received: int = 0
    recalled: bool = False

    @property
    def reached(self) -> bool:
        """Somebody read it; what was only fetched to be handed over has reached nobody."""
        return self.received > 0 and self.way == "read"


@dataclass
class Model:
    """All that should be so."""

    requests: list[Asked] = field(default_factory=list)
    releases: list[Sent] = field(default_factory=list)
    kept: dict[str, set[str]] = field(default_factory=lambda: {"case": set(), "kept": {"housing"}})
    blocked: int = 0

    def opens(self, name: str, case: str) -> bool:
        """Officers, the IDVA, and who referred it; never whoever it is kept from."""
        works = OFFICERS | {"idva", "housing"}
        return name in works and not self.is_kept(name, case)

    def is_kept(self, name: str, case: str) -> bool:
        """By name, or with the whole agency."""
        return name in self.kept[case] or f"agency:{AGENCY_OF[name]}" in self.kept[case]


def deepcopy_of(model: Model) -> Model:
    """A copy of the model whose prepared packages are the same objects."""
    made = Model(blocked=model.blocked, kept={case: set(k) for case, k in model.kept.items()})
    for asked in model.requests:
        copy = deepcopy(Asked(asked.id, asked.case, asked.by, asked.to, asked.edition, asked.state))
        copy.prepared = dict(asked.prepared)
        made.requests.append(copy)
    made.releases = [deepcopy(sent) for sent in model.releases]
    return made
