"""The form of an activity report, and what its list is narrowed to."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import MultiDict
from wtforms import DateField, DecimalField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from forms import evidence, limits, plain
from webapp.activities.models import DAY_MINUTES, Activity
from webapp.activities.queries import Filters
from webapp.activities.service import Entry
from webapp.core.forms import Form
from webapp.plans.models import Indicator

LARGEST = Decimal(10) ** 12
MOST_DECIMALS = 12
LONGEST = 4000  # characters of a field that a draft keeps


class ActivityForm(Form):
    """What I did, when, how long, for which indicator. Two fields are enough: the text and the duration."""

    text = TextAreaField(_l("What did you do?"), [InputRequired(_l("Say what you did.")), Length(max=2000)])
    day = DateField(_l("Date"), [InputRequired(_l("Choose the date."))])
    minutes = IntegerField(
        _l("Duration in minutes"),
        [
            InputRequired(_l("Say how long it took.")),
            NumberRange(1, DAY_MINUTES, _l("The duration lies between 1 and %(max)s minutes.")),
        ],
        default=60,
    )
    indicator = SelectField(_l("Indicator of my plan"), coerce=str, choices=[], default="")
    result = DecimalField(_l("Result, as a number"), [Optional()])
    unit = StringField(_l("Unit of the result"), [Length(max=60)])
    obstacle = TextAreaField(_l("Obstacle"), [Length(max=2000)])
    files = MultipleFileField(_l("Evidence"))

    def offer(self, indicators: Sequence[Indicator], chosen: Indicator | None = None) -> "ActivityForm":
        """Let the person choose among these; an indicator of an earlier plan stays choosable for its own report."""
        known = {indicator.id: indicator for indicator in [*indicators, *([chosen] if chosen else [])]}
        none = SelectChoice("", _("None: other work"))
        self.indicator.choices = [none, *(SelectChoice(str(i.id), i.title) for i in known.values())]
        return self

    def typed(self) -> dict[str, str]:
        """What stands in the fields, good or not; files cannot be kept this way."""
        return {
            field.short_name: plain.storable(field.raw_data[0])[:LONGEST]
            for field in self
            if field.raw_data and field is not self.files and field.short_name != "csrf_token"
        }

    def validate_text(self, field: TextAreaField) -> None:
        if not field.data.strip():
            raise ValidationError(_("Say what you did."))

    def validate_result(self, field: DecimalField) -> None:
        if field.data is not None and not (
            field.data.is_finite()
            and abs(field.data) < LARGEST
            and abs(field.data.as_tuple().exponent) <= MOST_DECIMALS
        ):
            raise ValidationError(_("This is not a number that can be kept."))

    def validate_files(self, field: MultipleFileField) -> None:
        """Only evidence of the accepted kinds; the accepted ones are in `uploads`."""
        sent = [file for file in field.data or [] if getattr(file, "filename", "")]
        if len(sent) > limits.FILES:
            raise ValidationError(_("At most %(most)s files at once.", most=limits.FILES))
        self.uploads = [self._accepted(file) for file in sent]

    def entry(self) -> Entry:
        return Entry(
            day=self.day.data,
            minutes=self.minutes.data,
            text=self.text.data.strip(),
            indicator_id=int(self.indicator.data) if self.indicator.data else None,
            result=self.result.data,
            unit=(self.unit.data or "").strip() or None,
            obstacle=(self.obstacle.data or "").strip() or None,
        )

    def _accepted(self, file) -> evidence.Upload:
        content = file.read(limits.FILE_BYTES + 1)
        if len(content) > limits.FILE_BYTES:
            raise ValidationError(
                _("%(file)s is larger than %(megabytes)s MB.", file=file.filename, megabytes=limits.FILE_BYTES // 10**6)
            )
        try:
            return evidence.inspect(file.filename, content, tuple(evidence.MEDIA_TYPES))
        except evidence.NotEvidence:
            kinds = ", ".join(evidence.MEDIA_TYPES)
            raise ValidationError(
                _("%(file)s cannot be attached. Attach one of: %(kinds)s.", file=file.filename, kinds=kinds)
            ) from None


def form_of_draft(typed: dict[str, str]) -> ActivityForm:
    """The form as it was when the draft was saved."""
    return ActivityForm(formdata=MultiDict(typed))


def form_of(activity: Activity) -> ActivityForm:
    """The form as the report stands."""
    return ActivityForm(
        data={
            "text": activity.text,
            "day": activity.day,
            "minutes": activity.minutes,
            "indicator": str(activity.indicator_id or ""),
            "result": activity.result,
            "unit": activity.unit,
            "obstacle": activity.obstacle,
        }
    )


def filters_of(asked) -> Filters:
    """What the address asks for; what cannot be read is left out."""
    return Filters(
        since=_date(asked.get("since", "")),
        until=_date(asked.get("until", "")),
        indicator=asked.get("indicator", type=int),
        blocked=asked.get("blocked") == "1",
        words=asked.get("q", "")[:100],
    )


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
