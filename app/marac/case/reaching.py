"""How a case's immigration section reaches its IDVA: the same words whatever stands in it."""

from dataclasses import dataclass
from uuid import UUID

from app.accounts.person.queries import person_names
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.model import Because, SecretKind
from app.marac.case.model import Case


@dataclass(frozen=True)
class Reach:
    """Whether the IDVA has a key of the section yet, and by name who else can give them one."""

    idva_has_it: bool
    holders: tuple[str, ...]

    @property
    def by_whom(self) -> str:
        """The others who hold it, in words; empty where nobody does."""
        return " or ".join(filter(None, (", ".join(self.holders[:-1]), *self.holders[-1:])))


def section_reach(case: Case) -> Reach:
    """Say who holds the section, which every case has, and whether its IDVA is among them."""
    named = _holders(case.id, Because.COMPARTMENT_HOLDER)
    assigned = _holders(case.id, Because.ASSIGNED)
    names = person_names((named or assigned) - {case.idva_id})
    return Reach(case.idva_id in named | assigned, tuple(sorted(names.values())))


def _holders(case_id: UUID, because: Because) -> set[UUID]:
    return circle.still_holds(case_id, SecretKind.COMPARTMENT, because)
