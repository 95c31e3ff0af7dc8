"""The forms of quick feedback and of the reply to it."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from webapp.core.forms import Form
from webapp.feedback.models import TONES
from webapp.feedback.words import label


class FeedbackForm(Form):
    """A tone, and words, which only praise may go without."""

    tone = RadioField(_l("What is it?"), [InputRequired(_l("Choose one of the three."))])
    text = TextAreaField(_l("In your words (praise may go without)"), [Length(max=1000)])
    activity = HiddenField()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.tone.choices = [SelectChoice(tone, label(tone)) for tone in TONES]

    def validate_text(self, field: TextAreaField) -> None:
        if self.tone.data != "positive" and not (field.data or "").strip():
            raise ValidationError(_("Say in a few words what you mean; only praise may go without."))

    @property
    def activity_id(self) -> int | None:
        return int(self.activity.data) if (self.activity.data or "").isdecimal() else None


class ReplyForm(Form):
    """An answer to what was said."""

    text = TextAreaField(_l("Your answer"), [InputRequired(_l("Write your answer.")), Length(max=1000)])

    def validate_text(self, field: TextAreaField) -> None:
        if not field.data.strip():
            raise ValidationError(_("Write your answer."))
