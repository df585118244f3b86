"""The documents are short, hang together and keep to the words of the field."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
DECISIONS = sorted((DOCS / "adr").glob("0*.md"))
NEVER = re.compile(r"\billegal|\blow[- ]risk\b", re.IGNORECASE)


def test_decisions_are_numbered_without_a_gap() -> None:
    """A decision has a number, and none is lost."""
    assert [path.name[:4] for path in DECISIONS] == [
        f"{number:04}" for number in range(1, len(DECISIONS) + 1)
    ]


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_is_half_a_page_and_listed(path: Path) -> None:
    """A decision says what, why and at what cost, and no more than anybody will read."""
    text = path.read_text("utf-8")
    assert text.startswith(f"# {path.name[:4]} ")
    assert len(text.split()) <= 330
    assert f"]({path.name})" in (DOCS / "adr" / "README.md").read_text("utf-8")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_links_between_pages_lead_somewhere(path: Path) -> None:
    """A link in the documents leads to a page that is there."""
    for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), target


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_files_that_a_page_names_exist(path: Path) -> None:
    """A path written in the documents is one of the project."""
    for name in re.findall(r"`((?:app|tests|docs|scripts)/[\w./-]+)`", path.read_text("utf-8")):
        assert (DOCS.parent / name).exists(), name


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_words_that_are_never_used(path: Path) -> None:
    """No person is called what no person is, and no risk is waved away."""
    assert NEVER.findall(path.read_text("utf-8")) == []
