"""AC-18, AC-22: every service that takes words and writes asks the firewall, or has its reason."""

import dataclasses
import importlib
import inspect
import pkgutil
import re
import typing
from collections.abc import Callable, Iterator
from types import ModuleType

import app
from tests.every_way_out import AGREED, BETWEEN_US, LIVED, NOBODY, OUTSIDE_ASKS, SECRET, kept

NOUNS = ("app.accounts.", "app.confidentiality.", "app.marac.")
PAGES = ("forms", "views", "model", "queries")
WRITES = ("transaction()",)
ASKS = (
    "screened(",
    "screen_entry(",
    "screen_unchecked(",
    "blocked(",
    "screen_chosen(",
    "screen_package(",
)
CODES = "it takes codes, choices and digests, and no words"
INSIDE = "it is called with what another service has asked about already"

REASONS: dict[str, str] = {
    "accounts.area.service.create_area": "it asks before there is a trail",
    "accounts.area.service.change_setting": NOBODY,
    "accounts.draft.": "words that are not saved yet, sealed for whoever typed them",
    "accounts.person.attesting.": CODES,
    "accounts.person.joining.": SECRET,
    "accounts.person.keys.": SECRET,
    "accounts.person.service.change_roles": CODES,
    "accounts.session.": SECRET,
    "accounts.signin.": SECRET,
    "confidentiality.agreement.": AGREED,
    "confidentiality.circle.": BETWEEN_US,
    "confidentiality.disclosure.deciding.sign": CODES,
    "confidentiality.disclosure.requesting.no_longer_agreed": LIVED,
    "confidentiality.gate.collecting.": CODES,
    "confidentiality.gate.handing.": CODES,
    "confidentiality.gate.releasing.": CODES,
    "confidentiality.recipient.proposing.propose_all": INSIDE,
    "confidentiality.register.": OUTSIDE_ASKS,
    "marac.action.logbook.": LIVED,
    "marac.board.": CODES,
    "marac.case.duties.": CODES,
    "marac.case.listing.": LIVED,
    "marac.case.service.": LIVED,
    "marac.case.telling.": CODES,
    "marac.feedback.": LIVED,
    "marac.flag.": BETWEEN_US,
    "marac.intake.handing_in.": LIVED,
    "marac.intake.importing.": LIVED,
    "marac.letter.answering.": CODES,
    "marac.letter.asking.": CODES,
    "marac.letter.writing.record_agreement": CODES,
    "marac.letter.deciding.sign": CODES,
    "marac.letter.deciding.refuse": BETWEEN_US,
    "marac.letter.service.": CODES,
    "marac.match.": BETWEEN_US,
    "marac.agenda.service.": CODES,
    "marac.meeting.hearing.": LIVED,
    "marac.meeting.service.attend": SECRET,
    "marac.invitation.service.": CODES,
    "marac.invitation.telling.": "what the next page says, in words of our own; none of it is sent",
    "marac.minutes.signing.accept": BETWEEN_US,
    "marac.pack.": CODES,
    "marac.referral.": LIVED,
    "marac.conflict.": BETWEEN_US,
    "marac.research.": LIVED,
    "marac.risk.": "a form of questions, or what was answered to one",
    "marac.support.explaining.": "sentences that are read to her, which an administrator loads",
    "marac.triage.": BETWEEN_US,
}
"""Why a service does not ask: by its whole name, or by how its name begins."""

ASKING = {
    "accounts.agency.service.change_agency",
    "confidentiality.disclosure.deciding.choose",
    "confidentiality.disclosure.requesting.save",
    "confidentiality.gate.preparing.prepare",
    "confidentiality.recipient.bringing.bring_in",
    "confidentiality.recipient.proposing.change",
    "confidentiality.recipient.proposing.propose",
    "marac.action.reassigning.pass_on",
    "marac.action.service.agree_action",
    "marac.board.agreeing.agree",
    "marac.intake.service.make_token",
    "marac.letter.writing.choose_words",
    "marac.calendar.service.plan",
    "marac.calendar.service.change_plan",
    "marac.meeting.hearing.conclude_item",
    "marac.meeting.service.plan_meeting",
    "marac.meeting.service.witness",
    "marac.minutes.drafting.edit",
    "marac.support.service.change",
    "marac.support.service.enter",
}
"""Services that must be seen to ask, so that the search below cannot find nothing."""


def takes_words(kind: object, seen: tuple[object, ...] = ()) -> bool:
    """Whether somebody’s words fit into this kind of argument, or into a part of it."""
    if kind is str:
        return True
    if kind in seen or (isinstance(kind, type) and issubclass(kind, str)):
        return False
    parts: list[object] = list(typing.get_args(kind))
    if dataclasses.is_dataclass(kind):
        parts += typing.get_type_hints(kind).values()
    return any(takes_words(part, (*seen, kind)) for part in parts)


def modules() -> Iterator[ModuleType]:
    """Every module of a noun that is no page, form or query."""
    for found in pkgutil.walk_packages(app.__path__, "app."):
        last = found.name.rpartition(".")[2]
        if found.name.startswith(NOUNS) and last not in PAGES and not last.endswith("_pages"):
            yield importlib.import_module(found.name)


def services() -> Iterator[tuple[str, Callable[..., object]]]:
    """Every public function that writes and takes words, by its name without the ``app.``."""
    for module in modules():
        for name, function in vars(module).items():
            own = inspect.isfunction(function) and function.__module__ == module.__name__
            if not own or name.startswith("_"):
                continue
            if not does(function, WRITES):
                continue
            hints = typing.get_type_hints(function)
            given = [hints[each] for each in hints if each not in ("actor", "ring", "return")]
            if any(map(takes_words, given)):
                yield f"{module.__name__.removeprefix('app.')}.{name}", function


def does(function: Callable[..., object], what: tuple[str, ...]) -> bool:
    """Whether a service does one of these: itself, or by what it calls in its own module."""
    own = {
        name: inspect.getsource(each)
        for name, each in vars(inspect.getmodule(function)).items()
        if inspect.isfunction(each) and each.__module__ == function.__module__
    }
    reached, ahead = set[str](), {function.__name__}
    while ahead:
        name = ahead.pop()
        reached.add(name)
        ahead |= {each for each in own if re.search(rf"\b{each}\(", own[name])} - reached
    return any(words in own[name] for words in what for name in reached)


def asks(function: Callable[..., object]) -> bool:
    """Whether a service asks the firewall."""
    return does(function, ASKS)


def test_every_service_that_takes_words_asks_or_has_a_reason() -> None:
    """A new service that does neither fails this until somebody has thought of it."""
    silent = [name for name, function in services() if not asks(function)]
    assert [name for name in silent if not any(name.startswith(key) for key in REASONS)] == []
    assert sorted(silent) == kept("services"), "Is it narrative? Then add it to told_words.txt."


def test_those_that_name_or_undertake_are_seen_to_ask() -> None:
    """None of them stopped asking; each is tried by its page as well."""
    found = dict(services())
    missing = ASKING - found.keys()
    assert not missing, missing
    assert [name for name in sorted(ASKING) if not asks(found[name])] == []


def test_no_reason_is_left_over() -> None:
    """What is gone, or asks by now, needs no reason."""
    silent = [name for name, function in services() if not asks(function)]
    unused = [key for key in REASONS if not any(name.startswith(key) for name in silent)]
    assert unused == []
