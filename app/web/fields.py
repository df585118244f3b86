"""What the form fields are built on: checks, choices and their GOV.UK widgets."""

from collections.abc import Iterable
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovCheckboxInput, GovRadioInput
from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation, ValidationError

Choice = tuple[str, str] | tuple[str, str, str]
"""The value, the label and, if it helps, a hint."""
NOT_A_CHOICE = "Select one of the choices shown"


class Needed:
    """Something must be there; the message says what to enter or select."""

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: Any, field: Any) -> None:
        """Stop at once: of an empty field nothing else is worth saying."""
        if not field.data and not field.errors:
            raise StopValidation(self.message)


class AtMost:
    """No longer than so many characters, a line end counted as one."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, form: Any, field: Any) -> None:
        """Say by how much it is too long, so that it can be cut."""
        over = len(field.data or "") - self.most
        if over > 0:
            limit = f"{field.label.text} must be {self.most:,} characters or fewer"
            raise ValidationError(f"{limit}: this is {over:,} too many")


def select_choices(choices: Iterable[Choice | SelectChoice]) -> list[SelectChoice]:
    """Choices as WTForms wants them, the hint kept beside."""
    return [choice if isinstance(choice, SelectChoice) else _read(*choice) for choice in choices]


def _read(value: str, label: str, hint: str = "") -> SelectChoice:
    return SelectChoice(value, label, {"hint": hint} if hint else {})


class _OurChoices:
    """Takes choices as tuples at any time, and leaves an empty answer to ``Needed``."""

    _choices: Any

    @property
    def choices(self) -> list[SelectChoice]:
        """What can be chosen; nothing until the view says."""
        return self._choices or []

    @choices.setter
    def choices(self, choices: Iterable[Choice | SelectChoice]) -> None:
        self._choices = select_choices(choices)

    def pre_validate(self, form: Any) -> None:
        """Refuse what is not in the list."""
        if self.data:  # type: ignore[attr-defined]
            super().pre_validate(form)  # type: ignore[misc]


class OneChoice(_OurChoices, SelectField):
    """One out of a list that drops down."""


class OneButton(_OurChoices, RadioField):
    """One out of a few that are all in sight."""


class SomeBoxes(_OurChoices, SelectMultipleField):
    """Any number out of a few."""


def _with_hints(params: dict[str, Any], field: Any) -> dict[str, Any]:
    """Add each choice's hint, and drop the empty hint that the base class always makes."""
    for item, choice in zip(params["items"], getattr(field, "choices", None) or [], strict=False):
        if choice.render_kw.get("hint"):
            item["hint"] = {"text": choice.render_kw["hint"]}
    if not field.description:
        params.pop("hint", None)
    if "fieldset" in params:
        params["fieldset"]["legend"].setdefault("classes", "govuk-fieldset__legend--s")
    return params


class RadiosWidget(GovRadioInput):
    """GOV.UK radios with hints."""

    def map_gov_params(self, field: Any, **kwargs: Any) -> dict[str, Any]:
        """As the base class, with hints."""
        return _with_hints(super().map_gov_params(field, **kwargs), field)


class CheckboxesWidget(GovCheckboxesInput):
    """GOV.UK checkboxes with hints."""

    def map_gov_params(self, field: Any, **kwargs: Any) -> dict[str, Any]:
        """As the base class, with hints."""
        return _with_hints(super().map_gov_params(field, **kwargs), field)


class CheckboxWidget(GovCheckboxInput):
    """One GOV.UK checkbox, its hint beneath it."""

    def map_gov_params(self, field: Any, **kwargs: Any) -> dict[str, Any]:
        """As the base class, without an empty hint."""
        return _with_hints(super().map_gov_params(field, **kwargs), field)
