"""The form that opens a cycle: dates that make sense, and for whom."""

import re
from datetime import date, timedelta

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from webapp.cases.opening import Population, Terms
from webapp.core.forms import Form

QUARTER = 3
LAST_YEAR = 2200


class CycleForm(Form):
    """Periods are the quarters between start and end; the last one ends with the cycle."""

    name = StringField(_l("Name of the cycle"), [InputRequired(), Length(3, 120)])
    starts_on = DateField(_l("First day"), [InputRequired()])
    ends_on = DateField(_l("Last day"), [InputRequired()])
    plan_due_on = DateField(_l("Plans agreed by"), [InputRequired()])
    assessment_due_on = DateField(_l("Self-assessments in by"), [InputRequired()])
    population = RadioField(
        _l("For whom"),
        [InputRequired()],
        choices=[
            SelectChoice("agency", _l("The whole agency")),
            SelectChoice("units", _l("Chosen units, with all below them")),
            SelectChoice("list", _l("Listed persons")),
        ],
        default="agency",
    )
    units = SelectMultipleField(_l("Units"), coerce=int, choices=[])
    nips = TextAreaField(_l("NIP numbers, one per line"))

    def validate_ends_on(self, field: DateField) -> None:
        if self.starts_on.data and field.data and not self.starts_on.data < field.data <= _years_later(self):
            raise ValidationError(_l("The last day must be after the first day and at most two years later."))

    def validate_plan_due_on(self, field: DateField) -> None:
        if self.starts_on.data and self.ends_on.data and not self.starts_on.data <= field.data <= self.ends_on.data:
            raise ValidationError(_l("This day must lie within the cycle."))

    def validate_assessment_due_on(self, field: DateField) -> None:
        if self.ends_on.data and field.data < self.starts_on.data:
            raise ValidationError(_l("This day must not lie before the cycle."))

    def validate_units(self, field: SelectMultipleField) -> None:
        if self.population.data == "units" and not field.data:
            raise ValidationError(_l("Choose at least one unit."))

    def validate_nips(self, field: TextAreaField) -> None:
        if self.population.data == "list" and not self._numbers():
            raise ValidationError(_l("Give at least one NIP of 18 digits."))

    def _numbers(self) -> list[str]:
        return re.findall(r"\b\d{18}\b", re.sub(r"(?<=\d)[ .](?=\d)", "", self.nips.data or ""))

    def terms(self) -> Terms:
        return Terms(
            name=self.name.data.strip(),
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            plan_due_on=self.plan_due_on.data,
            assessment_due_on=self.assessment_due_on.data,
            period_ends=quarter_ends(self.starts_on.data, self.ends_on.data),
        )

    def chosen(self) -> Population:
        return Population(
            whole_agency=self.population.data == "agency",
            units=self.units.data if self.population.data == "units" else (),
            nips=self._numbers() if self.population.data == "list" else (),
        )


def _years_later(form: CycleForm) -> date:
    return form.starts_on.data + timedelta(days=731) if form.starts_on.data.year < LAST_YEAR else date.min


def quarter_ends(start: date, end: date) -> list[date]:
    """The last days of the quarters that begin with `start`; the last is `end` itself."""
    ends, number = [], QUARTER
    while (day := _months_later(start, number) - timedelta(days=1)) < end:
        ends.append(day)
        number += QUARTER
    return [*ends, end]


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))
