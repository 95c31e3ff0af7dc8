"""The fixed form with which HR gives tasks to another person."""

from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from webapp.core.forms import Form


class ReassignForm(Form):
    """Which tasks, to whom, and why. What would become of them is shown first, and done when it is `confirmed`."""

    task = SelectMultipleField(_l("Tasks"), coerce=UUID, validate_choice=False)
    every = BooleanField(_l("Also those on the other pages"))
    to = StringField(
        _l("Give them to (name or NIP)"), [InputRequired(_l("Say who is to have the tasks.")), Length(max=200)]
    )
    reason = TextAreaField(
        _l("Reason"), [InputRequired(_l("Say why; both people read it, and the history keeps it.")), Length(5, 500)]
    )

    confirmed = BooleanField()

    def validate_task(self, field: SelectMultipleField) -> None:
        if not field.data and not self.every.data:
            raise ValidationError(_l("Choose at least one task."))
