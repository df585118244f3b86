"""One-time codes: fresh, forgiving by one step, and never twice."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vault import totp
from app.vault.errors import Misuse

SECRET = totp.new_secret()
AT = datetime(2026, 11, 22, 9, 0, 10, tzinfo=UTC)
NOW = totp.step_at(AT)


@pytest.mark.parametrize("ahead", [-1, 0, 1])
def test_one_step_early_or_late_is_forgiven(ahead):
    """A clock half a minute wrong still signs in."""
    code = totp.code_at(SECRET, NOW + ahead)
    assert totp.accepted_step(SECRET, code, AT, None) == NOW + ahead


@pytest.mark.parametrize("ahead", [-20, -2, 2, 20])
def test_older_and_later_codes_are_refused(ahead):
    """A code of more than one step away is worth nothing."""
    assert totp.accepted_step(SECRET, totp.code_at(SECRET, NOW + ahead), AT, None) is None


def test_a_used_code_is_refused():
    """Whoever looks over a shoulder cannot use the code again, nor an earlier one."""
    code = totp.code_at(SECRET, NOW)
    step = totp.accepted_step(SECRET, code, AT, 0)
    assert totp.accepted_step(SECRET, code, AT, step) is None
    assert totp.accepted_step(SECRET, totp.code_at(SECRET, NOW - 1), AT, step) is None
    assert totp.accepted_step(SECRET, totp.code_at(SECRET, NOW + 1), AT, step) == NOW + 1


@given(st.lists(st.integers(0, 200), min_size=2, max_size=20))
def test_no_step_is_ever_accepted_twice(seconds):
    """Whatever the order in which codes arrive, each step is accepted once, and steps only grow."""
    last, accepted = 0, []
    for second in seconds:
        at = AT + timedelta(seconds=second)
        step = totp.accepted_step(SECRET, totp.code_at(SECRET, totp.step_at(at)), at, last)
        if step is not None:
            accepted.append(step)
            last = step
    assert accepted == sorted(set(accepted))


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "------", "\x00" * 6]
)
def test_what_is_no_code_is_refused(typed):
    """Text of another shape is a wrong code, never an error."""
    assert totp.accepted_step(SECRET, typed, AT, None) is None


def test_spaces_in_a_code_are_forgiven():
    """Authenticators show two groups of three, and people type them so."""
    code = totp.code_at(SECRET, NOW)
    assert totp.accepted_step(SECRET, f" {code[:3]} {code[3:]} ", AT, None) == NOW


def test_the_address_for_the_authenticator_names_issuer_and_person():
    """The address carries issuer, label and secret, as authenticators expect."""
    address = totp.uri(SECRET, "meera@refuge.example.org", "Northfield MARAC")
    assert address.startswith("otpauth://totp/Northfield%20MARAC:meera%40refuge.example.org?")
    assert f"secret={SECRET}" in address


def test_secrets_differ():
    """Each new secret is another, of 160 bits."""
    secrets = {totp.new_secret() for _ in range(100)}
    assert len(secrets) == 100
    assert {len(secret) for secret in secrets} == {32}


def test_a_moment_without_a_time_zone_is_refused():
    """A local time would be an hour wrong all summer."""
    with pytest.raises(Misuse):
        totp.step_at(datetime(2026, 7, 1, 9, 0))  # noqa: DTZ001
