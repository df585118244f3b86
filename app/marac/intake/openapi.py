"""Describes the hand-in for whoever writes the other side of it (OpenAPI 3.1)."""

from typing import Any

from app.marac.intake.parsing import MOST_BYTES
from app.marac.intake.rules import MOST_AN_HOUR, RETRY_KEY, SCOPE
from app.marac.intake.schema import EXAMPLE, person_schema, referral_schema, summary_schema

TITLE = "Handing in referrals to a MARAC"
WHAT = (
    "Hands one referral in, in the name of the person who made the token. There is nothing here to "
    "read: no list, no search, no state of a referral. The answer to a referral is a reference to "
    "quote, and is the same whether or not anybody in it is known. Text loses its markup. Messages "
    "never repeat what was sent."
)
WHEN = {"schema": {"type": "integer", "minimum": 1}, "description": "Seconds to wait"}
ANSWERS = {
    "401": "The token is missing or not right, ran out, or was revoked",
    "403": "The maker of the token may not refer at the moment, for example until they have signed",
    "413": f"The body is longer than {MOST_BYTES // 1000} kB",
    "415": "The body is not application/json",
    "503": "Nothing was done; try again in a minute with the same Idempotency-Key",
}


def description() -> dict[str, Any]:
    """The whole description, the same for every area."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Handing in referrals to a MARAC",
            "version": "1.0.0",
            "description": WHAT,
        },
        "paths": {"/api/referrals": {"post": _operation()}},
        "components": {
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": f"A token with the one scope {SCOPE}, made by a member on the "
                    "page “Tokens”. It ends when it is revoked, runs out, or its maker leaves.",
                }
            },
            "schemas": {
                "Referral": referral_schema(),
                "Person": person_schema(),
                "Summary": summary_schema(),
                "Message": _message(),
                "Faults": _faults(),
            },
        },
    }


def _operation() -> dict[str, Any]:
    return {
        "operationId": "handInReferral",
        "summary": "Hand in one referral",
        "security": [{"token": []}],
        "parameters": [
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": False,
                "description": "A new random key for each referral. Sent again with the same body, "
                "it makes no second referral and gives the same reference.",
                "schema": {"type": "string", "pattern": f"^{RETRY_KEY.pattern}$"},
            }
        ],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {"$ref": "#/components/schemas/Referral"},
                    "example": EXAMPLE,
                }
            },
        },
        "responses": _responses(),
    }


def _responses() -> dict[str, Any]:
    reference = {"reference": {"type": "string", "pattern": "^[A-Z0-9]{4}-[A-Z0-9]{4}$"}}
    made = {"type": "object", "required": ["reference"], "properties": reference}
    too_often = {
        "description": f"More than {MOST_AN_HOUR} in an hour with one token, or too many failures",
        "headers": {"Retry-After": WHEN},
        "content": _json({"$ref": "#/components/schemas/Message"}),
    }
    plain = {
        code: {"description": said, "content": _json({"$ref": "#/components/schemas/Message"})}
        for code, said in ANSWERS.items()
    }
    return {
        "201": {"description": "It is with the coordinator", "content": _json(made)},
        "422": {
            "description": "It is no referral as it stands; every field that is wrong is named",
            "content": _json({"$ref": "#/components/schemas/Faults"}),
        },
        "429": too_often,
        **plain,
    }


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _message() -> dict[str, Any]:
    message = {"message": {"type": "string"}}
    return {"type": "object", "required": ["message"], "properties": message}


def _faults() -> dict[str, Any]:
    text = {"type": "string"}
    fault = {
        "type": "object",
        "required": ["field", "message"],
        "properties": {
            "field": text | {"description": "Dotted path, lists counted from 0; empty for all"},
            "message": text,
        },
    }
    return {
        "type": "object",
        "required": ["faults"],
        "properties": {"faults": {"type": "array", "items": fault}},
    }
