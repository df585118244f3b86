"""Takes out of a PDF what tells who made it, when and with what; leaves what a reader needs."""

from io import BytesIO
from xml.sax.saxutils import escape

import pikepdf

_METADATA = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def scrubbed(pdf: bytes, title: str) -> bytes:
    """Return the PDF with metadata of title and PDF/UA part only (ISO 14289-1, 7.1).

    The same bytes in give the same bytes out.
    """
    with pikepdf.open(BytesIO(pdf)) as document:
        if "/Info" in document.trailer:
            del document.trailer["/Info"]
        metadata = pikepdf.Stream(document, _METADATA.format(title=escape(title)).encode())
        metadata["/Type"] = pikepdf.Name.Metadata
        metadata["/Subtype"] = pikepdf.Name.XML
        if "/Suspects" in document.Root.MarkInfo:  # false, as when left out; some readers stumble
            del document.Root.MarkInfo["/Suspects"]
        document.Root.Metadata = document.make_indirect(metadata)
        return saved(document)


def saved(document: pikepdf.Pdf) -> bytes:
    """Return the bytes of a document, whose identifier follows from them alone."""
    out = BytesIO()
    document.save(out, deterministic_id=True, fix_metadata_version=False)
    return out.getvalue()
