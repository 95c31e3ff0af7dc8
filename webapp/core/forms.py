"""Fixed forms speak the language of the reader, also in the messages that WTForms brings along."""

from flask_babel import get_translations, lazy_ngettext
from flask_wtf import FlaskForm

from webapp.core.words import N_

# What the fields and validators in use may say; WTForms has no Indonesian of its own.
BROUGHT_ALONG = (
    N_("This field is required."),
    N_("Invalid input."),
    N_("Not a valid choice."),
    N_("Invalid Choice: could not coerce."),
    N_("Not a valid integer value."),
    N_("Not a valid decimal value."),
    N_("Not a valid date value."),
    N_("Field must be between %(min)d and %(max)d characters long."),
    lazy_ngettext(
        "Field cannot be longer than %(max)d character.", "Field cannot be longer than %(max)d characters.", 2
    ),
)


class Form(FlaskForm):
    """A form with a token against forgery, in the language of the reader."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: FlaskForm) -> "_Words":
            return _Words()


class _Words:
    """What WTForms asks for translations; it fills the places of a sentence itself."""

    def gettext(self, text: str) -> str:
        return get_translations().ugettext(text)

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        return get_translations().ungettext(singular, plural, count)
