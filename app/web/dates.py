"""A date in three boxes, with messages that say what to do."""

from datetime import date
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovDateInput
from werkzeug.datastructures import MultiDict
from wtforms import Field

PARTS = ("day", "month", "year")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NOT_REAL = "Enter a real date, for example 27 3 2026"
LEAST_YEAR = 1900


class DateBoxesWidget(GovDateInput):
    """GOV.UK's date input, each box with a name of its own: by-day, by-month, by-year."""

    def map_gov_params(self, field: Any, **kwargs: Any) -> dict[str, Any]:
        """Name the boxes after the field and its part."""
        params: dict[str, Any] = super().map_gov_params(field, **kwargs)
        for item, part, value in zip(params["items"], PARTS, field.boxes, strict=True):
            item.update(name=f"{field.name}-{part}", id=f"{field.id}-{part}", value=value)
            item["attributes"] = {"autocomplete": "off"}
        params["fieldset"]["legend"]["classes"] = "govuk-fieldset__legend--s"
        return params


class DateBoxesField(Field):
    """A day, a month (number or name) and a year of four digits."""

    widget = DateBoxesWidget()

    def __init__(self, label: str = "", validators: Any = None, **kwargs: Any) -> None:
        self.wrong_part = "day"
        super().__init__(label, validators, **kwargs)

    @property
    def first_box(self) -> str:
        """The id of the box that an error is about."""
        return f"{self.id}-{self.wrong_part}"

    @property
    def boxes(self) -> list[str]:
        """What stands in the three boxes."""
        if self.raw_data:
            return [str(text) for text in self.raw_data]
        return (
            [str(self.data.day), str(self.data.month), str(self.data.year)]
            if self.data
            else [""] * 3
        )

    def _value(self) -> str:
        return " ".join(self.boxes)

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        """Gather the three boxes before WTForms looks for the field's one value."""
        if formdata is not None:
            boxes = [formdata.get(f"{self.name}-{part}", "") for part in PARTS]
            formdata = MultiDict({self.name: boxes})
        super().process(formdata, *args, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the boxes; say which one is missing, or that there is no such day."""
        self.data = None
        typed = {part: text.strip() for part, text in zip(PARTS, valuelist, strict=True)}
        missing = [part for part in PARTS if not typed[part]]
        if len(missing) == len(PARTS):
            return
        if missing:
            self.wrong_part = missing[0]
            raise ValueError(f"{self.label.text} must include a {' and '.join(missing)}")
        self.data = self._read(typed)

    def _read(self, typed: dict[str, str]) -> date:
        if not (typed["year"].isdecimal() and len(typed["year"]) == 4):
            self.wrong_part = "year"
            raise ValueError("Year must include 4 numbers")
        try:
            read = date(int(typed["year"]), _month(typed["month"]), int(typed["day"]))
        except ValueError:
            raise ValueError(NOT_REAL) from None
        if read.year < LEAST_YEAR:
            self.wrong_part = "year"
            raise ValueError(NOT_REAL)
        return read


def _month(text: str) -> int:
    """The number of a month that is given as a number or by its name."""
    short = text[:3].lower()
    return MONTHS.index(short) + 1 if short in MONTHS else int(text)
