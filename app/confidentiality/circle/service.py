"""What is done with the ring of keys; each verb has its own file, and here they are all found."""

from app.confidentiality.circle.compartment import (
    let_in,
    name_compartment_holder,
    sections_are_held,
    unname_compartment_holder,
    who_was_let_in,
)
from app.confidentiality.circle.confirming import confirm_pair, refuse_pair
from app.confidentiality.circle.door import admit
from app.confidentiality.circle.excluding import exclude, exclusions, is_excluded, say_why
from app.confidentiality.circle.expelling import expel
from app.confidentiality.circle.founding import Founded, found
from app.confidentiality.circle.lifting import lift
from app.confidentiality.circle.promising import promise_to
from app.confidentiality.circle.relieving import others_hold, relieve, still_holds
from app.confidentiality.circle.stepping_out import step_out
from app.confidentiality.circle.verifying import verify_all

__all__ = [
    "Founded",
    "admit",
    "confirm_pair",
    "exclude",
    "exclusions",
    "expel",
    "found",
    "is_excluded",
    "let_in",
    "lift",
    "name_compartment_holder",
    "others_hold",
    "promise_to",
    "refuse_pair",
    "relieve",
    "say_why",
    "still_holds",
    "sections_are_held",
    "step_out",
    "unname_compartment_holder",
    "verify_all",
    "who_was_let_in",
]
