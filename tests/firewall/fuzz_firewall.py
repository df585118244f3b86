"""A fuzzer's harness (atheris): what covers new code is tried again, and nothing may go wrong.

Run by test_fuzz.py with a bound, or by hand for as long as wanted:
`.venv/bin/python -m tests.firewall.fuzz_firewall -max_len=200 FOLDER`
"""

import sys

import atheris

with atheris.instrument_imports(include=["app.firewall"]):
    from app.firewall import screen
    from app.firewall.verdict import ROADS

JUDGES = (
    screen.screen_identity,
    screen.screen_person_name,
    screen.screen_job,
    screen.screen_email,
    screen.screen_postal,
    screen.screen_commitment,
    screen.screen_letter,
    screen.screen_narrative,
)
# Whatever stands in the gap, nobody from there comes in and nothing goes there.
REFUSED = (
    (screen.screen_identity, "Home Office {}"),
    (screen.screen_identity, "{} (UKVI)"),
    (screen.screen_job, "{} / Immigration Enforcement officer"),
    (screen.screen_email, "{}@digital.homeoffice.gov.uk"),
    (screen.screen_email, "desk@{}.homeoffice.gov.uk.cjsm.net"),
    (screen.screen_postal, "{}\nSW1P 4DF"),
    (screen.screen_postal, "Lunar House\n{}"),
)


class Outwitted(AssertionError):
    """What must always be refused was allowed, or an answer was not whole."""


def judge_one(data: bytes) -> None:
    """Judge one string with one of the rules; raises ``Outwitted`` when a promise is broken."""
    given = atheris.FuzzedDataProvider(data)
    which = given.ConsumeIntInRange(0, len(JUDGES) + len(REFUSED) - 1)
    text = given.ConsumeUnicode(400)
    if which >= len(JUDGES):
        judge, frame = REFUSED[which - len(JUDGES)]
        if judge(frame.format(text)).allowed:
            raise Outwitted(ascii(frame.format(text)))
        return
    verdict = JUDGES[which](text)
    whole = verdict.because and verdict.instead and verdict.road in ROADS
    if not verdict.allowed and (not whole or JUDGES[which] is screen.screen_narrative):
        raise Outwitted(ascii(text))


if __name__ == "__main__":
    atheris.Setup(sys.argv, judge_one)
    atheris.Fuzz()
