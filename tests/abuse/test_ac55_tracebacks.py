"""AC-55: a traceback, a log line or a debugger's page takes her name to the support desk."""

import logging
from collections.abc import Callable

import pytest

from app.marac.case import views
from app.vault.errors import DoesNotOpen
from tests.builders import World
from tests.worked import WORDS

Logged = pytest.LogCaptureFixture


def failing(error: Exception) -> Callable[[object], dict[str, object]]:
    """A page that fails in the middle, with an opened case in its hands."""

    def case_page(opened: object) -> dict[str, object]:
        kept = repr(opened)
        assert any(word in kept for word in WORDS)
        raise error

    return case_page


@pytest.mark.parametrize(
    "error",
    [
        ValueError(f"{WORDS[0]} lives at {WORDS[3]}"),
        KeyError(WORDS[0]),
        UnicodeDecodeError("utf-8", WORDS[0].encode(), 0, 1, WORDS[0]),
        RuntimeError(WORDS[0]),
    ],
)
def test_no_word_of_a_fault_is_logged_or_shown(
    worked: World,
    caplog: Logged,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
) -> None:
    """One line with kind, place, reference and ids; everything is logged that can be."""
    client = worked.client("idva")
    worked.app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr(views, "case_page", failing(error))
    with caplog.at_level(logging.DEBUG):
        page = client.get(f"/cases/{worked.extra['case']}")
    assert page.status_code == 500
    assert f"fault={type(error).__name__} place=app." in caplog.text
    said = "".join((page.text, caplog.text, *capfd.readouterr()))
    assert not [word for word in WORDS if word in said]
    assert "Traceback" not in said
    assert 'File "' not in said


def test_the_log_of_a_whole_visit_has_no_word(worked: World, caplog: Logged) -> None:
    """Reading and writing with every logger wide open: no name, no address, no SQL values."""
    with caplog.at_level(logging.DEBUG):
        client = worked.client("idva")
        for path in (f"/cases/{worked.extra['case']}", f"/actions/{worked.extra['action']}", "/"):
            client.get(path)
    assert not [word for word in WORDS if word in caplog.text]


def test_what_the_vault_says_is_a_contract_and_ids() -> None:
    """The only words of a fault that reach the log are these."""
    assert str(DoesNotOpen("case.label", "a-row")) == "case.label of row a-row does not open"


def test_no_debugger_is_ever_on(worked: World) -> None:
    """Not in tests, not by a setting: there is no page that runs or shows code."""
    assert not worked.app.debug
    assert worked.client().get("/console").status_code == 404
