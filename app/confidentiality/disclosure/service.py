"""What is done with requests to share; each verb has its own file, and here they are all found."""

from app.confidentiality.disclosure.checking import way_for
from app.confidentiality.disclosure.deciding import (
    Prepared,
    choose,
    chosen_of,
    open_prepared,
    open_to_decide,
    sign,
    sign_prepared,
)
from app.confidentiality.disclosure.opening import (
    Line,
    OpenedRequest,
    deciders,
    describe,
    may_decide,
    open_request,
    own_requests,
    to_decide,
)
from app.confidentiality.disclosure.requesting import (
    no_longer_agreed,
    save,
    send,
    start,
    withdraw,
)

__all__ = [
    "Line",
    "OpenedRequest",
    "Prepared",
    "choose",
    "chosen_of",
    "deciders",
    "describe",
    "may_decide",
    "no_longer_agreed",
    "open_prepared",
    "open_request",
    "open_to_decide",
    "own_requests",
    "save",
    "send",
    "sign",
    "sign_prepared",
    "start",
    "to_decide",
    "way_for",
    "withdraw",
]
