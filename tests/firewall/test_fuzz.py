"""The firewall is fuzzed, with a bound: strings that reach new code, 8,000 of them."""

import re
import subprocess
import sys
from pathlib import Path

from tests.firewall.corpora import rows

ROOT = Path(__file__).parents[2]
RUNS = 8_000
SECONDS = 300


def test_no_string_breaks_it_or_gets_the_family_in(tmp_path: Path) -> None:
    """It never fails, every refusal is whole, and the family never comes in by any filling."""
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    for number, row in enumerate(rows("evasions")[::6]):
        (seeds / str(number)).write_bytes(row.text.encode("utf-16-le", "surrogatepass"))
    result = subprocess.run(
        [
            *(sys.executable, "-m", "tests.firewall.fuzz_firewall", f"-runs={RUNS}"),
            *("-max_len=96", "-seed=4", f"-artifact_prefix={tmp_path}/"),
            *(f"-max_total_time={SECONDS}", str(seeds)),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS + 100,
    )
    assert result.returncode == 0, result.stderr[-2000:]
    done = re.search(r"Done (\d+) runs?", result.stderr)
    assert done is not None, result.stderr[-2000:]
    assert int(done[1]) >= RUNS
