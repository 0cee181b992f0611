"""What people type about programs, cohorts, participants, and what is kept in lists."""

from saas.programs.forms.agreements import AgreementRulesForm
from saas.programs.forms.catalogues import ClauseForm, GoalForm, GuidelineForm, TextsForm
from saas.programs.forms.cohorts import CapacityForm, CohortForm
from saas.programs.forms.exchange import ImportForm
from saas.programs.forms.programs import ProgramForm
from saas.programs.forms.versions import PublishForm

__all__ = [
    "AgreementRulesForm",
    "CapacityForm",
    "ClauseForm",
    "CohortForm",
    "GoalForm",
    "GuidelineForm",
    "ImportForm",
    "ProgramForm",
    "PublishForm",
    "TextsForm",
]
