"""Random histories of asking, deciding, sending and taking back, with backups put back between."""

import logging
import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.builders import World
from tests.journeys.membrane import Membrane

HISTORIES = int(os.environ.get("MEMBRANE_HISTORIES", "12"))
STEPS = 40


@pytest.mark.slow
def test_nobody_ever_receives_bytes_that_the_model_denies(first_marac: World) -> None:
    """Whatever happens in whatever order: who may not is refused, and who may is not."""
    counted: dict[str, int] = {}

    class Here(Membrane):
        template = first_marac
        counts = counted

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize="MEMBRANE_HISTORIES" not in os.environ,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
        ),
    )
    assert {"signed", "received", "refused to receive"} <= counted.keys()
    logging.getLogger(__name__).info("%s", counted)
