"""How tests look into a PDF: its tags in reading order, its words, page by page."""

from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pypdf import PdfReader

Instruction = pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage
SHOWING = frozenset({"Tj", "TJ", "'", '"'})


def words(pdf: bytes, password: str | None = None) -> list[str]:
    """The words of each page, spaces and line ends made one space."""
    reader = PdfReader(BytesIO(pdf), password=password)
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def tags(pdf: bytes) -> list[str]:
    """The tags of the structure tree, in reading order."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return [str(node.S).removeprefix("/") for node in nodes(document)]


def nodes(document: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Every element of the structure tree, in reading order."""
    return _below(document.Root.StructTreeRoot)


def _below(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    if "/S" in node:
        yield node
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            yield from _below(kid)


def everything(pdf: bytes) -> bytes:
    """All that stands in a file, each stream as it was before it was packed."""
    with pikepdf.open(BytesIO(pdf)) as document:
        out = BytesIO()
        document.save(
            out,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
        return pdf + out.getvalue()


def spoken(pdf: bytes) -> str:
    """What a screen reader reads: the words of all pages without what is tagged as an artifact."""
    with pikepdf.open(BytesIO(pdf)) as document:
        for page in document.pages:
            kept = _without_artifacts(pikepdf.parse_content_stream(page))
            page.Contents = document.make_stream(pikepdf.unparse_content_stream(kept))
        out = BytesIO()
        document.save(out)
    return " ".join(words(out.getvalue()))


def _without_artifacts(instructions: list[Instruction]) -> list[Instruction]:
    kept, marks = [], []
    for each in instructions:
        name = str(each.operator)
        if name in ("BDC", "BMC"):
            marks.append(str(each.operands[0]) == "/Artifact")
        if name not in SHOWING or not any(marks):
            kept.append(each)
        if name == "EMC":
            marks.pop()
    return kept
