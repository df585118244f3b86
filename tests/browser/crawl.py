"""Walks along the links of the pages as one person, one or two pages of each kind."""

import re
from collections import Counter
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Error

from tests.browser.visitor import DESKTOP, PHONE, Visitor

NUMBER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
Look = Callable[[Visitor, str], None]


def kind_of(address: str) -> str:
    """An address with the identifiers taken out: pages of one kind are built alike."""
    return NUMBER.sub("…", urlsplit(address).path)


def links_on(person: Visitor) -> list[str]:
    """Where the page leads, within the service, in the page's order."""
    found = person.page.locator("a[href]").evaluate_all("links => links.map(link => link.href)")
    here = urlsplit(person.page.url)
    whole = [urlsplit(urljoin(person.page.url, link)) for link in found]
    return [link.path for link in whole if link.netloc == here.netloc]


def is_page(person: Visitor, address: str) -> bool:
    """Go to an address; False for a file to keep, which a browser does not show."""
    try:
        person.page.goto(address)
    except Error as fault:
        if "Download is starting" in fault.message:
            return False
        raise
    return True


def walk(person: Visitor, start: list[str], look: Look, of_a_kind: int) -> Counter[str]:
    """Visit what can be reached, a page or two of a kind; the kinds seen, with their number."""
    to_visit, seen = [*start], set()
    kinds: Counter[str] = Counter()
    while to_visit:
        address = to_visit.pop(0)
        enough = kinds[kind_of(address)] >= of_a_kind
        if (
            address in seen
            or enough
            or "/static/" in address
            or address.endswith((".json", ".pdf", ".csv"))
        ):
            continue
        seen.add(address)
        kinds[kind_of(address)] += 1
        if not is_page(person, address):
            continue
        look(person, address)
        to_visit += [link for link in links_on(person) if link not in seen]
    return kinds


def check_at_both_widths(person: Visitor, _address: str = "") -> None:
    """What every page must keep true, on a desk and on a phone."""
    for size in (DESKTOP, PHONE):
        person.page.set_viewport_size(size)  # type: ignore[arg-type]
        person.check_page()
    person.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
