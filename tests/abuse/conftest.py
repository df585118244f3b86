"""What abuse cases of meetings may ask for besides: a table laid with today's meeting, the same
after the meeting, and after its minutes were signed."""

from tests.marac.conftest import laid, table
from tests.marac.minutes.conftest import held, held_world, signed, signed_world

__all__ = ["held", "held_world", "laid", "signed", "signed_world", "table"]
