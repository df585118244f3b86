"""Words of a commitment: telling somebody, acting for her, who acts, what is only a subject."""

import re

# Every way to let somebody know something, or to ask them so that they know.
_TELLING = """
tell/tells/told/telling report/reports/reported/reporting refer/refers/referred/referring
notify/notifies/notified/notifying inform/informs/informed/informing ask/asks/asked/asking
ring/rings/rang/rung/ringing call/calls/called/calling phone/phones/phoned/phoning
telephone/telephones/telephoned/telephoning email/emails/emailed/emailing mail/mails/mailed/mailing
write/writes/wrote/written/writing contact/contacts/contacted/contacting
alert/alerts/alerted/alerting advise/advises/advised/advising pass/passes/passed/passing
share/shares/shared/sharing send/sends/sent/sending forward/forwards/forwarded/forwarding
hand/hands/handed/handing give/gives/gave/given/giving flag/flags/flagged/flagging
disclose/discloses/disclosed/disclosing liaise/liaises/liaised/liaising speak/speaks/spoke/speaking
spoken talk/talks/talked/talking update/updates/updated/updating copy/copies/copied/copying cc
message/messages/messaged/messaging text/texts/texted/texting fax/faxes/faxed/faxing
submit/submits/submitted/submitting raise/raises/raised/raising consult/consults/consulted
consulting check/checks/checked/checking enquire/enquires/enquired/enquiring enquiry enquiries
inquire/inquires/inquired/inquiring query/queries/queried/querying verify/verifies/verified
verifying confirm/confirms/confirmed/confirming brief/briefs/briefed/briefing
escalate/escalates/escalated/escalating involve/involves/involved/involving
invite/invites/invited/inviting approach/approaches/approached/approaching
meet/meets/met/meeting request/requests/requested/requesting signpost/signposts/signposted
signposting upload/uploads/uploaded/uploading log/logs/logged/logging tip/tips/tipped/tipping
shop/shops/shopped/shopping dob/dobs/dobbed/dobbing grass/grasses/grassed/grassing warn/warns/warned
warning aware feed/feeds/fed/feeding supply/supplies/supplied/supplying provide/provides/provided
providing transfer/transfers/transferred/transferring deliver/delivers/delivered/delivering
post/posts/posted/posting correspond/corresponds/corresponding communicate/communicates
communicated/communicating engage/engages/engaged/engaging coordinate/coordinates/coordinating
approached referral notification report let know knows reach/reaches/reached/reaching
mention/mentions/mentioned/mentioning hear/hears
learn/learns bring/brings/brought/bringing visit/visits/visited/visiting have
heads-up link links linked linking intel
"""
TELLING = frozenset(re.split(r"[/\s]+", _TELLING.strip()))

# What a solicitor does for her; never to report, refer, alert or denounce.
_ACTING = """
contact/contacts write/writes deal/deals liaise/liaises respond/responds reply/replies speak/speaks
correspond/corresponds communicate/communicates represent/represents act/acts submit/submits
send/sends lodge/lodges chase/chases negotiate/negotiates challenge/challenges appeal/appeals
ask/asks request/requests tell/tells inform/informs notify/notifies email/emails e-mail phone/phones
ring/rings call/calls raise/raises advise/advises answer/answers make/makes complain/complains
approach/approaches seek/seeks obtain/obtains take/takes
"""
_PAIRS = [pair.partition("/") for pair in _ACTING.split()]
ACT = "|".join(sorted((act for act, _, _ in _PAIRS), key=len, reverse=True))
ACTS = "|".join(sorted((acts for _, _, acts in _PAIRS if acts), key=len, reverse=True))

ACTORS = (
    r"police|officers?|pc|dc|council|borough|local authority|social|worker|housing|school|college|"
    r"health|hospital|gp|nurse|midwife|probation|idvas?|idva|isva|we|us|they|them|i|marac|chair|"
    r"coordinator|co-ordinator|agency|agencies|team|service|charity|refuge|nrpf|someone|somebody|"
    r"anyone|everyone|all|mash|advocate|landlord|employer"
)
_KINDS_OF_ADVISER = (
    r"own|new|immigration|regulated|independent|specialist|qualified|accredited|legal aid|duty|"
    r"female|registered|asylum|family|pro bono"
)
ADVISER = (
    rf"(?:(?:her|his|their|the|a|an|any|victim's)\s+)?(?:(?:{_KINDS_OF_ADVISER})\s+)*"
    r"(?:solicitors?|lawyers?|barristers?|legal representatives?|law cent(?:re|er)|"
    r"(?:regulated immigration|immigration|regulated|legal) advis[eo]rs?)"
)

# "immigration" before one of these is a subject, not a body that could be told.
SUBJECTS = frozenset(
    """solicitor solicitors adviser advisers advisor advisors advice lawyer lawyers law legal
    barrister barristers specialist specialists charity support status application applications
    appeal appeals tribunal documents document papers paperwork history matter matters issue issues
    case cases compartment section sections circumstances options rights abuse concern concerns aid
    help question questions situation position problem problems worry worries needs clinic
    drop-in surgery project representation representative caseload letter letters fee fees form
    forms background route routes bail judge court hearing field fields firm firms
    helpline appointment appointments contract contracts""".split()
)
ADVICE_BEFORE = frozenset(
    """solicitor solicitors lawyer lawyers adviser advisers advisor advisors advice law legal aid
    centre center clinic charity specialist""".split()
)
TOPIC_BEFORE = frozenset("about on around regarding re concerning over of for in including".split())
TOPIC_BEFORE_TO = frozenset("subject relating related relation regard regards pertaining".split())
# Help with immigration is a subject; our colleagues in immigration are the body.
HELP_WITH = frozenset("help support problem problems issues struggles difficulties advice".split())
PEOPLE_IN = frozenset(
    """colleague colleagues friend friends contact contacts people someone somebody anyone those
    team officer officers staff partners""".split()
)
OWNERS = frozenset("her his their the any this that your".split())

# Before letters such as HO: somebody is told. A title before them makes it a person's name.
TOLD_BEFORE = frozenset(
    """to the with via tell ask inform notify contact ring call phone telephone email e-mail alert
    update from by cc at involve text message write advise send brief consult invite through
    approach copy report refer let fao attn attention""".split()
)
TITLES = frozenset("mr mrs ms miss mx dr pc dc ps ds di prof sir".split())
TOLD_AFTER = frozenset(
    """team teams officer officers office liaison desk hotline unit staff informed notified told
    aware alerted contacted query queries request requests
    portal line check checks enquiry referral""".split()
)
# After ICE: the number to ring in an emergency, or what is cold.
IN_AN_EMERGENCY = frozenset(
    """number numbers contact contacts entry button card pack packs cream rink hockey skating cube
    cubes""".split()
)
# HO to decide, police and IE will attend: letters that act are a body.
TO_ACT = frozenset("to will must should can could may might shall attends visits decides".split())
JOINING = frozenset("and or then plus with".split())
