"""Looks at a page as a machine can: what every page of this service must and must not have.

Every page that any test fetches through ``CrawlingClient`` (the client of all tests) is checked.
"""

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

TITLE = "Domestic abuse MARAC"
ALONE = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})
DRAWING = frozenset({"circle", "line", "path", "polygon", "polyline", "rect"})
MAY_STAY_OPEN = frozenset({"dd", "dt", "li", "p"})
BOXES = frozenset({"input", "select", "textarea"})
NO_LABEL = frozenset({"hidden", "submit", "button"})
POINTERS = ("for", "aria-controls", "aria-describedby", "aria-labelledby")


@dataclass
class Element:
    """A tag with its attributes and the words inside it."""

    tag: str
    attributes: dict[str, str]
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words inside, in one line."""
        return " ".join(" ".join(self.words).split())


class Reader(HTMLParser):
    """Reads a page into a flat list of elements and notes tags that do not match."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.faults: list[str] = []
        self._open: list[Element] = []
        self.feed(text)
        self.close()
        self.faults += [f"<{element.tag}> is never closed" for element in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the element; one that holds something stays open."""
        twice = [name for name, count in Counter(name for name, _ in attrs).items() if count > 1]
        self.faults += [f"<{tag}> has {name} twice" for name in twice]
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in ALONE | DRAWING:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        """Close the element, and those inside it that need no closing tag."""
        while self._open and self._open[-1].tag in MAY_STAY_OPEN and self._open[-1].tag != tag:
            self._open.pop()
        if self._open and self._open[-1].tag == tag:
            self._open.pop()
        elif tag not in DRAWING:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        """Words belong to every element around them."""
        for element in self._open:
            element.words.append(data)

    def all(self, *tags: str) -> list[Element]:
        """The elements with one of these tags, in order."""
        return [element for element in self.elements if element.tag in tags]


class CrawlingClient(FlaskClient):
    """The client of every test: checks each page that it is given."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Ask, and look at the answer if it is a page."""
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.data.lstrip().startswith(b"<!DOCTYPE"):
            check_page(response)
        return response

    def submit(self, path: str, data: dict[str, Any], page: str = "") -> TestResponse:
        """Send a form as a person does: with the token of the page that shows it."""
        shown = Reader(self.get(page or path).text)
        tokens = [e for e in shown.all("input") if e.attributes.get("name") == "csrf_token"]
        return self.post(path, data={**data, "csrf_token": tokens[-1].attributes["value"]})


def check_page(response: TestResponse) -> Reader:
    """Fail with every fault of the page at once; return it for more questions."""
    page = Reader(response.text)
    faults = [*page.faults]
    for check in (_frame, _headings, _ids, _boxes, _forms, _nothing_inline, _links):
        faults += check(page)
    assert not faults, f"{response.request.path}: " + "; ".join(faults)
    return page


def _frame(page: Reader) -> list[str]:
    title = [element.text for element in page.all("title")]
    faults = [] if title == [TITLE] else [f"the title is {title}, not the constant one"]
    language = page.all("html")[0].attributes.get("lang")
    faults += [] if language == "en-GB" else [f"the language is {language}"]
    return faults + ([] if len(page.all("main")) == 1 else ["there is not one <main>"])


def _headings(page: Reader) -> list[str]:
    levels = [int(element.tag[1]) for element in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
    faults = [] if levels.count(1) == 1 else [f"there are {levels.count(1)} <h1>"]
    main = levels[levels.index(1) :] if 1 in levels else levels
    jumps = [
        f"<h{low}> follows <h{high}>"
        for high, low in zip(main, main[1:], strict=False)
        if low > high + 1
    ]
    empty = [f"an empty <{e.tag}>" for e in page.all("h1", "h2", "h3", "h4") if not e.text]
    return faults + jumps + empty


def _ids(page: Reader) -> list[str]:
    ids = Counter(e.attributes["id"] for e in page.elements if "id" in e.attributes)
    faults = [f"the id {name!r} is there {count} times" for name, count in ids.items() if count > 1]
    for element in page.elements:
        for name in POINTERS:
            faults += [
                f"{name}={target!r} of <{element.tag}> leads nowhere"
                for target in element.attributes.get(name, "").split()
                if target not in ids
            ]
    return faults


def _boxes(page: Reader) -> list[str]:
    labelled = {e.attributes.get("for") for e in page.all("label") if e.text}
    faults = []
    for box in page.all(*BOXES):
        if box.attributes.get("type") in NO_LABEL:
            continue
        named = {"aria-label", "aria-labelledby"} & set(box.attributes)
        if not named and box.attributes.get("id") not in labelled:
            faults.append(f"<{box.tag} name={box.attributes.get('name')!r}> has no label")
    nameless = [e for e in page.all("button") if not e.text and "aria-label" not in e.attributes]
    return faults + ["a button without words"] * len(nameless)


def _forms(page: Reader) -> list[str]:
    faults = []
    posts = 0
    for form in page.all("form"):
        if not form.attributes.get("action"):
            faults.append("a form without an action")
        posts += form.attributes.get("method", "get").lower() == "post"
    tokens = [e for e in page.all("input") if e.attributes.get("name") == "csrf_token"]
    if len(tokens) != posts:
        faults.append(f"{posts} forms are posted and {len(tokens)} carry a token")
    return faults


def _nothing_inline(page: Reader) -> list[str]:
    faults = ["a <style>"] * len(page.all("style"))
    faults += ["an inline script" for e in page.all("script") if not e.attributes.get("src")]
    for element in page.elements:
        for name, value in element.attributes.items():
            if name == "style" or name.startswith("on") or value.lower().startswith("javascript:"):
                faults.append(f"<{element.tag}> has {name}={value!r}")
    return faults


def _links(page: Reader) -> list[str]:
    ids = {e.attributes["id"] for e in page.elements if "id" in e.attributes}
    faults = []
    for link in page.all("a"):
        address = link.attributes.get("href", "")
        if not address or address == "#":
            faults.append(f"the link {link.text!r} leads nowhere")
        elif address.startswith("#") and address[1:] not in ids:
            faults.append(f"the link {link.text!r} leads to {address}, which is not there")
        if not link.text and "aria-label" not in link.attributes:
            faults.append(f"the link to {address} has no words")
    return faults + ["an <img> without alt" for e in page.all("img") if "alt" not in e.attributes]
