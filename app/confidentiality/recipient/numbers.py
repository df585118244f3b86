"""The public registers on which legal advisers stand, and what a number of each looks like.

Only a regulated adviser may advise on immigration (Immigration and Asylum Act 1999, part 5; IAA,
SRA and Bar keep public registers).
"""

import re
from enum import StrEnum


class Regulator(StrEnum):
    """Who keeps the public register that an adviser stands on."""

    SRA = "sra"
    IAA = "iaa"
    BAR = "bar"


REGULATOR_LABELS: dict[Regulator, str] = {
    Regulator.SRA: "Solicitors Regulation Authority (SRA)",
    Regulator.IAA: "Immigration Advice Authority (IAA)",
    Regulator.BAR: "Bar Standards Board",
}

WHERE_TO_LOOK: dict[Regulator, str] = {
    Regulator.SRA: "https://www.sra.org.uk/consumers/register/",
    Regulator.IAA: "https://www.gov.uk/find-an-immigration-adviser",
    Regulator.BAR: "https://www.barstandardsboard.org.uk/for-the-public/"
    "search-a-barristers-record/the-barristers-register.html",
}
"""The public registers themselves, as each regulator gives their address."""

NUMBERS: dict[Regulator, tuple[re.Pattern[str], str]] = {
    Regulator.SRA: (
        re.compile(r"[0-9]{4,7}"),
        "Enter the SRA number: 4 to 7 digits, as on the solicitors’ register.",
    ),
    Regulator.IAA: (
        re.compile(r"[A-Z][0-9]{9}"),
        "Enter the IAA number: a letter and 9 digits, like F000000001.",
    ),
    Regulator.BAR: (
        re.compile(r"[0-9]{4,6}"),
        "Enter the barrister’s number: 4 to 6 digits, as on the barristers’ register.",
    ),
}


def plain_number(typed: str) -> str:
    """Return a number as the registers write it: capitals, no spaces."""
    return "".join(typed.split()).upper()


def wrong_number(regulator: Regulator, number: str) -> str:
    """Return what is wrong with a number of this register, or nothing."""
    form, message = NUMBERS[regulator]
    return "" if form.fullmatch(number) else message
