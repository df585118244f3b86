"""A made-up translation: the English text with a mark before every word of it."""

import json
from typing import Any

from app.marac.support.explanation import english


def told(**changes: Any) -> dict[str, Any]:
    """What a file with a checked translation holds, some of it changed; None takes a key away."""
    own = english()
    whole: dict[str, Any] = {
        "language": "ur",
        "name": "اردو",
        "english_name": "Urdu",
        "direction": "rtl",
        "of_version": own.version,
        "checked_by": "Made-up Translators, read by a second speaker",
        "checked_on": "2026-03-27",
        "sections": [
            {"code": each.code, "heading": f"~ {each.heading}", "body": f"~ {each.body}"}
            for each in own.sections
        ],
        "labels": {code: f"~ {text}" for code, text in own.labels.items()},
    }
    return {key: value for key, value in (whole | changes).items() if value is not None}


def as_file(**changes: Any) -> bytes:
    """The same as the bytes of a file."""
    return json.dumps(told(**changes), ensure_ascii=False).encode()
