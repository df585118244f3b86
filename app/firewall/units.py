"""The Home Office's own units by names that elsewhere are words, and who is under contract to it.

In the name of an organisation, in a job or on an envelope they are what they say; in an action
"right to work checks" and "border security" are subjects, so these tables are asked of names only.
"""

import re

from app.firewall.mentions import Names
from app.firewall.names import listed
from app.firewall.skeleton import words

UNITS_BY_NAME = """
Homeland Security | Homeland Group | Public Safety Group | Visas Service | Visa Service
UK Visa and Citizenship | Migrants Enforcement | Migrant Enforcement | Foreign National Offender
Foreign National Offenders | Foreign National Crime Team | Foreign National Returns
FNO Command | FNO Team | FNO Returns | Returns Directorate | Returns Command | Status Checking
Status Checks Unit | Right to Work Checks | Right to Work Checking | Right to Rent Checks
Border Security | Borders Group | Borders and Enforcement | Borders Directorate
Migration and Citizenship | Migration and Borders | Operation Nexus | Op Nexus | Nexus Team
Nexus Unit | Nexus Officer | Resettlement Asylum Support | Resettlement and Asylum Support
Bibby Stockholm | Napier Barracks | Manston Camp | Wethersfield Asylum Centre
Detention Gatekeeper | Illegal Migration Command | Sponsorship Compliance
"""
# The whole of a name, and nothing else: with a place or a service before it, it is somebody else.
WHOLE_UNITS = frozenset(
    """manston wethersfield eatonhouse jointcontrolroom customerservicesgroup asylumsupport
    asylumsupportteam modernslaveryunit civilpenaltyteam publicsafetygroup bordersgroup
    migrationteam removalsteam statuschecks vandi enforcement enforcementteam""".split()
)
CONTRACTORS = """
GEO Group | Sodexo | Clearsprings Ready Homes | Corporate Travel Management | Joint Control Room
Civil Penalty Team | Joint Slavery and Trafficking Analysis Centre | Asylum Support
"""
_LETTERS = re.compile(r"(?<![A-Za-z0-9])(?:G4S|CRH)(?![A-Za-z0-9])")
_UNITS = Names(listed(UNITS_BY_NAME))
_CONTRACTORS = Names(listed(CONTRACTORS))


def is_a_unit(read: str) -> bool:
    """Say whether a decoded name is that of one of the Home Office's own units."""
    if _UNITS.find(read):
        return True
    return any(
        "".join(word.letters for word in words(read, leet=leet)).removeprefix("the") in WHOLE_UNITS
        for leet in (False, True)
    )


def is_under_contract(read: str) -> bool:
    """Say whether a decoded name is that of a contractor that is known by this name only."""
    return bool(_CONTRACTORS.find(read) or _LETTERS.search(read))
