"""AC-33: an administrator cuts the end off the trail, or puts an old backup in its place."""

import shutil
from pathlib import Path

from app.db.keyfile import database_path
from tests.audit.trail import tamper
from tests.builders import World
from tests.journeys.test_every_reading_is_recorded import last_row
from tests.journeys.test_tampering import run


def head(world: World) -> str:
    """What another organisation writes down each month."""
    code, said = run(world, "audit", "head")
    assert code == 0
    return said.strip()


def test_a_cut_off_end_is_found_with_the_head_that_others_keep(worked: World) -> None:
    """Named: the first row that is missing. Without that head, nothing is left that says so."""
    kept, last = head(worked), last_row(worked)[0]
    assert run(worked, "audit", "verify", "--head", kept)[0] == 0
    tamper(worked.instance, f"DELETE FROM audit_row WHERE seq > {last - 3}")  # noqa: S608
    code, said = run(worked, "audit", "verify", "--head", kept)
    assert code == 1
    assert f"Row {last - 2} is missing" in said
    assert "kept elsewhere" in run(worked, "audit", "verify")[1]


def test_a_database_rolled_back_to_a_backup_is_found(worked: World, tmp_path: Path) -> None:
    """Every file of the old state, whole and valid in itself: the head is of a later one."""
    worked.close()
    shutil.copytree(worked.instance, tmp_path / "backup")
    client = worked.client("idva")
    assert client.get(f"/cases/{worked.extra['case']}").status_code == 200
    kept = head(worked)
    worked.close()
    for path in worked.instance.glob("marac.db*"):
        path.unlink()
    shutil.copy2(database_path(tmp_path / "backup"), database_path(worked.instance))
    assert run(worked, "audit", "verify")[0] == 0
    code, said = run(worked, "audit", "verify", "--head", kept)
    assert code == 1
    assert "is missing" in said


def test_a_trail_that_went_another_way_after_a_backup_is_found(
    worked: World, tmp_path: Path
) -> None:
    """A fork: as many rows again after the backup, but not the same ones."""
    worked.close()
    shutil.copytree(worked.instance, tmp_path / "backup")
    worked.client("idva").get(f"/cases/{worked.extra['case']}")
    kept = head(worked)
    worked.close()
    for path in worked.instance.glob("marac.db*"):
        path.unlink()
    shutil.copy2(database_path(tmp_path / "backup"), database_path(worked.instance))
    for _ in range(3):
        worked.client("chair").get(f"/cases/{worked.extra['case']}")
    assert last_row(worked)[0] >= int(kept.partition(":")[0])
    assert run(worked, "audit", "verify")[0] == 0
    assert run(worked, "audit", "verify", "--head", kept)[0] == 1
