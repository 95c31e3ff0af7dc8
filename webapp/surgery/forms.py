"""The form for a message or a signal from outside."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from webapp.cases import outside, payload
from webapp.core.forms import Form


class DispatchForm(Form):
    """What is sent, for whom, and what it carries."""

    what = SelectField(_l("What is sent"), validate_choice=False)
    key = StringField(_l("Key"), validators=[Length(max=200)])
    payload = TextAreaField(_l("Fields it carries"))
    reason = StringField(_l("Reason"), validators=[Length(max=2000)])

    def offer(self, awaited: list[tuple[str, str]]) -> None:
        """What is waited for now; and what was chosen, which may have been heard meanwhile."""
        chosen = [] if self._chosen[0] not in outside.KINDS or self._chosen in awaited else [self._chosen]
        self.what.choices = [(f"{kind}:{name}", _label(kind, name)) for kind, name in [*awaited, *chosen]]

    def validate_what(self, field: SelectField) -> None:
        if self._chosen[0] not in outside.KINDS or not self._chosen[1]:
            raise ValidationError(gettext("Choose what is sent."))

    def validate_payload(self, field: TextAreaField) -> None:
        try:
            payload.fields_in(field.data or "")
        except payload.BadFields as refusal:
            raise ValidationError(gettext(refusal.message, **refusal.values)) from None

    @property
    def dispatch(self) -> outside.Dispatch:
        """Of a form that is valid."""
        kind, name = self._chosen
        key = (self.key.data or "").strip() if kind == outside.MESSAGE else ""
        return outside.Dispatch(kind, name, key, payload.fields_in(self.payload.data or ""))

    @property
    def _chosen(self) -> tuple[str, str]:
        kind, _sign, name = (self.what.data or "").partition(":")
        return kind, name


def _label(kind: str, name: str) -> str:
    return (
        gettext("Signal “%(name)s”", name=name) if kind == outside.SIGNAL else gettext("Message “%(name)s”", name=name)
    )
