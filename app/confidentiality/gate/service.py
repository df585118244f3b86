"""What is done at the gate; each verb has its own file, and here they are all found."""

from app.confidentiality.gate.preparing import Subject, discard, prepare, show
from app.confidentiality.gate.queries import about as releases_about
from app.confidentiality.gate.queries import receipts_of
from app.confidentiality.gate.recalling import recall, stop
from app.confidentiality.gate.receiving import (
    Conditions,
    Handed,
    Received,
    accept,
    conditions,
    hand_over,
    passphrase_of,
    receive,
    receive_letter,
    to_hand_over,
)
from app.confidentiality.gate.releasing import release
from app.confidentiality.gate.screening import screen_release
from app.confidentiality.gate.sheets import new_code, unwrap, wrap

__all__ = [
    "Conditions",
    "conditions",
    "passphrase_of",
    "receive_letter",
    "to_hand_over",
    "Handed",
    "Received",
    "Subject",
    "accept",
    "discard",
    "hand_over",
    "new_code",
    "prepare",
    "recall",
    "receipts_of",
    "receive",
    "release",
    "releases_about",
    "screen_release",
    "show",
    "stop",
    "unwrap",
    "wrap",
]
