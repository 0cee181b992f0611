"""What people type to make, name and change an organization, and to invite to it."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import ColorField, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from saas.identity.secrets import PASSWORD_LENGTH
from saas.orgs.words import ROLE_NAMES
from saas.scope import Role
from saas.web.palette import DEFAULT_BRAND
from saas.web.time_zones import groups


def _name() -> StringField:
    return StringField(
        _l("Name"),
        description=_l("What people here call your organization."),
        validators=[
            InputRequired(_l("Enter the name of your organization.")),
            Length(max=120, message=_l("Enter a name of at most 120 characters.")),
        ],
    )


def _brand_color() -> ColorField:
    return ColorField(
        _l("Brand color"),
        description=_l("Of buttons and links; lightened or darkened where it could not be read."),
        default=DEFAULT_BRAND,
        validators=[InputRequired(_l("Choose a color."))],
    )


class OrganizationForm(FlaskForm):
    """A new organization; `suggested` is the slug that was last taken from the name."""

    name = _name()
    slug = StringField(
        _l("Address"),
        description=_l("Stands in the address of every page, and stays. Taken from the name."),
    )
    suggested = HiddenField()
    brand_color = _brand_color()


class WorkspaceForm(FlaskForm):
    """What an organization is called, looks like, and where its days begin."""

    name = _name()
    brand_color = _brand_color()
    time_zone = SelectField(
        _l("Time zone"),
        description=_l("Where your days begin, and when the weekly digest goes out."),
        validators=[InputRequired(_l("Choose a time zone from the list."))],
    )

    def __init__(self, *args: Any, zone: str, **values: Any) -> None:
        super().__init__(*args, **values)
        known = groups()
        listed = {name for zones in known.values() for name, _ in zones}
        other = {} if zone in listed else {"": [(zone, zone)]}
        self.time_zone.choices = {**other, **known}


class RoleForm(FlaskForm):
    """One of the roles that the actor may give."""

    role = SelectField(_l("Role"), validators=[InputRequired(_l("Choose a role."))])

    def __init__(self, *args: Any, giver: Role, **values: Any) -> None:
        super().__init__(*args, **values)
        self.role.choices = [
            (role.value, ROLE_NAMES[role])
            for role in Role
            if role is not Role.OWNER or giver is Role.OWNER
        ]


class InvitationForm(RoleForm):
    """An address, and what whoever has it is to become."""

    email = StringField(
        _l("E-mail address"),
        validators=[
            InputRequired(_l("Enter an e-mail address.")),
            Length(max=320, message=_l("Enter an e-mail address of at most 320 characters.")),
        ],
    )


class AcceptanceForm(FlaskForm):
    """Who accepts an invitation, where the address has no sign-in yet."""

    name = StringField(
        _l("Your name"),
        validators=[InputRequired(_l("Enter your name."))],
    )
    password = PasswordField(
        _l("Password"),
        description=_l(
            "At least %(length)s characters; a few words in a row are easy to remember.",
            length=PASSWORD_LENGTH,
        ),
        validators=[InputRequired(_l("Choose a password."))],
    )
