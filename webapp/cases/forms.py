"""The form that opens a cycle: dates that make sense, and for whom."""

import re
from datetime import date, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from webapp.cases import periods
from webapp.cases.opening import Population, Terms
from webapp.core.forms import Form

LAST_YEAR = 2200
WHOLE = 0


class CycleForm(Form):
    """Periods of the chosen length begin with the first day; the last one ends with the cycle."""

    name = StringField(_l("Name of the cycle"), [InputRequired(), Length(3, 120)])
    follows = RadioField(_l("Process"), choices=[], validate_choice=False)
    starts_on = DateField(_l("First day"), [InputRequired()])
    ends_on = DateField(_l("Last day"), [InputRequired()])
    months = RadioField(
        _l("Periods of monitoring"),
        [InputRequired()],
        coerce=int,
        choices=[
            SelectChoice(periods.MONTH, _l("Months")),
            SelectChoice(periods.QUARTER, _l("Quarters")),
            SelectChoice(periods.HALF_YEAR, _l("Half-years")),
            SelectChoice(WHOLE, _l("The whole cycle at once")),
        ],
        default=periods.QUARTER,
    )
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
    units = SelectMultipleField(_l("Units"), coerce=int, choices=[], render_kw={"size": 10})
    nips = TextAreaField(_l("NIP numbers, one per line"))
    may_overlap = BooleanField(_l("Open it all the same: these people then have two cycles at once"))
    may_be_many = BooleanField(_l("Yes, open a case for each of them"))

    def validate_ends_on(self, field: DateField) -> None:
        if self.starts_on.data and field.data and not self.starts_on.data < field.data <= _years_later(self):
            raise ValidationError(_l("The last day must be after the first day and at most two years later."))

    def validate_months(self, field: RadioField) -> None:
        if self.starts_on.data and self.ends_on.data and not self.ends_on.errors:
            count = len(self._period_ends())
            if count > periods.MOST:
                raise ValidationError(
                    _(
                        "These dates make %(count)s periods, at most %(most)s are possible. Choose longer ones.",
                        count=count,
                        most=periods.MOST,
                    )
                )

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

    def _period_ends(self) -> list[date]:
        return periods.ends(self.starts_on.data, self.ends_on.data, self.months.data or None)

    def _numbers(self) -> list[str]:
        return re.findall(r"\b\d{18}\b", re.sub(r"(?<=\d)[ .](?=\d)", "", self.nips.data or ""))

    def terms(self) -> Terms:
        return Terms(
            name=self.name.data.strip(),
            process=self.follows.data or "",
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            plan_due_on=self.plan_due_on.data,
            assessment_due_on=self.assessment_due_on.data,
            period_ends=self._period_ends(),
        )

    def chosen(self) -> Population:
        return Population(
            whole_agency=self.population.data == "agency",
            units=self.units.data if self.population.data == "units" else (),
            nips=self._numbers() if self.population.data == "list" else (),
        )


def _years_later(form: CycleForm) -> date:
    return form.starts_on.data + timedelta(days=731) if form.starts_on.data.year < LAST_YEAR else date.min
