"""What a view declares about who may call it; a view that declares nothing is refused.

A mark only writes the rule onto the view, so its place among the decorators does not matter, and
tests read the rules as data. ``app.web.guard`` is the one place that enforces them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from app.access.permissions import Permission

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Public:
    """Anybody may call it, signed in or not, for the reason given."""

    why: str


@dataclass(frozen=True)
class SignedIn:
    """Whoever is signed in may call it, whatever their role, for the reason given."""

    why: str


@dataclass(frozen=True)
class Requires:
    """Whoever is signed in and holds the permission may call it."""

    permission: Permission


AccessRule = Public | SignedIn | Requires


def public(why: str) -> Callable[[View], View]:
    """Mark a view as open to everybody."""
    return _mark(Public(_sentence(why)))


def signed_in(why: str) -> Callable[[View], View]:
    """Mark a view as open to everybody who is signed in."""
    return _mark(SignedIn(_sentence(why)))


def requires(permission: Permission) -> Callable[[View], View]:
    """Mark a view as open to those who hold the permission."""
    if not isinstance(permission, Permission):
        raise TypeError("requires() takes a Permission, so that a slip of the pen shows at once.")
    return _mark(Requires(permission))


def rule_of(view: Callable[..., Any]) -> AccessRule | None:
    """The rule that a view declares, if any."""
    return getattr(view, "access_rule", None)


def _sentence(why: str) -> str:
    if not isinstance(why, str) or len(why.split()) < 2:
        raise TypeError("Say in a few words why this needs no permission.")
    return why


def _mark(rule: AccessRule) -> Callable[[View], View]:
    def mark(view: View) -> View:
        if rule_of(view) is not None:
            raise TypeError(f"{view.__name__} declares two rules.")
        view.access_rule = rule  # type: ignore[attr-defined]
        return view

    return mark
