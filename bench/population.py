"""Made-up people of an outer-London borough, for measuring how well somebody is found again.

Honestly: the names were listed by the hand that also wrote the rules, from general knowledge of how
people of two dozen communities are called; the shares of the communities are round guesses, not a
census. Within a community a few names are frequent and most are rare (Zipf), and three family names
in ten are put together from syllables so that rare ones exist. Households share an address, often a
telephone and a family name. Nothing is real: telephones are of Ofcom's ranges for drama or of no
range at all, postcodes of areas that do not exist.
"""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

FIRST_DAY, LAST_DAY = date(1938, 1, 1), date(2008, 12, 31)
NEW_YEARS = 0.02
"""How many were given the first of January when they were registered."""


@dataclass(frozen=True)
class Made:
    """A made-up person: given and family names apart, so that they can be changed on purpose."""

    community: str
    woman: bool
    given: tuple[str, ...]
    family: tuple[str, ...]
    born: date | None
    phone: str = ""
    postcode: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name as a form has it."""
        return " ".join((*self.given, *self.family))


@dataclass(frozen=True)
class Community:
    """How a community's people are called; the stems and endings make rare family names."""

    name: str
    share: int
    women: str
    men: str
    families: str
    stems: str = ""
    endings: str = ""


COMMUNITIES = (
    Community(
        "English",
        26,
        "Emma Charlotte Sarah Jessica Laura Rebecca Rachel Victoria Samantha Elizabeth Catherine"
        " Margaret Susan Jennifer Nicola Helen Deborah Jacqueline Christine Patricia Olivia Chloe"
        " Hannah Stephanie Amy Lucy Alice Joanne Karen Tracey",
        "James John David Michael Robert William Thomas Daniel Matthew Andrew Christopher Stephen"
        " Anthony Richard Paul Mark Peter Edward Jonathan Nicholas Benjamin Samuel Joseph Kevin"
        " Gary Simon Lee Timothy Gregory Philip",
        "Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans"
        " Walker White Roberts Green Hall Wood Jackson Clarke Harris Lewis Turner Hill Cooper"
        " Ward Morris Moore Phillips Read",
        "Ash Black Brad Chad Dun Ester Fair Green Hart Kings Lang Mid North Oak Pem Rad Stan Thorn"
        " Whit Wool",
        "bourne bridge by combe dale field ford ham hurst ley man more shaw stead ton well wick"
        " worth",
    ),
    Community(
        "Irish and Scottish",
        7,
        "Siobhan Niamh Aoife Sinead Mairead Orla Fiona Eilidh Kirsty Morag Roisin Ciara Bridget"
        " Maureen Deirdre Caoimhe",
        "Sean Patrick Liam Declan Brendan Eoin Callum Hamish Angus Duncan Cormac Padraig Fergus"
        " Ruairi Connor Ewan",
        "O’Brien O’Connor O’Neill O’Sullivan O’Reilly O’Callaghan McDonald MacDonald McCarthy"
        " McKenzie MacKenzie McLeod McGrath McLoughlin Murphy Kelly Ryan Byrne Doyle Fitzgerald",
        "O’Bra O’Ca O’Do O’Fla O’Ha O’Kee O’Ma McAl McBra McCa McDo McFa McGo McNa Gal Ken Don",
        "gan han lley nnell ran rty sey sker vey gher dden",
    ),
    Community(
        "Punjabi Sikh",
        9,
        "Harpreet Gurpreet Manpreet Jaspreet Sukhpreet Amandeep Mandeep Kuldeep Jaswinder Balwinder"
        " Parminder Sukhwinder Rajinder Simran Navjot Kiranjit Manjit Surjit Baljit Ravinder",
        "Harpreet Gurpreet Manpreet Jaspreet Amandeep Mandeep Kuldeep Jaswinder Balwinder Parminder"
        " Sukhwinder Rajinder Gurdeep Harjit Manjit Surjit Baljit Ravinder Satnam Tarlochan",
        "Gill Dhillon Sidhu Sandhu Grewal Dhaliwal Bains Brar Mann Randhawa Bhullar Virk Johal"
        " Atwal Sahota Uppal Chahal Deol Hundal Kang",
    ),
    Community(
        "Gujarati and Hindi",
        8,
        "Priya Anjali Pooja Neha Deepa Kavita Sunita Meena Rekha Nisha Hetal Bhavna Jyoti Sangita"
        " Lakshmi Shilpa Varsha Kalpana Usha Asmita",
        "Rajesh Suresh Amit Vijay Sanjay Nilesh Jayesh Hitesh Bharat Mahesh Dinesh Kiran Ashok"
        " Vikram Rahul Anil Sunil Ketan Paresh Manoj",
        "Patel Shah Desai Mehta Joshi Sharma Gupta Verma Trivedi Parmar Solanki Chauhan Amin Bhatt"
        " Pandya Rana Modi Thakkar Lad Kapoor",
        "Agar Bans Chand Dev Gand Kot Lal Nag Pat Som Tel Vas",
        "wal kar iya ani wala nath rekar aria",
    ),
    Community(
        "Tamil",
        4,
        "Vasanthi Kavitha Shanthi Malathi Sivagami Thulasi Nirmala Selvi Kamala Yalini Abirami"
        " Tharani",
        "Sivakumar Vigneswaran Kumaran Suthan Rajan Ganesh Arulnathan Mahendran Sritharan Prakash"
        " Nimalan Theepan",
        "Tharmalingam Sivapalan Nadarajah Balasubramaniam Selvarajah Kandasamy Ratnam"
        " Shanmuganathan Krishnan Ponnambalam Thambirajah Yogeswaran",
        "Kana Siva Raja Thurai Velu Nada Para Kuga",
        "lingam nathan rajah pillai moorthy ratnam samy nesan",
    ),
    Community(
        "Pakistani",
        9,
        "Fatima Ayesha Khadija Zainab Mariam Sadia Nadia Shazia Samina Rukhsana Nasreen Tahira"
        " Farzana Saima Hina Uzma Bushra Noreen Kausar Rabia",
        "Mohammed Muhammad Imran Asif Tariq Shahid Nadeem Kashif Waqas Zahid Khalid Rashid Faisal"
        " Adnan Usman Bilal Hamza Javed Arshad Hassan",
        "Khan Hussain Ahmed Malik Iqbal Mahmood Shah Akhtar Butt Chaudhry Qureshi Sheikh Mirza Raja"
        " Aslam Siddiqui Rehman Bhatti Dar Mughal",
        "Ab Gul Ham Jam Nas Raf Saf Tas Waz Zam",
        "awar een ique ooq shad udin ullah zai",
    ),
    Community(
        "Bangladeshi",
        4,
        "Rahima Shahida Nazma Rokeya Salma Ruksana Taslima Sultana Momtaz Farida Hasina Khaleda",
        "Abdul Mohammed Shofiqul Rafiqul Nurul Jamal Kamal Shah Anwar Faruk Monir Habibur",
        "Begum Khatun Miah Uddin Rahman Islam Hossain Ali Chowdhury Alam Ullah Haque",
    ),
    Community(
        "Somali",
        5,
        "Fadumo Hodan Ayan Halima Amina Sahra Khadra Asha Ifrah Ubah Hibo Sagal",
        "Mohamed Abdi Ahmed Hassan Ali Omar Abdirahman Abdullahi Yusuf Ibrahim Farah Mahad",
        "Mohamed Ali Hassan Ahmed Abdi Omar Farah Warsame Jama Hussein Yusuf Osman Nur Adan Elmi",
    ),
    Community(
        "Arab",
        4,
        "Layla Noor Hanan Samira Rania Dina Amal Huda Salma Yasmin Zahra Iman",
        "Ahmad Khaled Youssef Mustafa Tarek Samir Karim Nabil Walid Bashar Hamid Faris",
        "Al-Hassan El-Sayed Haddad Khoury Mansour Saleh Nasser Hamdan Jaber Al-Masri Darwish Aziz",
        "Al-Kha Al-Ma El-Sha El-Gha Ba Na Sa Ra",
        "zzar lidi rouk dawi tibi rawi hmoudi",
    ),
    Community(
        "Turkish and Kurdish",
        3,
        "Ayşe Fatma Emine Zeynep Elif Hülya Gülşen Çiğdem Şule Özlem Nurgül Berfin",
        "Mehmet Mustafa Ahmet Hüseyin Murat Emre İbrahim Osman Çağlar Şahin Baran Serdar",
        "Yılmaz Kaya Demir Şahin Çelik Yıldız Öztürk Aydın Arslan Doğan Kılıç Aslan Güneş Koç",
        "Kara Ak Gök Ye Tas Bal Er",
        "kuş doğan şen tepe soy can oğlu",
    ),
    Community(
        "Afghan and Iranian",
        3,
        "Maryam Zahra Parisa Shirin Farzaneh Laleh Nasrin Roya Mahnaz Soraya Najiba Fereshta",
        "Hossein Reza Amir Farhad Ahmad Nasir Najib Zalmai Mehdi Behrouz Kaveh Habib",
        "Ahmadi Hosseini Karimi Rahimi Noori Popal Stanikzai Mohammadi Rezaei Sadeghi Habibi Amiri",
        "Ghaf Jal Kham Naz Qad Shar Tah Yaz",
        "ari ani ehi ooqi zada oori avi",
    ),
    Community(
        "Polish",
        4,
        "Małgorzata Katarzyna Agnieszka Joanna Anna Elżbieta Magdalena Ewa Krystyna Zofia Łucja"
        " Bożena",
        "Piotr Krzysztof Tomasz Paweł Andrzej Michał Łukasz Marcin Grzegorz Sławomir Zbigniew"
        " Wojciech",
        "Nowak Kowalski Wiśniewski Wójcik Kamiński Lewandowski Zieliński Szymański Woźniak"
        " Dąbrowski Kozłowski Jankowski",
        "Bor Czar Grab Jab Kal Mal Pod Sos Wierz Zar",
        "owski iński czyk ecki łowski ulski niak",
    ),
    Community(
        "Romanian",
        4,
        "Elena Ioana Mihaela Andreea Cristina Gabriela Ștefania Daniela Roxana Alina Florentina"
        " Raluca",
        "Ion Andrei Mihai Gheorghe Alexandru Ștefan Nicolae Cătălin Bogdan Răzvan Florin Vasile",
        "Popescu Ionescu Popa Radu Dumitru Stan Stoica Gheorghiu Matei Ciobanu Rusu Țurcanu",
        "Bar Cos Dob Mun Nist Ole Pav Tom Ung Vlad",
        "escu eanu oiu aru ache ea",
    ),
    Community(
        "Ukrainian and Russian",
        2,
        "Olena Oksana Kateryna Yulia Natalia Tetiana Svitlana Iryna Anastasia Viktoria",
        "Oleksandr Serhiy Andriy Volodymyr Dmytro Mykola Ivan Yevhen Mykhailo Oleh",
        "Shevchenko Kovalenko Bondarenko Tkachenko Kravchenko Boyko Melnyk Polishchuk Koval"
        " Lysenko",
        "Hryn Petr Zakh Yur Pavl Stets Moroz",
        "enko chuk yshyn uk iak",
    ),
    Community(
        "Nigerian",
        5,
        "Oluwaseun Folake Ngozi Chioma Adaeze Blessing Funmilayo Temitope Yetunde Ifeoma Amaka"
        " Kehinde",
        "Oluwaseun Chukwuemeka Babatunde Emeka Tunde Obinna Chinedu Segun Kehinde Ikenna Femi Uche",
        "Adeyemi Okafor Okonkwo Adebayo Ogunleye Eze Nwosu Balogun Afolabi Olawale Ibrahim Okeke",
        "Ade Ola Ogun Oko Nwa Aki Obi Ayo",
        "bayo wale niyi moye kwo chukwu kunle sola",
    ),
    Community(
        "Ghanaian",
        2,
        "Akosua Abena Ama Efua Adwoa Esi Afia Yaa",
        "Kwame Kofi Kwabena Yaw Kojo Kwaku Kwesi Nana",
        "Mensah Owusu Asante Boateng Osei Appiah Agyeman Amoah Ofori Antwi",
        "Acheam Ama Bon Dan Gyam Opo",
        "pong su kwah fi ako",
    ),
    Community(
        "Caribbean",
        3,
        "Shanice Marcia Sharon Beverley Yvonne Keisha Latoya Natasha Simone Tanya",
        "Delroy Winston Leroy Marlon Tyrone Jermaine Dwayne Errol Curtis Desmond",
        "Campbell Grant Francis Clarke Gordon Henry Bailey Morgan Reid Powell",
        "Cunning Living Wash Hutch Pal",
        "ham ston bourne inson mer",
    ),
    Community(
        "Portuguese and Brazilian",
        2,
        "Ana Maria Joana Beatriz Inês Conceição Fernanda Luciana Patrícia Sofia",
        "João José António Paulo Pedro Luís Gonçalo Rui Carlos Nuno",
        "Silva Santos Ferreira Pereira Oliveira Costa Rodrigues Martins Sousa Gonçalves Araújo"
        " Simões",
    ),
    Community(
        "Latin American and Spanish",
        2,
        "María Carmen Lucía Paola Ximena Ángela Marisol Valentina Yolanda Beatriz",
        "José Juan Carlos Andrés Diego Jesús Ángel Óscar Luis Miguel",
        "García Martínez López Hernández González Pérez Rodríguez Sánchez Ramírez Muñoz Núñez"
        " Jiménez",
    ),
    Community(
        "Chinese",
        2,
        "Wei Xiuying Na Fang Li Jing Mei Hui Xiaoyan Ling",
        "Wei Jun Ming Qiang Lei Jianguo Xiang Bo Zhiyong Hao",
        "Zhang Wang Li Chen Liu Huang Zhao Wu Xu Zhou Lin He Guo Tang",
    ),
    Community(
        "Vietnamese",
        1,
        "Thị Lan, Thị Mai, Thị Hương, Thị Hoa, Ngọc Ánh, Thu Trang, Thị Phượng, Bích Ngọc",
        "Văn Minh, Văn Hùng, Quang Huy, Đức Anh, Văn Tuấn, Hữu Phước, Minh Quân, Thanh Sơn",
        "Nguyễn Trần Lê Phạm Hoàng Vũ Đặng Bùi Đỗ Ngô",
    ),
    Community(
        "Albanian",
        2,
        "Arta Drita Valbona Teuta Mimoza Vjollca Shpresa Elira Blerta Xhemile",
        "Arben Besnik Ilir Agron Dritan Gëzim Bujar Fatos Xhevdet Luan",
        "Hoxha Shehu Krasniqi Gashi Berisha Dervishi Kelmendi Çela Prifti Leka",
        "Ba Gje Ka Lu Mu Ra Ze",
        "lliu shi taj naj qi rja",
    ),
    Community(
        "Eritrean and Ethiopian",
        2,
        "Selam Tsehay Hirut Almaz Meron Zewdi Senait Yordanos Mihret Letebrhan",
        "Tesfay Berhane Yohannes Haile Dawit Kidane Abraham Tekle Solomon Mulugeta",
        "Tesfay Haile Gebremedhin Kidane Berhe Weldemichael Abraha Tekle Mengistu Asfaw",
    ),
)
_SHARES = [community.share for community in COMMUNITIES]
SIKH, SPANISH, PORTUGUESE = "Punjabi Sikh", "Latin American and Spanish", "Portuguese and Brazilian"


def person(dice: random.Random, community: Community | None = None) -> Made:
    """Make one person."""
    of = community or dice.choices(COMMUNITIES, _SHARES)[0]
    woman = dice.random() < 0.6
    return Made(
        of.name,
        woman,
        given_of(dice, of, woman),
        family_of(dice, of, woman),
        born(dice),
        phone(dice) if dice.random() < 0.8 else "",
        postcode(dice),
    )


def community_of(made: Made) -> Community:
    """Return the community of a person."""
    return next(each for each in COMMUNITIES if each.name == made.community)


def given_of(dice: random.Random, of: Community, woman: bool) -> tuple[str, ...]:
    """Draw given names; one in eight English speakers and Brazilians has two."""
    names = _list(of.women if woman else of.men)
    first = _zipf(dice, names)
    if of.name in ("English", PORTUGUESE, SPANISH) and dice.random() < 0.13:
        return (first, _zipf(dice, names))
    return (first,)


def family_of(dice: random.Random, of: Community, woman: bool) -> tuple[str, ...]:
    """Draw family names: two where that is the custom, Kaur or Singh, now and then a rare one."""
    if of.name == SIKH:
        marker = "Kaur" if woman else "Singh"
        return (marker, _zipf(dice, _list(of.families))) if dice.random() < 0.5 else (marker,)
    families = _list(of.families)
    if of.name in (SPANISH, PORTUGUESE):
        return (_zipf(dice, families), _zipf(dice, families))
    if of.stems and dice.random() < 0.3:
        return (dice.choice(_list(of.stems)) + dice.choice(_list(of.endings)),)
    return (_zipf(dice, families),)


def born(dice: random.Random) -> date:
    """Draw a date of birth; a few have the first of January because nobody knew."""
    day = FIRST_DAY + timedelta(dice.randrange((LAST_DAY - FIRST_DAY).days))
    return day.replace(month=1, day=1) if dice.random() < NEW_YEARS else day


def phone(dice: random.Random) -> str:
    """Draw a number of no real range, written in one of the usual ways."""
    digits = f"7{dice.randrange(10**9):09}"
    ways = ("0{0}", "+44 {0}", "0{1} {2}", "+44 (0){1} {2}", "0044{0}")
    return dice.choice(ways).format(digits, digits[:4], digits[4:])


def postcode(dice: random.Random) -> str:
    """Draw one of some nine thousand postcodes of an invented district."""
    end = dice.choice("ABDEFGHJ") + dice.choice("ABDEFGHJLNPQRS")
    return f"ZZ{dice.randrange(1, 10)} {dice.randrange(1, 10)}{end}"


def sibling(dice: random.Random, made: Made, *, twin: bool = False) -> Made:
    """A brother or sister in the same household; a twin was born on the same day."""
    of = community_of(made)
    woman = made.woman if twin else dice.random() < 0.5
    given = made.given
    while given[0] == made.given[0]:
        given = given_of(dice, of, woman)
    family = made.family
    if of.name == SIKH:
        family = ("Kaur" if woman else "Singh", *made.family[1:])
    day = made.born if twin else _other_birth(dice, made.born)
    return replace(made, woman=woman, given=given, family=family, born=day)


def _other_birth(dice: random.Random, born_on: date | None) -> date:
    away = dice.choice((-1, 1)) * dice.randrange(330, 4000)
    return (born_on or FIRST_DAY) + timedelta(away)


def people(dice: random.Random, many: int) -> list[Made]:
    """Make so many people; a third live with a brother or sister who is on the records too."""
    found: list[Made] = []
    while len(found) < many:
        made = person(dice)
        found.append(made)
        if dice.random() < 0.33:
            found.append(sibling(dice, made, twin=dice.random() < 0.03))
    return found[:many]


def _zipf(dice: random.Random, names: list[str]) -> str:
    return dice.choices(names, [1 / (place + 2) for place in range(len(names))])[0]


def _list(names: str) -> list[str]:
    return [each.strip() for each in names.split(",")] if "," in names else names.split()
