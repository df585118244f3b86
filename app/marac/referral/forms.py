"""The pages of a referral: why, agreement, what happened, equality. People have ``asking``.

Each form writes its page into the JSON of the referral (``write``) and shows what stands there
(``show``); ``prepare`` gives it what only the area or the draft knows.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from wtforms import HiddenField, SubmitField, ValidationError

from app import clock
from app.access.actor import Actor
from app.marac.referral.drafting import Draft
from app.marac.referral.equality import QUESTIONS, Question
from app.marac.referral.rules import LONGEST_TEXT, SUMMARY_LABELS, Agreement
from app.marac.referral.sharing import ARTICLE_6, ARTICLE_9, LEGAL_BASES
from app.marac.risk.forms import put
from app.marac.risk.rules import CRITERION_LABELS, Criterion
from app.marac.risk.service import thresholds_of
from app.web.forms import (
    Checkboxes,
    DateBoxes,
    Form,
    LongText,
    Radios,
    Select,
    Submit,
    Text,
)

FUTURE = "The date must be today or in the past"
MOST_IN_SIGHT = 8
AGREES = [
    (Agreement.YES.value, "Yes"),
    (Agreement.NO.value, "No"),
    (Agreement.NOT_KNOWN.value, "Not asked, or not known"),
]


class PageForm(Form):
    """One page. ``group`` is where in the referral its fields stand; none: at the top."""

    group: str = ""

    def prepare(self, actor: Actor, draft: Draft) -> None:
        """Take what only the area or the draft knows."""

    def own(self) -> Iterable[str]:
        """The names of what is asked here."""
        return [
            name
            for name, field in self._fields.items()
            if not isinstance(field, HiddenField | SubmitField)
        ]

    def show(self, told: Mapping[str, Any]) -> None:
        """Put into the boxes what was said."""
        group = told.get(self.group, {}) if self.group else told
        for name in self.own():
            if name in group:
                put(self, name, self.shown(name, group[name]))

    def write(self, told: dict[str, Any]) -> None:
        """Write what was typed."""
        group = told.setdefault(self.group, {}) if self.group else told
        group |= {name: self.written(name) for name in self.own()}

    def shown(self, name: str, value: Any) -> Any:
        """Return a value as its box takes it."""
        if name.endswith("_on") or name == "date_of_birth":
            return date.fromisoformat(value) if value else None
        return value

    def written(self, name: str) -> Any:
        """Return what a box holds, as JSON can hold it."""
        value = self[name].data
        return value.isoformat() if isinstance(value, date) else value


class WhyForm(PageForm):
    """The criteria, any that apply."""

    criteria = Checkboxes(
        "Why do you refer?",
        hint="Select all that apply. None is needed: your worry is reason enough.",
    )
    send = Submit("Save and continue")

    def prepare(self, actor: Actor, draft: Draft) -> None:
        """Say what the area has decided about each criterion."""
        area = thresholds_of(actor)
        since = "heard" if area.repeat_anchor == "last_hearing" else "referred"
        hints = {
            Criterion.VISIBLE_HIGH_RISK: f"{area.visible_high_risk} or more of the risk form’s "
            "topics are answered yes. You can answer them later.",
            Criterion.PROFESSIONAL_JUDGEMENT: "You are more worried than any count shows.",
            Criterion.ESCALATION: f"{area.escalation_incidents} or more incidents were reported to "
            "the police in the past 12 months.",
            Criterion.REPEAT: "The same person has abused the victim again, in any way, within "
            f"{area.repeat_months} months of when the case was last {since}.",
        }
        self.criteria.choices = [
            (each.value, CRITERION_LABELS[each], hints[each]) for each in Criterion
        ]


class UrgentForm(PageForm):
    """Whether it can wait, and whether it comes from another MARAC."""

    group = "summary"

    urgent = Radios(
        "Can it wait for the next meeting?",
        [
            ("yes", "No, it cannot wait", "The officers may call an emergency meeting."),
            ("no", "Yes, it can wait"),
        ],
    )
    urgent_why = LongText(
        "If it cannot wait, say why", most=2000, rows=3, hint="What may happen, and by when."
    )
    transfer_from = Text(
        "Does another MARAC transfer this case to this one?",
        hint="If so, which MARAC, and when it last heard the case. If not, leave this empty.",
    )
    send = Submit("Save and continue")

    def show(self, told: Mapping[str, Any]) -> None:
        """The tick stands at the top of the referral, the words in its summary."""
        super().show({"summary": {**told.get("summary", {})}})
        if "urgent" in told:
            put(self, "urgent", "yes" if told["urgent"] else "no")

    def write(self, told: dict[str, Any]) -> None:
        """As ``show``."""
        summary = told.setdefault("summary", {})
        summary["urgent_why"] = self.urgent_why.data
        summary["transfer_from"] = self.transfer_from.data
        if self.urgent.data:
            told["urgent"] = self.urgent.data == "yes"
        else:
            told.pop("urgent", None)

    def validate_urgent_why(self, box: Any) -> None:
        """A reason why it cannot wait belongs to saying so."""
        if box.data and self.urgent.data != "yes":
            raise ValidationError("Select ‘No, it cannot wait’ above, or empty this box")


class AgreementForm(PageForm):
    """Whether the victim knows, and agrees."""

    group = "summary"

    aware = Radios("Does the victim know about this referral?", AGREES)
    agrees = Radios("Does the victim agree to it?", AGREES)
    send = Submit("Save and continue")

    def written(self, name: str) -> Any:
        """Nothing selected is not known."""
        return super().written(name) or Agreement.NOT_KNOWN.value


class SharingForm(PageForm):
    """Why and on what basis, where there is no agreement: the ICO's four steps."""

    group = "summary"

    compatible_purpose = LongText(
        "1. Why does sharing fit the purpose that the information was collected for?",
        most=LONGEST_TEXT,
        rows=3,
        hint="For example: it was given to keep somebody safe, and it is shared to keep them safe.",
    )
    legal_bases = Checkboxes(
        "2. What in law allows your agency to share?",
        list(LEGAL_BASES.items()),
        hint="Select all that apply.",
    )
    article_6 = Radios("3. Which lawful basis under UK GDPR article 6?", list(ARTICLE_6.items()))
    article_9 = Radios(
        "Which condition under UK GDPR article 9?",
        list(ARTICLE_9.items()),
        hint="For health, ethnic group, religion, sexual life or orientation.",
    )
    why_shared = LongText(
        "4. Why is it necessary and proportionate?",
        most=LONGEST_TEXT,
        rows=4,
        hint="What could happen if nobody shared, and why you share no more than is needed. If you "
        "have not asked the victim because asking would put them at risk, say so.",
    )
    send = Submit("Save and continue")
    must_say_why = False

    def prepare(self, actor: Actor, draft: Draft) -> None:
        """If the victim said no, the reason has to stand there."""
        self.must_say_why = draft.told.get("summary", {}).get("agrees") == Agreement.NO

    def written(self, name: str) -> Any:
        """Nothing selected is nothing said."""
        return super().written(name) or ([] if name == "legal_bases" else "")

    def validate_why_shared(self, box: Any) -> None:
        """Against somebody's will, only with a reason that can be read later."""
        if self.must_say_why and not box.data:
            raise ValidationError(
                "Enter why sharing is necessary and proportionate, as the victim does not agree"
            )


class ExplainedForm(PageForm):
    """That it was explained to her what this MARAC shares, and in which language."""

    group = "summary"

    explained_on = DateBoxes(
        "When was it explained?",
        hint="For example, 27 3 2026. If it was not explained yet, leave this page empty.",
    )
    explained_by = Text(SUMMARY_LABELS["explained_by"], hint="You, an IDVA or somebody else.")
    explained_in = Text("In which language?", width="20")
    send = Submit("Save and continue")

    def validate_explained_on(self, box: Any) -> None:
        """Nothing was explained tomorrow."""
        if box.data and box.data > clock.today():
            raise ValidationError(FUTURE)


class HappenedForm(PageForm):
    """Fact, her words, and opinion, each apart."""

    group = "summary"

    what_happened = LongText(
        "What happened?",
        needed="Enter what happened, in as few words as you have",
        most=LONGEST_TEXT,
        rows=8,
        hint="Facts: what, when, where, who saw it. The last incident first, then what went before."
        " Do not write about immigration status here: it has a page of its own.",
    )
    own_words = LongText(
        SUMMARY_LABELS["own_words"],
        most=LONGEST_TEXT,
        rows=4,
        hint="What the victim said, as they said it.",
    )
    worker_view = LongText(
        "Your view",
        most=LONGEST_TEXT,
        rows=4,
        hint="What you think and fear, apart from what is known.",
    )
    send = Submit("Save and continue")


class WishesForm(PageForm):
    """What she wants, what is in place, who heard it before."""

    group = "summary"

    wishes = LongText(
        "What does the victim want?",
        most=LONGEST_TEXT,
        rows=4,
        hint="If you could not ask, say so.",
    )
    in_place = LongText(
        SUMMARY_LABELS["in_place"],
        most=LONGEST_TEXT,
        rows=4,
        hint="For example: new locks, an order, an alarm, a social worker, somewhere else to stay.",
    )
    heard_elsewhere = LongText(
        "Has another MARAC heard about the victim?",
        most=LONGEST_TEXT,
        rows=2,
        hint="Which, and when. If you do not know, leave it empty.",
    )
    send = Submit("Save and continue")


class EqualityForm(PageForm):
    """Equality questions; each can be left, or answered with saying nothing."""

    group = "equality"
    send = Submit("Save and continue")

    def own(self) -> list[str]:
        """The questions, in order."""
        return [question.code for question in QUESTIONS]

    def written(self, name: str) -> str:
        """Nothing selected is nothing said."""
        return str(self[name].data or "")


def _asked(question: Question) -> Any:
    """A long list drops down; a short one is in sight."""
    if len(question.choices) > MOST_IN_SIGHT:
        return Select(question.label, [("", "Choose"), *question.choices], hint=question.hint)
    inline = len(question.answers) <= 2
    return Radios(question.label, question.choices, hint=question.hint, inline=inline)


for _question in QUESTIONS:
    setattr(EqualityForm, _question.code, _asked(_question))


class AnswerForm(Form):
    """The referrer's answer, or something that nobody asked for."""

    text = LongText(
        "Your answer",
        needed="Enter your answer",
        most=LONGEST_TEXT,
        rows=4,
        hint="The officers read this. Do not write about immigration status here.",
    )
    send = Submit("Send your answer")

    def ask_for_more(self) -> None:
        """Nobody asked anything: then it is something to add."""
        self.text.label.text = "Something to add"
        self.send.label.text = "Send this to the officers"


class WithdrawForm(Form):
    """Why a referral is taken back."""

    why = LongText(
        "Why do you withdraw it?",
        needed="Enter why you withdraw it",
        most=2000,
        rows=3,
        hint="The officers read this.",
    )
    send = Submit("Withdraw this referral")
