"""Turns the Markdown of published wordings into a page's HTML; HTML in it stays text."""

from functools import lru_cache

from markdown_it import MarkdownIt
from markupsafe import Markup

CLASSES = {
    "paragraph_open": "govuk-body",
    "bullet_list_open": "govuk-list govuk-list--bullet",
    "ordered_list_open": "govuk-list govuk-list--number",
}
HEADINGS = {"h1": "govuk-heading-m", "h2": "govuk-heading-s", "h3": "govuk-heading-s"}
_reader = MarkdownIt("commonmark", {"html": False}).disable(["image", "link", "autolink"])


@lru_cache(maxsize=64)
def as_html(text: str, *, top: int = 3) -> Markup:
    """Render with GOV.UK's classes; the text's first heading level becomes ``top`` on the page."""
    tokens = _reader.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            level = int(token.tag[1])
            if token.type == "heading_open":
                token.attrSet("class", HEADINGS.get(token.tag, "govuk-heading-s"))
            token.tag = f"h{min(level + top - 1, 6)}"
        elif token.type in CLASSES:
            token.attrSet("class", CLASSES[token.type])
    return Markup(_reader.renderer.render(tokens, _reader.options, {}))  # noqa: S704 - html is off
