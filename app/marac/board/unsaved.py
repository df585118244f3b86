"""Keeps what stands in a box of the board and is not saved: refused, or filled in by a road's key.

What is typed is kept by the page's script as somebody pauses. These two need no pause, and no
script: a page that is left at once gives them back all the same.
"""

from app.access.actor import Actor
from app.accounts.draft import keeping
from app.web.forms import Form

TOKEN = "csrf_token"  # noqa: S105 - the name of a field


def keep_typed(actor: Actor, place: str, form: Form) -> None:
    """Keep a form as it stands, as its writer's own draft, for the address of the form."""
    typed = {
        field.name: ["" if field.data is None else str(field.data)]
        for field in form
        if field.name != TOKEN
    }
    keeping.keep(actor.person_id, actor.keys.key_id, place, typed)
