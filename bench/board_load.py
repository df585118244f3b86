"""What sixty boards cost, and how soon each has what one person wrote.

    .venv/bin/python -m bench.board_load [SECONDS]

A real server on this machine, sixty people of twelve agencies with the board of one case open, each
asking every two seconds as the board's script does, three of them officers with the door's beat as
well; six write. Printed are the server's share of one core while nothing changes, with a change
every 30 seconds (a case of twelve minutes with a score of entries) and every 5 (far more than a
meeting writes); the seconds from an acknowledgement until each board has it; and how much longer
than on a free machine everything took, because others may use this one.

Figures of November 2026, on two free cores: 4.6 % idle, 6.5 % with a change every 30 seconds (p50
0.96 s, p95 1.94 s), 12.5 % with one every 5 (p50 1.01 s, p95 1.94 s, 2.08 s at most); none lost or
doubled. Before ADR 0030 it was 4.6, 7.3 and 25.5 %; when each poll was found out anew, idle alone
was 27 %. ``bench.board_answer`` has one answer.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

from tests.browser.served import serve
from tests.crowd import build_crowd
from tests.crowding import Cost, Crowd, slowness

RATES = (30.0, 5.0)


def main(seconds: float) -> None:
    """Make the meeting, seat everybody, and print what it costs."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "instance"
        Crowd.keep(build_crowd(template))
        with serve(template, Path(folder) / "served") as served:
            crowd = Crowd(served.address, served.instance)
            crowd.sit_down()
            time.sleep(5)
            _print_idle(served.process_id, seconds)
            written: dict[int, float] = {}
            for every in RATES:
                written |= _print_busy(crowd, served.process_id, max(seconds, every), every)
            crowd.get_up()
            print(f"lost or doubled on any board: {len(crowd.wrong(written))}")
            print(f"polls without an answer: {crowd.unanswered()}")
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def _print_idle(process_id: int, seconds: float) -> None:
    cost = Cost(process_id)
    time.sleep(seconds)
    print(f"nothing changes   {cost.share():6.1%} of a core; slowness {slowness():.2f}")


def _print_busy(crowd: Crowd, process_id: int, seconds: float, every: float) -> dict[int, float]:
    cost = Cost(process_id)
    written = crowd.write_for(seconds, every)
    share = cost.share()
    waits = crowd.waits(written)
    print(f"every {every:4.0f} s      {share:6.1%} of a core; {waits}; slowness {slowness():.2f}")
    return written


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 30.0)
