"""What people type about programs, cohorts, participants, and what is kept in lists."""

from saas.programs.forms.agreements import AgreementRulesForm
from saas.programs.forms.catalogues import ClauseForm, GoalForm, GuidelineForm, TextsForm
from saas.programs.forms.cohorts import CapacityForm, cohort_form
from saas.programs.forms.exchange import ImportForm
from saas.programs.forms.programs import (
    KindForm,
    NewProgramForm,
    TemplateForm,
    WindDownForm,
    terms_form,
)
from saas.programs.forms.versions import PublishForm

__all__ = [
    "AgreementRulesForm",
    "CapacityForm",
    "ClauseForm",
    "GoalForm",
    "GuidelineForm",
    "ImportForm",
    "KindForm",
    "NewProgramForm",
    "PublishForm",
    "TemplateForm",
    "TextsForm",
    "WindDownForm",
    "cohort_form",
    "terms_form",
]
