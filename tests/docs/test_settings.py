"""The page of settings is the truth about the settings."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "settings.md").read_text("utf-8")
DOCUMENTED = re.findall(r"^\| `(MARAC_[A-Z_]+)`", PAGE, re.MULTILINE)


def in_the_code() -> set[str]:
    """Every setting that any of our programs reads."""
    sources = [*(ROOT / "app").rglob("*.py"), *(ROOT / "scripts").glob("*.py"), ROOT / "wsgi.py"]
    return {
        name for path in sources for name in re.findall(r"MARAC_[A-Z_]+", path.read_text("utf-8"))
    }


def test_every_setting_is_documented_once() -> None:
    """Nobody has to read the code to find out what can be set."""
    assert sorted(DOCUMENTED) == sorted(in_the_code())


def test_the_settings_required_in_production_are_marked(tmp_path: Path) -> None:
    """What production refuses to start without carries the mark on the page."""
    from app.config import Config, ConfigError

    try:
        Config.from_env({"MARAC_INSTANCE": str(tmp_path)})
    except ConfigError as error:
        asked = set(re.findall(r"MARAC_[A-Z_]+", " ".join(error.problems)))
    marked = set(re.findall(r"^\| `(MARAC_[A-Z_]+)` †", PAGE, re.MULTILINE))
    assert asked - {"MARAC_TLS"} == marked - {"MARAC_TLS"}
