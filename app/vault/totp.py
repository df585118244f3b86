"""Time-based one-time codes (RFC 6238): 6 digits, 30 seconds, one step of tolerance, no reuse."""

from datetime import datetime

import pyotp

from app.vault.digests import same

STEP_SECONDS = 30


def new_secret() -> str:
    """Return a new random secret as 32 characters of base 32."""
    return pyotp.random_base32()


def uri(secret: str, label: str, issuer: str) -> str:
    """Return the otpauth address that an authenticator app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=label, issuer_name=issuer)


def code_at(secret: str, step: int) -> str:
    """Return the six digits of one step (seconds since 1970 divided by 30)."""
    return pyotp.TOTP(secret).generate_otp(step)


def step_at(moment: datetime) -> int:
    """Return the step a moment lies in."""
    return int(moment.timestamp()) // STEP_SECONDS


def accepted_step(secret: str, code: str, at: datetime, last_step: int) -> int | None:
    """Return the step whose code this is, if it was not used before; otherwise None."""
    digits = "".join(c for c in code if not c.isspace())
    now = step_at(at)
    for step in (now, now - 1, now + 1):
        if step > last_step and len(digits) == 6 and digits.isascii():
            if same(code_at(secret, step), digits):
                return step
    return None
