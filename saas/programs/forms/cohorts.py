"""What admins say about a cohort and its participants."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from saas.programs.models import Audience, Kind, Program
from saas.programs.services.cohorts import Plan
from saas.programs.services.participants import MOST
from saas.programs.words import AUDIENCES
from saas.web.fields import Choice, Day, Number, line


class CohortForm(FlaskForm):
    """What a cohort is called, when it runs, and who may apply."""

    name = line(_l("Name"), _l("Enter a name."), description=_l("For example “Spring 2027”."))
    starts_on = Day(_l("First day"))
    ends_on = Day(_l("Last day"))
    open_to = Choice(_l("Who may apply"), words=AUDIENCES, default=Audience.BOTH)

    def plan(self) -> Plan:
        """Return what was typed; what was not asked is as every cohort of the program has it."""
        return Plan(
            name=self.name.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data if "ends_on" in self else None,
            open_to=self.open_to.data if "open_to" in self else Audience.MENTEE,
        )


def cohort_form(program: Program, **filled: Any) -> CohortForm:
    """Return the form of a cohort, with what can differ among those of a program."""
    form = CohortForm(**filled)
    if program.always_on:
        del form.ends_on
    if program.kind is Kind.PEER:
        del form.open_to
    return form


class CapacityForm(FlaskForm):
    """How many partnerships a participant takes."""

    capacity = Number(
        _l("Partnerships at once"),
        least=0,
        most=MOST,
        description=_l("Partnerships that exist already stay, also when this is lower."),
    )
