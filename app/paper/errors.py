"""What the paper layer raises. No message carries a word of what was to be printed."""


class PaperError(Exception):
    """These values make no paper, or these bytes are none of ours."""


class NotCanonical(PaperError):
    """Bytes that a sheet never wrote: altered, or written by something else."""


class Unprintable(PaperError):
    """The typesetter would not print this. That is a fault of ours, never of who typed it."""


class WrongPassphrase(PaperError):
    """The passphrase does not open the file."""
