"""Names of the Home Office and of what belongs to it, in the spellings that workers use."""

# The department and its commands, today's names and yesterday's.
DEPARTMENT = """
Home Office | Home Department | Home Dept | Secretary of State for the Home Department
Secretary of State for Home Affairs | Home Secretary | Ministry of Home Affairs
Department of Home Affairs | Department for Home Affairs | Office of Home Affairs
Office for Home Affairs | Home Affairs Office | Home Affairs Department | Home Ministry
Home Affairs Ministry | Home Sec | H Office | Hm Office | Imm Enforcement | Hme Ofc | Home Ofc
Home Offc | Homoff | Hoffice | Hme Office | Hme Off | Y Swyddfa Gartref | Swyddfa Gartref
 Interior Ministry | Ministry of the Interior | Ministry of Interior
Interior Department | Ministry of Internal Affairs | Office of the Home Department
Hom Ofis | Home Ofis | Hoam Ofis
"""
COMMANDS = """
Immigration Enforcement | Enforcement Immigration | Immigration and Enforcement
Immigration Compliance and Enforcement | Immigration Compliance | UK Visas and Immigration
UK Visas Immigration | UK Visa and Immigration | UK Visa Immigration | Visas and Immigration
Visa and Immigration | Immigration and Visas | UK Immigration and Visas | UK V and I | UK V I
UK Visas | Border Force | Force Border | UK Border Force | Border Security Command
UK Border Agency | Border Agency | UK Borders | Border and Immigration Agency | Border Control
Border Police | Border Guards | Border Officers | Border Officials
Border Immigration and Citizenship System | Passport Office | HM Passport Office
His Majestys Passport Office | General Register Office | Identity and Passport Service
Migration and Borders | Migration and Borders Group
Illegal Migration Operations Command | Small Boats Operational Command | Visa and Passport Services
Asylum and Human Rights Operations | Passport and Visa Services | Agency Border | Agency UK Border
Deportation Office | Visa People | Visas People | Visa Lot | Border People | Borders People
Border Lot | Borders Lot | Passport People | Removals People | Deportation People
Asylum and Protection | Asylum Screening Unit | Asylum Intake Unit
National Asylum Support Service | Immigration and Nationality Directorate
"""
UNITS = """
National Command and Control Unit | Criminal and Financial Investigation
Criminal and Financial Investigations | Immigration Intelligence | National Returns Command
National Returns Progression Command | Returns Command | Voluntary Returns Service
Foreign National Offenders Command | Foreign National Offenders Returns Command
Foreign National Offender Returns Command | Immigration Rapid Response
Immig Enforcement | Immi Enforcement
Refused Case Management | Third Country Unit | Criminal Casework Directorate
Detention and Escorting Services | Detained Casework | Immigration Prison Team
Voluntary Departures Team | Voluntary Departures Service | Voluntary Departure Team | Returns Team
Returns Preparation Team | Family Returns Unit | Voluntary Returns Team
Croydon Public Enquiry Office | Sponsor Compliance Unit | Illegal Working Team
ICE team | ICE teams | ICE officer | ICE officers | ICE unit | NRPF Connect | No Recourse Connect
Enhanced Checking Service | On-site Immigration Official | On-site Immigration Officials
Embedded Immigration Officer | Immigration Enforcement Competent Authority
Status Verification Enquiries and Checking | Evidence and Enquiry Unit | Interventions and Sanctions
Operation Nexus | Op Nexus | Borders colleagues | Border colleagues | Borders Group
Homeland Security Group | Foreign National Offender Team | Migration and Borders Group
Deportation Team | Deportation Unit | Removals Team | Removal Team | Removals Unit
Homeland Office | HMG Home | Inland Enforcement | Foreign Nationals Returns | National Returns
Foreign National Returns | Immigration Removal Centre | Visa Office | Visa Section
Sponsor Licence Team | Visa Authorities | Visa Department | Visa Unit
"""
# Buildings and streets where post and people arrive: headquarters, casework, reporting, detention.
PLACES = """
Marsham Street | Two Marsham Street | Marsham St | Street Marsham | Lunar House | Lunar Hse
House Lunar | Apollo House Croydon | Apollo House Wellesley
Vulcan House | Becket House | Eaton House Hounslow | Eaton House Staines Road | Dallas Court
Communications House | Sandford House | Festival Court | Drumkeen House | Larne House
Waterside Court Leeds | Waterside Court Kirkstall | General Buildings Newport Road
Capital Building Old Hall Street | Capital Buildings Old Hall Street | Smedley Hydro | Globe House
Frontier House | Harmondsworth | Colnbrook House | Colnbrook IRC | Brook House IRC | Tinsley House
Yarls Wood | Dungavel House | Dungavel | Campsfield House | Derwentside IRC | Hassockfield
Heathrow IRC | Manston Processing Centre | Manston Reception Centre | Western Jet Foil
New Hall Place Liverpool | Old Hall Street Capital | Metro Point Sydenham | Metro Point Croydon
Bedford Point | Soapworks Colgate | Colgate Lane Salford | Colgate Lane | Reliance House Liverpool
Reliance House Water Street | Building 1 Millsands | Bibby Stockholm | Napier Barracks
Becket House St Thomas | 60-68 St Thomas Street
Reporting Centre Croydon | Immigration Reporting Centre
"""
IMMIGRATION_AS_A_BODY = """
officer | officers | official | officials | authority | authorities | police | service | services
department | dept | office | hotline | crime | agency | people | lot | squad
desk | liaison | minister | inspector | inspectors | inspectorate | bureau | guys
reporting centre | reporting team | raid | raids | compliance | detention | ministry
caseworking | tip line | tipline | snatch squad | directorate
"""
TRANSLATED = """
urząd imigracyjny | policja imigracyjna | straż graniczna | ministerstwo spraw wewnętrznych
brytyjskie ministerstwo spraw wewnętrznych | biuro imigracyjne | ministerul de interne
poliția de imigrare | poliția imigrației | biroul de imigrări | oficiul pentru imigrări
ministerio del interior | policía de inmigración | oficina de inmigración
ministério do interior | ministério da administração interna | polícia de imigração
serviço de estrangeiros e fronteiras | ministère de l'intérieur | police de l'immigration
bureau de l'immigration | ministero dell'interno | polizia dell'immigrazione
ministria e brendshme | policia e emigracionit | zyra e emigracionit | içişleri bakanlığı
göçmenlik bürosu | göçmenlik dairesi | göçmen polisi | göç idaresi
wasaaradda arrimaha gudaha | xafiiska arrimaha gudaha | booliska socdaalka | laanta socdaalka
xafiiska socdaalka | bộ nội vụ | cục di trú | sở di trú | vidaus reikalų ministerija
migracijos tarnyba | министерство внутренних дел | хоум офис | миграционная служба
иммиграционная служба | иммиграционная полиция | міністерство внутрішніх справ | міграційна служба
вътрешно министерство | имиграционна полиция | وزارة الداخلية | مكتب الهجرة | شرطة الهجرة
إدارة الهجرة | هوم اوفيس | هوم أوفيس | ہوم آفس | امیگریشن | محکمہ داخلہ | وزارت داخلہ
وزارت کشور | اداره مهاجرت | پلیس مهاجرت | هوم آفیس | ਹੋਮ ਆਫਿਸ | ਹੋਮ ਔਫਿਸ | ਇਮੀਗ੍ਰੇਸ਼ਨ | होम ऑफिस
होम ऑफ़िस | इमिग्रेशन | गृह मंत्रालय | हોમ ઑફિસ | હોમ ઓફિસ | હોમ ઑફિસ | ઇમિગ્રેશન | হোম অফিস
ইমিগ্রেশন | স্বরাষ্ট্র মন্ত্রণালয় | உள்துறை அமைச்சகம் | உள்துறை அலுவலகம் | குடிவரவு
内政部 | 移民局 | 移民警察 | Innenministerium | Ausländerbehörde | Auslaenderbehoerde
Auslanderbehorde | Gorfodi Mewnfudo | Ministerul Afacerilor Interne | zyrën e emigracionit
Ministria e Puneve te Brendshme | imigrările
иммиграционную службу | иммиграционной службе | иммиграционные власти | миграционную службу
хоум офису | 내무부 | 出入国管理 | अध्यागमन विभाग | hoom ofis | ghar mantralaya | grih mantralaya
vizarat e dakhla | imigracja | inmigración | imigração | göçmenlik
"""

# Known by letters alone, in whatever case.
LETTERS = (
    "HOIE HOPO IVKU ABKU FBKU OPMH UCCN UKVI UKBA UKBF UKIE HMPO NCCU SSHD IECA SVEC FNORC UKVNI"
)
# Known by letters, but a name or a word in small ones: Ms Ho, ice, "i.e.", a grow light.
CAPITALS = "HO IE ICE GRO BICS CFI 2MS"
# The whole of an agency's name, in whatever case, and nothing else.
WHOLE = "HO IE ICE GRO BICS CFI IND BIA BF CCU 2MS NASS IEU HOIE"

# Beside such letters, the words for a desk make them the body.
DESKS = frozenset(
    """liaison desk duty team teams officer officers unit contact lead rep hub office casework
    caseworker caseworkers enforcement intelligence intel referrals enquiries hotline helpdesk
    secondee staff""".split()
)

# Reads like a slip of the finger in a name above, and is something else.
FALSE_FRIENDS = """
Marshall Street | Marshal Street | Marshall St | Marshal St
some people | Home and Office | Home and Offices
some office | some offices | come office | order force
"""

# Under contract to the Home Office, part of it, or bound to tell it: a real partner all the same.
REVIEWED = """
Migrant Help | Mears | Serco | Clearsprings | Clear Springs | Mitie | VFS Global | TLScontact
Sopra Steria | UKVCAS | Single Competent Authority | National Crime Agency | Forced Marriage Unit
Gangmasters and Labour Abuse Authority | Disclosure and Barring Service
"""

# Partly the Home Office's, or answerable to it: named in an action they pass, as a partner they are
# looked at by two people first.
MIXED = """
His Majestys Inspectorate of Constabulary | HMICFRS | Independent Office for Police Conduct
Gangmasters and Labour Abuse Authority | Crimestoppers | Fire and Rescue Services Inspectorate
Foreign Commonwealth and Development Office | Domestic Homicide Review Quality Assurance Panel
Quality Assurance Panel | Border Crime Command | Immigration Advice Authority
Corporate Travel Management | Stay Belvedere | Care and Custody
Joint Debt Taskforce | National Crime Agency | Independent Anti-Slavery Commissioner
Asylum accommodation | Asylum housing | Visa application centre | Immigration services commissioner
"""
MIXED_CAPITALS = "NCA DBS FMU SCA GLAA IOPC FCDO VFS TLS OISC UKVCAS AIRE AASC"

# Job titles that only the department and its contractors have.
JOBS = """
presenting officer | home office presenting officer | case owner | asylum case owner
asylum caseworker | asylum decision maker | entry clearance officer | entry clearance manager
visa officer | visa caseworker | removals officer | removal officer | deportation officer
deportation caseworker | detention custody officer | detention officer | passport officer
passport examiner | passport examiner officer | returns officer | voluntary returns officer
border officer | border guard | immigration caseworking | assistant immigration officer
nationality caseworker | status verification officer | status checking officer | status checking
enforcement officer immigration
"""
# Those of them that nobody else has, so that an action may not name them either.
JOBS_OF_NOBODY_ELSE = """
presenting officer | presenting officers | home office presenting officer | entry clearance officer
entry clearance officers | entry clearance manager | asylum decision maker | asylum caseworker
passport examiner | visa officer | visa officers
"""
ADVISER_WORDS = (
    r"solicitors?|lawyers?|barristers?|paralegals?|law|legal|advis[eo]rs?|advice|advocacy|"
    r"advocate|counsel|charity"
)

# Its database may tell the Home Office that she has asked for help.
NRPF_TEAMS = """
NRPF team | NRPF teams | NRPF service | NRPF worker | NRPF officer | NRPF unit | NRPF panel
NRPF duty | NRPF lead | NRPF department | NRPF assessment | NRPF | no recourse team
no recourse to public funds team | no recourse to public funds service | no recourse worker
no recourse to public funds officer | no recourse officer | no recourse service
"""
REFERRALS = """
National Referral Mechanism | NRM referral | NRM | duty to notify | MS1 form | MS1 | DtN
first responder referral | modern slavery referral | asylum support
"""


def listed(*tables: str) -> tuple[str, ...]:
    """Return the names of some tables, one by one."""
    lines = (line for table in tables for line in table.splitlines())
    names = (name.strip() for line in lines for name in line.split("|"))
    return tuple(name for name in names if name)


FAMILY = (
    *listed(DEPARTMENT, COMMANDS, UNITS, PLACES, TRANSLATED, JOBS_OF_NOBODY_ELSE),
    *(f"immigration {body}" for body in listed(IMMIGRATION_AS_A_BODY)),
    *(f"{body} of immigration" for body in ("office", "department", "ministry", "bureau")),
)
