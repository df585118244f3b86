"""The one way in which a file leaves: a locked PDF, named by its code."""

from flask import Response

from app.confidentiality.gate.model import Release
from app.confidentiality.gate.standing import file_name


def pdf_file(row: Release, pdf: bytes) -> Response:
    """Answer with a locked PDF to keep."""
    answer = Response(pdf, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{file_name(row)}"'
    return answer
