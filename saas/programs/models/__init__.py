"""Programs, cohorts, participants, and the catalogues that programs are made from."""

from saas.programs.models.catalogues import (
    CatalogueReview,
    Clause,
    ClauseKind,
    Decided,
    Goal,
    Guideline,
    Inherited,
    Listed,
    Moment,
    ProgressRule,
    Signal,
)
from saas.programs.models.cohorts import Cohort, Participant
from saas.programs.models.overrides import (
    OVERRIDES,
    ClauseOverride,
    GoalOverride,
    GuidelineOverride,
    Override,
)
from saas.programs.models.programs import (
    AgreedPart,
    Kind,
    MatchedBy,
    NextInLine,
    OrientationRule,
    Program,
    ProgramAdmin,
    ProgramVersion,
)
from saas.programs.models.sides import Audience, Side
from saas.programs.models.templates import ProgramTemplate

__all__ = [
    "OVERRIDES",
    "AgreedPart",
    "Audience",
    "CatalogueReview",
    "Clause",
    "ClauseKind",
    "ClauseOverride",
    "Cohort",
    "Decided",
    "Goal",
    "GoalOverride",
    "Guideline",
    "GuidelineOverride",
    "Inherited",
    "Kind",
    "Listed",
    "MatchedBy",
    "Moment",
    "NextInLine",
    "OrientationRule",
    "Override",
    "Participant",
    "Program",
    "ProgramAdmin",
    "ProgramTemplate",
    "ProgramVersion",
    "ProgressRule",
    "Side",
    "Signal",
]
