"""What abuse cases of meetings may ask for: a table laid with today's meeting, and one after it.

After it the minutes have been signed too.
"""

from tests.marac.conftest import laid, table
from tests.marac.minutes.conftest import held, held_world, signed, signed_world

__all__ = ["held", "held_world", "laid", "signed", "signed_world", "table"]
