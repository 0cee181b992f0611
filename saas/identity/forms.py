"""What people type to sign up, sign in, and choose a password."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from saas.identity.secrets import PASSWORD_LENGTH


class AddressForm(FlaskForm):
    """An address to write to; `next` is where to go in the end."""

    email = StringField(
        _l("E-mail address"),
        validators=[
            InputRequired(_l("Enter your e-mail address.")),
            Length(max=320, message=_l("Enter an e-mail address of at most 320 characters.")),
        ],
    )
    next = HiddenField()


class SignInForm(AddressForm):
    """An address and its password."""

    password = PasswordField(_l("Password"), validators=[InputRequired(_l("Enter your password."))])


class NewPasswordForm(FlaskForm):
    """A password to be."""

    password = PasswordField(
        _l("Password"),
        description=_l(
            "At least %(length)s characters; a few words in a row are easy to remember.",
            length=PASSWORD_LENGTH,
        ),
        validators=[InputRequired(_l("Choose a password."))],
    )


class NewIdentityForm(NewPasswordForm):
    """Who someone is, once their address is proved."""

    name = StringField(_l("Your name"), validators=[InputRequired(_l("Enter your name."))])
