"""On which terms somebody receives: a letter for the victim's own case, or information of a case.

A letter exists so that the victim's own adviser can put it where the victim wants it. Its terms
never forbid that road.
"""

from app.confidentiality.gate.standing import STANDARD

LETTER = (
    "Use it only as the victim instructs you, for the purpose it was written for.",
    "Nobody of the household, and nobody on the other side of a case, learns of it unless the "
    "victim agrees.",
    "If it has reached the wrong person, do not read on. Ring whoever gave you the passphrase, or "
    "the coordinator of the MARAC.",
    "Delete your copy when it has done its work, unless the victim’s own file needs it.",
)
BESIDES = (STANDARD[2], STANDARD[3], STANDARD[6])
"""What a sheet's own conditions leave unsaid."""


def terms(said: tuple[str, ...], *, is_letter: bool) -> tuple[str, ...]:
    """Return the conditions of one release as its reader sees them; each is said once."""
    return LETTER if is_letter else (*said, *BESIDES)
