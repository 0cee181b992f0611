"""The tile of health on a cohort's page."""

from flask import url_for
from flask_babel import gettext as _

from saas.health import queries
from saas.programs.models import Cohort
from saas.programs.panels import Panel, shows_panel
from saas.scope import Scope


@shows_panel
def health_of(scope: Scope, cohort: Cohort) -> Panel | None:
    """Count the partnerships of a cohort that need somebody; nothing before the first reading."""
    read, needing = queries.needing_help_in(scope, cohort.id)
    if not read:
        return None
    text = _("of %(number)d partnerships need somebody", number=read)
    href = url_for("org.health.show_dashboard", program=cohort.program_id)
    return Panel(_("Health"), needing, text, href, order=50)
