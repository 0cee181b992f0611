"""What admins say about a program."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, StringField

from saas.programs.kinds import BEGINNINGS
from saas.programs.models import Kind, NextInLine
from saas.programs.services.programs import Form, Terms
from saas.programs.services.templates import Kept
from saas.programs.words import KIND_CHOICES, NEXT_IN_LINE
from saas.web.fields import Choice, Number, line, text


class KindForm(FlaskForm):
    """How the people of a program are together, and for how long it goes on."""

    kind = Choice(_l("Kind"), words=KIND_CHOICES, default=Kind.ONE_TO_ONE)
    always_on = BooleanField(
        _l("Always on"),
        description=_l("People come and go all the time: no cohorts with a first and a last day."),
    )

    def form(self) -> Form:
        """Return what was chosen."""
        return Form(self.kind.data, always_on=bool(self.always_on.data))


class ProgramForm(FlaskForm):
    """The terms of a program."""

    name = line(_l("Name"), _l("Enter a name."))
    description = text(_l("Description"), description=_l("What it is for; applicants read this."))
    every_days = Number(
        _l("Days between meetings"),
        least=1,
        most=365,
        default=14,
        description=_l("What new partnerships are offered; each agrees on its own rhythm."),
    )
    weeks = Number(_l("Weeks that a partnership lasts"), least=1, most=520, default=26)
    mentor_capacity = Number(
        _l("Mentees for each mentor"),
        least=0,
        most=50,
        default=1,
        description=_l("Unless a mentor says otherwise."),
    )
    answer_days = Number(_l("Days to answer a proposal"), least=1, most=60, default=7)
    next_in_line = Choice(
        _l("When a proposal is declined"), words=NEXT_IN_LINE, default=NextInLine.CONFIRM
    )

    def terms(self) -> Terms:
        """Return what was typed."""
        typed: Any = {name: self[name].data for name in Terms.__annotations__ if name in self}
        terms: Terms = typed
        return terms

    def leave_out(self, kind: Kind) -> None:
        """Ask for nothing that means nothing to a kind."""
        for name in BEGINNINGS[kind].without:
            del self[name]


class NewProgramForm(KindForm, ProgramForm):
    """The terms of a new program, and its kind."""

    #: The terms that each kind begins with its own of.
    by_kind = ("every_days", "weeks", "mentor_capacity")
    #: Whether the terms were filled in again instead of creating the program.
    begins_anew = False

    begun = HiddenField()

    @property
    def chosen(self) -> Kind:
        """The kind that is chosen; one-to-one until one is."""
        return _known(self.kind.data)

    @property
    def is_begun(self) -> bool:
        """Whether the terms are those of the kind that is chosen."""
        return not self.begun.data or _known(self.begun.data) == self.chosen

    def fill_in(self) -> None:
        """Fill in what the chosen kind begins with; what was changed stays."""
        before, beginning = BEGINNINGS[_known(self.begun.data)], BEGINNINGS[self.chosen]
        for name in self.by_kind:
            term = self[name]
            if term.data in {None, getattr(before, name)}:
                term.data, term.raw_data = getattr(beginning, name), None
        self.kind.data, self.begun.data = self.chosen, self.chosen.value
        self.leave_out(self.chosen)


def _known(kind: Any) -> Kind:
    return Kind(kind) if kind in set(Kind) else Kind.ONE_TO_ONE


class TemplateForm(FlaskForm):
    """What a program is called as a template."""

    name = line(_l("Name"), _l("Enter a name."))
    description = text(_l("Description"), description=_l("What it is good for; admins read this."))

    def kept(self) -> Kept:
        """Return what was typed."""
        return Kept(self.name.data, self.description.data)


class WindDownForm(FlaskForm):
    """The words that confirm it."""

    typed = StringField(_l("Type the words to confirm"))


def terms_form(kind: Kind, **filled: Any) -> ProgramForm:
    """Return the form of the terms that mean something to a kind of program."""
    form = ProgramForm(**filled)
    form.leave_out(kind)
    return form
