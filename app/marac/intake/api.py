"""The one address at which an agency's own system hands referrals in, and its description.

No cookie is looked at, so no other site's page can use anybody's sign-in here; what counts is the
token in the request's own header. That is why the forms' token against forgery is not asked for.
"""

from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request
from werkzeug.exceptions import RequestEntityTooLarge

from app.access.marks import public
from app.extensions import csrf
from app.marac.intake.handing_in import NotLetIn, Stopped, TooOften, Unfit, hand_in, let_in
from app.marac.intake.openapi import description
from app.marac.intake.parsing import MOST_BYTES, TOO_LONG
from app.refusals import Unavailable

bp = Blueprint("hand_in", __name__, url_prefix="/api")
csrf.exempt(bp)

Answer = tuple[Response, int] | tuple[Response, int, dict[str, str]]
WAIT = "Too often. Wait as long as Retry-After says."
NOT_NOW = "The service cannot do this at the moment. Nothing was done. Try again in a minute."
ONLY_JSON = "Send application/json."


@bp.post("/referrals")
@public("a token in the header says who it is")
def referrals() -> Answer:
    """Take one referral in; the answer is a reference, or what is wrong, and never more."""
    request.max_content_length = MOST_BYTES
    secret = current_app.secret_key
    assert isinstance(secret, bytes)
    try:
        sent, key = request.headers.get("Authorization", ""), "Idempotency-Key"
        bearer = let_in(sent, request.remote_addr or "", secret)
        if request.mimetype != "application/json":
            return _message(ONLY_JSON, 415)
        reference = hand_in(bearer, request.get_data(), request.headers.get(key, ""))
    except NotLetIn as no:
        return *_message(str(no), 401), {"WWW-Authenticate": "Bearer"}
    except Stopped as no:
        return _message(str(no), 403)
    except TooOften as no:
        return *_message(WAIT, 429), {"Retry-After": str(no.seconds)}
    except Unfit as no:
        faults = [{"field": each.field, "message": each.message} for each in no.faults]
        return jsonify({"faults": faults}), 422
    except RequestEntityTooLarge:
        return _message(TOO_LONG, 413)
    except Unavailable:
        return *_message(NOT_NOW, 503), {"Retry-After": "60"}
    return jsonify({"reference": reference}), 201


@bp.get("/openapi.json")
@public("describes the hand-in and holds no data")
def openapi() -> Response:
    """The description that another system's makers build against."""
    described: dict[str, Any] = description()
    return jsonify(described)


def _message(text: str, code: int) -> tuple[Response, int]:
    return jsonify({"message": text}), code
