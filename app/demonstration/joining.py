"""The made-up people join as real ones do: invited, with keys of their own, confirmed, signed."""

from app.access.permissions import OFFICERS, Role
from app.accounts.agency import service as agencies
from app.accounts.area import service as areas
from app.accounts.person import service as people
from app.accounts.person.joining import join
from app.confidentiality.agreement import queries as wordings
from app.confidentiality.agreement import service as agreement
from app.confidentiality.agreement.model import AGENCY_SIGNS, WordingKind
from app.confidentiality.agreement.rules import agency_occasion
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.model import How, Office
from app.demonstration.cast import A_DAY, ADMINISTRATOR, KEEPER, Cast, Diary, Member, Say
from app.demonstration.content import Borough, PersonData
from app.vault import passphrase, totp


def gather(borough: Borough, diary: Diary, say: Say) -> Cast:
    """Set the area up and bring everybody in."""
    say("The area, its first officer and the officers' circle")
    with diary.on(80):
        area = areas.create_area(borough.name, is_demonstration=True)
        cast = Cast(borough, diary, say, area.id)
        for key in (KEEPER, ADMINISTRATOR):
            _set_up(cast, borough.people[key])
        circle.found(cast.actor(KEEPER))
        agreement.publish_standard(cast.actor(KEEPER))
    with cast.diary.on(79):
        districts = cast.borough.postcode_districts
        areas.change_setting(cast.actor(ADMINISTRATOR), "postcode_districts", districts)
    _enter_agencies(cast)
    _bring_in(cast)
    _sign_for_agencies(cast)
    _sign_and_let_in(cast)
    _name_compartment_holders(cast)
    return cast


def _set_up(cast: Cast, data: PersonData) -> None:
    """The first two, whom nobody could invite yet."""
    agency = cast.borough.agencies[data.agency]
    if data.agency not in cast.agencies:
        entered = agencies.set_up_agency(
            cast.area_id, agency.name, agency.sector, agency.phone, agency.domain
        )
        cast.agencies[data.agency] = entered.id
    made = people.set_up_person(
        cast.agencies[data.agency],
        name=data.name,
        email=data.email(agency.domain),
        job=data.job,
        roles=data.roles,
    )
    _join(cast, data, made.token)


def _enter_agencies(cast: Cast) -> None:
    cast.say(f"{len(cast.borough.agencies)} agencies on the register")
    with cast.diary.on(79):
        for key, agency in cast.borough.agencies.items():
            if key not in cast.agencies:
                entered = agencies.create_agency(
                    cast.actor(ADMINISTRATOR),
                    agency.name,
                    agency.sector,
                    agency.phone,
                    agency.domain,
                )
                cast.agencies[key] = entered.id


def _bring_in(cast: Cast) -> None:
    joining = [data for data in cast.borough.people.values() if data.stands == "in"]
    for number, data in enumerate(data for data in joining if data.key not in cast.members):
        bring_in(cast, data.key, 78 - number // A_DAY, 90 * (number % A_DAY))
        if len(cast.members) % A_DAY == 0:
            cast.say(f"  {len(cast.members)} people have keys of their own")


def bring_in(cast: Cast, key: str, days_ago: int, plus: int = 0) -> None:
    """Somebody is invited, joins on a device of their own, is called back and confirmed."""
    data = cast.borough.people[key]
    with cast.diary.on(days_ago, "09:00", plus):
        made = people.invite(
            cast.actor(ADMINISTRATOR),
            agency_id=cast.agencies[data.agency],
            name=data.name,
            email=data.email(cast.borough.agencies[data.agency].domain),
            job=data.job,
            roles=data.roles,
            sponsor_attests=True,
        )
    with cast.diary.on(days_ago, "09:20", plus):
        _join(cast, data, made.token)
    if data.stands != "unconfirmed":
        with cast.diary.on(days_ago, "09:50", plus):
            _confirm(cast, key)


def _join(cast: Cast, data: PersonData, token: str) -> None:
    email = data.email(cast.borough.agencies[data.agency].domain)
    words, secret = passphrase.offer(data.name, email), totp.new_secret()
    made = join(token, attests=True, passphrase=words, again=words, totp_secret=secret, last_step=0)
    cast.members[data.key] = Member(
        data=data,
        person_id=made.keyring.person_id,
        pair_id=made.keyring.key_id,
        agency_id=cast.agencies[data.agency],
        email=email,
        passphrase=words,
        totp_secret=secret,
        keyring=made.keyring,
    )


def _confirm(cast: Cast, key: str) -> None:
    member = cast.members[key]
    office = Office.OFFICER if member.roles & OFFICERS else Office.MEMBER
    circle.confirm_pair(cast.actor(KEEPER), member.pair_id, How.CALLED_BACK, office, attests=True)


def _sign_for_agencies(cast: Cast) -> None:
    cast.say("Every agency's signatory signs the two protocols")
    words = wordings.in_force(cast.area_id)
    signing = {key: who for key, who in cast.members.items() if Role.SIGNATORY in who.roles}
    for number, (key, member) in enumerate(signing.items(), start=1):
        with cast.diary.on(72, "09:30", plus=number * 11):
            for kind in AGENCY_SIGNS:
                occasion = agency_occasion(member.agency_id)
                agreement.sign(cast.actor(key), words[kind].id, occasion, member.passphrase)
        if number % A_DAY == 0:
            cast.say(f"  {number} of {len(signing)} agencies have signed")


def _sign_and_let_in(cast: Cast) -> None:
    cast.say("Everybody signs the confidentiality agreement and is let in")
    signing = [
        key
        for key, member in cast.members.items()
        if member.takes_part and member.data.stands == "in"
    ]
    for number, key in enumerate(signing):
        with cast.diary.on(71, "09:00", plus=number * 13):
            sign(cast, key)
        if number % A_DAY == A_DAY - 1:
            cast.say(f"  {number + 1} of {len(signing)} people have signed")
    with cast.diary.on(71, "16:00"):
        circle.admit(cast.actor(KEEPER))
        for key in signing:
            circle.admit(cast.actor(key))


def sign(cast: Cast, key: str) -> None:
    """Somebody signs the confidentiality agreement."""
    words = wordings.in_force(cast.area_id)[WordingKind.CONFIDENTIALITY_AGREEMENT]
    agreement.sign(cast.actor(key), words.id, "area", cast.members[key].passphrase)


def _name_compartment_holders(cast: Cast) -> None:
    with cast.diary.on(70):
        for key, data in cast.borough.people.items():
            if data.holds_compartments:
                circle.name_compartment_holder(cast.actor(KEEPER), cast.person_id(key))
