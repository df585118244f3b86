"""What a busy worker reads when the firewall answers: why, and the road that is open."""

ROAD = "Write a letter to the victim's solicitor, or go through the IDVA, who can arrange one."
NAME_BECAUSE = (
    "This names the Home Office or a part of it. Nobody from there can be an agency, a person or a "
    "recipient in this system, so that people whose immigration status is insecure or uncertain "
    "can safely ask for help."
)
ADDRESS_BECAUSE = (
    "This address belongs to the Home Office or leads there. Nothing in this system is sent there."
)
COMMITMENT_BECAUSE = (
    "This would let the Home Office know about somebody who asked for help. The agreement that "
    "everybody signed does not allow it."
)
COMMITMENT_INSTEAD = (
    f"{ROAD} If a solicitor will act, write it that way, for example: Her solicitor to contact the "
    "Home Office on her behalf."
)
ALPHABET_BECAUSE = (
    "A name on the register is written with plain letters, digits, spaces and & ' ( ) . , - only, "
    "so that nobody can pass for somebody else."
)
ALPHABET_INSTEAD = "Write the name again in plain letters, as it stands on the agency's letterhead."
PERSON_BECAUSE = (
    "A person's name is written with Latin letters, accents included, and spaces, hyphens, full "
    "stops and apostrophes."
)
PERSON_INSTEAD = "Write the name as it stands on the person's work badge."
ADDRESS_FORM_BECAUSE = (
    "This is not one plain e-mail address. Addresses with quotation marks, routes, numbers for a "
    "host or letters of another alphabet are not taken: they can hide where a message goes."
)
ADDRESS_FORM_INSTEAD = "Enter the work address alone, like name@agency.example.org."
TOO_LONG_BECAUSE = "This is longer than anything of its kind needs to be."
TOO_LONG_INSTEAD = "Shorten it. What happened belongs in the record, not here."
CLOSED_BECAUSE = (
    "This address lies in a government network that was closed in 2019. Nobody can say who reads "
    "it today."
)
NRPF_BECAUSE = (
    "A council's no-recourse team may have to record her with the Home Office, its present address "
    "included. This action may open a path to the Home Office."
)
COUNCIL_BECAUSE = (
    "A council that is asked for help of this kind may record the victim in NRPF Connect, a "
    "database that it shares with the Home Office. This action may open a path to the Home Office."
)
CHECK_BECAUSE = (
    "A check of somebody's right to benefits or housing can ask about their immigration status, "
    "and what is found may be passed on. This action may open a path to the Home Office."
)
ABROAD_BECAUSE = (
    "An embassy or a sponsor may tell others: the family, the perpetrator, the Home Office. This "
    "action may open a path to the Home Office, or let him know where she is."
)
ROUNDABOUT_BECAUSE = (
    "This reads as if what is said or checked could reach the Home Office. It may open a path "
    "there."
)
ADVICE_COMES_FIRST = (
    "So regulated advice comes first. Say who offered it and when, or have the IDVA arrange it "
    "before anything is asked or sent."
)
REFERRAL_BECAUSE = (
    "This kind of referral ends at the Home Office. It may open a path there that cannot be closed."
)
REVIEWED_BECAUSE = (
    "This partner works for or with the Home Office and may have to tell it what it learns. It may "
    "open a path to the Home Office."
)
ADVICE_FIRST = (
    "Regulated immigration advice first: ask the IDVA to arrange a solicitor, and agree with the "
    "victim what is shared, before anything is sent."
)
REVIEW_FIRST = (
    "Ask a second officer before this partner is entered, and share nothing about anybody's status "
    "with it. Regulated immigration advice comes first: a solicitor, through the IDVA."
)
PLACE_BECAUSE = (
    "This is where the Home Office or a part of it receives post or people. Nothing in this system "
    "is sent there."
)
POSTAL_BECAUSE = (
    "A postal address is written with plain letters, digits, spaces and & ' ( ) . , / - only, on "
    "up to eight lines, so that it cannot lead somewhere else."
)
POSTAL_INSTEAD = "Write the address again in plain letters, one part of it on each line."
STATUS_BECAUSE = (
    "This says something about immigration status. A letter says only what its purpose needs, and "
    "the victim's status is for the victim's own solicitor to put."
)
STATUS_INSTEAD = (
    "Take it out of the letter. The IDVA can record it in the immigration section, and can tell "
    "the solicitor what the victim wants told."
)
COMPARTMENT_BECAUSE = (
    "This seems to say something about immigration status. It is taken as it stands, and everybody "
    "in the circle of the case can read it here."
)
COMPARTMENT_INSTEAD = (
    "Move it to the immigration section, which is sealed apart, unless the meeting needs it here."
)
