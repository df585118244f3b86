"""When an account waits after wrong tries (ASVS 5.0 §6.3: slowed down, never locked for good)."""

from datetime import timedelta

MOST_FAILURES = 5
WINDOW = timedelta(minutes=15)

NOT_RIGHT = (
    "The email address, the passphrase or the code is not right. Each code works once, so wait "
    "for the next one. After 5 wrong tries an account waits 15 minutes."
)
NOT_YOURS = "Enter your own passphrase. This one is not right."
WAITS = "That was 5 times wrong. Wait 15 minutes, then enter your passphrase again."


def must_wait(failures: int) -> bool:
    """Say whether so many failures within the window make the account wait."""
    return failures >= MOST_FAILURES
