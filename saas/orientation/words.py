"""What the words of closed lists are called on pages."""

from flask_babel import lazy_gettext as _l

from saas.orientation.models import ResourceStage
from saas.orientation.steps import StepKind
from saas.programs.models import OrientationRule

RULES = {
    OrientationRule.OFF: _l("None"),
    OrientationRule.OPTIONAL: _l("Offered: people are asked to take it"),
    OrientationRule.REQUIRED: _l("Needed: nobody is matched before they have taken it"),
}
STEPS = {
    StepKind.EXPECTATIONS: _l("What to expect"),
    StepKind.GUIDELINES: _l("How we go about it"),
    StepKind.AGREEMENT: _l("What you will sign"),
    StepKind.SCENARIO: _l("What would you do?"),
}
STAGES = {
    ResourceStage.BEFORE_MATCHING: _l("Before you are matched"),
    ResourceStage.STARTING: _l("When you start"),
    ResourceStage.UNDER_WAY: _l("While you meet"),
    ResourceStage.CLOSING: _l("When it ends"),
}
