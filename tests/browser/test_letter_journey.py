"""A letter to her solicitor, by keyboard alone: drafted, signed, handed over, checked, answered."""

import io
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import expect

from app import clock
from tests.browser.counting import Count, Hands
from tests.browser.served import ROOT, Served, environment
from tests.browser.visitor import DESKTOP, PHONE, Visitor

Opener = Callable[..., Visitor]
BOTH = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
NAME = "Eleanor Vance"
PURPOSE = "To her solicitor or immigration adviser"


@BOTH
def test_from_the_draft_to_what_came_of_it(
    served: Served,
    visitor: Opener,
    size: dict[str, int],
    tmp_path: Path,
) -> None:
    """The IDVA writes, a chair of another agency signs, the adviser checks it, she is told."""
    count = Count()
    idva = Hands(visitor("idva_grace", size=size), count)
    case = she_writes(idva)
    the_chair_signs(Hands(visitor("chair", size=size), count))
    locked, words = she_hands_it_over(idva)
    original = opened_by_her_solicitor(locked, words)
    the_original_is_genuine(served, Hands(visitor(size=size), count), original, tmp_path)
    what_came_of_it(idva)
    the_log_says_so(idva, case)
    nothing_of_it_leaks(served, idva.person)
    told = count.told()
    assert told["keys"] < MOST_KEYS, told


MOST_KEYS = 900


def she_writes(keys: Hands) -> str:
    """From her case: purpose, recipient, nothing to add, her agreement; then the chairs."""
    page = keys.person.page
    keys.look()
    keys.go("9 cases", "Your cases")
    case = page.get_by_role("link", name=NAME).first.get_attribute("href") or ""
    keys.opens(case, NAME)
    keys.go("Write a letter", "What the letter is for")
    keys.choose(purpose="heard_adviser")
    keys.go("Continue", "To whom it goes")
    keys.press("Save and continue")
    keys.reads("Select to whom the letter goes")
    keys.look()
    solicitor = (
        page.get_by_role("radio", name=re.compile("Ngozi Oduya")).first.get_attribute("value") or ""
    )
    keys.choose(recipient=solicitor)
    keys.go("Save and continue", "Her agreement")
    today(keys, "agreed_on")
    keys.choose(agreed_how="in_person")
    today(keys, "advice_on")
    keys.pick("advice_from", "Oduya")
    keys.go("Save and continue", PURPOSE)
    keys.reads("heard the case of Eleanor Vance", "Oduya and Finch Solicitors")
    keys.go("Ask the chair to sign", PURPOSE)
    keys.reads("A chair of another agency is asked")
    return case


def today(keys: Hands, name: str) -> None:
    """Write today into three boxes."""
    day = clock.today()
    keys.write(
        **{
            f"{name}__day": str(day.day),
            f"{name}__month": str(day.month),
            f"{name}__year": str(day.year),
        }
    )


def the_chair_signs(keys: Hands) -> None:
    """The chair finds it at home, reads her agreement and the words, and signs the bytes."""
    page = keys.person.page
    keys.look()
    keys.press("2 letters")
    expect(keys.person.heading()).to_have_text("Letters")
    keys.look()
    waits = page.get_by_role("main").locator("li", has_text=NAME).get_by_role("link").first
    keys.at(waits)
    keys.keyboard.press("Enter")
    expect(keys.person.heading()).to_be_visible()
    keys.look()
    if "Read it and decide" in page.get_by_role("main").inner_text():
        keys.go("Read it and decide", "Decide about this letter")
    keys.reads("Ngozi Oduya", "heard the case of Eleanor Vance", "Grace Mensah")
    keys.go("Go on to sign it", "Sign this letter")
    keys.reads("Marian Osei", "heard the case of Eleanor Vance")
    keys.write(passphrase=keys.person.passphrase)
    keys.go("Sign this letter", PURPOSE)
    keys.reads("Signed")


def she_hands_it_over(keys: Hands) -> tuple[bytes, str]:
    """The passphrase on its page, the file from there, and a note of how it went."""
    page = keys.person.page
    keys.menu("Home", "Home")
    keys.press("1 letter")
    expect(keys.person.heading()).to_have_text("Letters")
    keys.go(PURPOSE, PURPOSE)
    keys.go("Hand it over", "Hand this over")
    keys.reads("Oduya and Finch Solicitors", "Never attach it to an e-mail")
    keys.go("Show the passphrase", "The passphrase of the file")
    words = page.locator(".app-passphrase").inner_text().strip()
    with page.expect_download() as got:
        keys.press("Download the locked file")
    assert re.fullmatch(r"MARAC-[0-9A-Z-]+\.pdf", got.value.suggested_filename)
    locked = Path(str(got.value.path())).read_bytes()
    keys.go("Back", "Hand this over")
    keys.go("Note how you handed it over", "Note how you handed it over")
    keys.choose(how="in_person")
    today(keys, "handed_on")
    keys.go("Note this", "Hand this over")
    keys.reads("It is noted that you handed it over")
    return locked, words


def opened_by_her_solicitor(locked: bytes, words: str) -> bytes:
    """Without the passphrase it opens nothing; with it, the signed original is inside."""
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(locked))
    with pikepdf.open(io.BytesIO(locked), password=words) as paper:
        assert paper.encryption.bits == 256
        [attached] = [file.get_file().read_bytes() for file in paper.attachments.values()]
    return attached


def the_original_is_genuine(served: Served, keys: Hands, original: bytes, folder: Path) -> None:
    """So say the command without the database, and the public page to anybody; altered, not."""
    file, altered = folder / "original.pdf", folder / "altered.pdf"
    file.write_bytes(original)
    altered.write_bytes(original.replace(b"%PDF-1.7", b"%PDF-1.6"))
    shown = command(served, "area", "show").stdout
    [root] = re.findall(r"\b[0-9a-f]{64}\b", shown)
    assert command(served, "verify", str(file), "--root", root).returncode == 0
    assert command(served, "verify", str(altered), "--root", root).returncode == 3
    page = keys.person.page
    for path, answer in ((file, "This file is genuine"), (altered, "Do not rely on this file")):
        page.goto("/verify")
        keys.look()
        page.get_by_label("The PDF file").set_input_files(path)
        keys.go("Check this file", "Check a letter or document")
        keys.reads(answer)
        keys.reads_not(NAME, "Oduya")


def command(served: Served, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command of this installation."""
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", *words],
        cwd=ROOT,
        env=environment(served.instance),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def what_came_of_it(keys: Hands) -> None:
    """The solicitor rings: advice was given. The IDVA records it; a refusal needs its reason."""
    keys.menu("Letters", "Letters")
    keys.go(PURPOSE, PURPOSE)
    keys.go("record it", "What came of the letter")
    keys.choose(outcome="refused")
    today(keys, "on")
    keys.press("Save")
    keys.reads("Select why it was refused")
    keys.look()
    keys.choose(outcome="advice_given")
    keys.go("Save", PURPOSE)
    keys.reads("What came of it is recorded")


def the_log_says_so(keys: Hands, case: str) -> None:
    """The log of the case: to whom, by whose decision, received; and that she was told."""
    keys.menu("Home", "Home")
    keys.go("9 cases", "Your cases")
    keys.opens(case, NAME)
    keys.go("What was shared, with whom", "Who was told what")
    keys.reads("Oduya and Finch Solicitors", "Marian Osei", "Received")
    keys.go("Note that the victim was told", "Note that the victim was told")
    keys.choose(told="told")
    today(keys, "on")
    keys.go("Note this", "Who was told what")
    keys.reads("Grace Mensah)")


def nothing_of_it_leaks(served: Served, person: Visitor) -> None:
    """No address, title, e-mail or line of the log says whom it is about or what it is."""
    mail = "".join(each.read_text() for each in (served.instance / "outbox").glob("*.eml"))
    for said in (*person.addresses, *person.titles, mail, served.everything_said()):
        assert "Eleanor" not in said
        assert "Oduya" not in said
