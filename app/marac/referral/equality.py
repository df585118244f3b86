"""Equality information: what is asked, and what can be answered. For the area's return only.

Questions: GOV.UK Design System, "Equality information". What the return counts: SafeLives, "Marac
data" (domain.md §4). Where somebody comes from, and on what terms they stay, is never asked here.
"""

from dataclasses import dataclass

PREFER_NOT = "prefer_not_to_say"
NOT_ASKED = "not_asked"
ALWAYS = ((PREFER_NOT, "Prefer not to say"), (NOT_ASKED, "Not asked, or not known"))


@dataclass(frozen=True)
class Question:
    """One question, with what can be answered besides the two answers that always can."""

    code: str
    label: str
    answers: tuple[tuple[str, str], ...]
    hint: str = ""

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """Every answer, those that say nothing among them."""
        return (*self.answers, *ALWAYS)

    def words(self, answer: str) -> str:
        """An answer as a page shows it; empty if there is none."""
        return dict(self.choices).get(answer, "")


_YES_NO = (("yes", "Yes"), ("no", "No"))

QUESTIONS: tuple[Question, ...] = (
    Question("sex", "What is the victim’s sex?", (("female", "Female"), ("male", "Male"))),
    Question(
        "gender_as_at_birth",
        "Is the gender the victim identifies with the same as their sex registered at birth?",
        _YES_NO,
    ),
    Question(
        "ethnic_group",
        "What is the victim’s ethnic group?",
        (
            ("white_british", "White: English, Welsh, Scottish, Northern Irish or British"),
            ("white_irish", "White: Irish"),
            ("white_gypsy_or_traveller", "White: Gypsy, Irish Traveller or Roma"),
            ("white_other", "White: any other White background"),
            ("mixed", "Mixed or multiple ethnic groups"),
            ("asian_indian", "Asian or Asian British: Indian"),
            ("asian_pakistani", "Asian or Asian British: Pakistani"),
            ("asian_bangladeshi", "Asian or Asian British: Bangladeshi"),
            ("asian_chinese", "Asian or Asian British: Chinese"),
            ("asian_other", "Asian or Asian British: any other Asian background"),
            ("black_african", "Black or Black British: African"),
            ("black_caribbean", "Black or Black British: Caribbean"),
            ("black_other", "Black or Black British: any other Black background"),
            ("arab", "Arab"),
            ("other", "Any other ethnic group"),
        ),
    ),
    Question(
        "disability",
        "Does the victim have a condition or illness that limits their day-to-day life?",
        _YES_NO,
        "Physical or mental, lasting or expected to last 12 months or more.",
    ),
    Question(
        "sexual_orientation",
        "What is the victim’s sexual orientation?",
        (
            ("heterosexual", "Heterosexual or straight"),
            ("gay_or_lesbian", "Gay or lesbian"),
            ("bisexual", "Bisexual"),
            ("other", "Other"),
        ),
    ),
    Question(
        "religion",
        "What is the victim’s religion or belief?",
        (
            ("none", "No religion"),
            ("buddhist", "Buddhist"),
            ("christian", "Christian"),
            ("hindu", "Hindu"),
            ("jewish", "Jewish"),
            ("muslim", "Muslim"),
            ("sikh", "Sikh"),
            ("other", "Any other religion or belief"),
        ),
    ),
)
BY_CODE: dict[str, Question] = {question.code: question for question in QUESTIONS}
