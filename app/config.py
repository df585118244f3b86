"""The settings of one installation, read from the environment and checked before anything runs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Self

KINDS = ("production", "development", "testing", "demonstration")
YES = frozenset({"1", "true", "yes", "on"})
NO = frozenset({"0", "false", "no", "off"})
HOSTNAME = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
ADDRESS = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+")


class ConfigError(Exception):
    """The installation is not set up right; each problem is a sentence that says what to do."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Config:
    """Everything an installation may decide; what is not here is the same for everybody."""

    kind: str
    instance: Path
    hostname: str | None = None
    tls: bool = False
    trusted_proxies: int = 0
    smtp_host: str | None = None
    smtp_port: int = 587
    smtp_from: str | None = None
    log_file: Path | None = None
    idle_timeout: timedelta = timedelta(minutes=30)
    meeting_idle_timeout: timedelta = timedelta(minutes=60)
    absolute_timeout: timedelta = timedelta(hours=12)

    @property
    def is_production(self) -> bool:
        """Whether real people's records may be here."""
        return self.kind == "production"

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self:
        """Read the settings; raise ConfigError with every problem found, not only the first."""
        reader = Reader(env)
        config = cls(
            kind=reader.choice("MARAC_ENV", KINDS, "production"),
            instance=instance_folder(env),
            hostname=reader.text("MARAC_HOSTNAME"),
            tls=reader.switch("MARAC_TLS"),
            trusted_proxies=reader.number("MARAC_TRUSTED_PROXIES", 0, 0, 5),
            smtp_host=reader.text("MARAC_SMTP_HOST"),
            smtp_port=reader.number("MARAC_SMTP_PORT", 587, 1, 65535),
            smtp_from=reader.text("MARAC_SMTP_FROM"),
            log_file=reader.path("MARAC_LOG_FILE"),
            idle_timeout=reader.minutes("MARAC_IDLE_MINUTES", 30, 5, 60),
            meeting_idle_timeout=reader.minutes("MARAC_MEETING_IDLE_MINUTES", 60, 5, 120),
            absolute_timeout=reader.minutes("MARAC_ABSOLUTE_MINUTES", 720, 30, 1440),
        )
        problems = reader.problems + (_production_problems(config) if config.is_production else [])
        if problems:
            raise ConfigError(problems)
        return config


def instance_folder(env: Mapping[str, str]) -> Path:
    """The folder that holds the database and its keys."""
    return Path(env.get("MARAC_INSTANCE", "").strip() or "instance").absolute()


class Reader:
    """Reads settings one by one and keeps a sentence for each that cannot be used."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env = env
        self.problems: list[str] = []

    def text(self, name: str) -> str | None:
        """A line of text, or nothing."""
        return self.env.get(name, "").strip() or None

    def path(self, name: str) -> Path | None:
        """The place of a file, or nothing."""
        value = self.text(name)
        return Path(value).absolute() if value else None

    def choice(self, name: str, choices: tuple[str, ...], default: str) -> str:
        """One word out of a list."""
        value = self.text(name) or default
        if value not in choices:
            self.problems.append(f"{name} is “{value}”. Set it to one of: {', '.join(choices)}.")
            return default
        return value

    def switch(self, name: str) -> bool:
        """On or off; off when not set."""
        value = (self.text(name) or "off").lower()
        if value not in YES | NO:
            self.problems.append(f"{name} is “{value}”. Set it to on or off.")
        return value in YES

    def number(self, name: str, default: int, least: int, most: int) -> int:
        """A whole number within its bounds."""
        value = self.text(name) or str(default)
        if not re.fullmatch(r"[0-9]{1,6}", value) or not least <= int(value) <= most:
            self.problems.append(
                f"{name} is “{value}”. Set it to a whole number from {least} to {most}."
            )
            return default
        return int(value)

    def minutes(self, name: str, default: int, least: int, most: int) -> timedelta:
        """A length of time, given in minutes."""
        return timedelta(minutes=self.number(name, default, least, most))


def _production_problems(config: Config) -> list[str]:
    return [
        *_web_problems(config),
        *_mail_problems(config),
        *_log_problems(config.log_file),
    ]


def _web_problems(config: Config) -> list[str]:
    problems = []
    if config.hostname is None:
        problems.append(
            "MARAC_HOSTNAME is not set. Set it to the name people type, such as marac.example.org."
        )
    elif not HOSTNAME.fullmatch(config.hostname.lower()):
        problems.append(
            f"MARAC_HOSTNAME is “{config.hostname}”, which is not the full name of a host. "
            "Set it to the name alone, without https:// and without a path."
        )
    if not config.tls:
        problems.append(
            "MARAC_TLS is off. Put the service behind HTTPS, then set MARAC_TLS to on; "
            "without it passphrases would cross the network in the clear."
        )
    return problems


def _mail_problems(config: Config) -> list[str]:
    problems = []
    if config.smtp_host is None:
        problems.append(
            "MARAC_SMTP_HOST is not set. Set it to your mail relay; invitations go out through it."
        )
    if config.smtp_from is None:
        problems.append(
            "MARAC_SMTP_FROM is not set. Set it to the address that messages come from."
        )
    elif not ADDRESS.fullmatch(config.smtp_from):
        problems.append(
            f"MARAC_SMTP_FROM is “{config.smtp_from}”. Set it to one plain e-mail address."
        )
    return problems


def _log_problems(log_file: Path | None) -> list[str]:
    if log_file is None:
        return ["MARAC_LOG_FILE is not set. Set it to a file in a folder that is kept and watched."]
    if not log_file.parent.is_dir():
        return [
            f"MARAC_LOG_FILE is in {log_file.parent}, which is not a folder. Make the folder first."
        ]
    return []
