"""The fixed forms of accounts and of the roster."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from webapp.core.forms import Form


class SignInForm(Form):
    """NIP or e-mail address, and the password."""

    username = StringField(
        _l("NIP or e-mail address"),
        validators=[InputRequired(_l("Enter your NIP or e-mail address.")), Length(max=200)],
    )
    password = PasswordField(_l("Password"), validators=[InputRequired(_l("Enter your password.")), Length(max=1000)])


class NewPasswordForm(Form):
    """A first password, typed twice."""

    new_password = PasswordField(_l("New password"), validators=[InputRequired(_l("Enter a new password."))])
    repeated_password = PasswordField(
        _l("New password once more"),
        validators=[EqualTo("new_password", _l("This is not the same as the new password above."))],
    )


class ChangePasswordForm(NewPasswordForm):
    """The same for somebody who has a password."""

    old_password = PasswordField(
        _l("Present password"), validators=[InputRequired(_l("Enter your present password.")), Length(max=1000)]
    )


class RosterForm(Form):
    """A file with the roster, and what to do with it."""

    file = FileField(_l("Roster file (.xlsx, .ods or .csv)"), validators=[FileRequired(_l("Choose a file."))])
    only_check = BooleanField(_l("Only check the file; store nothing"))
    mark_left = BooleanField(_l("Mark people who are not in the file as having left"))
