"""What can be answered to an invitation."""

from enum import StrEnum


class Answer(StrEnum):
    """What somebody answers to an invitation."""

    COMES = "comes"
    DEPUTY = "deputy"
    APOLOGIES = "apologies"
