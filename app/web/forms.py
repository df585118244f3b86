"""The kinds of field that every form is made of, and how a broken rule comes back to its field.

A noun's ``forms.py`` says only what it asks::

    class AgreeAction(Form):
        what = LongText("What will be done", needed="Enter what will be done", most=2000)
        who = Radios("Who will do it", needed="Select who will do it")
        by = DateBoxes("By when", needed="Enter the date by which it will be done")
        revision = Revision()
        send = Submit("Agree this action")

    form = AgreeAction()
    form.who.choices = [(str(person.id), person.name, person.agency_name) for person in people]
    if form.validate_on_submit():
        with form.rules():                     # a RuleBroken goes to its field
            agree_action(actor, what=form.what.data, ...)
            return redirect(...)
    return render_template("action/agree.html", form=form), form.status

Text fields give plain text (``app.web.text``), never None. Fields of case data are marked so that
no browser remembers, checks or translates them; ``case_data=False`` is for a professional's own.
To show a draft or a person's kept words again: ``AgreeAction(formdata=MultiDict(kept))``.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from flask import g, has_app_context
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from govuk_frontend_wtf.wtforms_widgets import (
    GovFileInput,
    GovPasswordInput,
    GovSelect,
    GovSubmitInput,
    GovTextArea,
    GovTextInput,
)
from wtforms import (
    BooleanField,
    HiddenField,
    PasswordField,
    StringField,
    SubmitField,
    TextAreaField,
)

from app.refusals import Blocked, RuleBroken
from app.web.dates import DateBoxesField
from app.web.fields import (
    NOT_A_CHOICE,
    AtMost,
    CheckboxesWidget,
    CheckboxWidget,
    Choice,
    Needed,
    OneButton,
    OneChoice,
    RadiosWidget,
    SomeBoxes,
    select_choices,
)
from app.web.text import one_line, plain

CASE_DATA = {"autocomplete": "off", "spellcheck": "false", "translate": "no"}
OWN_DATA = {"spellcheck": "false"}


class Form(FlaskForm):
    """A form of this service. ``kept_at`` is set when it shows a draft (``accounts.draft``)."""

    kept_at: datetime | None = None

    @contextmanager
    def rules(self) -> Iterator[None]:
        """Attach a RuleBroken that is raised inside to its field; the view goes on to render."""
        try:
            yield
        except RuleBroken as broken:
            self.attach(broken)

    def attach(self, broken: RuleBroken) -> None:
        """Show a broken rule beside its field, or on top if the form shows no such field.

        What the firewall refused also puts the roads that are open onto the page.
        """
        if isinstance(broken, Blocked):
            g.blocked = broken
        field = self._fields.get(broken.field)
        if field is None or isinstance(field, HiddenField):
            self.form_errors.append(broken.message)
        else:
            field.errors = [*field.errors, broken.message]

    @property
    def status(self) -> int:
        """What a view answers with the form: 422 when something is to be put right, else 200."""
        return 422 if self.errors else 200

    @property
    def summary(self) -> list[dict[str, str]]:
        """The first error of each field, with the address of the box that it is about."""
        found = [{"text": str(message)} for message in self.form_errors]
        for field in self._fields.values():
            if field.errors and isinstance(field, HiddenField):
                found.append({"text": str(field.errors[0])})
            elif field.errors:
                box = getattr(field, "first_box", field.id)
                found.append({"text": self._short(field), "href": f"#{box}"})
        return found

    @staticmethod
    def _short(field: Any) -> str:
        """The first error of a field; of what the firewall refused, its words stand at the box."""
        said, blocked = str(field.errors[0]), g.get("blocked") if has_app_context() else None
        if blocked is None or blocked.message != said:
            return said
        return f"{field.label.text}: this cannot be used. See what you can do instead"


def Text(
    label: str,
    *,
    needed: str = "",
    hint: str = "",
    most: int = 200,
    width: str = "two-thirds",
    case_data: bool = True,
    **attributes: str,
) -> Any:
    """One line; ``width`` is a fraction of the column (two-thirds) or of characters (5, 10, 20)."""
    classes = f"govuk-input--width-{width}" if width.isdigit() else f"govuk-!-width-{width}"
    return StringField(
        label,
        description=hint,
        validators=_checks(needed, AtMost(most)),
        filters=[lambda value: one_line(value or "")],
        widget=GovTextInput(),
        render_kw=_data(case_data) | attributes | _params(classes=classes),
    )


def LongText(
    label: str,
    *,
    needed: str = "",
    hint: str = "",
    most: int = 10_000,
    rows: int = 5,
    case_data: bool = True,
) -> Any:
    """Several lines."""
    return TextAreaField(
        label,
        description=hint,
        validators=_checks(needed, AtMost(most)),
        filters=[lambda value: plain(value or "")],
        widget=GovTextArea(),
        render_kw=_data(case_data) | _params(rows=rows),
    )


def Select(label: str, choices: Iterable[Choice] = (), *, needed: str = "", hint: str = "") -> Any:
    """One out of a list that drops down; give a first choice with an empty value."""
    return OneChoice(
        label,
        description=hint,
        choices=select_choices(choices),
        validators=_checks(needed),
        invalid_choice_message=NOT_A_CHOICE,
        widget=GovSelect(),
        render_kw=_params(),
    )


def Radios(
    label: str,
    choices: Iterable[Choice] = (),
    *,
    needed: str = "",
    hint: str = "",
    inline: bool = False,
) -> Any:
    """One out of a few that are all in sight."""
    params = {"params": {"classes": "govuk-radios--inline"}} if inline else {}
    return OneButton(
        label,
        description=hint,
        choices=select_choices(choices),
        validators=_checks(needed),
        invalid_choice_message=NOT_A_CHOICE,
        widget=RadiosWidget(),
        render_kw=params,
    )


def Checkboxes(
    label: str, choices: Iterable[Choice] = (), *, needed: str = "", hint: str = ""
) -> Any:
    """Any number out of a few; the data is a list of values."""
    return SomeBoxes(
        label,
        description=hint,
        choices=select_choices(choices),
        validators=_checks(needed),
        invalid_choice_message=NOT_A_CHOICE,
        filters=[lambda values: values or []],
        widget=CheckboxesWidget(),
    )


def Checkbox(label: str, *, needed: str = "", hint: str = "") -> Any:
    """One box to tick; ``needed`` for one that must be ticked to go on."""
    return BooleanField(
        label, description=hint, validators=_checks(needed), widget=CheckboxWidget()
    )


def DateBoxes(label: str, *, needed: str = "", hint: str = "For example, 27 3 2026") -> Any:
    """A date in three boxes; the data is a ``date`` or None."""
    return DateBoxesField(label, description=hint, validators=_checks(needed))


def Email(label: str = "E-mail address", *, needed: str = "", hint: str = "", **more: str) -> Any:
    """An e-mail address, in small letters; whether it may be used is a rule, asked elsewhere."""
    attributes = {"type": "email", "autocomplete": "off", "spellcheck": "false"} | more
    return StringField(
        label,
        description=hint,
        validators=_checks(needed, AtMost(254)),
        filters=[lambda value: one_line(value or "").lower()],
        widget=GovTextInput(),
        render_kw=attributes | _params(classes="govuk-!-width-two-thirds"),
    )


def Passphrase(
    label: str = "Passphrase", *, needed: str = "", hint: str = "", new: bool = False
) -> Any:
    """A passphrase, taken as typed: no trimming and no limit below what anybody types."""
    return PasswordField(
        label,
        description=hint,
        validators=_checks(needed, AtMost(1000)),
        widget=GovPasswordInput(),
        render_kw=_params(
            autocomplete="new-password" if new else "current-password",
            formGroup={"classes": "govuk-!-width-two-thirds"},
            showPasswordAriaLabelText="Show passphrase",
            hidePasswordAriaLabelText="Hide passphrase",
            passwordShownAnnouncementText="Your passphrase is visible",
            passwordHiddenAnnouncementText="Your passphrase is hidden",
        ),
    )


def Code(label: str = "Code", *, needed: str = "", hint: str = "") -> Any:
    """The six digits that an authenticator shows; spaces between them do not matter."""
    return StringField(
        label,
        description=hint,
        validators=_checks(needed, AtMost(20)),
        filters=[lambda value: "".join((value or "").split())],
        widget=GovTextInput(),
        render_kw=_params(
            autocomplete="one-time-code",
            inputmode="numeric",
            classes="govuk-input--width-10 govuk-input--extra-letter-spacing",
        ),
    )


def Upload(label: str, *, needed: str, hint: str = "", accept: str = "") -> Any:
    """One file; the data is werkzeug's ``FileStorage``, held in memory and nowhere else.

    Its form says ``enctype="multipart/form-data"``.
    """
    return FileField(
        label,
        description=hint,
        validators=[Needed(needed)],
        widget=GovFileInput(),
        render_kw={"accept": accept} | _params() if accept else _params(),
    )


def Revision() -> Any:
    """Which state of the thing the person saw; the data is a number or None."""
    return HiddenField(filters=[_number])


def Submit(label: str, *, secondary: bool = False, warning: bool = False) -> Any:
    """The button; in the colour of a warning for what cannot be undone."""
    kind = "secondary" if secondary else "warning" if warning else ""
    params = {"classes": f"govuk-button--{kind}"} if kind else {}
    return SubmitField(label, widget=GovSubmitInput(), render_kw={"params": params})


def _checks(needed: str, *others: Any) -> list[Any]:
    return [*([Needed(needed)] if needed else []), *others]


def _data(case_data: bool) -> dict[str, Any]:
    return dict(CASE_DATA if case_data else OWN_DATA)


def _params(**of_the_component: Any) -> dict[str, Any]:
    """What the GOV.UK component is told besides; every label stands out as legends do."""
    return {"params": {"label": {"classes": "govuk-label--s"}, **of_the_component}}


def _number(value: Any) -> int | None:
    text = str(value if value is not None else "")
    return int(text) if text.isdecimal() and len(text) < 10 else None
