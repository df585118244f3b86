"""Who is acting: the signed-in person as services and queries receive them."""

from dataclasses import dataclass, field
from uuid import UUID

from app.access.permissions import OFFICERS, Permission, Role, permissions_of
from app.refusals import NotSignedIn, Refused
from app.vault.keyring import Keyring


@dataclass(frozen=True)
class Actor:
    """A signed-in person. ``keyring`` is None where no passphrase unlocked it (commands, tests).

    ``only`` is None for a person who is there; a token that acts for one is held to what it lists.
    """

    person_id: UUID
    agency_id: UUID
    area_id: UUID
    roles: frozenset[Role]
    keyring: Keyring | None = field(default=None, repr=False)
    session_ref: str | None = field(default=None, repr=False)
    only: frozenset[Permission] | None = None

    def may(self, permission: Permission) -> bool:
        """Say whether one of the person's roles holds this permission."""
        held = self.only is None or permission in self.only
        return held and permission in permissions_of(self.roles)

    def require(self, permission: Permission) -> None:
        """Raise ``Refused`` unless one of the person's roles holds this permission."""
        if not self.may(permission):
            raise Refused("Your role does not allow this.")

    @property
    def is_officer(self) -> bool:
        """Say whether this person holds an office of the area (chair, deputy, coordinator)."""
        return bool(self.roles & OFFICERS)

    @property
    def keys(self) -> Keyring:
        """Return the opened keys; ``NotSignedIn`` if the passphrase has not unlocked them."""
        if self.keyring is None:
            raise NotSignedIn()
        return self.keyring
