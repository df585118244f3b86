"""Asks the firewall about everything in an entry that could lead to the Home Office."""

import re
from dataclasses import replace

from app.access.actor import Actor
from app.accounts.agency.screening import screened
from app.firewall.screen import (
    CLEAR,
    Verdict,
    screen_commitment,
    screen_email,
    screen_identity,
)
from app.marac.support.rules import Entry

GOVERNMENT = ".gov.uk"
WORDS = ("about", "who_for", "hours")
_BECAUSE = (
    "This directory helps people to find support that is safe for them, so it names no part of the "
    "Home Office and no road there."
)
_INSTEAD = "Say what the organisation does without naming it."


def screen_entry(actor: Actor, entry: Entry) -> None:
    """Raise ``RuleBroken`` beside what the firewall blocks; the attempt itself is kept."""
    screened(actor, screen_identity(entry.name), "name", "support.name")
    if entry.email:
        screened(actor, screen_email(entry.email), "email", "support.email")
    if entry.website:
        screened(actor, screen_website(entry.website), "website", "support.website")
    for field in WORDS:
        verdict = screen_commitment(getattr(entry, field))
        if not verdict.allowed:
            verdict = replace(verdict, because=_BECAUSE, instead=_INSTEAD)
        screened(actor, verdict, field, f"support.{field}")


def screen_website(website: str) -> Verdict:
    """Judge a web address: its host as an e-mail's, and on the government's own site its path too.

    Parts of the Home Office have their pages below www.gov.uk, where only the path names them.
    """
    host, _, path = website.partition("/")
    verdict = screen_email(f"office@{host}")
    if not verdict.allowed:
        return verdict
    for part in filter(None, path.split("/")):
        of_part = screen_email(f"{part.strip('.-_~')}@{host}")
        if of_part.rule == "home-office-address":
            return of_part
    if path and f".{host}".endswith(GOVERNMENT):
        named = screen_identity(" ".join(re.findall(r"[A-Za-z0-9]+", path)))
        return CLEAR if named.allowed else named
    return CLEAR
