"""What is done with the ring of keys; each verb has its own file, this is where to find them."""

from app.confidentiality.circle.confirming import confirm_pair, refuse_pair
from app.confidentiality.circle.founding import Founded, found

__all__ = ["Founded", "confirm_pair", "found", "refuse_pair"]
