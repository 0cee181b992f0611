"""What people type in intake, checked and converted."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired

from saas.web.fields import tidy


class AddressForm(FlaskForm):
    """An address, sent on to where signing up begins; `next` is where to come back to."""

    email = StringField(_l("E-mail address"), validators=[InputRequired()])
    next = HiddenField()


class InviteForm(FlaskForm):
    """Addresses to invite."""

    addresses = TextAreaField(
        _l("E-mail addresses"),
        description=_l("As many as you like, separated by commas, spaces or lines."),
        validators=[InputRequired(_l("Enter at least one e-mail address."))],
    )


class DeclineForm(FlaskForm):
    """Why an application is declined."""

    reason = TextAreaField(
        _l("Reason"),
        description=_l("The applicant is told it, on their page and by mail."),
        filters=[tidy],
    )
