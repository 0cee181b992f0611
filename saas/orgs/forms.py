"""What people type to make, name and change an organization, and to invite to it."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    ColorField,
    Field,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from saas.identity.secrets import PASSWORD_LENGTH
from saas.mail.findings import OPTIONAL, findings
from saas.mail.languages import Language, english_name, known
from saas.mail.registry import Message
from saas.mail.wording import MOST, Wording
from saas.orgs.words import ROLE_NAMES
from saas.scope import Role
from saas.web.fields import Menu, OneOrNone, tidy
from saas.web.palette import DEFAULT_BRAND
from saas.web.time_zones import groups
from saas.words import TERMS, Term, Words, checked_term


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
    time_zone = Menu(
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


def _part(field: type[Field], label: Any, **options: Any) -> Any:
    """Return a field for a part of a wording, which `findings` checks as a whole."""
    return field(label, filters=[tidy], **options)


class WordingForm(FlaskForm):
    """What a message says; `seen` is the number of the change that was looked at."""

    subject = _part(StringField, _l("Subject"))
    heading = _part(StringField, _l("Heading"), description=_l("Stands large on top."))
    preview = _part(
        StringField,
        _l("Line in the inbox"),
        description=_l("What an inbox shows after the subject."),
    )
    body = _part(
        TextAreaField,
        _l("Message"),
        description=_l("Markdown: **bold**, lists, [a link](https://example.org)."),
    )
    action = _part(
        StringField,
        _l("Text of the button"),
        description=_l("Without a text there is no button."),
    )
    why = _part(
        StringField,
        _l("Why they get it"),
        description=_l("Stands small at the end, so that nobody wonders."),
    )
    look = RadioField(
        _l("How it is shown"),
        choices=[
            SelectChoice("light", _l("Light")),
            SelectChoice("dark", _l("Dark")),
            SelectChoice("text", _l("Plain text")),
        ],
        default="light",
        validate_choice=False,
    )
    seen = HiddenField()

    def __init__(self, *args: Any, about: Message, **values: Any) -> None:
        super().__init__(*args, **values)
        self._about = about
        self.look.flags.required = True
        if not about.built_in.action_url:
            del self.action  # It would lead nowhere.
        for name in MOST.keys() & self._fields.keys():
            self[name].flags.required = name not in OPTIONAL
            self[name].flags.maxlength = MOST[name]

    def wording(self) -> Wording:
        """Return what was typed; the button leads where the built-in one does."""
        parts = {name: self[name].data if name in self else "" for name in MOST}
        url = self._about.built_in.action_url if parts["action"] else ""
        return Wording(**parts, action_url=url)

    def validate(self, extra_validators: Any = None) -> bool:
        """Find everything that must be put right, each at its field."""
        valid = super().validate(extra_validators)
        for part, sentence in findings(self._about, self.wording()):
            self[part].errors = [*self[part].errors, sentence]
            valid = False
        return bool(valid)


class NewLanguageForm(FlaskForm):
    """A language that the organization does not write in yet."""

    language = SelectField(_l("Language"), validate_choice=False)

    def __init__(self, *args: Any, own: Sequence[Language], **values: Any) -> None:
        super().__init__(*args, **values)
        self.language.flags.required = True
        others = [each for each in known().values() if each not in own]
        self.language.choices = [
            SelectChoice("", _l("Choose a language")),
            *(SelectChoice(each.tag, f"{each.name} · {english_name(each.tag)}") for each in others),
        ]


class LanguageForm(FlaskForm):
    """The language in which messages come to somebody: one of the organization's."""

    language = OneOrNone(_l("Language of messages"), none="", words={})

    def __init__(self, *args: Any, own: Sequence[Language], **values: Any) -> None:
        super().__init__(*args, **values)
        self.language.flags.required = True
        self.language.offer({each.tag: each.name for each in own})
        usual, *others = self.language.choices
        usual.label = _("What is usual here: %(language)s", language=own[0].name)
        for each in others:
            each.render_kw = {"lang": each.value}


def _word(label: Any, description: Any = "") -> Any:
    return StringField(
        label,
        description=description,
        filters=[tidy],
        validators=[InputRequired(_l("Enter a word."))],
    )


class WordsForm(FlaskForm):
    """What the organization calls a mentor, a mentee and a program: one, and several."""

    mentor = _word(_l("Somebody who gives their experience"), _l("With a or an: “a coach”."))
    mentor_many = _word(_l("Several who give it"), _l("For example: “coaches”."))
    mentee = _word(_l("Somebody who is helped to develop"), _l("With a or an: “a coachee”."))
    mentee_many = _word(_l("Several who are helped"), _l("For example: “coachees”."))
    program = _word(_l("What both take part in"), _l("With a or an: “an initiative”."))
    program_many = _word(_l("Several that both take part in"), _l("For example: “initiatives”."))

    @classmethod
    def of(cls, words: Words) -> "WordsForm":
        """Return the form with these words."""
        values: dict[str, str] = {}
        for name in TERMS:
            term: Term = getattr(words, name)
            values |= {name: f"{term.article} {term.one}", f"{name}_many": term.many}
        return cls(None, data=values)

    def words(self) -> Words:
        """Return what was typed.

        Raises:
            InvalidError: Something in it cannot be put into a sentence.
        """
        return Words(
            **{
                name: checked_term(name, self[name].data, self[f"{name}_many"].data)
                for name in TERMS
            }
        )


class RoleForm(FlaskForm):
    """One of the roles that the actor may give."""

    role = Menu(_l("Role"), validators=[InputRequired(_l("Choose a role."))])

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
