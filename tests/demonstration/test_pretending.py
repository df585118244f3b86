"""Only the demonstration lives in another time than now."""

from pathlib import Path

import app


def test_nothing_of_a_real_installation_pretends() -> None:
    """No view, service or command writes another moment than the one it happens at."""
    root = Path(app.__file__).parent
    using = {
        path.relative_to(root).parts[0]
        for path in root.rglob("*.py")
        if "pretend(" in path.read_text("utf-8")
    }
    assert using == {"clock.py", "demonstration"}
