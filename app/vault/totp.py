"""One-time codes from an authenticator (TOTP, RFC 6238): 6 digits, 30 seconds, never twice."""

from datetime import datetime

import pyotp

from app.vault.digests import same
from app.vault.errors import Misuse

STEP_SECONDS = 30
WINDOW = (-1, 0, 1)


def new_secret() -> str:
    """Return a new random secret: 32 characters of base 32 (160 bits, as RFC 4226 advises)."""
    return pyotp.random_base32()


def uri(secret: str, label: str, issuer: str) -> str:
    """Return the otpauth address that an authenticator reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=label, issuer_name=issuer)


def step_at(moment: datetime) -> int:
    """Return the number of the 30-second step that a moment with a time zone lies in."""
    if moment.tzinfo is None:
        raise Misuse("A moment without a time zone is no moment")
    return int(moment.timestamp()) // STEP_SECONDS


def code_at(secret: str, step: int) -> str:
    """Return the six digits of one step."""
    return pyotp.TOTP(secret).generate_otp(step)


def accepted_step(secret: str, code: str, at: datetime, last_step: int | None) -> int | None:
    """Return the step this code belongs to, to be kept as the next ``last_step``; or None.

    One step early or late is forgiven. A step is accepted once: never one at or before
    ``last_step``, the last that was accepted (RFC 6238, 5.2). Takes the same time right or wrong.
    """
    typed = "".join(code.split())
    now = step_at(at)
    fitting = [now + ahead for ahead in WINDOW if same(code_at(secret, now + ahead), typed)]
    unused = [step for step in fitting if last_step is None or step > last_step]
    return max(unused, default=None)
