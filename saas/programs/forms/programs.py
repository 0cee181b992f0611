"""What admins say about a program."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from saas.programs.models import NextInLine
from saas.programs.services.programs import Terms
from saas.programs.words import NEXT_IN_LINE
from saas.web.fields import Choice, Number, line, text


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
        return Terms(
            name=self.name.data,
            description=self.description.data,
            every_days=self.every_days.data,
            weeks=self.weeks.data,
            mentor_capacity=self.mentor_capacity.data,
            answer_days=self.answer_days.data,
            next_in_line=self.next_in_line.data,
        )
