"""What abuse cases of meetings may ask for besides: a table laid with today's meeting."""

from tests.marac.conftest import laid, table

__all__ = ["laid", "table"]
