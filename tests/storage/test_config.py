"""Settings: production asks for everything it needs at once and in sentences."""

from datetime import timedelta
from pathlib import Path

import pytest

from app.config import Config, ConfigError

COMPLETE = {
    "MARAC_ENV": "production",
    "MARAC_HOSTNAME": "marac.example.org",
    "MARAC_TLS": "on",
    "MARAC_SMTP_HOST": "relay.example.org",
    "MARAC_SMTP_FROM": "marac@example.org",
    "MARAC_LOG_FILE": "/tmp/marac.log",  # noqa: S108
}


def problems(env: dict[str, str]) -> list[str]:
    """The sentences that these settings are refused with."""
    with pytest.raises(ConfigError) as caught:
        Config.from_env(env)
    return caught.value.problems


def test_nothing_set_means_production_and_every_missing_setting_is_named() -> None:
    """An empty environment is production, and all five missing settings are said at once."""
    said = problems({})
    names = ["HOSTNAME", "TLS", "SMTP_HOST", "SMTP_FROM", "LOG_FILE"]
    assert [sentence.split(" is ")[0] for sentence in said] == [f"MARAC_{name}" for name in names]
    assert all(sentence.endswith(".") for sentence in said)


def test_a_complete_production_is_accepted() -> None:
    """Production with everything it needs starts, with times that are right there."""
    config = Config.from_env(COMPLETE)
    assert config.is_production
    assert config.tls
    assert config.idle_timeout == timedelta(minutes=30)
    assert config.instance == Path("instance").absolute()


def test_a_demonstration_needs_nothing() -> None:
    """A newcomer's machine has no relay and no certificate, and needs none."""
    assert not Config.from_env({"MARAC_ENV": "demonstration"}).is_production


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MARAC_ENV", "prod"),
        ("MARAC_TLS", "maybe"),
        ("MARAC_HOSTNAME", "https://marac.example.org/"),
        ("MARAC_HOSTNAME", "localhost"),
        ("MARAC_TRUSTED_PROXIES", "-1"),
        ("MARAC_TRUSTED_PROXIES", "9"),
        ("MARAC_SMTP_PORT", "ssl"),
        ("MARAC_SMTP_PORT", "0"),
        ("MARAC_SMTP_PORT", "٤٢"),
        ("MARAC_SMTP_FROM", "MARAC <marac@example.org>"),
        ("MARAC_SMTP_FROM", "a@example.org\nBcc: b@example.org"),
        ("MARAC_LOG_FILE", "/no/such/folder/marac.log"),
        ("MARAC_IDLE_MINUTES", "0"),
        ("MARAC_IDLE_MINUTES", "100000"),
    ],
)
def test_a_wrong_value_is_named(name: str, value: str) -> None:
    """Each setting that cannot be used gives one sentence that begins with its name."""
    said = problems({**COMPLETE, name: value})
    assert any(sentence.startswith(name) for sentence in said)
